"""The one brain: which gate binds, when a touch could go, and what may be relied on."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_core.domain.calendar import DelayUnit
from crm_core.domain.cases import DeliveryFacts, InboxFacts, TouchFacts
from crm_core.domain.gates import PERSON_DAILY_LIMIT, READINESS, STANDING, TIMING
from crm_core.domain.limits import Slot
from crm_core.domain.planner import decide, earliest
from crm_core.domain.verdicts import Kind, Verdict
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from tests.domain.builders import (
    AT_ALL_HOURS,
    NOW,
    OFFICE_HOURS,
    TUESDAYS_IN_ROME,
    a_case,
    a_delay,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ORDER = [
    "enrollment", "sequence", "person", "company_mail", "task", "delivery",
    "retry", "mailbox_away", "delay", "absence", "breaker", "gap", "limits", "window",
    "address", "mailbox", "inbox", "content",
]  # fmt: skip
STANDING_GATES, TIMING_GATES, READINESS_GATES = ORDER[:6], ORDER[6:14], ORDER[14:]
JUST_TOUCHED = TouchFacts(NOW - HOUR, 1, NOW - HOUR)

MATTERS: dict[str, dict[str, Any]] = {
    "enrollment": {"enrollment_status": EnrollmentStatus.PAUSED},
    "sequence": {"sequence_status": SequenceStatus.ARCHIVED},
    "person": {"suppressed": SuppressionReason.OPTED_OUT},
    "company_mail": {"company_mail_from": "eva@example.com"},
    "task": {"waiting_since": NOW},
    "delivery": {"delivery": DeliveryFacts(DeliveryStatus.UNCERTAIN)},
    "retry": {"delivery": DeliveryFacts(DeliveryStatus.DEFERRED, 1, NOW + HOUR)},
    "mailbox_away": {"away_until": NOW + 2 * HOUR},
    "delay": {"delay": "3 HOURS"},
    "absence": {"absent_until": NOW + 3.5 * HOUR},
    "breaker": {"touches": TouchFacts(NOW, PERSON_DAILY_LIMIT, NOW - 20 * HOUR)},
    "gap": {"touches": JUST_TOUCHED, "min_gap": 6 * HOUR},
    "limits": {"slot": Slot(NOW + 7 * HOUR, "The mailbox is full.")},
    "window": {"calendar": TUESDAYS_IN_ROME},
    "address": {"email": None},
    "mailbox": {"mailbox_status": MailboxStatus.PAUSED},
    "inbox": {"inbox": InboxFacts(NOW - HOUR, is_fresh=False)},
    "content": {"body": "{{ city }}"},
}
"""One thing that is the matter for each gate; what the timing gates give gets later and later."""


def asked(verdict: Verdict) -> list[str]:
    return [answer.gate for answer in verdict.gates]


def bound(verdict: Verdict) -> tuple[Kind, str | None]:
    return verdict.kind, verdict.binding.gate if verdict.binding else None


def test_the_gates_are_asked_in_their_order() -> None:
    assert [gate.__name__ for gate in (*STANDING, *TIMING, *READINESS)] == ORDER
    assert asked(decide(a_case(), NOW)) == ORDER


def test_where_nothing_is_the_matter_the_touch_goes_now() -> None:
    verdict = decide(a_case(), NOW)
    assert bound(verdict) == (Kind.ACT, None)
    assert verdict.earliest_at == NOW
    assert verdict.content is not None
    assert (verdict.content.subject, verdict.content.text) == ("Hello", "Hi Ada!")
    assert (verdict.reason, verdict.unblock) == ("", "")


@pytest.mark.parametrize("gate", ORDER)
def test_each_gate_alone_binds_and_gives_the_reason(gate: str) -> None:
    verdict = decide(a_case(**MATTERS[gate]), NOW)
    assert verdict.binding is not None
    assert (verdict.binding.gate, verdict.kind) == (gate, verdict.binding.says)
    assert (verdict.reason, verdict.unblock) == (verdict.binding.saw, verdict.binding.unblock)
    assert verdict.content is None


@pytest.mark.parametrize(
    ("first", "second"),
    [pair for pair in combinations(ORDER, 2) if pair not in {("delivery", "retry"),
                                                             ("breaker", "gap")}],
)  # fmt: skip
def test_of_two_gates_the_first_binds_and_of_two_timing_gates_the_later_instant(
    first: str, second: str
) -> None:
    verdict = decide(a_case(**MATTERS[first], **MATTERS[second]), NOW)
    both_timing = {first, second} <= set(TIMING_GATES)
    assert verdict.binding is not None
    assert verdict.binding.gate == (second if both_timing else first)


@pytest.mark.parametrize(
    ("matters", "kind", "gate"),
    [
        (("person", "task", "delay"), Kind.STOP, "person"),
        (("sequence", "delivery", "window"), Kind.STOP, "sequence"),
        (("sequence", "content"), Kind.STOP, "sequence"),
        (("task", "delay"), Kind.HOLD, "task"),
        (("delivery", "window", "address"), Kind.HOLD, "delivery"),
        (("delay", "address"), Kind.WAIT, "delay"),
        (("window", "mailbox", "content"), Kind.WAIT, "window"),
        (("address", "mailbox", "content"), Kind.HOLD, "address"),
        # What is paused stands still: the opt-out has ended it already.
        (("enrollment", "person", "delay"), Kind.HOLD, "enrollment"),
    ],
)
def test_a_stop_comes_before_a_hold_and_a_hold_before_a_wait_unless_it_can_wait(
    matters: tuple[str, ...], kind: Kind, gate: str
) -> None:
    facts = {name: value for matter in matters for name, value in MATTERS[matter].items()}
    assert bound(decide(a_case(**facts), NOW)) == (kind, gate)


@pytest.mark.parametrize("others", [(), ("delay", "window"), ("address", "mailbox", "content")])
def test_a_step_that_was_sent_is_skipped_whatever_else_is_the_matter(
    others: tuple[str, ...],
) -> None:
    facts = {name: value for matter in others for name, value in MATTERS[matter].items()}
    case = a_case(**facts, delivery=DeliveryFacts(DeliveryStatus.SENT))
    for ask_all in (False, True):
        verdict = decide(case, NOW, ask_all=ask_all)
        assert bound(verdict) == (Kind.SKIP, "delivery")
        assert verdict.earliest_at is None


@pytest.mark.parametrize("others", [(), ("window",), ("address", "mailbox")])
def test_without_a_step_the_enrollment_finishes(others: tuple[str, ...]) -> None:
    facts = {name: value for matter in others for name, value in MATTERS[matter].items()}
    case = a_case(**facts, step=None, content=None)
    for ask_all in (False, True):
        verdict = decide(case, NOW, ask_all=ask_all)
        assert bound(verdict) == (Kind.FINISH, "task")
        assert verdict.earliest_at is None


@pytest.mark.parametrize(
    ("facts", "gate", "instant"),
    [
        # On Friday, two hours after 16:00 it is past five: Monday at nine.
        ({"touches": TouchFacts(datetime(2026, 3, 6, 16, tzinfo=UTC)), "min_gap": 2 * HOUR},
         "window", "2026-03-09T09:00+00:00"),
        ({"touches": TouchFacts(datetime(2026, 3, 6, 15, tzinfo=UTC)), "min_gap": 1.75 * HOUR},
         "gap", "2026-03-06T16:45+00:00"),
        ({"delay": "1 DAYS", "anchor_at": datetime(2026, 3, 6, 12, tzinfo=UTC)},
         "window", "2026-03-09T09:00+00:00"),
        ({"away_until": datetime(2026, 3, 9, 9, 30, tzinfo=UTC)},
         "mailbox_away", "2026-03-09T09:30+00:00"),
    ],
)  # fmt: skip
def test_the_window_has_the_last_word_on_the_time(
    facts: dict[str, Any], gate: str, instant: str
) -> None:
    now = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    case = a_case(**{"calendar": OFFICE_HOURS, "anchor_at": now, **facts})
    verdict = decide(case, now)
    assert bound(verdict) == (Kind.WAIT, gate)
    assert verdict.earliest_at == datetime.fromisoformat(instant)


@pytest.mark.parametrize("gate", STANDING_GATES)
def test_behind_a_standing_gate_no_other_is_asked_and_no_time_is_given(gate: str) -> None:
    verdict = decide(a_case(**MATTERS[gate], calendar=TUESDAYS_IN_ROME), NOW)
    assert asked(verdict) == ORDER[: ORDER.index(gate) + 1]
    assert verdict.earliest_at is None


@pytest.mark.parametrize("gate", TIMING_GATES)
def test_while_time_is_awaited_readiness_is_not_asked(gate: str) -> None:
    verdict = decide(a_case(**MATTERS[gate]), NOW)
    assert asked(verdict) == STANDING_GATES + TIMING_GATES
    assert verdict.binding is not None
    assert verdict.earliest_at == verdict.binding.until


@pytest.mark.parametrize("gate", READINESS_GATES)
def test_what_is_due_but_not_ready_could_go_now(gate: str) -> None:
    verdict = decide(a_case(**MATTERS[gate]), NOW)
    assert asked(verdict) == ORDER[: ORDER.index(gate) + 1]
    assert verdict.earliest_at == NOW


def test_to_explain_a_hold_every_gate_is_asked_and_the_time_behind_it_given() -> None:
    case = a_case(**MATTERS["task"], **MATTERS["window"], **MATTERS["content"])
    verdict = decide(case, NOW, ask_all=True)
    assert asked(verdict) == ORDER
    assert [answer.gate for answer in verdict.gates if answer.says] == ["task", "window", "content"]
    assert verdict.earliest_at == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_the_next_look_at_a_step_is_when_its_delay_and_the_window_allow_it() -> None:
    assert earliest(OFFICE_HOURS, NOW, a_delay("8 HOURS")) == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert earliest(AT_ALL_HOURS, NOW, a_delay("8 HOURS")) == NOW + 8 * HOUR


instants = st.integers(-14 * 24 * 60, 14 * 24 * 60).map(lambda n: NOW + timedelta(minutes=n))
deliveries = st.builds(
    DeliveryFacts,
    st.sampled_from(DeliveryStatus),
    st.integers(0, 8),
    st.none() | instants,
    st.sampled_from(["", "451 later"]),
)
touches = st.builds(
    TouchFacts, st.none() | instants, st.integers(0, PERSON_DAILY_LIMIT + 1), st.none() | instants
)
delays = st.tuples(st.integers(0, 60), st.sampled_from(DelayUnit)).map(
    lambda delay: f"{delay[0]} {delay[1]}"
)
steps = st.builds(
    a_case,
    kind=st.sampled_from(StepType),
    delay=delays,
    body=st.sampled_from(["Hi", "{{ first_name }}", "{{ city }}", "{{ first_name | plus: 1 }}"]),
    email=st.sampled_from(["ada@example.com", None]),
    suppressed=st.sampled_from([None, None, None, *SuppressionReason]),
    mailbox_status=st.sampled_from(MailboxStatus),
    away_until=st.none() | instants,
    enrollment_status=st.sampled_from([EnrollmentStatus.ACTIVE] * 6 + [*EnrollmentStatus]),
    sequence_status=st.sampled_from([SequenceStatus.ACTIVE] * 6 + [*SequenceStatus]),
    anchor_at=instants,
    waiting_since=st.none() | st.none() | instants,
    calendar=st.sampled_from([AT_ALL_HOURS, OFFICE_HOURS, TUESDAYS_IN_ROME]),
    delivery=st.none() | st.none() | deliveries,
    touches=touches,
    min_gap=st.none() | st.integers(1, 400).map(lambda hours: hours * HOUR),
)
ends = st.sampled_from([{"step": None, "content": None}, {"mailbox": None}, {}, {}, {}, {}])
cases = st.builds(lambda case, end: case._replace(**end), steps, ends)
waiting = st.builds(
    a_case,
    delay=delays,
    away_until=st.none() | instants,
    anchor_at=instants,
    calendar=st.sampled_from([AT_ALL_HOURS, OFFICE_HOURS, TUESDAYS_IN_ROME]),
    touches=touches,
    min_gap=st.none() | st.integers(1, 400).map(lambda hours: hours * HOUR),
)


@given(cases, instants, st.booleans())
def test_the_same_case_at_the_same_time_is_decided_the_same(
    case: Any, now: datetime, ask_all: bool
) -> None:
    before = repr(case)
    assert decide(case, now, ask_all=ask_all) == decide(case, now, ask_all=ask_all)
    assert repr(case) == before


@given(cases, instants)
def test_to_ask_all_gates_changes_no_decision(case: Any, now: datetime) -> None:
    short, full = decide(case, now), decide(case, now, ask_all=True)
    assert (full.kind, full.binding, full.content) == (short.kind, short.binding, short.content)
    assert full.gates[: len(short.gates)] == short.gates
    assert asked(full) == ORDER
    assert short.earliest_at in (None, full.earliest_at)


@given(cases, instants)
def test_a_verdict_says_when_exactly_where_time_says_it(case: Any, now: datetime) -> None:
    verdict = decide(case, now)
    match verdict.kind:
        case Kind.ACT:
            assert (verdict.binding, verdict.earliest_at) == (None, now)
        case Kind.WAIT:
            assert verdict.earliest_at is not None
            assert verdict.earliest_at > now
        case Kind.HOLD:
            assert verdict.earliest_at in (None, now)
        case _:
            assert verdict.earliest_at is None
    assert (verdict.content is not None) is (verdict.kind is Kind.ACT and case.content is not None)


@given(waiting, instants, st.floats(0, 1, exclude_max=True))
def test_a_wait_ends_at_its_instant_and_not_before(case: Any, now: datetime, part: float) -> None:
    verdict = decide(case, now)
    assume(verdict.kind is Kind.WAIT)
    assert verdict.earliest_at is not None
    between = now + (verdict.earliest_at - now) * part
    assert decide(case, verdict.earliest_at).kind is Kind.ACT
    assume(between < verdict.earliest_at)
    again = decide(case, between)
    assert (again.kind, again.earliest_at) == (Kind.WAIT, verdict.earliest_at)


@given(cases, instants)
def test_no_case_waits_again_once_its_time_has_come(case: Any, now: datetime) -> None:
    verdict = decide(case, now, ask_all=True)
    if verdict.earliest_at is not None:
        assert decide(case, verdict.earliest_at).kind is not Kind.WAIT
