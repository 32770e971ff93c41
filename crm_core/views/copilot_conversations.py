"""A person's chats with the copilot: as a list, and one with what was said in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from crm_core.domain.permissions import Actor
from crm_core.domain.search import search_words
from crm_core.domain.words import TurnRole
from crm_core.errors import NotFound, Unavailable
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import ConversationRow, TurnRow
from crm_core.storage.types import AnyRow
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation. `title` is empty until something was asked in it; `about`: the kind and
    id of the record that it began at."""

    id: int
    title: str
    about: tuple[str, int] | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, as `crm_core.storage.tables.copilot.TurnRow` tells what is in it."""

    id: int
    role: TurnRole
    text: str
    content: dict[str, Any]
    facts: list[dict[str, Any]]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; `turns` oldest first. `earlier`: how many came before them."""

    id: int
    title: str
    about: tuple[str, int] | None
    turns: tuple[Turn, ...]
    earlier: int = 0


def list_conversations(
    services: Services, *, actor: Actor, search: str = "", window: Window | None = None
) -> Page[ConversationLine]:
    """The person's own, newest first; each word of `search` is in its title or in a turn of it."""
    order = Order("updated", ConversationRow.updated_at, ConversationRow.id, descending=True)
    query = select(
        ConversationRow.id, ConversationRow.title, ConversationRow.about_kind,
        ConversationRow.about_id, ConversationRow.updated_at, order.column,
    ).where(*_own(actor), *map(_says, search_words(search)))  # fmt: skip
    with services.storage.read() as session:
        return sorted_page(session, query, order, window or Window(), _line)


def get_conversation(
    services: Services, *, actor: Actor, conversation_id: int, latest: int | None = None
) -> Conversation:
    """One of the person's own with its turns, or its `latest` ones; raises `NotFound`."""
    with services.storage.read() as session:
        row = session.execute(
            select(
                ConversationRow.id, ConversationRow.title, ConversationRow.about_kind,
                ConversationRow.about_id,
            ).where(ConversationRow.id == conversation_id, *_own(actor))
        ).one_or_none()  # fmt: skip
        if row is None:
            raise NotFound("There is no such conversation.", field="conversation")
        turns = _turns(session, conversation_id, latest)
        earlier = 0 if latest is None else _before(session, conversation_id, turns)
    return Conversation(row.id, row.title, _about(row), turns, earlier)


def _own(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    if actor.user_id is None:
        raise Unavailable("Only a person has a copilot; a program calls the API.")
    return (
        ConversationRow.tenant_id == actor.tenant_id,
        ConversationRow.user_id == actor.user_id,
    )


def _says(word: str) -> ColumnElement[bool]:
    said = exists().where(
        TurnRow.conversation_id == ConversationRow.id, TurnRow.text.icontains(word, autoescape=True)
    )
    return or_(ConversationRow.title.icontains(word, autoescape=True), said)


def _line(row: AnyRow) -> ConversationLine:
    return ConversationLine(row.id, row.title, _about(row), row.updated_at)


def _about(row: AnyRow) -> tuple[str, int] | None:
    return None if row.about_kind is None else (row.about_kind, row.about_id)


def _turns(session: ReadSession, conversation_id: int, latest: int | None) -> tuple[Turn, ...]:
    rows = session.execute(
        select(
            TurnRow.id, TurnRow.role, TurnRow.text, TurnRow.content, TurnRow.facts,
            TurnRow.created_at,
        )
        .where(TurnRow.conversation_id == conversation_id)
        .order_by(TurnRow.id.desc())
        .limit(latest)
    ).all()  # fmt: skip
    return tuple(
        Turn(row.id, TurnRole(row.role), row.text, row.content, row.facts, row.created_at)
        for row in reversed(rows)
    )


def _before(session: ReadSession, conversation_id: int, turns: tuple[Turn, ...]) -> int:
    if not turns:
        return 0
    return (
        session.scalar(
            select(func.count())
            .select_from(TurnRow)
            .where(TurnRow.conversation_id == conversation_id, TurnRow.id < turns[0].id)
        )
        or 0
    )
