"""A person's chats with the copilot: begun, named, continued and deleted by that person alone.

Nobody else reads or changes them, whatever their role; to them they do not exist. Called by the
chat page and by `crm_core.copilot`, which adds the turns as they come.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor
from crm_core.domain.states import ACTION_TRANSITIONS, transition
from crm_core.domain.words import ActionStatus, TurnRole
from crm_core.errors import InvalidInput, NotFound, Unavailable
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    ActionRow,
    ConversationRow,
    DealRow,
    InboundMessageRow,
    LeadRow,
    PartyRow,
    SequenceRow,
    TurnRow,
)
from crm_core.storage.types import Row

TITLE_LIMIT = 200
ASKED_LIMIT = 20_000
"""Characters of what a person may ask in one turn."""
TITLE_FROM_TEXT = 60
ABOUT: dict[str, type[Row]] = {
    "deal": DealRow, "lead": LeadRow, "person": PartyRow, "company": PartyRow,
    "message": InboundMessageRow, "sequence": SequenceRow,
}  # fmt: skip
"""What a conversation can begin at, by the words of `crm_core.copilot.facts.RecordKind`."""


def start_conversation(
    services: Services, *, actor: Actor, title: object = "", about: tuple[str, int] | None = None
) -> int:
    """Begin an empty conversation; returns its id.

    `about`: the record that it begins at. Raises `NotFound` for one that the workspace does not
    have, `Unavailable` for an actor that is no person.
    """
    user_id = a_person(actor)
    name = inputs.line(title, "title", TITLE_LIMIT)
    kind, record_id = about or (None, None)
    now = services.clock.now()
    with services.storage.write() as session:
        if about is not None:
            _check_record(session, actor, *about)
        row = ConversationRow(
            tenant_id=actor.tenant_id, user_id=user_id, title=name, about_kind=kind,
            about_id=record_id, created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def rename_conversation(
    services: Services, *, actor: Actor, conversation_id: int, title: object
) -> None:
    """Give it another title; raises `InvalidInput` for none."""
    name = inputs.line(title, "title", TITLE_LIMIT)
    if not name:
        raise InvalidInput("Give the conversation a title.", field="title")
    with services.storage.write() as session:
        own_conversation(session, actor, conversation_id, lock=True).title = name


def delete_conversation(services: Services, *, actor: Actor, conversation_id: int) -> None:
    """Delete it with all that was said. What still waits for consent in it is dismissed; what
    was done stays done, and in the audit."""
    now = services.clock.now()
    with services.storage.write() as session:
        row = own_conversation(session, actor, conversation_id, lock=True)
        _let_go_of_actions(session, actor, conversation_id, now)
        session.execute(delete(TurnRow).where(TurnRow.conversation_id == conversation_id))
        session.delete(row)
        audit.note(session, actor, now, "copilot.deleted", "conversation", conversation_id)


def add_turn(
    services: Services,
    *,
    actor: Actor,
    conversation_id: int,
    role: TurnRole,
    text: str = "",
    content: dict[str, object] | None = None,
    facts: list[dict[str, object]] | None = None,
) -> int:
    """Say the next thing in a conversation; returns the turn's id.

    A person's first words give an untitled conversation its title. Raises `InvalidInput` with the
    field `text` for a question that is empty or longer than `ASKED_LIMIT`; what a tool or a model
    says is taken as it is, without what no database holds.
    """
    if role is TurnRole.USER:
        text = inputs.text(text, "text", ASKED_LIMIT).strip()
        if not text:
            raise InvalidInput("Ask something.", field="text")
    now = services.clock.now()
    with services.storage.write() as session:
        conversation = own_conversation(session, actor, conversation_id, lock=True)
        if role is TurnRole.USER and not conversation.title:
            conversation.title = title_from(text)
        conversation.updated_at = max(now, conversation.updated_at)
        row = TurnRow(
            tenant_id=actor.tenant_id, conversation_id=conversation_id, role=role,
            text=_storable(text), content=_storable(content or {}), facts=_storable(facts or []),
            created_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def a_person(actor: Actor) -> int:
    """The user behind the actor; raises `Unavailable` for a program."""
    if actor.user_id is None:
        raise Unavailable("Only a person has a copilot; a program calls the API.")
    return actor.user_id


def own_conversation(
    session: ReadSession | WriteSession, actor: Actor, conversation_id: int, *, lock: bool = False
) -> ConversationRow:
    """A conversation of this very person; alike `NotFound` for anybody else's."""
    query = select(ConversationRow).where(
        ConversationRow.id == conversation_id,
        ConversationRow.tenant_id == actor.tenant_id,
        ConversationRow.user_id == a_person(actor),
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("There is no such conversation.", field="conversation")
    return row


def title_from(text: str) -> str:
    """The first words of what was asked, as one line."""
    words = "".join(letter if letter.isprintable() else " " for letter in text).split()
    title = " ".join(words)
    if len(title) <= TITLE_FROM_TEXT:
        return title
    cut = title[:TITLE_FROM_TEXT]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "…"


def _check_record(session: WriteSession, actor: Actor, kind: str, record_id: int) -> None:
    row = ABOUT.get(kind)
    if row is None:
        raise InvalidInput(f"Must be one of {', '.join(ABOUT)}.", field="about")
    owned(session, row, actor.tenant_id, record_id, what=kind, field="about")


def _let_go_of_actions(
    session: WriteSession, actor: Actor, conversation_id: int, now: datetime
) -> None:
    rows = session.scalars(
        select(ActionRow)
        .where(ActionRow.conversation_id == conversation_id)
        .order_by(ActionRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in rows:
        row.conversation_id = None
        if row.status == ActionStatus.PENDING:
            row.status = transition(
                ACTION_TRANSITIONS, ActionStatus.PENDING, ActionStatus.DISMISSED, what="card"
            )
            row.decided_at = now
            audit.note(session, actor, now, "copilot.dismissed", "action", row.id, tool=row.tool)
    session.flush()


def _storable(value: Any) -> Any:
    """The same without NUL and halves of surrogate pairs, which PostgreSQL refuses."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value
