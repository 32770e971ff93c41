"""Amounts as people read them, each with its currency."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pages._ui.html import Html, tag, together

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}


def money(amount: Decimal, currency: str) -> str:
    """ "€1,200", "€1,200.50", "CHF 1,200": cents only where there are any."""
    figure = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{figure}" if sign else f"{currency} {figure}"


def several(amounts: Sequence[tuple[Decimal, str]], *, shown: int = 2) -> Html:
    """Amounts of some currencies, which are never added up: the first, the others on asking."""
    if not amounts:
        return tag("span", "–", "ds-zero", **{"aria-label": "none"})
    first, rest = amounts[:shown], amounts[shown:]
    if not rest:
        return _lines(first)
    words = f"+ {len(rest)} {'currency' if len(rest) == 1 else 'currencies'}"
    more = tag("details", together(tag("summary", words), _lines(rest)), "ds-more-money")
    return together(_lines(first), more)


def _lines(amounts: Iterable[tuple[Decimal, str]]) -> Html:
    return together(*(tag("span", money(*one), "ds-money") for one in amounts))
