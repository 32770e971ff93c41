"""Conversations as a list: one line for each person who wrote, and for each message of nobody.

A line is the latest message that the filter shows. Lists walk an index from its newest end and
leave out what the same person has a later one of, so they cost what is shown, not what was kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, bindparam, exists, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.services import Services
from crm_core.storage.tables import (
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
    SequenceRow,
    UserRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.touches.answering import is_open
from crm_core.views.paging import Page, Window, after_id, page_of

COUNTED = 100
"""Above this, how many are open is told as "100+"."""
FOUND_MOST = 500
"""So many people at most are looked for by some words."""
SNIPPET = 160


class Show(StrEnum):
    """Which conversations. `OPEN`: somebody has to look."""

    OPEN = "open"
    REPLIES = "replies"
    AUTOMATIC = "automatic"
    BOUNCES = "bounces"
    UNRELATED = "unrelated"
    ALL = "all"


_CLASSES = {
    Show.REPLIES: (MailClass.REPLY, MailClass.UNSUBSCRIBE),
    Show.AUTOMATIC: (MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE, MailClass.DELIVERY_NOTICE),
    Show.BOUNCES: (MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE, MailClass.COMPLAINT),
    Show.UNRELATED: (MailClass.UNRELATED,),
    Show.ALL: tuple(MailClass),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is of. `mine`: of people who are the actor's or nobody's; `typed`: words that
    find a person, or the sender of a message of nobody."""

    show: Show = Show.OPEN
    mine: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation by its latest message, whose id is `id`. `party_id` is None where the message
    is nobody's; `person` is then as it names itself.

    `open_count`: the person's messages that somebody has to look at. `sequence`: what the message
    answers. `holds`: enrollments that wait because of it.
    """

    id: int
    party_id: int | None
    person: str
    address: str
    company: str
    owner: str
    subject: str
    snippet: str
    classification: MailClass
    sentiment: Sentiment | None
    intent: ReplyIntent | None
    label: str
    sequence: str
    at: datetime
    open_count: int
    holds: int


def list_conversations(
    services: Services, *, actor: Actor, asked: Asked, window: Window | None = None
) -> Page[ConversationLine]:
    """A page, the latest first. Three queries, one more where words are looked for."""
    actor.require(Permission.MAIL_READ)
    window = window or Window()
    with services.storage.read() as session:
        turn = _turn(session, actor, asked, window)
        page = page_of(session, *turn, window, lambda row: int(row.id))
        lines = _lines(session, page.items)
    return Page(tuple(lines[key] for key in page.items), page.next_cursor)


def count_open(services: Services, *, actor: Actor, mine: bool = False) -> int:
    """How many conversations need somebody; `COUNTED + 1` where there are more."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        return open_conversations(session, actor, mine=mine)


def open_conversations(session: Session, actor: Actor, *, mine: bool) -> int:
    """`count_open` within a view of more."""
    query = _newest(actor, Asked(Show.OPEN, mine)).order_by(InboundMessageRow.id.desc())
    found = query.limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def latest_open(services: Services, *, actor: Actor) -> int:
    """The id of the latest message that somebody has to look at; 0 where there is none."""
    actor.require(Permission.MAIL_READ)
    key = InboundMessageRow.id
    query = select(key).where(InboundMessageRow.tenant_id == actor.tenant_id, is_open())
    with services.storage.read() as session:
        return session.scalar(query.order_by(key.desc()).limit(1)) or 0


def has_mail(services: Services, *, actor: Actor) -> bool:
    """Whether anything ever came in."""
    actor.require(Permission.MAIL_READ)
    query = select(InboundMessageRow.id).where(InboundMessageRow.tenant_id == actor.tenant_id)
    with services.storage.read() as session:
        return session.scalar(query.limit(1)) is not None


def _turn(
    session: Session, actor: Actor, asked: Asked, window: Window
) -> tuple[AnySelect, InstrumentedAttribute[int]]:
    """The ids of the list's messages, as few as the page needs."""
    words = search_words(asked.typed)
    if words:
        queries = _found(session, actor, asked, words)
    elif asked.show is Show.OPEN:
        queries = [_newest(actor, asked)]
    else:
        # Each class by its own part of the index: sorting them all would read all of them.
        queries = [
            _newest(actor, asked).where(InboundMessageRow.classification == kind)
            for kind in _CLASSES[asked.show]
        ]
    after, key = after_id(window.cursor), InboundMessageRow.id
    if after is not None:
        queries = [query.where(key < after) for query in queries]
    most = window.limit + 1
    parts = [query.order_by(key.desc()).limit(most).subquery() for query in queries]
    found = union_all(*(select(part.c.id) for part in parts)).subquery()
    return select(found.c.id), found.c.id  # type: ignore[return-value]


def _is_shown(show: Show, of: type[InboundMessageRow]) -> ColumnElement[bool]:
    """Whether a message is of the list, in words that lead to no index of classes."""
    if show is Show.OPEN:
        return is_open(of)
    kinds = [kind.value for kind in _CLASSES[show]]
    return func.coalesce(of.classification, "").in_(kinds)


def _newest(actor: Actor, asked: Asked) -> AnySelect:
    """The messages of the list of whose person there is no later one."""
    whose = {"tenant": actor.tenant_id, **({"viewer": actor.user_id or 0} if asked.mine else {})}
    return _newest_query(asked.show, asked.mine).params(whose)


@cache
def _newest_query(show: Show, mine: bool) -> AnySelect:
    """`_newest` of the `tenant` and, where `mine`, the `viewer`; composed once."""
    later = aliased(InboundMessageRow, name="later")
    of_later = exists().where(
        later.party_id == InboundMessageRow.party_id,
        later.id > InboundMessageRow.id,
        _is_shown(show, later),
    )
    query = select(InboundMessageRow.id).where(
        InboundMessageRow.tenant_id == bindparam("tenant"),
        _is_shown(show, InboundMessageRow),
        ~of_later,
    )
    if mine:
        query = query.outerjoin(PartyRow, PartyRow.id == InboundMessageRow.party_id).where(
            PartyRow.owner_id.is_(None) | (PartyRow.owner_id == bindparam("viewer"))
        )
    return query


def _found(session: Session, actor: Actor, asked: Asked, words: tuple[str, ...]) -> list[AnySelect]:
    """The messages of people whom the words find, and of nobody from whom they are."""
    people = session.scalars(
        select(PartyRow.id)
        .where(
            PartyRow.tenant_id == actor.tenant_id,
            *(PartyRow.search_key.contains(word, autoescape=True) for word in words),
        )
        .limit(FOUND_MOST)
    ).all()
    sender = func.lower(InboundMessageRow.from_address + " " + InboundMessageRow.from_name)
    newest = _newest(actor, asked)
    return [
        newest.where(InboundMessageRow.party_id.in_(people)),
        newest.where(
            InboundMessageRow.classification == MailClass.UNRELATED,
            InboundMessageRow.party_id.is_(None),
            *(sender.contains(word, autoescape=True) for word in words),
        ),
    ]


def _lines(session: Session, ids: tuple[int, ...]) -> dict[int, ConversationLine]:
    if not ids:
        return {}
    rows = session.execute(_line_query(), {"ids": ids}).all()
    message = InboundMessageRow
    parties = {row.party_id for row in rows if row.party_id is not None}
    counts = select(message.party_id, func.count()).where(message.party_id.in_(parties), is_open())
    opened = {row[0]: row[1] for row in session.execute(counts.group_by(message.party_id))}
    return {row.id: _line(row, opened.get(row.party_id, int(row.is_open))) for row in rows}


@cache
def _line_query() -> AnySelect:
    """What the lines tell of the messages `ids`. Composed once: to compose it takes longer than
    to run it."""
    company = aliased(PartyRow)
    message = InboundMessageRow
    held = select(func.count()).where(EnrollmentRow.company_mail_id == message.id)
    return (
        select(
            message.id, message.party_id, message.subject, message.classification,
            message.sentiment, message.intent, message.label, message.received_at,
            message.from_name, message.from_address, PartyRow.name, PartyRow.email,
            company.name.label("company"), UserRow.name.label("owner"),
            UserRow.email.label("owner_email"), SequenceRow.name.label("sequence"),
            func.substr(func.coalesce(func.nullif(message.reply_text, ""), message.text), 1,
                        SNIPPET).label("snippet"),
            held.correlate(message).scalar_subquery().label("holds"),
            (message.party_id.is_(None) & is_open()).label("is_open"),
        )
        .outerjoin(PartyRow, PartyRow.id == message.party_id)
        .outerjoin(company, company.id == PartyRow.company_id)
        .outerjoin(UserRow, UserRow.id == PartyRow.owner_id)
        .outerjoin(EnrollmentRow, EnrollmentRow.id == message.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .where(message.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


def _line(row: AnyRow, open_count: int) -> ConversationLine:
    return ConversationLine(
        id=row.id,
        party_id=row.party_id,
        person=row.name or row.email or row.from_name or row.from_address or "Nobody named",
        address=row.from_address if row.party_id is None else row.email or row.from_address,
        company=row.company or "",
        owner=row.owner or row.owner_email or "",
        subject=row.subject,
        snippet=" ".join(row.snippet.split()),
        classification=MailClass(row.classification),
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        intent=ReplyIntent(row.intent) if row.intent else None,
        label=row.label,
        sequence=row.sequence or "",
        at=row.received_at,
        open_count=open_count,
        holds=row.holds,
    )
