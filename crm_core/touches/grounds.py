"""What sending an e-mail draft rests on, and whether it may go out; `email_drafts` asks.

The planner's own gates are asked. When it goes is the person's to decide, so those of time are
left out.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from crm_core.domain.calendar import Delay, DelayUnit, SendWindow, choose_zone
from crm_core.domain.cases import Case, PersonFacts
from crm_core.domain.email_drafts import left_over_field, what_forbids
from crm_core.domain.moments import with_moments
from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from crm_core.errors import Conflict, InvalidInput, NotSent, SuppressedRecipient
from crm_core.mail.body import finished_alternatives
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.suppressions import blocked_by_domain
from crm_core.storage.tables import ActivityRow, EnrollmentRow, PartyRow, SuppressionRow
from crm_core.storage.workspace import mailboxes_for
from crm_core.touches.answering import answered_by
from crm_core.touches.facts import calendar_for, fact_query, fetch_facts, load_cases
from crm_core.touches.lookups import Mailbox, ThreadFacts, load_mailboxes
from crm_core.touches.tallies import Tallies

_ANY_STEP = Step("", 0, StepType.EMAIL_MANUAL, Delay(0, DelayUnit.MINUTES))
_FIELD_OF_GATE = {"person": "partyId", "address": "partyId"}


class Ground(NamedTuple):
    """Who gets a draft, from where, in which conversation.

    `unsubscribe_key`: whom the link of the message names. `settings`: those of the sequence that
    made the draft.
    """

    mailbox: Mailbox
    recipient: str
    recipient_name: str
    thread: ThreadFacts | None
    unsubscribe_key: str
    settings: SequenceSettings | None = None


def ground_of(
    services: Services,
    session: WriteSession,
    row: ActivityRow,
    sender_id: int | None,
    now: datetime,
) -> Ground:
    """The ground of a draft; raises what forbids to send it now."""
    if row.enrollment_id is None:
        return _alone(session, row, sender_id, now)
    return _of_a_step(services, session, row, now)


def refuse_under_way(status: DeliveryStatus) -> None:
    """Raise where an earlier try is on its way, may have arrived, or did."""
    if status is DeliveryStatus.SENDING:
        raise NotSent("This e-mail is being sent at this moment.", field="status")
    if status is DeliveryStatus.UNCERTAIN:
        raise NotSent(
            "This e-mail may have gone out and no answer came: say first whether it arrived.",
            field="status",
        )
    if status is DeliveryStatus.SENT:
        raise NotSent("This e-mail was sent already.", field="status")


def refuse_over_limit(
    services: Services, session: WriteSession, mailbox: Mailbox, recipient: str, now: datetime
) -> None:
    """Raise where the mailbox has no slot left, and hold it until the draft has taken one.

    What a person sends counts as any other e-mail; only the gap between two is theirs to judge.
    """
    tallies = Tallies(services.settings.mail_limits(), reserving=True, gaps=False)
    tallies.load(session, [mailbox], now)
    if mailbox not in tallies:
        return
    slot = tallies.slot(mailbox, recipient, now)
    if slot.at > now:
        zone = choose_zone(("sender", mailbox.zone), ("workspace", mailbox.workspace_zone)).zone
        words = with_moments(slot.words, zone, now).rstrip(".")
        raise NotSent(f"{words} ({zone.key}). Nothing went out.", field="status")


def texts_to_send(row: ActivityRow) -> tuple[str, str]:
    """The text and the HTML of a draft; raises what makes them unfit to go out."""
    if not row.subject.strip():
        raise InvalidInput("An e-mail needs a subject.", field="subject")
    text, html = finished_alternatives(row.body, row.html)
    if not text.strip():
        raise InvalidInput("An e-mail needs a text.", field="body")
    for field, words in (("subject", row.subject), ("body", text)):
        left = left_over_field(words)
        if left is not None:
            raise InvalidInput(
                f"{left} would arrive as it stands: put the value in its place.", field=field
            )
    return text, html


def _of_a_step(
    services: Services, session: WriteSession, row: ActivityRow, now: datetime
) -> Ground:
    """Of a sequence's draft: its enrollment's case, as the runner would see it."""
    query = fact_query().where(EnrollmentRow.id == row.enrollment_id)
    item = load_cases(session, fetch_facts(session, query), services.plans, now)[0]
    _ask(item.case._replace(step=_ANY_STEP), now)
    planned = item.planned
    if planned is None or planned.step.key != row.step_key:
        raise Conflict(
            "The sequence stands at another step by now; skip this draft.", field="status"
        )
    # A step without a subject of its own answers in the thread.
    thread = None if planned.step.subject else item.thread
    name = item.row.first_name, item.row.last_name
    ground = _ground(item.case, item.mailbox, name, thread, str(item.row.id))
    return ground._replace(settings=item.plan.settings)


def _alone(session: WriteSession, row: ActivityRow, sender_id: int | None, now: datetime) -> Ground:
    """Of a draft that no sequence made: the person, and the mailbox of whose draft it is.

    An answer goes to whom the message came from, in its conversation, by the mailbox of that.
    """
    person = session.execute(
        select(PartyRow.first_name, PartyRow.last_name, PartyRow.email).where(
            PartyRow.id == row.party_id
        )
    ).one_or_none()
    if person is None:
        raise InvalidInput("This draft says of nobody whom it goes to.", field="partyId")
    answered = answered_by(session, row)
    owner_id = row.owner_id or sender_id
    mailbox_id = answered.mailbox_id if answered else None
    if mailbox_id is None:
        mailbox_id = mailboxes_for(session, row.tenant_id, {owner_id})[owner_id]
    mailbox = load_mailboxes(session, [mailbox_id]).get(mailbox_id) if mailbox_id else None
    email = (answered.address if answered else "") or person.email
    suppressed = _suppressed(session, row.tenant_id, {person.email, email} - {None})
    calendar, _ = calendar_for(SendWindow.parse("ALWAYS"), (), None, None, "UTC", now.year)
    case = Case(
        enrollment_status=EnrollmentStatus.ACTIVE,
        sequence_status=SequenceStatus.ACTIVE,
        step=_ANY_STEP,
        content=None,
        anchor_at=now,
        waiting_since=None,
        calendar=calendar,
        person=PersonFacts(email, suppressed, {}),
        mailbox=mailbox.facts if mailbox else None,
    )
    _ask(case, now)
    name = person.first_name, person.last_name
    thread = answered.thread if answered else None
    return _ground(case, mailbox, name, thread, f"p{row.party_id}")


def _suppressed(
    session: WriteSession, tenant_id: int, addresses: set[str]
) -> SuppressionReason | None:
    """Why no mail goes to the person, at whichever of the addresses."""
    reason = session.scalar(
        select(SuppressionRow.reason)
        .where(SuppressionRow.tenant_id == tenant_id, SuppressionRow.email.in_(addresses))
        .order_by(SuppressionRow.id)
        .limit(1)
    )
    if reason is None:
        reason = next(iter(blocked_by_domain(session, tenant_id, addresses).values()), None)
    return SuppressionReason(reason) if reason else None


def _ground(
    case: Case,
    mailbox: Mailbox | None,
    name: tuple[str, str],
    thread: ThreadFacts | None,
    unsubscribe_key: str,
) -> Ground:
    recipient = case.person.email
    assert mailbox is not None
    assert recipient is not None
    return Ground(mailbox, recipient, " ".join(name).strip(), thread, unsubscribe_key)


def _ask(case: Case, now: datetime) -> None:
    answer = what_forbids(case, now)
    if answer is None:
        return
    field = _FIELD_OF_GATE.get(answer.gate, "status")
    if answer.gate == "person":
        raise SuppressedRecipient(answer.saw, field=field)
    raise Conflict(f"{answer.saw} {answer.unblock}".strip(), field=field)
