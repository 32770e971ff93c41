"""The audit trail: who did what. Use cases write it in their own transaction."""

from datetime import datetime

from crm_core.domain.permissions import Actor
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
