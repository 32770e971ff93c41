"""The audit trail: who did what. Use cases write it in their own transaction."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from crm_core.domain.permissions import Actor
from crm_core.storage.bulk import insert_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import AuditRow


def note(
    session: WriteSession,
    actor: Actor,
    now: datetime,
    action: str,
    object_type: str,
    object_id: int,
    **detail: object,
) -> None:
    """Add one line, such as `sequence.status` on a sequence with `{"status": "PAUSED"}`."""
    session.add(
        AuditRow(
            tenant_id=actor.tenant_id,
            at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            action=action,
            object_type=object_type,
            object_id=object_id,
            detail=detail,
        )
    )


def note_each(
    session: WriteSession,
    actor: Actor,
    now: datetime,
    action: str,
    object_type: str,
    object_ids: Sequence[int],
    **detail: object,
) -> None:
    """Add the same line for each of many objects, in one statement."""
    shared = {
        "tenant_id": actor.tenant_id, "at": now, "actor_kind": actor.kind,
        "actor_id": actor.user_id, "action": action, "object_type": object_type,
        "detail": orjson.dumps(detail).decode(),
    }  # fmt: skip
    insert_rows(session, AuditRow, ("object_id",), [(key,) for key in object_ids], same=shared)
