"""Counts that several screens show, made so that they stay cheap in a large workspace."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_core.storage.tables import EnrollmentRow
from crm_core.storage.types import AnySelect


def count_up_to(session: Session, query: AnySelect, most: int) -> int:
    """How many rows a query has; `most + 1` where there are more than `most`.

    It stops where a screen stops caring, so it costs the same in any workspace.
    """
    found = query.order_by(None).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def enrollments_by_status(
    session: Session, sequence_ids: Collection[int]
) -> dict[tuple[int, str], int]:
    """How many enrollments each sequence has in each status; zeros are left out. One query."""
    rows = session.execute(
        select(EnrollmentRow.sequence_id, EnrollmentRow.status, func.count())
        .where(EnrollmentRow.sequence_id.in_(sequence_ids))
        .group_by(EnrollmentRow.sequence_id, EnrollmentRow.status)
    )
    return {(sequence_id, status): number for sequence_id, status, number in rows}
