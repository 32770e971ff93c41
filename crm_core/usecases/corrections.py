"""A person says what a message really is. That is kept, and what should have followed does now."""

from datetime import date, datetime

from sqlalchemy import func, select, update

from crm_core.domain import inputs
from crm_core.domain.corrections import CHOICES, Followed, what_was_done
from crm_core.domain.mail_rules import absent_until
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    ActivitySource,
    DeliveryOutcome,
    MailClass,
    ReplyIntent,
    Sentiment,
    StopReason,
    SuppressionReason,
)
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, Wish, opt_out_people, suppress_address
from crm_core.storage.tables import (
    ActivityRow,
    CorrectionRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
)
from crm_core.touches.inbound.absences import begin_absence, zone_of
from crm_core.touches.inbound.answers import end_as_answered, lock_people
from crm_core.touches.inbound.consequences import add_to_timeline
from crm_core.usecases.company_mail import clear_company_mail

LABEL_MOST = 100
SAYS_SO = "It says so already."


def correct_message(
    services: Services,
    *,
    actor: Actor,
    inbound_id: int,
    classification: object = None,
    intent: object = None,
    sentiment: object = None,
    label: object = None,
    returns_on: date | None = None,
) -> str:
    """Say what a message is; what is not given stays. Returns what was done, in a sentence.

    The right class has the consequence that it would have had: a reply ends what runs for the
    person, an absence pauses it (until `returns_on`, else for 14 days), a wish to get no mail is
    followed. What the wrong class did is not taken back; the sentence names it. What is said
    again changes nothing.

    Raises `InvalidInput` for a class that nobody can say (see `corrections.CHOICES`), `Conflict`
    for a reply of which it is not known whose it is.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    wanted = _wanted(classification, intent, sentiment, label)
    now = services.clock.now()
    with services.storage.write() as session:
        kind = wanted.get("classification")
        row = _held(services, session, actor, inbound_id, kind)
        former = {field: getattr(row, field) or "" for field in wanted}
        changed = {field: after for field, after in wanted.items() if former[field] != after}
        if not changed:
            return SAYS_SO
        for field, after in changed.items():
            setattr(row, field, after)
            session.add(
                CorrectionRow(
                    tenant_id=actor.tenant_id, inbound_id=row.id, field=field,
                    before=former[field], after=after, user_id=actor.user_id, at=now,
                )
            )  # fmt: skip
        session.flush()
        said = "The correction is kept."
        if "classification" in changed:
            after = MailClass(changed["classification"])
            followed = _follow(services, session, actor, row, after, returns_on, now)
            said = what_was_done(MailClass(former["classification"]), after, followed)
        if "sentiment" in changed:
            _feel(session, row)
        audit.note(session, actor, now, "mail.corrected", "message", row.id, **changed)
        return said


def _wanted(
    classification: object, intent: object, sentiment: object, label: object
) -> dict[str, str]:
    wanted: dict[str, str] = {}
    if classification is not None:
        kind = inputs.word(MailClass, classification, "classification")
        if kind not in CHOICES:
            raise InvalidInput(
                "A mail server's report is read, not said: choose another class.", "classification"
            )
        wanted["classification"] = kind.value
    if intent is not None:
        wanted["intent"] = inputs.word(ReplyIntent, intent, "intent").value
    if sentiment is not None:
        wanted["sentiment"] = inputs.word(Sentiment, sentiment, "sentiment").value
    if label is not None:
        wanted["label"] = inputs.line(label, "label", LABEL_MOST)
    if not wanted:
        raise InvalidInput("Say what the message is.", field="classification")
    return wanted


def _held(
    services: Services, session: WriteSession, actor: Actor, inbound_id: int, kind: str | None
) -> InboundMessageRow:
    """The message, held after its person; whom a company's message held goes on."""
    glimpse = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
    if glimpse.classification is None:
        raise Conflict("This message could not be read; see Runner health.", field="id")
    party_id = glimpse.party_id
    if party_id is not None:
        lock_people(session, {party_id})
    elif kind == MailClass.REPLY:
        raise Conflict("Say first whose message this is.", field="partyId")
    elif kind is not None:
        clear_company_mail(services, actor=actor, inbound_id=inbound_id)
        session.flush()
    row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message", lock=True)
    if row.party_id != party_id:
        raise Conflict("Somebody has just said whose this is; look at it again.", field="id")
    return row


def _follow(
    services: Services,
    session: WriteSession,
    actor: Actor,
    row: InboundMessageRow,
    kind: MailClass,
    returns_on: date | None,
    now: datetime,
) -> Followed:
    """Do what the class means from now on."""
    running = _running(session, row.party_id)
    had_ended = _had_ended(session, row)
    _is_there_after_all(session, row)
    followed = Followed()
    row.paused_until = None
    match kind:
        case MailClass.REPLY:
            assert row.party_id is not None
            detail = f"The person replied ({row.from_address}), says {actor.name or actor.kind}."
            end_as_answered(services, session, row.tenant_id, {row.party_id}, detail, now)
            _note_answer(session, row, now)
            followed = Followed(ended=running)
        case MailClass.OUT_OF_OFFICE if row.party_id is not None:
            zone = zone_of(session, row.party_id)
            if returns_on is not None and returns_on <= now.astimezone(zone).date():
                raise InvalidInput("The day of return lies ahead.", field="returnsOn")
            until = absent_until(returns_on, None, now, zone)
            assert until is not None
            begin_absence(session, row.party_id, until, now)
            row.paused_until = until
            there = until.astimezone(zone)
            followed = Followed(paused=running, until=f"{there.day} {there:%B %Y}")
        case MailClass.UNSUBSCRIBE:
            followed = Followed(ended=running, suppressed=_stop(session, row, now))
    if kind is MailClass.REPLY:
        row.handled_at = row.handled_by = None
    elif row.handled_at is None:
        row.handled_at, row.handled_by = now, actor.user_id
    _show(session, row, now)
    session.flush()
    return followed._replace(had_ended=had_ended)


def _had_ended(session: WriteSession, row: InboundMessageRow) -> bool:
    """Whether the message ended sequences because its writer had left."""
    gone = select(EnrollmentRow.id).where(
        EnrollmentRow.party_id == row.party_id,
        EnrollmentRow.stop_reason == StopReason.LEFT,
        EnrollmentRow.finished_at == row.received_at,
    )
    return session.scalar(gone.limit(1)) is not None


def _is_there_after_all(session: WriteSession, row: InboundMessageRow) -> None:
    """Where the message was taken for the news that its writer has left, they may be enrolled."""
    session.execute(
        update(PartyRow)
        .where(PartyRow.id == row.party_id, PartyRow.left_at == row.received_at)
        .values(left_at=None)
        .execution_options(synchronize_session=False)
    )


def _running(session: WriteSession, party_id: int | None) -> int:
    query = select(func.count()).where(
        EnrollmentRow.party_id == party_id, EnrollmentRow.status.in_(LIVE)
    )
    return session.scalar(query) or 0 if party_id is not None else 0


def _note_answer(session: WriteSession, row: InboundMessageRow, now: datetime) -> None:
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == row.delivery_id, DeliveryRow.outcome.is_(None))
        .values(outcome=DeliveryOutcome.REPLIED, outcome_at=now)
        .execution_options(synchronize_session=False)
    )


def _stop(session: WriteSession, row: InboundMessageRow, now: datetime) -> tuple[str, ...]:
    """No more mail to the person, nor to where the message came from; gives the addresses."""
    source = "an e-mail that asked for it"
    addresses = {row.from_address} - {""}
    if row.party_id is not None:
        wish = Wish(row.tenant_id, row.party_id, row.enrollment_id, by_message=True)
        opt_out_people(session, [wish], source, now)
        email = session.scalar(select(PartyRow.email).where(PartyRow.id == row.party_id))
        addresses |= {email} if email else set()
    if row.from_address:
        suppress_address(
            session,
            row.tenant_id,
            row.from_address,
            SuppressionReason.OPTED_OUT,
            source.capitalize(),
            now,
        )
    return tuple(sorted(addresses))


def _line_of(row: InboundMessageRow) -> tuple[object, ...]:
    """The conditions of its line on the timeline of its person."""
    return (
        ActivityRow.party_id == row.party_id,
        ActivityRow.inbound_id == row.id,
        ActivityRow.source == ActivitySource.INBOX,
    )


def _show(session: WriteSession, row: InboundMessageRow, now: datetime) -> None:
    """A message that was nobody's to see stands on the timeline from now on."""
    if row.party_id is None:
        return
    shown = session.scalar(select(ActivityRow.id).where(*_line_of(row)).limit(1))  # type: ignore[arg-type]
    if shown is None:
        add_to_timeline(session, row, now)


def _feel(session: WriteSession, row: InboundMessageRow) -> None:
    if row.party_id is not None:
        session.execute(
            update(ActivityRow)
            .where(*_line_of(row))  # type: ignore[arg-type]
            .values(sentiment=row.sentiment)
            .execution_options(synchronize_session=False)
        )
