"""How numbers, days and quotes are read."""

from datetime import date
from decimal import Decimal

import pytest

from crm_core.copilot.evidence.plain import make_plain
from crm_core.copilot.evidence.tokens import Kind, read_tokens
from tests.copilot.evidence.world import TODAY


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12,000.00 EUR", "12000", "EUR"),
        ("12.000,00 €", "12000", "EUR"),
        ("€12k", "12000", "EUR"),
        ("12 000 EUR", "12000", "EUR"),
        ("12'000 CHF", "12000", "CHF"),
        ("$1.2 million", "1200000", "USD"),
        ("US$40,500", "40500", "USD"),
        ("-5 %", "-5", "%"),
        ("2,5 %", "2.5", "%"),
        ("2.5 percent", "2.5", "%"),
        ("one hundred and twenty thousand euros", "120000", "EUR"),
        ("twenty-five", "25", ""),
        ("1,234,567", "1234567", ""),
        ("１２ EUR", "12", "EUR"),
    ],
)
def test_a_number_is_read_in_its_many_forms(text: str, value: str, unit: str) -> None:
    (token,) = read_tokens(make_plain(text).text, TODAY)

    assert token.number is not None
    assert token.number.values == (Decimal(value),)
    assert token.number.unit == unit


def test_a_number_that_can_be_read_in_two_ways_is_only_itself() -> None:
    (point,) = read_tokens("2.500", TODAY)
    (whole,) = read_tokens("2500", TODAY)

    assert point.number is not None
    assert whole.number is not None
    assert not point.number.equals(whole.number)
    assert point.number.equals(point.number)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-12-15", ["2026-12-15"]),
        ("15.12.2026", ["2026-12-15"]),
        ("15/12/2026", ["2026-12-15"]),
        ("12/15/2026", ["2026-12-15"]),
        ("December 15th, 2026", ["2026-12-15"]),
        ("15. Dezember 2026", ["2026-12-15"]),
        ("the 15th of December", None),
        ("Dec 15", ["2026-12-15"]),
        ("20 January", ["2027-01-20"]),
        ("yesterday", ["2026-11-24"]),
        ("three days ago", ["2026-11-22"]),
        ("a week ago", ["2026-11-18"]),
        ("in two weeks", ["2026-12-09"]),
        ("last Tuesday", ["2026-11-24"]),
        ("last Wednesday", ["2026-11-18"]),
        ("next Monday", ["2026-11-30"]),
        ("Friday", ["2026-11-20", "2026-11-27"]),
        ("the day before yesterday", ["2026-11-23"]),
        ("a month ago", ["2026-10-25"]),
        ("03/11/2026", []),
        ("31 February 2026", []),
    ],
)
def test_a_day_is_read_as_seen_from_today(text: str, days: list[str] | None) -> None:
    tokens = [token for token in read_tokens(text, TODAY) if token.kind is Kind.DATE]

    assert len(tokens) == 1
    when = tokens[0].when
    assert when is not None
    if days is not None:
        assert [first.isoformat() for first, _ in when.spans] == days
    assert all(first == last for first, last in when.spans)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("next month", "2026-12-01", "2026-12-31"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("in December", "2026-12-01", "2026-12-31"),
        ("in March", "2027-03-01", "2027-03-31"),
        ("October 2026", "2026-10-01", "2026-10-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("in 2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_span_of_days_has_its_first_and_last(text: str, first: str, last: str) -> None:
    (token,) = read_tokens(text, TODAY)

    assert token.when is not None
    assert token.when.spans == ((date.fromisoformat(first), date.fromisoformat(last)),)


@pytest.mark.parametrize("text", ["You may call.", "the sun", "we sat", "march on"])
def test_everyday_words_are_no_days(text: str) -> None:
    assert all(token.kind is not Kind.DATE for token in read_tokens(text, TODAY))
