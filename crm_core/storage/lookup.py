"""Finding one row of the actor's own workspace, or refusing in words."""

from typing import TypeVar

from sqlalchemy import select

from crm_core.errors import NotFound
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.types import Row

R = TypeVar("R", bound=Row)


def owned(
    session: ReadSession | WriteSession,
    row: type[R],
    tenant_id: int,
    row_id: int,
    *,
    what: str,
    field: str = "id",
    lock: bool = False,
) -> R:
    """The row with this id in this workspace.

    Raises `NotFound` naming `field`, alike for an id that nobody has and one of another
    workspace. With `lock` the row is held until the transaction ends.
    """
    query = select(row).where(row.id == row_id, row.tenant_id == tenant_id)  # type: ignore[attr-defined]
    if lock:
        # NO KEY UPDATE: who only refers to the row by a foreign key need not wait.
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound(f"There is no {what} with the id {row_id}.", field=field)
    return found
