"""The gates that a touch must pass, in their fixed order.

A gate is a function `(case, now, at) -> GateAnswer`; `at` is the earliest instant that the
gates before it left open. To add a rule, add a gate to one of the three lists, its table in
`tests/domain/test_gates.py` and its sentence.

1. STANDING: may this enrollment be touched at all? (enrollment, sequence, person,
   company_mail, task, delivery). Time alone changes none of these.
2. TIMING: when? Each moves `at` later (retry, mailbox_away, delay, absence, breaker, gap,
   limits, window); the window comes last, so that no other gate can push a touch out of it.
3. READINESS: can it be done? (address, mailbox, inbox, content). Asked when the time has come:
   an inbox that is read now may be old news by then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from crm_core.domain.cases import Case
from crm_core.domain.sequences import EMAILS
from crm_core.domain.suppressing import STOPS_WITH, WHY
from crm_core.domain.verdicts import GateAnswer, Hole, Kind
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    StopReason,
)

Gate = Callable[[Case, datetime, datetime], GateAnswer]

PERSON_DAILY_LIMIT = 20
"""E-mails that one person gets in 24 hours from all sequences together, whatever they ask.

A breaker, not a setting: it bounds the harm of a sequence gone wrong.
"""

_TASK_WORDS = {
    StepType.CALL: "call",
    StepType.TASK: "task",
    StepType.EMAIL_MANUAL: "e-mail draft",
    StepType.EMAIL_AUTO: "e-mail",
}
_ENROLLMENT_ACTIVE = GateAnswer("enrollment", None, "The enrollment is active.")
_SEQUENCE_OPEN = GateAnswer("sequence", None, "The sequence is running.")
_PERSON_FREE = GateAnswer("person", None, "Nothing forbids touching the person.")
_NO_TASK = GateAnswer("task", None, "No task of this step is open.")
_NO_DELIVERY = GateAnswer("delivery", None, "This step has sent nothing yet.")
_NO_RETRY = GateAnswer("retry", None, "No retry is pending.")
_SERVER_THERE = GateAnswer("mailbox_away", None, "The mail server is not known to be away.")
_UNDER_BREAKER = GateAnswer("breaker", None, "The person's daily limit is not reached.")
_NO_GAP = GateAnswer("gap", None, "No minimum gap binds.")
_WITHIN_LIMITS = GateAnswer("limits", None, "The mailbox is within its limits.")
_IN_WINDOW = GateAnswer("window", None, "The send window is open then.")
_NO_COMPANY_MAIL = GateAnswer("company_mail", None, "Nobody unknown wrote from the company.")
_NOT_AWAY = GateAnswer("absence", None, "The person is not known to be away.")
_INBOX_READ = GateAnswer("inbox", None, "No answer can lie unread.")
_HAS_ADDRESS = GateAnswer("address", None, "The person can be reached.")
_MAILBOX_READY = GateAnswer("mailbox", None, "The mailbox is active.")


def enrollment(case: Case, now: datetime, at: datetime) -> GateAnswer:
    status = case.enrollment_status
    if status is EnrollmentStatus.ACTIVE:
        return _ENROLLMENT_ACTIVE
    if status is EnrollmentStatus.PAUSED and case.resume_at is not None:
        return GateAnswer(
            "enrollment",
            Kind.HOLD,
            f"The person is away: the enrollment is paused until {case.resume_at.isoformat()}.",
            unblock="It goes on by itself; resume it to go on at once.",
        )
    if status is EnrollmentStatus.PAUSED:
        return GateAnswer(
            "enrollment", Kind.HOLD, "The enrollment is paused.", unblock="Resume the enrollment."
        )
    return GateAnswer(
        "enrollment", Kind.HOLD, f"The enrollment is {status.lower()}.", unblock="Enroll again."
    )


def sequence(case: Case, now: datetime, at: datetime) -> GateAnswer:
    """A COMPLETED sequence takes nobody new; whoever is in it goes on to the end."""
    status = case.sequence_status
    if status is SequenceStatus.ACTIVE or status is SequenceStatus.COMPLETED:
        return _SEQUENCE_OPEN
    if status is SequenceStatus.PAUSED:
        return GateAnswer(
            "sequence", Kind.HOLD, "The sequence is paused.", unblock="Activate the sequence."
        )
    return GateAnswer(
        "sequence",
        Kind.STOP,
        "The sequence is archived.",
        stop=StopReason.SEQUENCE_ARCHIVED,
        unblock="Enroll the person in another sequence.",
    )


def person(case: Case, now: datetime, at: datetime) -> GateAnswer:
    reason = case.person.suppressed
    if reason is None:
        return _PERSON_FREE
    stop, words = STOPS_WITH[reason], WHY[reason]
    return GateAnswer(
        "person", Kind.STOP, words, stop=stop, unblock="Nothing: the person is not to be touched."
    )


def company_mail(case: Case, now: datetime, at: datetime) -> GateAnswer:
    sender = case.company_mail_from
    if sender is None:
        return _NO_COMPANY_MAIL
    return GateAnswer(
        "company_mail",
        Kind.HOLD,
        f"{sender or 'Somebody unknown'} wrote, who may be answering for the person: they share "
        "a company's domain.",
        unblock="Look at the message: say whose answer it is, or let the company's people go on.",
    )


def task(case: Case, now: datetime, at: datetime) -> GateAnswer:
    if case.step is None:
        return GateAnswer("task", Kind.FINISH, "No step is left.")
    if case.waiting_since is None:
        return _NO_TASK
    what = _TASK_WORDS[case.step.type]
    return GateAnswer(
        "task",
        Kind.HOLD,
        f"The {what} of this step is open since {case.waiting_since.isoformat()}.",
        unblock=f"Complete or skip the {what}.",
    )


def delivery(case: Case, now: datetime, at: datetime) -> GateAnswer:
    facts = case.delivery
    if facts is None:
        return _NO_DELIVERY
    match facts.status:
        case DeliveryStatus.SENT:
            return GateAnswer("delivery", Kind.SKIP, "This step's e-mail was sent already.")
        case DeliveryStatus.REFUSED:
            return GateAnswer(
                "delivery",
                Kind.STOP,
                facts.reason or "The e-mail was refused.",
                stop=StopReason.REFUSED,
                unblock="Correct the address and enroll again.",
            )
        case DeliveryStatus.UNCERTAIN | DeliveryStatus.SENDING:
            return GateAnswer(
                "delivery",
                Kind.HOLD,
                facts.reason or "The e-mail may have been accepted; no answer was heard.",
                unblock="Say whether it arrived: mark it as sent, or send it again on purpose.",
            )
    return GateAnswer("delivery", None, f"The e-mail is {facts.status}, it did not go out yet.")


def retry(case: Case, now: datetime, at: datetime) -> GateAnswer:
    facts = case.delivery
    if facts is None or facts.retry_at is None or facts.retry_at <= at:
        return _NO_RETRY
    return GateAnswer(
        "retry",
        Kind.WAIT,
        f"Attempt {facts.attempts} was put off by the recipient's server: {facts.reason}",
        until=facts.retry_at,
        unblock="Time.",
    )


def mailbox_away(case: Case, now: datetime, at: datetime) -> GateAnswer:
    box = case.mailbox
    if not _is_auto(case) or box is None or box.away_until is None or box.away_until <= at:
        return _SERVER_THERE
    return GateAnswer(
        "mailbox_away",
        Kind.WAIT,
        f"The mail server of {box.address} did not answer.",
        until=box.away_until,
        unblock="The server's return; it is tried again by itself.",
    )


def delay(case: Case, now: datetime, at: datetime) -> GateAnswer:
    if case.step is None:
        return GateAnswer("delay", None, "No step is left.")
    due = case.calendar.after(case.anchor_at, case.step.delay)
    saw = f"The step is due since {due.isoformat()}."
    if due <= at:
        return GateAnswer("delay", None, saw)
    return GateAnswer(
        "delay",
        Kind.WAIT,
        f"The step's delay of {case.step.delay} has not passed.",
        until=due,
        unblock="Time.",
    )


def absence(case: Case, now: datetime, at: datetime) -> GateAnswer:
    until = case.person.away_until
    if until is None or until <= at:
        return _NOT_AWAY
    return GateAnswer(
        "absence",
        Kind.WAIT,
        f"The person is away until {until.isoformat()}.",
        until=until,
        unblock="Time, or an answer of theirs.",
    )


def breaker(case: Case, now: datetime, at: datetime) -> GateAnswer:
    facts = case.touches
    first = facts.last_day_first_at
    if not _is_auto(case) or facts.last_day_count < PERSON_DAILY_LIMIT or first is None:
        return _UNDER_BREAKER
    until = first + timedelta(days=1)
    if until <= at:
        return _UNDER_BREAKER
    return GateAnswer(
        "breaker",
        Kind.WAIT,
        f"The person got {facts.last_day_count} e-mails within 24 hours, the most that any may.",
        until=until,
        unblock="Time.",
    )


def gap(case: Case, now: datetime, at: datetime) -> GateAnswer:
    last = case.touches.last_at
    if case.min_gap is None or last is None or not _is_auto(case) or last + case.min_gap <= at:
        return _NO_GAP
    hours = case.min_gap // timedelta(hours=1)
    return GateAnswer(
        "gap",
        Kind.WAIT,
        f"The person was written to at {last.isoformat()}; {hours} hours must lie between.",
        until=last + case.min_gap,
        unblock="Time.",
    )


def limits(case: Case, now: datetime, at: datetime) -> GateAnswer:
    slot = case.slot
    if slot is None or slot.at <= at or not _is_auto(case):
        return _WITHIN_LIMITS
    return GateAnswer(
        "limits",
        Kind.WAIT,
        slot.words,
        until=slot.at,
        unblock="Time, or higher limits of the mailbox.",
    )


def window(case: Case, now: datetime, at: datetime) -> GateAnswer:
    opens = case.calendar.next_open(at)
    flag = ""
    if case.rejected_zones:
        flag = f" No such time zone: {', '.join(case.rejected_zones)}."
    if opens <= at:
        return GateAnswer("window", None, _IN_WINDOW.saw + flag) if flag else _IN_WINDOW
    return GateAnswer(
        "window",
        Kind.WAIT,
        f"The send window ({case.calendar.zone.key}) is closed at {at.isoformat()}.{flag}",
        until=opens,
        unblock="Time, or a wider send window.",
    )


def address(case: Case, now: datetime, at: datetime) -> GateAnswer:
    if case.person.email or case.step is None or case.step.type not in EMAILS:
        return _HAS_ADDRESS
    return GateAnswer(
        "address",
        Kind.HOLD,
        "The person has no e-mail address.",
        unblock="Add an e-mail address to the person.",
    )


def content(case: Case, now: datetime, at: datetime) -> GateAnswer:
    if case.content is None:
        return GateAnswer("content", None, "The step has no text.")
    written = case.content.write(case.person.fields)
    if not isinstance(written, Hole):
        return GateAnswer("content", None, "Every merge field has a value.", content=written)
    if written.fields:
        names = ", ".join(written.fields)
        return GateAnswer(
            "content",
            Kind.HOLD,
            f"The text has no value for {names}.",
            unblock=f"Fill in {names} for this person, or give the text a fallback.",
        )
    return GateAnswer(
        "content",
        Kind.HOLD,
        f"The text cannot be written: {written.fault}.",
        unblock="Correct the text, or the value that it cannot work with.",
    )


def mailbox(case: Case, now: datetime, at: datetime) -> GateAnswer:
    if not _is_auto(case):
        return _MAILBOX_READY
    box = case.mailbox
    if box is None:
        return GateAnswer(
            "mailbox", Kind.HOLD, "No mailbox sends for this.", unblock="Add a mailbox."
        )
    if box.status is MailboxStatus.PAUSED:
        return GateAnswer(
            "mailbox",
            Kind.HOLD,
            f"The mailbox {box.address} is paused: {box.paused_reason}",
            unblock="Mend the cause and resume the mailbox.",
        )
    return _MAILBOX_READY


def inbox(case: Case, now: datetime, at: datetime) -> GateAnswer:
    """The reply barrier: an answer that lies unread must not be overtaken by the next e-mail."""
    box = case.mailbox
    if not _is_auto(case) or box is None or box.inbox is None or box.inbox.is_fresh:
        return _INBOX_READ
    read_at, fault = box.inbox.read_at, box.inbox.fault
    known = "never read to its end"
    if read_at is not None:
        known = f"last read to its end at {read_at.isoformat()}"
    saw = f"The inbox of {box.address} was {known}, so an answer may lie in it."
    return GateAnswer(
        "inbox",
        Kind.HOLD,
        f"{saw} The last try failed: {fault}" if fault else saw,
        unblock="The next reading of the inbox, by a runner that can reach it.",
    )


def _is_auto(case: Case) -> bool:
    return case.step is not None and case.step.type is StepType.EMAIL_AUTO


STANDARD_PASSES: dict[str, GateAnswer] = {
    answer.gate: answer
    for answer in (
        _ENROLLMENT_ACTIVE, _SEQUENCE_OPEN, _PERSON_FREE, _NO_TASK, _NO_DELIVERY, _NO_RETRY,
        _SERVER_THERE, _UNDER_BREAKER, _NO_GAP, _WITHIN_LIMITS, _IN_WINDOW, _HAS_ADDRESS,
        _MAILBOX_READY,
        _NO_COMPANY_MAIL, _NOT_AWAY, _INBOX_READ,
    )
}  # fmt: skip
"""What each gate answers when nothing is the matter; the ledger keeps these by name alone."""

STANDING: tuple[Gate, ...] = (enrollment, sequence, person, company_mail, task, delivery)
TIMING: tuple[Gate, ...] = (retry, mailbox_away, delay, absence, breaker, gap, limits, window)
READINESS: tuple[Gate, ...] = (address, mailbox, inbox, content)

BY_HAND: tuple[Gate, ...] = (enrollment, sequence, person, address, mailbox)
"""What is asked before an e-mail that a person sends now. When it goes is theirs to decide."""
