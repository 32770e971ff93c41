"""Every gate: what it lets pass, what it stops, and what it says to people about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm_core.domain import gates
from crm_core.domain.cases import DeliveryFacts, InboxFacts, TouchFacts
from crm_core.domain.gates import (
    PERSON_DAILY_LIMIT,
    READINESS,
    STANDARD_PASSES,
    STANDING,
    TIMING,
    Gate,
)
from crm_core.domain.limits import Slot
from crm_core.domain.verdicts import GateAnswer, Kind, Written
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    StopReason,
    SuppressionReason,
)
from tests.domain.builders import NOW, OFFICE_HOURS, TUESDAYS_IN_ROME, a_case

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = NOW + HOUR
MANUAL = [StepType.EMAIL_MANUAL, StepType.CALL, StepType.TASK]
NO_STEP = {"step": None, "content": None}
DEFERRED = DeliveryFacts(DeliveryStatus.DEFERRED, 2, SOON, "451 greylisted")
LIMIT_REACHED = TouchFacts(NOW, PERSON_DAILY_LIMIT, SOON - DAY)
FULL = Slot(SOON, "bob@example.com has sent 50 of 50 e-mails in 24 hours.")
UNREAD = InboxFacts(None, is_fresh=False)
JUST_TOUCHED = TouchFacts(NOW - HOUR, 1, NOW - HOUR)

PASSES: list[tuple[Gate, dict[str, Any]]] = [
    (gates.enrollment, {}),
    (gates.sequence, {}),
    (gates.sequence, {"sequence_status": SequenceStatus.COMPLETED}),
    (gates.person, {}),
    (gates.person, {"email": None}),
    (gates.company_mail, {}),
    (gates.task, {}),
    (gates.delivery, {}),
    (gates.delivery, {"delivery": DeliveryFacts(DeliveryStatus.PLANNED)}),
    (gates.delivery, {"delivery": DEFERRED}),
    (gates.retry, {}),
    (gates.retry, {"delivery": DeliveryFacts(DeliveryStatus.PLANNED)}),
    (gates.retry, {"delivery": DeliveryFacts(DeliveryStatus.DEFERRED, 2, NOW)}),
    (gates.mailbox_away, {}),
    (gates.mailbox_away, {"mailbox": None}),
    (gates.mailbox_away, {"away_until": NOW}),
    *[(gates.mailbox_away, {"away_until": SOON, "kind": kind}) for kind in MANUAL],
    (gates.delay, {}),
    (gates.delay, {"delay": "1 HOURS", "anchor_at": NOW - HOUR}),
    (gates.delay, NO_STEP),
    (gates.absence, {}),
    (gates.absence, {"absent_until": NOW}),
    (gates.breaker, {}),
    (gates.breaker, {"touches": TouchFacts(NOW, PERSON_DAILY_LIMIT - 1, SOON - DAY)}),
    (gates.breaker, {"touches": TouchFacts(NOW, PERSON_DAILY_LIMIT, NOW - DAY)}),
    (gates.breaker, {"touches": TouchFacts(NOW, PERSON_DAILY_LIMIT, None)}),
    *[(gates.breaker, {"touches": LIMIT_REACHED, "kind": kind}) for kind in MANUAL],
    (gates.gap, {}),
    (gates.gap, {"touches": JUST_TOUCHED}),
    (gates.gap, {"min_gap": 48 * HOUR}),
    (gates.gap, {"touches": JUST_TOUCHED, "min_gap": HOUR}),
    *[(gates.gap, {"touches": JUST_TOUCHED, "min_gap": DAY, "kind": kind}) for kind in MANUAL],
    (gates.limits, {}),
    (gates.limits, {"slot": Slot(NOW)}),
    *[(gates.limits, {"slot": FULL, "kind": kind}) for kind in MANUAL],
    (gates.window, {}),
    (gates.window, {"calendar": OFFICE_HOURS}),
    (gates.window, {"calendar": OFFICE_HOURS, "rejected_zones": ("Mars/Olympus",)}),
    (gates.address, {}),
    (gates.address, {"email": None, "kind": StepType.CALL}),
    (gates.address, {"email": None, "kind": StepType.TASK}),
    (gates.address, {"email": None, **NO_STEP}),
    (gates.mailbox, {}),
    *[(gates.mailbox, {"mailbox": None, "kind": kind}) for kind in MANUAL],
    *[(gates.mailbox, {"mailbox_status": MailboxStatus.PAUSED, "kind": kind}) for kind in MANUAL],
    (gates.inbox, {}),
    (gates.inbox, {"mailbox": None}),
    (gates.inbox, {"inbox": InboxFacts(NOW, is_fresh=True, fault="refused since")}),
    *[(gates.inbox, {"inbox": UNREAD, "kind": kind}) for kind in MANUAL],
    (gates.content, {}),
    (gates.content, NO_STEP),
    (gates.content, {"body": "{{ city }}", "fields": {"city": "Rome"}}),
]

TOUCH_NO_MORE = "Nothing: the person is not to be touched."
SAY_WHETHER = "Say whether it arrived: mark it as sent, or send it again on purpose."
CORRECT = "Correct the text, or the value that it cannot work with."
BLOCKS: list[tuple[Gate, dict[str, Any], GateAnswer]] = [
    (gates.enrollment, {"enrollment_status": EnrollmentStatus.PAUSED},
     GateAnswer("enrollment", Kind.HOLD, "The enrollment is paused.",
                unblock="Resume the enrollment.")),
    (gates.enrollment, {"enrollment_status": EnrollmentStatus.COMPLETED},
     GateAnswer("enrollment", Kind.HOLD, "The enrollment is completed.", unblock="Enroll again.")),
    (gates.enrollment, {"enrollment_status": EnrollmentStatus.CANCELED},
     GateAnswer("enrollment", Kind.HOLD, "The enrollment is canceled.", unblock="Enroll again.")),
    (gates.sequence, {"sequence_status": SequenceStatus.PAUSED},
     GateAnswer("sequence", Kind.HOLD, "The sequence is paused.",
                unblock="Activate the sequence.")),
    (gates.sequence, {"sequence_status": SequenceStatus.ARCHIVED},
     GateAnswer("sequence", Kind.STOP, "The sequence is archived.",
                unblock="Enroll the person in another sequence.",
                stop=StopReason.SEQUENCE_ARCHIVED)),
    (gates.person, {"suppressed": SuppressionReason.OPTED_OUT},
     GateAnswer("person", Kind.STOP, "The person opted out.",
                unblock=TOUCH_NO_MORE, stop=StopReason.OPTED_OUT)),
    (gates.person, {"suppressed": SuppressionReason.BOUNCED},
     GateAnswer("person", Kind.STOP, "The address bounced for good.",
                unblock=TOUCH_NO_MORE, stop=StopReason.BOUNCED)),
    (gates.person, {"suppressed": SuppressionReason.COMPLAINED},
     GateAnswer("person", Kind.STOP, "The person complained about spam.",
                unblock=TOUCH_NO_MORE, stop=StopReason.COMPLAINED)),
    (gates.person, {"suppressed": SuppressionReason.MANUAL},
     GateAnswer("person", Kind.STOP, "The address is on the suppression list.",
                unblock=TOUCH_NO_MORE, stop=StopReason.SUPPRESSED)),
    (gates.enrollment, {"enrollment_status": EnrollmentStatus.PAUSED, "resume_at": SOON},
     GateAnswer("enrollment", Kind.HOLD,
                "The person is away: the enrollment is paused until 2026-03-02T11:00:00+00:00.",
                unblock="It goes on by itself; resume it to go on at once.")),
    *[(gates.company_mail, {"company_mail_from": sender},
       GateAnswer("company_mail", Kind.HOLD,
                  f"{who} wrote, who may be answering for the person: they share a company's "
                  "domain.",
                  unblock="Look at the message: say whose answer it is, or let the company's "
                          "people go on."))
      for sender, who in [("eva@acme.example", "eva@acme.example"), ("", "Somebody unknown")]],
    (gates.absence, {"absent_until": SOON},
     GateAnswer("absence", Kind.WAIT, "The person is away until 2026-03-02T11:00:00+00:00.",
                until=SOON, unblock="Time, or an answer of theirs.")),
    *[(gates.inbox, {"inbox": inbox},
       GateAnswer("inbox", Kind.HOLD,
                  f"The inbox of bob@example.com was {words}, so an answer may "
                  f"lie in it.{fault}",
                  unblock="The next reading of the inbox, by a runner that can reach it."))
      for inbox, words, fault in [
          (UNREAD, "never read to its end", ""),
          (InboxFacts(NOW - HOUR, is_fresh=False, fault="The sign-in was refused."),
           "last read to its end at 2026-03-02T09:00:00+00:00",
           " The last try failed: The sign-in was refused."),
      ]],
    (gates.task, NO_STEP, GateAnswer("task", Kind.FINISH, "No step is left.")),
    *[(gates.task, {"kind": kind, "waiting_since": NOW},
       GateAnswer("task", Kind.HOLD,
                  f"The {words} of this step is open since 2026-03-02T10:00:00+00:00.",
                  unblock=f"Complete or skip the {words}."))
      for kind, words in [(StepType.CALL, "call"), (StepType.TASK, "task"),
                          (StepType.EMAIL_MANUAL, "e-mail draft")]],
    (gates.delivery, {"delivery": DeliveryFacts(DeliveryStatus.SENT)},
     GateAnswer("delivery", Kind.SKIP, "This step's e-mail was sent already.")),
    *[(gates.delivery, {"delivery": DeliveryFacts(DeliveryStatus.REFUSED, 1, None, reason)},
       GateAnswer("delivery", Kind.STOP, saw, unblock="Correct the address and enroll again.",
                  stop=StopReason.REFUSED))
      for reason, saw in [("550 nobody here", "550 nobody here"),
                          ("", "The e-mail was refused.")]],
    *[(gates.delivery, {"delivery": DeliveryFacts(status, 1, None, reason)},
       GateAnswer("delivery", Kind.HOLD, saw, unblock=SAY_WHETHER))
      for status in (DeliveryStatus.UNCERTAIN, DeliveryStatus.SENDING)
      for reason, saw in [("The runner died.", "The runner died."),
                          ("", "The e-mail may have been accepted; no answer was heard.")]],
    (gates.retry, {"delivery": DEFERRED},
     GateAnswer("retry", Kind.WAIT,
                "Attempt 2 was put off by the recipient's server: 451 greylisted",
                until=SOON, unblock="Time.")),
    (gates.mailbox_away, {"away_until": SOON},
     GateAnswer("mailbox_away", Kind.WAIT, "The mail server of bob@example.com did not answer.",
                until=SOON, unblock="The server's return; it is tried again by itself.")),
    (gates.delay, {"delay": "90 MINUTES"},
     GateAnswer("delay", Kind.WAIT, "The step's delay of 90 minutes has not passed.",
                until=NOW + 1.5 * HOUR, unblock="Time.")),
    (gates.delay, {"delay": "1 BUSINESS_DAYS", "anchor_at": NOW - 3 * DAY},
     GateAnswer("delay", Kind.WAIT, "The step's delay of 1 business day has not passed.",
                until=NOW, unblock="Time.")),
    (gates.breaker, {"touches": LIMIT_REACHED},
     GateAnswer("breaker", Kind.WAIT,
                "The person got 20 e-mails within 24 hours, the most that any may.",
                until=SOON, unblock="Time.")),
    (gates.gap, {"touches": JUST_TOUCHED, "min_gap": 48 * HOUR},
     GateAnswer("gap", Kind.WAIT,
                "The person was written to at 2026-03-02T09:00:00+00:00; 48 hours must lie "
                "between.", until=NOW + 47 * HOUR, unblock="Time.")),
    (gates.limits, {"slot": FULL},
     GateAnswer("limits", Kind.WAIT, FULL.words, until=SOON,
                unblock="Time, or higher limits of the mailbox.")),
    *[(gates.window, {"calendar": TUESDAYS_IN_ROME, "rejected_zones": zones},
       GateAnswer("window", Kind.WAIT,
                  f"The send window (Europe/Rome) is closed at {{at}}.{flag}",
                  until=datetime(2026, 3, 3, 8, tzinfo=UTC),
                  unblock="Time, or a wider send window."))
      for zones, flag in [((), ""), (("Mars/Olympus", "EST5"),
                                     " No such time zone: Mars/Olympus, EST5.")]],
    *[(gates.address, {"email": email, "kind": kind},
       GateAnswer("address", Kind.HOLD, "The person has no e-mail address.",
                  unblock="Add an e-mail address to the person."))
      for email in (None, "") for kind in (StepType.EMAIL_AUTO, StepType.EMAIL_MANUAL)],
    (gates.mailbox, {"mailbox": None},
     GateAnswer("mailbox", Kind.HOLD, "No mailbox sends for this.", unblock="Add a mailbox.")),
    (gates.mailbox, {"mailbox_status": MailboxStatus.PAUSED},
     GateAnswer("mailbox", Kind.HOLD, "The mailbox bob@example.com is paused: 535 denied",
                unblock="Mend the cause and resume the mailbox.")),
    (gates.content, {"body": "{{ city }} {{ first_name }} {{ custom.team }}"},
     GateAnswer("content", Kind.HOLD, "The text has no value for city, custom.team.",
                unblock="Fill in city, custom.team for this person, or give the text a "
                        "fallback.")),
    (gates.content, {"body": "{{ 5 | divided_by: seats }}", "fields": {"seats": 0}},
     GateAnswer("content", Kind.HOLD,
                "The text cannot be written: a calculation has no result.", unblock=CORRECT)),
    (gates.content, {"body": "{{ first_name | date: '%d %B' }}"},
     GateAnswer("content", Kind.HOLD, "The text cannot be written: 'Ada' is no date.",
                unblock=CORRECT)),
    (gates.content, {"body": "{{ first_name | times: 2 }}", "kind": StepType.TASK},
     GateAnswer("content", Kind.HOLD, "The text cannot be written: 'Ada' is no number.",
                unblock=CORRECT)),
]  # fmt: skip
WAITS = [block for block in BLOCKS if block[2].says is Kind.WAIT]


@pytest.mark.parametrize(("gate", "matters"), PASSES)
def test_a_gate_lets_pass(gate: Gate, matters: dict[str, Any]) -> None:
    answer = gate(a_case(**matters), NOW, NOW)
    assert (answer.says, answer.until, answer.unblock, answer.stop) == (None, None, "", None)
    assert answer.saw
    assert answer.gate == gate.__name__


@pytest.mark.parametrize(("gate", "matters", "answer"), BLOCKS)
def test_a_gate_stops_and_says_why(gate: Gate, matters: dict[str, Any], answer: GateAnswer) -> None:
    at = NOW if answer.until is None else answer.until - HOUR
    expected = answer._replace(saw=answer.saw.replace("{at}", at.isoformat()))
    assert gate(a_case(**matters), NOW, at) == expected


@pytest.mark.parametrize(("gate", "matters", "answer"), WAITS)
def test_a_timing_gate_asks_about_the_instant_that_the_others_left_open(
    gate: Gate, matters: dict[str, Any], answer: GateAnswer
) -> None:
    case, until = a_case(**matters), answer.until
    assert until is not None
    assert gate(case, NOW, until).says is None
    assert gate(case, NOW, until - timedelta(microseconds=1)).until == until


def test_every_gate_is_in_both_tables() -> None:
    every = {*STANDING, *TIMING, *READINESS}
    assert {gate for gate, _ in PASSES} == every
    assert {gate for gate, *_ in BLOCKS} == every
    assert {gate for gate, *_ in WAITS} == set(TIMING)


def test_where_nothing_is_the_matter_a_gate_gives_the_answer_that_the_ledger_knows() -> None:
    answers = {gate.__name__: gate(a_case(), NOW, NOW) for gate in (*STANDING, *TIMING, *READINESS)}
    standard = {name for name, answer in answers.items() if STANDARD_PASSES.get(name) is answer}
    assert standard == answers.keys() - {"delay", "content"}


def test_the_content_gate_hands_the_texts_on() -> None:
    answer = gates.content(a_case(kind=StepType.TASK), NOW, NOW)
    assert answer.content == Written("Hello", "Hi Ada!")


def test_a_zone_that_does_not_exist_is_flagged_even_where_the_window_is_open() -> None:
    answer = gates.window(a_case(rejected_zones=("Mars/Olympus",)), NOW, NOW)
    assert answer.saw == "The send window is open then. No such time zone: Mars/Olympus."


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (STANDARD_PASSES["task"],
         {"gate": "task", "says": "PASS", "saw": "No task of this step is open."}),
        (GateAnswer("gap", Kind.WAIT, "Too soon.", until=NOW, unblock="Time."),
         {"gate": "gap", "says": "WAIT", "saw": "Too soon.",
          "until": "2026-03-02T10:00:00+00:00", "unblock": "Time."}),
    ],
)  # fmt: skip
def test_an_answer_as_json_leaves_out_what_is_not_given(
    answer: GateAnswer, line: dict[str, str]
) -> None:
    assert answer.to_json() == line
