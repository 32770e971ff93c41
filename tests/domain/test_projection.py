"""What would happen, and why then: windows, weekends, holidays, the clock's changes, holds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.calendar import Calendar, SendWindow
from crm_core.domain.cases import Case, DeliveryFacts, StepContent
from crm_core.domain.gates import PERSON_DAILY_LIMIT
from crm_core.domain.projection import ProjectedStep, project
from crm_core.domain.sequences import Step
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from crm_core.step_texts import compile_step
from tests.domain.builders import AT_ALL_HOURS, NOW, OFFICE_HOURS, a_case, a_delay

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROME = ZoneInfo("Europe/Rome")
ROME_OFFICE = Calendar(ROME, SendWindow.parse(None))
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
ROME_AT_EASTER = Calendar(ROME, SendWindow.parse(None), EASTER)
ROME_AT_NIGHT = Calendar(
    ROME, SendWindow.parse({"days": {"FRI": [["22:00", "02:00"]], "MON": [["09:00", "10:00"]]}})
)
ROME_AT_ALL_HOURS = Calendar(ROME, SendWindow.parse("ALWAYS"))


def at(local: str, zone: ZoneInfo = ROME) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def steps(*given: str, body: str = "Hi {{ first_name }}!") -> list[tuple[Step, StepContent]]:
    """Of words such as "EMAIL_AUTO 2 DAYS"."""
    made = []
    for position, words in enumerate(given):
        kind, delay = words.split(" ", 1)
        step = Step(f"s{position}", position, StepType(kind), a_delay(delay), "Hello", body)
        made.append((step, compile_step(step)))
    return made


def projected(
    *given: str, start: datetime = NOW, touched: Sequence[datetime] = (), **facts: Any
) -> tuple[ProjectedStep, ...]:
    case = a_case(**{"anchor_at": start, **facts})
    return project(case, steps(*given), start, touched)


def landed(lines: Sequence[ProjectedStep], zone: ZoneInfo = ROME) -> list[str | None]:
    return [f"{line.at.astimezone(zone):%a %d %b %H:%M}" if line.at else None for line in lines]


def test_each_delay_counts_from_the_step_before() -> None:
    lines = projected("EMAIL_AUTO 0 MINUTES", "CALL 2 HOURS", "EMAIL_AUTO 3 DAYS", "TASK 0 DAYS")
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert [line.at for line in lines] == [NOW, NOW + 2 * HOUR, NOW + 2 * HOUR + 3 * DAY,
                                           NOW + 2 * HOUR + 3 * DAY]  # fmt: skip
    assert [line.why for line in lines] == [
        "At once.", "2 hours after step 1.", "3 days after step 2.", "Right at step 3."
    ]  # fmt: skip
    assert [line.gate for line in lines] == ["", "delay", "delay", ""]
    assert lines[0].text.strip() == "Hi Ada!"
    assert lines[1].assumed == "The call is completed when it lands."
    assert not any(line.problem or line.supposed for line in lines)


@pytest.mark.parametrize(
    ("calendar", "start", "given", "when", "why"),
    [
        pytest.param(
            ROME_OFFICE, "2026-03-06T16:00", "EMAIL_AUTO 1 DAYS", "Mon 09 Mar 09:00",
            "1 day after the enrollment. Saturday 7 March is outside the send window. "
            "It opens Monday 9 March at 09:00 (Europe/Rome).", id="weekend",
        ),
        pytest.param(
            ROME_OFFICE, "2026-03-06T18:30", "EMAIL_AUTO 0 MINUTES", "Mon 09 Mar 09:00",
            "At once. Friday 6 March at 18:30 is outside the send window. "
            "It opens Monday 9 March at 09:00 (Europe/Rome).", id="after hours",
        ),
        pytest.param(
            ROME_OFFICE, "2026-03-05T07:15", "EMAIL_AUTO 0 MINUTES", "Thu 05 Mar 09:00",
            "At once. At 07:15 the send window is closed; it opens at 09:00 (Europe/Rome).",
            id="before hours",
        ),
        pytest.param(
            ROME_AT_EASTER, "2026-04-02T16:00", "EMAIL_AUTO 1 DAYS", "Tue 07 Apr 09:00",
            "1 day after the enrollment. Friday 3 April is a public holiday. Monday 6 April is "
            "a public holiday. It opens Tuesday 7 April at 09:00 (Europe/Rome).", id="holidays",
        ),
        pytest.param(
            ROME_AT_EASTER, "2026-04-04T16:00", "EMAIL_AUTO 0 MINUTES", "Tue 07 Apr 09:00",
            "At once. Saturday 4 April is outside the send window. Monday 6 April is a public "
            "holiday. It opens Tuesday 7 April at 09:00 (Europe/Rome).", id="weekend and holiday",
        ),
        pytest.param(
            ROME_AT_EASTER, "2026-04-02T10:00", "CALL 2 BUSINESS_DAYS", "Wed 08 Apr 10:00",
            "2 business days after the enrollment. Friday 3 April is a public holiday. "
            "Monday 6 April is a public holiday.", id="business days over holidays",
        ),
        pytest.param(
            ROME_OFFICE, "2026-03-07T10:00", "CALL 0 BUSINESS_DAYS", "Mon 09 Mar 10:00",
            "On the first business day after the enrollment.", id="the next business day",
        ),
        pytest.param(
            ROME_AT_NIGHT, "2026-03-07T01:30", "CALL 0 MINUTES", "Sat 07 Mar 01:30",
            "At once.", id="a night's hours run past midnight",
        ),
        pytest.param(
            ROME_AT_NIGHT, "2026-03-07T02:30", "CALL 0 MINUTES", "Mon 09 Mar 09:00",
            "At once. Saturday 7 March is outside the send window. "
            "It opens Monday 9 March at 09:00 (Europe/Rome).", id="after a night's hours",
        ),
        pytest.param(
            ROME_AT_ALL_HOURS, "2026-03-28T02:30", "CALL 1 DAYS", "Sun 29 Mar 03:00",
            "1 day after the enrollment.", id="a time that the clock skips",
        ),
        pytest.param(
            ROME_AT_ALL_HOURS, "2026-03-28T10:00", "CALL 24 HOURS", "Sun 29 Mar 11:00",
            "24 hours after the enrollment.", id="hours over a change of the clock",
        ),
        pytest.param(
            ROME_AT_ALL_HOURS, "2026-10-24T02:30", "CALL 1 DAYS", "Sun 25 Oct 02:30",
            "1 day after the enrollment.", id="a time that the clock shows twice",
        ),
        pytest.param(
            ROME_OFFICE, "2026-12-31T18:00", "CALL 0 MINUTES", "Fri 01 Jan 09:00",
            "At once. Thursday 31 December 2026 at 18:00 is outside the send window. "
            "It opens Friday 1 January 2027 at 09:00 (Europe/Rome).", id="into the next year",
        ),
    ],
)  # fmt: skip
def test_a_step_lands_when_the_calendar_lets_it_and_says_why(
    calendar: Calendar, start: str, given: str, when: str, why: str
) -> None:
    (line,) = projected(given, start=at(start), calendar=calendar)
    assert landed([line]) == [when]
    assert line.why == why


def test_later_steps_shift_with_one_that_waited() -> None:
    lines = projected(
        "EMAIL_AUTO 0 MINUTES", "EMAIL_AUTO 2 DAYS", "CALL 3 DAYS",
        start=at("2026-03-05T20:00"), calendar=ROME_OFFICE,
    )  # fmt: skip
    assert landed(lines) == ["Fri 06 Mar 09:00", "Mon 09 Mar 09:00", "Thu 12 Mar 09:00"]


def test_a_chosen_start_is_named() -> None:
    start = NOW + 3 * DAY
    lines = project(a_case(anchor_at=start), steps("CALL 0 MINUTES", "CALL 1 DAYS"), NOW)
    assert [line.at for line in lines] == [start, start + DAY]
    assert lines[0].why == "Right at the chosen start."
    assert lines[1].why == "1 day after step 1."


def test_a_minimum_gap_counts_the_e_mails_of_the_walk_and_those_before_it() -> None:
    lines = projected(
        "EMAIL_AUTO 0 MINUTES", "EMAIL_AUTO 1 HOURS", "CALL 1 HOURS",
        touched=[NOW - 5 * HOUR], min_gap=24 * HOUR,
    )  # fmt: skip
    assert [line.at for line in lines] == [NOW + 19 * HOUR, NOW + 43 * HOUR, NOW + 44 * HOUR]
    assert [line.gate for line in lines] == ["gap", "gap", "delay"]
    assert lines[0].why == (
        "At once. The person was written to yesterday at 05:00; 24 hours must lie between. (UTC)"
    )


def test_after_a_gap_the_window_has_the_last_word_and_both_are_told() -> None:
    (line,) = projected(
        "EMAIL_AUTO 0 MINUTES", start=at("2026-03-06T10:00"), calendar=ROME_OFFICE,
        touched=[at("2026-03-06T09:30")], min_gap=24 * HOUR,
    )  # fmt: skip
    assert landed([line]) == ["Mon 09 Mar 09:00"]
    assert line.gate == "window"
    assert "24 hours must lie between" in line.why
    assert "Saturday 7 March is outside the send window. It opens Monday" in line.why


def test_the_daily_limit_is_counted_anew_when_the_first_of_the_day_is_past() -> None:
    touched = [NOW - 20 * HOUR + number * HOUR for number in range(PERSON_DAILY_LIMIT)]
    lines = projected("EMAIL_AUTO 0 MINUTES", "EMAIL_AUTO 0 MINUTES", touched=touched)
    assert [line.at for line in lines] == [NOW + 4 * HOUR, NOW + 5 * HOUR]
    assert {line.gate for line in lines} == {"breaker"}


def test_a_draft_that_is_sent_counts_for_the_gap_of_the_next_e_mail() -> None:
    lines = projected("EMAIL_MANUAL 0 MINUTES", "EMAIL_AUTO 1 HOURS", min_gap=10 * HOUR)
    assert [line.at for line in lines] == [NOW, NOW + 10 * HOUR]


@pytest.mark.parametrize(
    ("facts", "problem", "unblock"),
    [
        ({"email": None}, "The person has no e-mail address.", "Add an e-mail address"),
        ({"mailbox": None}, "No mailbox sends for this.", "Add a mailbox."),
        ({"mailbox_status": MailboxStatus.PAUSED}, "bob@example.com is paused", "Mend the cause"),
        ({"fields": {"first_name": ""}}, "has no value for first_name", "Fill in first_name"),
    ],
)
def test_what_holds_a_step_is_told_and_the_rest_goes_on_as_if_it_were_mended(
    facts: dict[str, Any], problem: str, unblock: str
) -> None:
    lines = projected("CALL 0 MINUTES", "EMAIL_AUTO 1 DAYS", "CALL 1 DAYS",
                      **{"body": "Hi", **facts})  # fmt: skip
    if "fields" not in facts:
        assert (lines[0].problem, lines[0].supposed) == ("", False)
    assert problem in lines[1].problem
    assert unblock in lines[1].unblock
    assert [line.at for line in lines] == [NOW, NOW + DAY, NOW + 2 * DAY]
    assert [line.supposed for line in lines[1:]] == [True, True]


def test_all_that_holds_a_step_is_told_at_once() -> None:
    (line,) = projected("EMAIL_AUTO 1 DAYS", email=None, fields={"first_name": None})
    assert line.problem == (
        "The person has no e-mail address. The text has no value for first_name."
    )
    assert (line.subject, line.text) == ("Hello", "Hi {{ first_name }}!")


@pytest.mark.parametrize(
    "facts",
    [
        {"suppressed": SuppressionReason.OPTED_OUT},
        {"sequence_status": SequenceStatus.ARCHIVED},
        {"delivery": DeliveryFacts(DeliveryStatus.REFUSED, reason="550 nobody here")},
    ],
)
def test_behind_a_stop_nothing_lands(facts: dict[str, Any]) -> None:
    lines = projected("EMAIL_AUTO 1 DAYS", "CALL 1 DAYS", **facts)
    assert [line.at for line in lines] == [None, None]
    assert lines[0].problem
    assert lines[1].problem == "Not reached: the enrollment ends at step 1."


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"enrollment_status": EnrollmentStatus.PAUSED}, "The enrollment is paused."),
        ({"sequence_status": SequenceStatus.PAUSED}, "The sequence is paused."),
    ],
)
def test_what_is_paused_is_projected_as_if_it_went_on_now(
    facts: dict[str, Any], problem: str
) -> None:
    lines = projected("EMAIL_AUTO 1 DAYS", "CALL 1 DAYS", **facts)
    assert [line.at for line in lines] == [NOW + DAY, NOW + 2 * DAY]
    assert [line.problem for line in lines] == [problem, ""]
    assert [line.supposed for line in lines] == [True, True]


def test_an_open_task_has_landed_and_ends_now_at_the_best() -> None:
    since = NOW - 3 * DAY
    lines = projected("CALL 1 DAYS", "EMAIL_AUTO 2 DAYS", kind=StepType.CALL,
                      waiting_since=since)  # fmt: skip
    assert [line.at for line in lines] == [since, NOW + 2 * DAY]
    assert lines[0].problem == "The call of this step is open."
    assert lines[0].unblock == "Complete or skip the call."


def test_an_uncertain_e_mail_has_no_time_and_the_next_step_counts_from_now() -> None:
    lines = projected("EMAIL_AUTO 0 DAYS", "CALL 2 DAYS",
                      delivery=DeliveryFacts(DeliveryStatus.UNCERTAIN))  # fmt: skip
    assert [line.at for line in lines] == [None, NOW + 2 * DAY]
    assert "no answer was heard" in lines[0].problem


def test_what_was_sent_already_is_no_problem() -> None:
    lines = projected("EMAIL_AUTO 0 DAYS", "CALL 2 DAYS",
                      delivery=DeliveryFacts(DeliveryStatus.SENT))  # fmt: skip
    assert [line.problem for line in lines] == ["", ""]
    assert lines[1].at == NOW + 2 * DAY


def test_the_runners_next_look_is_not_passed_by() -> None:
    case = a_case(anchor_at=NOW - DAY)
    look = NOW + 6 * HOUR
    lines = project(case, steps("CALL 0 DAYS", "CALL 1 DAYS"), NOW, next_look_at=look)
    assert [line.at for line in lines] == [look, look + DAY]


def test_an_overdue_step_lands_now() -> None:
    case = a_case(anchor_at=NOW - 5 * DAY, calendar=OFFICE_HOURS)
    (line,) = project(case, steps("CALL 1 DAYS"), NOW)
    assert (line.at, line.why) == (NOW, "Due now.")
    (late,) = project(case, steps("CALL 1 DAYS"), NOW + 12 * HOUR)
    assert late.at == NOW + 23 * HOUR
    assert late.why == (
        "1 day after the enrollment. Monday 2 March at 22:00 is outside the send window. "
        "It opens Tuesday 3 March at 09:00 (UTC)."
    )


def test_hours_that_never_open_are_a_problem_and_no_error() -> None:
    closed = frozenset(date(2026, 1, 1) + n * DAY for n in range(2000))
    calendar = Calendar(ROME, SendWindow.parse(None), closed)
    lines = projected("CALL 0 MINUTES", "CALL 0 MINUTES", calendar=calendar)
    assert [line.at for line in lines] == [None, None]
    assert lines[0].problem == "The send window never opens."


def test_the_walk_leaves_the_case_as_it_was() -> None:
    case: Case = a_case(calendar=AT_ALL_HOURS)
    before = repr(case)
    assert project(case, steps("CALL 1 DAYS"), NOW) == project(case, steps("CALL 1 DAYS"), NOW)
    assert repr(case) == before
