"""A verdict in sentences for people."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.cases import DeliveryFacts, TouchFacts
from crm_core.domain.explanations import GATE_NAMES, Explanation, explain
from crm_core.domain.gates import PERSON_DAILY_LIMIT, READINESS, STANDING, TIMING
from crm_core.domain.planner import decide
from crm_core.domain.verdicts import Kind
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    StepType,
    SuppressionReason,
)
from tests.domain.builders import NOW, TUESDAYS_IN_ROME, a_case

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


def explained(now: datetime = NOW, **facts: Any) -> Explanation:
    return explain(decide(a_case(**facts), now, ask_all=True), zone=BERLIN, now=now)


def test_every_gate_has_a_name_for_people() -> None:
    assert {gate.__name__ for gate in (*STANDING, *TIMING, *READINESS)} <= GATE_NAMES.keys()


@pytest.mark.parametrize(
    ("facts", "reason", "opens", "helps"),
    [
        ({}, "Nothing keeps it back: it happens with the runner's next look.", "", ""),
        ({"delay": "3 DAYS"}, "The step's delay of 3 days has not passed.",
         "It can go on Thursday 5 March at 11:00 (Europe/Berlin).", ""),
        ({"calendar": TUESDAYS_IN_ROME},
         "The send window (Europe/Rome) is closed today at 11:00.",
         "It can go tomorrow at 09:00 (Europe/Berlin).", "Time, or a wider send window."),
        ({"touches": TouchFacts(NOW - HOUR, 1, NOW - HOUR), "min_gap": 6 * HOUR},
         "The person was written to today at 10:00; 6 hours must lie between.",
         "It can go today at 16:00 (Europe/Berlin).", ""),
        ({"touches": TouchFacts(NOW, PERSON_DAILY_LIMIT, NOW - 20 * HOUR)},
         "The person got 20 e-mails within 24 hours, the most that any may.",
         "It can go today at 15:00 (Europe/Berlin).", ""),
        ({"away_until": NOW + HOUR}, "The mail server of bob@example.com did not answer.",
         "It can go today at 12:00 (Europe/Berlin).",
         "The server's return; it is tried again by itself."),
        ({"email": None}, "The person has no e-mail address.", "",
         "Add an e-mail address to the person."),
        ({"body": "{{ city }}"}, "The text has no value for city.", "",
         "Fill in city for this person, or give the text a fallback."),
        ({"mailbox_status": MailboxStatus.PAUSED},
         "The mailbox bob@example.com is paused: 535 denied", "",
         "Mend the cause and resume the mailbox."),
        ({"kind": StepType.CALL, "waiting_since": NOW - 24 * HOUR},
         "The call of this step is open since yesterday at 11:00.", "",
         "Complete or skip the call."),
        ({"kind": StepType.CALL, "waiting_since": NOW, "calendar": TUESDAYS_IN_ROME},
         "The call of this step is open since today at 11:00.", "",
         "Complete or skip the call."),
        ({"enrollment_status": EnrollmentStatus.PAUSED, "delay": "1 DAYS"},
         "The enrollment is paused.",
         "Once that is mended, it can go tomorrow at 11:00 (Europe/Berlin).",
         "Resume the enrollment."),
        ({"suppressed": SuppressionReason.OPTED_OUT},
         "The person opted out. The enrollment ends with the runner's next look.", "",
         "Nothing: the person is not to be touched."),
        ({"step": None, "content": None},
         "No step is left. The enrollment is completed with the runner's next look.", "", ""),
        ({"delivery": DeliveryFacts(DeliveryStatus.SENT)},
         ("This step's e-mail was sent already. "
         "The enrollment goes on with the runner's next look."), "", ""),
    ],
)  # fmt: skip
def test_the_binding_gate_is_told_with_its_time_and_what_helps(
    facts: dict[str, Any], reason: str, opens: str, helps: str
) -> None:
    told = explained(**facts)
    assert (told.reason, told.opens, told.helps) == (reason, opens, helps)


def test_all_gates_stand_below_in_their_order_and_one_of_them_binds() -> None:
    told = explained(email=None, calendar=TUESDAYS_IN_ROME)
    assert len(told.gates) == len(STANDING) + len(TIMING) + len(READINESS)
    assert [(gate.name, gate.stands) for gate in told.gates if gate.stands != "passes"] == [
        ("Send window", "waits"), ("Address", "holds")
    ]  # fmt: skip
    assert [gate.name for gate in told.gates if gate.binds] == ["Send window"]
    assert told.kind is Kind.WAIT
    window = next(gate for gate in told.gates if gate.name == "Send window")
    assert window.said == (
        "The send window (Europe/Rome) is closed today at 11:00. It opens tomorrow at 09:00."
    )


def test_no_instant_is_left_in_a_programs_spelling() -> None:
    told = explained(
        datetime(2026, 3, 7, 12, tzinfo=UTC), anchor_at=NOW, calendar=TUESDAYS_IN_ROME,
        touches=TouchFacts(NOW, 1, NOW), min_gap=300 * HOUR, waiting_since=NOW,
    )  # fmt: skip
    assert not any("T1" in gate.said or "+00:00" in gate.said for gate in told.gates)
