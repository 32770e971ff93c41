"""What came from a person and what went to them, in one time line; also a message of nobody.

What a message is about and what it did stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    DeliveryOutcome,
    DeliveryStatus,
    MailClass,
    MatchedBy,
    ReplyIntent,
    Sentiment,
    StopReason,
)
from crm_core.errors import NotFound
from crm_core.mail.shown import shown_html
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    ActivityRow,
    CorrectionRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    MailboxRow,
    SequenceRow,
    StepRow,
    SuppressionRow,
    UserRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window
from crm_core.views.threads import Conversation

_WENT_OUT = (DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)
IN, OUT = 0, 1


@dataclass(frozen=True, slots=True)
class Corrected:
    """What somebody said that a message is instead."""

    field: str
    before: str
    after: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that came in. `text` is the sender's own, `rest` what they quote.

    What it did: `ended` and `company_ended` enrollments, `paused_until`, `suppressed` addresses,
    `holds` those that wait.
    """

    id: int
    at: datetime
    sender: str
    address: str
    mailbox: str
    subject: str
    text: str
    rest: str
    has_html: bool
    classification: MailClass
    sentiment: Sentiment | None
    intent: ReplyIntent | None
    label: str
    reason: str
    matched_by: MatchedBy | None
    is_open: bool
    handled_by: str
    sequence: str
    paused_until: datetime | None
    ended: int = 0
    company_ended: int = 0
    suppressed: tuple[str, ...] = ()
    holds: int = 0
    corrections: tuple[Corrected, ...] = ()
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An e-mail of ours. `step` counts from 1; `sequence` is empty for one written by hand."""

    id: int
    at: datetime
    recipient: str
    mailbox: str
    subject: str
    text: str
    status: DeliveryStatus
    outcome: DeliveryOutcome | None
    sequence: str
    step: int | None


def list_mails(
    services: Services,
    *,
    actor: Actor,
    conversation: Conversation,
    window: Window | None = None,
) -> Page[Incoming | Outgoing]:
    """What came and went, the latest first. Seven queries at most, however long the page is."""
    actor.require(Permission.MAIL_READ)
    message = InboundMessageRow
    whose = (
        message.party_id == conversation.party_id
        if conversation.party_id is not None
        else message.id == conversation.inbound_id
    )
    went = DeliveryRow.taken_at
    parts = union_all(
        select((message.id * 2).label("id"), message.received_at.label("at")).where(
            message.tenant_id == actor.tenant_id, whose, message.classification.is_not(None)
        ),
        select((DeliveryRow.id * 2 + literal(OUT)).label("id"), went.label("at")).where(
            DeliveryRow.tenant_id == actor.tenant_id,
            DeliveryRow.party_id == (conversation.party_id or 0),
            DeliveryRow.status.in_(_WENT_OUT),
        ),
    ).subquery()
    order = Order("mails", parts.c.at, parts.c.id, descending=True)
    query = select(parts.c.id, order.column)
    with services.storage.read() as session:
        page = sorted_page(session, query, order, window or Window(), lambda row: int(row.id))
        came = _incoming(session, actor, [key // 2 for key in page.items if key % 2 == IN])
        sent = _outgoing(session, [key // 2 for key in page.items if key % 2 == OUT])
    items = tuple(sent[key // 2] if key % 2 else came[key // 2] for key in page.items)
    return Page(items, page.next_cursor)


def get_incoming(services: Services, *, actor: Actor, inbound_id: int) -> Incoming:
    """One message that came in; raises `NotFound`, also for one that could not be read."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
        if row.classification is None:
            raise NotFound("This message could not be read; see Runner health.", field="id")
        return _incoming(session, actor, [inbound_id])[inbound_id]


def latest_incoming(services: Services, *, actor: Actor, party_id: int) -> int | None:
    """The id of the last message from a person, whatever it is; None where none came."""
    actor.require(Permission.MAIL_READ)
    message = InboundMessageRow
    query = select(func.max(message.id)).where(
        message.party_id == party_id,
        message.tenant_id == actor.tenant_id,
        message.classification.is_not(None),
    )
    with services.storage.read() as session:
        return session.scalar(query)


def get_formatted(services: Services, *, actor: Actor, inbound_id: int) -> str:
    """The HTML of a message, fit to be shown: nothing in it loads, runs or sends anything."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
    return shown_html(row.html or "")


def _incoming(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Incoming]:
    if not ids:
        return {}
    rows = session.execute(_incoming_query(), {"ids": ids}).all()
    corrections = _corrections(session, ids)
    ended = _ended(session, actor, rows, corrections)
    listed = _listed(session, actor, rows)
    waiting = (
        select(EnrollmentRow.company_mail_id, func.count())
        .where(EnrollmentRow.company_mail_id.in_(ids))
        .group_by(EnrollmentRow.company_mail_id)
    )
    holds = {row[0]: row[1] for row in session.execute(waiting)}
    return {
        row.id: replace(
            _came(row),
            corrections=tuple(corrections.get(row.id, ())),
            ended=ended[row.id][0],
            company_ended=ended[row.id][1],
            suppressed=tuple(one for one in _addresses(row) if one in listed),
            holds=holds.get(row.id, 0),
        )
        for row in rows
    }


@cache
def _incoming_query() -> AnySelect:
    """The messages `ids`; composed once, as `_outgoing_query`."""
    message = InboundMessageRow
    return (
        select(
            message.id, message.received_at, message.from_name, message.from_address,
            message.subject, message.text, message.reply_text,
            message.html.is_not(None).label("has_html"), message.classification,
            message.sentiment, message.intent, message.label, message.reason,
            message.matched_by, message.handled_at, message.party_id, message.bounced,
            message.paused_until, MailboxRow.address.label("mailbox"),
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("handled_by"),
            SequenceRow.name.label("sequence"),
        )
        .outerjoin(MailboxRow, MailboxRow.id == message.mailbox_id)
        .outerjoin(UserRow, UserRow.id == message.handled_by)
        .outerjoin(EnrollmentRow, EnrollmentRow.id == message.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .where(message.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


def _came(row: AnyRow) -> Incoming:
    own = row.reply_text.strip() or row.text.strip()
    whole = row.text.strip()
    rest = whole.removeprefix(own).strip() if whole != own else ""
    return Incoming(
        id=row.id,
        at=row.received_at,
        sender=row.from_name or row.from_address or "Nobody named",
        address=row.from_address,
        mailbox=row.mailbox or "",
        subject=row.subject,
        text=own,
        rest=rest,
        has_html=row.has_html,
        classification=MailClass(row.classification),
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        intent=ReplyIntent(row.intent) if row.intent else None,
        label=row.label,
        reason=row.reason,
        matched_by=MatchedBy(row.matched_by) if row.matched_by else None,
        is_open=row.handled_at is None,
        handled_by=row.handled_by,
        sequence=row.sequence or "",
        paused_until=row.paused_until,
        party_id=row.party_id,
    )


def _corrections(session: Session, ids: Sequence[int]) -> dict[int, list[Corrected]]:
    found: dict[int, list[Corrected]] = {}
    rows = session.execute(
        select(
            CorrectionRow.inbound_id, CorrectionRow.field, CorrectionRow.before,
            CorrectionRow.after, CorrectionRow.at,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("who"),
        )
        .outerjoin(UserRow, UserRow.id == CorrectionRow.user_id)
        .where(CorrectionRow.inbound_id.in_(ids))
        .order_by(CorrectionRow.id)
    )  # fmt: skip
    for row in rows:
        said = Corrected(row.field, row.before, row.after, row.who, row.at)
        found.setdefault(row.inbound_id, []).append(said)
    return found


def _ended(
    session: Session,
    actor: Actor,
    rows: Sequence[AnyRow],
    corrections: dict[int, list[Corrected]],
) -> dict[int, tuple[int, int]]:
    """How many enrollments of its person, and of colleagues, each message ended: those that ended
    in the instant of its coming in, or of what was said of it."""
    instants = {row.id: {row.received_at} for row in rows}
    for key, said in corrections.items():
        instants[key] |= {one.at for one in said}
    every = set().union(*instants.values())
    found = session.execute(
        select(EnrollmentRow.party_id, EnrollmentRow.finished_at, EnrollmentRow.stop_reason).where(
            EnrollmentRow.tenant_id == actor.tenant_id, EnrollmentRow.finished_at.in_(every)
        )
    ).all()
    counts = {}
    for row in rows:
        mine = [one for one in found if one.finished_at in instants[row.id]]
        own = sum(one.party_id == row.party_id for one in mine)
        colleagues = sum(one.stop_reason == StopReason.COMPANY_REPLIED for one in mine)
        is_answer = row.classification == MailClass.REPLY
        counts[row.id] = own, colleagues if is_answer else 0
    return counts


_SUPPRESSING = (MailClass.HARD_BOUNCE, MailClass.COMPLAINT, MailClass.UNSUBSCRIBE)


def _addresses(row: AnyRow) -> tuple[str, ...]:
    """The addresses that a message may have put on the suppression list."""
    if row.classification not in _SUPPRESSING:
        return ()
    return tuple(dict.fromkeys([*row.bounced, row.from_address]))


def _listed(session: Session, actor: Actor, rows: Sequence[AnyRow]) -> set[str | None]:
    wanted = {address for row in rows for address in _addresses(row)}
    if not wanted:
        return set()
    query = select(SuppressionRow.email).where(
        SuppressionRow.tenant_id == actor.tenant_id, SuppressionRow.email.in_(wanted)
    )
    return set(session.scalars(query))


def _outgoing(session: Session, ids: Sequence[int]) -> dict[int, Outgoing]:
    if not ids:
        return {}
    return {row.id: _went(row) for row in session.execute(_outgoing_query(), {"ids": ids})}


@cache
def _outgoing_query() -> AnySelect:
    """The e-mails `ids`. Composed once: to compose it takes longer than to run it."""
    by_hand, of_step = aliased(ActivityRow), aliased(ActivityRow)
    return (
        select(
            DeliveryRow.id, DeliveryRow.taken_at, DeliveryRow.recipient,
            MailboxRow.address.label("mailbox"), DeliveryRow.subject,
            func.coalesce(by_hand.body, of_step.body, "").label("text"), DeliveryRow.status,
            DeliveryRow.outcome, SequenceRow.name.label("sequence"), StepRow.position,
        )
        .outerjoin(MailboxRow, MailboxRow.id == DeliveryRow.mailbox_id)
        .outerjoin(by_hand, by_hand.id == DeliveryRow.activity_id)
        .outerjoin(
            of_step,
            (of_step.enrollment_id == DeliveryRow.enrollment_id)
            & (of_step.step_key == DeliveryRow.step_key),
        )
        .outerjoin(EnrollmentRow, EnrollmentRow.id == DeliveryRow.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.key == DeliveryRow.step_key),
        )
        .where(DeliveryRow.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


def _went(row: AnyRow) -> Outgoing:
    return Outgoing(
        id=row.id,
        at=row.taken_at,
        recipient=row.recipient,
        mailbox=row.mailbox or "",
        subject=row.subject,
        text=row.text,
        status=DeliveryStatus(row.status),
        outcome=DeliveryOutcome(row.outcome) if row.outcome else None,
        sequence=row.sequence or "",
        step=None if row.position is None else row.position + 1,
    )
