"""A message that came in: what is in it, what it is about and what it did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
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
    CorrectionRow,
    EnrollmentRow,
    InboundMessageRow,
    MailboxRow,
    SequenceRow,
    SuppressionRow,
    UserRow,
)
from crm_core.storage.types import AnyRow, AnySelect


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


def get_incoming(services: Services, *, actor: Actor, inbound_id: int) -> Incoming:
    """One message that came in; raises `NotFound`, also for one that could not be read."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
        if row.classification is None:
            raise NotFound("This message could not be read; see Runner health.", field="id")
        return load_incoming(session, actor, [inbound_id])[inbound_id]


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


def load_incoming(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Incoming]:
    """The messages `ids` of the actor's workspace, by id; five queries at most."""
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
    """The messages `ids`; composed once, as `outgoing`'s."""
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
