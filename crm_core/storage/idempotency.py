"""Answers kept for a repeat of the request: the first statement of a write that names a key.

The key's row is claimed before anything else happens in its transaction, so a second request
with the key waits for the first to end and then finds its answer, or finds nothing to repeat
because the first was rolled back.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import IdempotencyRow

_NOT_YET = 0


def claim_key(
    session: WriteSession, tenant_id: int, caller: str, key: str, request_hash: str, now: datetime
) -> IdempotencyRow | None:
    """Claim a key for this transaction; None: it is claimed. A row: it was answered before."""
    values = {
        "tenant_id": tenant_id, "caller": caller, "key": key, "request_hash": request_hash,
        "status": _NOT_YET, "body": b"", "created_at": now,
    }  # fmt: skip
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    claimed = session.scalar(
        dialect.insert(IdempotencyRow)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(IdempotencyRow.id)
    )
    if claimed is not None:
        return None
    found = kept_answer(session, tenant_id, caller, key)
    assert found is not None
    return found


def kept_answer(
    session: ReadSession | WriteSession, tenant_id: int, caller: str, key: str
) -> IdempotencyRow | None:
    """The answer that was given to a key, if one was."""
    return session.scalars(
        select(IdempotencyRow).where(
            IdempotencyRow.tenant_id == tenant_id,
            IdempotencyRow.caller == caller,
            IdempotencyRow.key == key,
        )
    ).one_or_none()


def keep_answer(
    session: WriteSession, tenant_id: int, caller: str, key: str, status: int, body: bytes
) -> None:
    """Write the answer to a claimed key."""
    session.execute(
        update(IdempotencyRow)
        .where(
            IdempotencyRow.tenant_id == tenant_id,
            IdempotencyRow.caller == caller,
            IdempotencyRow.key == key,
        )
        .values(status=status, body=body)
        .execution_options(synchronize_session=False)
    )
