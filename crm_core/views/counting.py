"""Counts that stop where a screen stops caring, so that they cost the same in any workspace."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_core.storage.types import AnySelect


def count_up_to(session: Session, query: AnySelect, most: int) -> int:
    """How many rows a query has; `most + 1` where there are more than `most`."""
    found = query.order_by(None).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0
