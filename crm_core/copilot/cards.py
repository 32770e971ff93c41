"""Cards: what a person sees of a write that waits for them, and what came of it.

Kept and decided on by `crm_core.copilot.consent`, read by the chat page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import orjson
from sqlalchemy import select

from crm_core.copilot.tool import Change, Json
from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActionStatus
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import ActionRow

RUNS_AT_MOST = timedelta(minutes=10)
"""What is under way for longer has lost its process; nobody knows how far it came."""
LOST = "The process that carried it out ended. Look at the record before you do it again."


@dataclass(frozen=True, slots=True)
class Card:
    """A proposed write as its person sees it, and what came of it.

    `input`: in the contract's names. `shown_hash` is handed back when it is approved, so that
    nobody approves what they have not seen. `reason`: why it is void or was refused.
    """

    id: int
    conversation_id: int | None
    tool: str
    status: ActionStatus
    title: str
    effect: str
    is_destructive: bool
    changes: tuple[Change, ...]
    recipients: tuple[str, ...]
    warnings: tuple[str, ...]
    input: Json
    shown_hash: str
    result: Json
    reason: str
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None


def get_card(services: Services, *, actor: Actor, action_id: int) -> Card:
    """One card; raises `NotFound` for one of somebody else's."""
    with services.storage.read() as session:
        return _card(own_action(session, actor, action_id), services.clock.now())


def get_cards(services: Services, *, actor: Actor, conversation_id: int) -> dict[int, Card]:
    """All cards of one of the person's conversations, by id."""
    with services.storage.read() as session:
        rows = session.scalars(
            select(ActionRow).where(
                ActionRow.conversation_id == conversation_id,
                ActionRow.tenant_id == actor.tenant_id,
                ActionRow.user_id == actor.user_id,
            )
        )
        now = services.clock.now()
        return {row.id: _card(row, now) for row in rows}


def own_action(
    session: ReadSession | WriteSession, actor: Actor, action_id: int, *, lock: bool = False
) -> ActionRow:
    """A card of this very person; alike `NotFound` for anybody else's."""
    query = select(ActionRow).where(
        ActionRow.id == action_id,
        ActionRow.tenant_id == actor.tenant_id,
        ActionRow.user_id == actor.user_id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("There is no such card.", field="action")
    return row


def shown_hash(tool: str, given: Json, shown: Json) -> str:
    """Of all that a card shows and of the input that would be carried out."""
    whole = orjson.dumps([tool, given, shown], option=orjson.OPT_SORT_KEYS)
    return sha256(whole).hexdigest()


def _card(row: ActionRow, now: datetime) -> Card:
    status, reason = ActionStatus(row.status), row.reason
    if status is ActionStatus.PENDING and now >= row.expires_at:
        status = ActionStatus.EXPIRED
    if status is ActionStatus.RUNNING and row.decided_at and now > row.decided_at + RUNS_AT_MOST:
        status, reason = ActionStatus.UNCERTAIN, LOST
    shown = row.shown
    return Card(
        id=row.id, conversation_id=row.conversation_id, tool=row.tool, status=status,
        title=shown["title"], effect=shown["effect"], is_destructive=shown["destructive"],
        changes=tuple(Change(**change) for change in shown["changes"]),
        recipients=tuple(shown["recipients"]), warnings=tuple(shown["warnings"]),
        input=row.input, shown_hash=row.shown_hash, result=row.result, reason=reason,
        created_at=row.created_at, expires_at=row.expires_at, decided_at=row.decided_at,
    )  # fmt: skip
