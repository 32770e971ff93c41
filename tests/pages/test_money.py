"""Amounts: signs where everybody knows them, cents where there are any, currencies apart."""

from decimal import Decimal

import pytest

from pages._ui.money import money, several


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0", "EUR", "€0"),
        ("1200.00", "EUR", "€1,200"),
        ("1200.50", "USD", "$1,200.50"),
        ("999999999999.99", "CHF", "CHF 999,999,999,999.99"),
    ],
)
def test_an_amount_in_words(amount: str, currency: str, words: str) -> None:
    assert money(Decimal(amount), currency) == words


def test_the_first_currencies_are_seen_and_the_others_on_asking() -> None:
    amounts = [(Decimal(number), code) for number, code in ((1, "EUR"), (2, "USD"), (3, "CHF"))]

    assert "details" not in several(amounts[:2])
    seen, hidden = several(amounts).split("<details")
    assert "€1" in seen
    assert "$2" in seen
    assert "+ 1 currency" in hidden
    assert "CHF 3" in hidden
    assert "aria-label" in several([])
