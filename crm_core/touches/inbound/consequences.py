"""What follows from an incoming message, by its class, in the transaction that keeps it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from crm_core.domain.mail_rules import absent_until
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DeliveryOutcome,
    DeliveryStatus,
    EntityType,
    MailClass,
    StopReason,
    SuppressionReason,
)
from crm_core.mail.inbound.mail import InboundMail
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import (
    Wish,
    opt_out_people,
    stop_people,
    suppress_address,
    suppress_addresses,
)
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
)
from crm_core.touches.by_hand import lock_draft
from crm_core.touches.inbound.absences import begin_absence, zone_of
from crm_core.touches.inbound.answers import end_as_answered, end_as_gone, lock_people
from crm_core.touches.inbound.bounces import (
    hard_bounced,
    mailbox_refused,
    note_outcome,
    soft_bounced,
)
from crm_core.touches.inbound.matching import (
    Match,
    Sent,
    hold_sent,
    latest_enrollment,
    sent_to,
)
from crm_core.touches.settled import SentMail, count_as_sent

BODY_MOST = 20_000
"""Characters of a message on the timeline; the message itself has the rest."""
_BOUNCES = frozenset({MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE})
_ON_THE_TIMELINE = frozenset(MailClass) - {
    MailClass.OWN, MailClass.UNRELATED, MailClass.DELIVERY_NOTICE,
}  # fmt: skip


class Effect(NamedTuple):
    """What was found and done. `classification`: a reply of nobody here is unrelated.

    `paused_until`: the person is away until then. `has_left`: they are gone, and somebody has to
    find out who is there in their place.
    """

    classification: MailClass
    reason: str
    paused_until: datetime | None = None
    has_left: bool = False


def act(
    services: Services,
    session: WriteSession,
    mail: InboundMail,
    match: Match | None,
    *,
    tenant_id: int,
    inbound_id: int,
    now: datetime,
) -> Effect:
    """Do what a message that was kept as `inbound_id` means; nothing is done for one of nobody."""
    kind, reason = mail.classification, mail.reason
    if kind is MailClass.REPLY and (match is None or match.party_id is None):
        if match is None:
            return Effect(MailClass.UNRELATED, "Nobody here was written to at this address.")
        _hold_colleagues(session, match.holds, inbound_id)
        return Effect(MailClass.UNRELATED, "It is from a company that is being written to.")
    sents = _reported(session, tenant_id, mail, match)
    party_ids = {sent.party_id for sent in sents}
    if match is not None:
        party_ids |= {one for one in (match.party_id, match.also) if one is not None}
    lock_people(session, party_ids)
    match, sents = _held(services, session, match, sents, now)
    until = None
    match kind:
        case MailClass.REPLY if match is not None:
            _answered(services, session, tenant_id, mail, match, now)
        case MailClass.OUT_OF_OFFICE if match is not None and match.party_id is not None:
            away = match.also or match.party_id
            zone = zone_of(session, away)
            until = absent_until(mail.returns_on, mail.sent_at, now, zone)
            if until is not None:
                begin_absence(session, away, until, now)
        case MailClass.AUTO_REPLY if mail.has_left and match is not None and match.party_id:
            detail = f"An automatic reply says that they have left ({mail.from_address})."
            end_as_gone(session, match.also or match.party_id, detail, now)
            return Effect(kind, reason, has_left=True)
        case MailClass.HARD_BOUNCE | MailClass.SOFT_BOUNCE if mail.is_mailbox_fault:
            mailbox_refused(session, mail, sents, now)
        case MailClass.HARD_BOUNCE:
            hard_bounced(session, tenant_id, mail, sents, now)
        case MailClass.SOFT_BOUNCE:
            soft_bounced(session, tenant_id, mail, sents, now)
        case MailClass.COMPLAINT:
            _complained(session, tenant_id, match, sents, now)
        case MailClass.UNSUBSCRIBE:
            _asked_to_stop(session, tenant_id, mail, match, now)
    return Effect(kind, reason, until)


def apply_reply(
    services: Services, session: WriteSession, message: InboundMessageRow, now: datetime
) -> None:
    """Somebody says that a kept message is the answer of its `party_id`."""
    assert message.party_id is not None
    lock_people(session, {message.party_id})
    message.enrollment_id = latest_enrollment(session, message.party_id)
    detail = f"The person replied ({message.from_address})."
    end_as_answered(services, session, message.tenant_id, {message.party_id}, detail, now)
    _add_line(session, message, message.reply_text or message.text, now)


def add_to_timeline(session: WriteSession, message: InboundMessageRow, now: datetime) -> None:
    """Show a kept message, which is noted with its match, where it concerns somebody here."""
    kind = MailClass(message.classification or MailClass.UNRELATED)
    if message.party_id is not None and kind in _ON_THE_TIMELINE:
        _add_line(session, message, message.reply_text or message.text, now)


def _reported(
    session: WriteSession, tenant_id: int, mail: InboundMail, match: Match | None
) -> list[Sent]:
    """The e-mails of ours that a report is about."""
    if mail.classification not in (*_BOUNCES, MailClass.COMPLAINT):
        return []
    found = sent_to(session, tenant_id, [each.address for each in mail.bounced])
    named = match.sent if match is not None else None
    if named is not None:
        # The report quotes our message, which had one recipient, whatever it was forwarded to.
        return [named]
    return found


def _held(
    services: Services, session: WriteSession, match: Match | None, sents: list[Sent], now: datetime
) -> tuple[Match | None, list[Sent]]:
    """The e-mails, held before their enrollments, as recording an answer does; a draft's after its
    activity, as sending one does. As they are by now: another report may have come first."""
    named = match.sent if match is not None else None
    every = {each.id: each for each in (*sents, *([named] if named else []))}
    for each in every.values():
        if each.activity_id is not None:
            lock_draft(session, each.activity_id, each.enrollment_id)
    held = hold_sent(session, every) if every else {}
    if named is not None and named.id in held:
        held[named.id] = _arrived(services, session, held[named.id], now)
    if match is not None and named is not None:
        match = match._replace(sent=held.get(named.id))
    return match, [held[sent.id] for sent in sents if sent.id in held]


def _arrived(services: Services, session: WriteSession, sent: Sent, now: datetime) -> Sent:
    """What comes back of an e-mail whose fate was uncertain shows that it went out."""
    if sent.status is not DeliveryStatus.UNCERTAIN:
        return sent
    went_at = session.scalars(
        update(DeliveryRow)
        .where(DeliveryRow.id == sent.id, DeliveryRow.status == DeliveryStatus.UNCERTAIN)
        .values(status=DeliveryStatus.SENT, sent_at=DeliveryRow.taken_at, owner=None, reason="")
        .returning(DeliveryRow.sent_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if went_at is not None:
        subject = session.scalar(select(DeliveryRow.subject).where(DeliveryRow.id == sent.id))
        mail = SentMail(sent.enrollment_id, sent.step_key, subject or "", went_at, sent.activity_id)
        count_as_sent(services, session, [mail], now)
    return sent._replace(status=DeliveryStatus.SENT)


def _answered(
    services: Services,
    session: WriteSession,
    tenant_id: int,
    mail: InboundMail,
    match: Match,
    now: datetime,
) -> None:
    party_ids = {one for one in (match.party_id, match.also) if one is not None}
    detail = f"The person replied ({mail.from_address})."
    end_as_answered(services, session, tenant_id, party_ids, detail, now)
    if match.sent is not None:
        note_outcome(session, match.sent, DeliveryOutcome.REPLIED, now)


def _complained(
    session: WriteSession, tenant_id: int, match: Match | None, sents: list[Sent], now: datetime
) -> None:
    """No more mail to whoever called it spam, at the address that got it and at their present."""
    party_ids = {sent.party_id for sent in sents}
    if match is not None and match.party_id is not None:
        party_ids.add(match.party_id)
    present = session.scalars(select(PartyRow.email).where(PartyRow.id.in_(party_ids)))
    addresses = {sent.recipient for sent in sents} | {address for address in present if address}
    suppress_addresses(
        session, {(tenant_id, address) for address in addresses}, SuppressionReason.COMPLAINED,
        "A complaint about a message", now,
    )  # fmt: skip
    detail = "The person complained about spam."
    stop_people(session, party_ids, StopReason.COMPLAINED, detail, now)
    for sent in sents:
        note_outcome(session, sent, DeliveryOutcome.COMPLAINED, now)


def _asked_to_stop(
    session: WriteSession, tenant_id: int, mail: InboundMail, match: Match | None, now: datetime
) -> None:
    """No more mail to whoever asked for it: known or not, they get none at the address that they
    wrote from either."""
    source = "an e-mail that asked for it"
    if match is not None and match.party_id is not None:
        wish = Wish(tenant_id, match.party_id, match.enrollment_id, by_message=True)
        if match.also is not None:  # Not the one whom we wrote to, but somebody else here.
            wish = Wish(tenant_id, match.also)
        opt_out_people(session, [wish], source, now)
    if mail.from_address:
        suppress_address(
            session, tenant_id, mail.from_address, SuppressionReason.OPTED_OUT,
            source.capitalize(), now,
        )  # fmt: skip


def _hold_colleagues(session: WriteSession, ids: tuple[int, ...], inbound_id: int) -> None:
    """Nothing goes out to the company's people until a person has looked; the first such message
    is the one to look at."""
    held = (
        select(EnrollmentRow.id)
        .where(EnrollmentRow.id.in_(ids))
        .order_by(EnrollmentRow.id)
        .with_for_update(key_share=True)
    )
    session.execute(held)
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids), EnrollmentRow.company_mail_id.is_(None))
        .values(company_mail_id=inbound_id)
        .execution_options(synchronize_session=False)
    )


def _add_line(session: WriteSession, message: InboundMessageRow, body: str, now: datetime) -> None:
    """The message on the timeline of the person, and of the lead that they came in by."""
    lead_id = None
    if message.enrollment_id is not None:
        entity_type, entity_id = session.execute(
            select(EnrollmentRow.entity_type, EnrollmentRow.entity_id).where(
                EnrollmentRow.id == message.enrollment_id
            )
        ).one()
        lead_id = entity_id if entity_type == EntityType.LEAD else None
    session.add(
        ActivityRow(
            tenant_id=message.tenant_id,
            type=ActivityType.EMAIL,
            status=ActivityStatus.DONE,
            source=ActivitySource.INBOX,
            subject=message.subject,
            body=body[:BODY_MOST],
            party_id=message.party_id,
            lead_id=lead_id,
            enrollment_id=message.enrollment_id,
            owner_id=session.scalar(
                select(PartyRow.owner_id).where(PartyRow.id == message.party_id)
            ),
            sentiment=message.sentiment,
            inbound_id=message.id,
            completed_at=now,
            created_at=now,
        )
    )
