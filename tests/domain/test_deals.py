"""Stages: their odds, sums by currency, and what counts as overdue or as long."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm_core.domain.deals import (
    CLOSED,
    ENOUGH,
    OPEN,
    PROBABILITY,
    STAGES,
    Move,
    Stay,
    Sum,
    Usual,
    is_long,
    is_overdue,
    month_of,
    move_text,
    read_move,
    stays,
    sums,
    usual_stays,
    weighted,
)
from crm_core.domain.words import DealStage

NEW, QUALIFIED, PROPOSAL, NEGOTIATION, WON, LOST = STAGES
TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_every_stage_is_open_or_closed_and_has_its_odds() -> None:
    assert set(OPEN) | CLOSED == set(DealStage)
    assert [PROBABILITY[stage] for stage in STAGES] == [10, 25, 50, 75, 100, 0]


@pytest.mark.parametrize(
    ("amount", "stage", "expected"),
    [
        ("1000", NEW, "100.00"),
        ("1000", LOST, "0.00"),
        ("999999999999.99", WON, "999999999999.99"),
        ("0.01", QUALIFIED, "0.00"),
        ("33.33", NEGOTIATION, "25.00"),
        ("0", PROPOSAL, "0.00"),
    ],
)
def test_an_amount_weighs_by_the_odds_of_its_stage(
    amount: str, stage: DealStage, expected: str
) -> None:
    assert weighted(Decimal(amount), stage) == Decimal(expected)


def test_currencies_are_never_added_to_each_other() -> None:
    parts = [
        (NEW, "EUR", Decimal(1000), 2),
        (PROPOSAL, "EUR", Decimal(500), 1),
        (PROPOSAL, "USD", Decimal(80), 1),
    ]
    assert sums(parts) == (
        Sum("EUR", Decimal(1500), Decimal("350.00"), 3),
        Sum("USD", Decimal(80), Decimal("40.00"), 1),
    )


def test_nothing_sums_up_to_no_currency() -> None:
    assert sums([]) == ()


@pytest.mark.parametrize(
    ("stage", "close_on", "late"),
    [
        (NEW, TODAY - DAY, True),
        (NEW, TODAY, False),
        (NEW, None, False),
        (WON, TODAY - DAY, False),
        (LOST, TODAY - DAY, False),
    ],
)
def test_an_open_deal_is_overdue_from_the_day_after(
    stage: DealStage, close_on: date | None, late: bool
) -> None:
    assert is_overdue(stage, close_on, TODAY) is late


@pytest.mark.parametrize(
    ("today", "first", "after"),
    [
        (date(2026, 11, 25), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1)),
    ],
)
def test_a_month_goes_from_its_first_day_to_the_next_ones(
    today: date, first: date, after: date
) -> None:
    assert month_of(today) == (first, after)


def test_the_usual_stay_is_the_median_of_each_stage() -> None:
    usual = usual_stays([(NEW, DAY), (NEW, 9 * DAY), (NEW, 2 * DAY), (PROPOSAL, DAY)])

    assert usual == {NEW: Usual(2 * DAY, 3), PROPOSAL: Usual(DAY, 1)}


@pytest.mark.parametrize(
    ("stage", "span", "usual", "long"),
    [
        (NEW, 5 * DAY, Usual(2 * DAY, ENOUGH), True),
        (NEW, 4 * DAY, Usual(2 * DAY, ENOUGH), False),
        (NEW, 50 * DAY, Usual(2 * DAY, ENOUGH - 1), False),
        (WON, 50 * DAY, Usual(2 * DAY, 100), False),
    ],
)
def test_a_stay_is_long_beyond_twice_the_median_of_enough_others(
    stage: DealStage, span: timedelta, usual: Usual, long: bool
) -> None:
    assert is_long(stage, span, {stage: usual}) is long


def test_where_no_deal_has_left_the_stage_none_is_long() -> None:
    assert not is_long(NEW, 900 * DAY, {})


@pytest.mark.parametrize("origin", STAGES)
@pytest.mark.parametrize("target", STAGES)
def test_a_move_is_read_as_it_was_written(origin: DealStage, target: DealStage) -> None:
    assert read_move(move_text(origin, target), NOON, "why") == Move(origin, target, NOON, "why")


@pytest.mark.parametrize("subject", ["", "NEW", "NEW → ", "NEW → MAYBE", "NEW -> WON", "→"])
def test_what_tells_of_no_move_is_none(subject: str) -> None:
    assert read_move(subject, NOON) is None


def test_stays_lead_from_the_beginning_to_the_stage_that_the_deal_is_in() -> None:
    moves = [Move(NEW, PROPOSAL, NOON, ""), Move(PROPOSAL, LOST, NOON + 3 * DAY, "Too dear")]

    told = stays(NOON - DAY, LOST, moves)

    assert told == (
        Stay(NEW, NOON - DAY, NOON),
        Stay(PROPOSAL, NOON, NOON + 3 * DAY),
        Stay(LOST, NOON + 3 * DAY, None, "Too dear"),
    )
    assert [stay.span(NOON + 5 * DAY) for stay in told] == [DAY, 3 * DAY, 2 * DAY]


def test_a_deal_that_never_moved_is_in_its_stage_since_it_began() -> None:
    assert stays(NOON, PROPOSAL, []) == (Stay(PROPOSAL, NOON, None),)
