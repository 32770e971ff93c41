"""Pausing, resuming or ending several enrollments: those that a rule refuses are counted."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import EnrollmentStatus
from crm_core.errors import CrmError, InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.usecases.enrollments import status_asked, switch_status

MOST = 500
"""Enrollments that one call changes."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What became of them: how many have the status now, and how many each reason refused."""

    status: EnrollmentStatus
    done: int
    refused: dict[str, int]


def set_enrollment_statuses(
    services: Services, *, actor: Actor, enrollment_ids: Collection[int], status: object
) -> Switched:
    """`set_enrollment_status` for several, in one transaction.

    Ids of no enrollment of the workspace are among the refused ones.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    wanted = status_asked(status)
    ids = set(enrollment_ids)
    if not 0 < len(ids) <= MOST:
        raise InvalidInput(f"Between 1 and {MOST} enrollments at a time.", field="ids")
    now = services.clock.now()
    refused: Counter[str] = Counter()
    with services.storage.write() as session:
        rows = session.scalars(
            select(EnrollmentRow)
            .where(EnrollmentRow.id.in_(ids), EnrollmentRow.tenant_id == actor.tenant_id)
            .order_by(EnrollmentRow.id)
            .with_for_update(key_share=True)
        ).all()
        if len(rows) < len(ids):
            refused["There is no such enrollment."] = len(ids) - len(rows)
        for row in rows:
            try:
                switch_status(services, session, actor, row, wanted, now)
            except CrmError as refusal:
                refused[refusal.message] += 1
    return Switched(wanted, len(ids) - refused.total(), dict(refused))
