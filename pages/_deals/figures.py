"""The line of sums over the board and the list: open, weighted, won this month."""

from decimal import Decimal

import streamlit as st

from crm_core.domain.deals import Sum
from crm_core.views.deal_board import Figures
from pages._ui.html import Html, tag, together
from pages._ui.money import several
from pages._ui.words import counted

WEIGHTED = "Each amount times the odds of its stage: new 10 %, qualified 25 %, proposal 50 %, \
negotiation 75 %"


def draw_figures(figures: Figures) -> None:
    """Draw them; currencies stand side by side and are never added up."""
    under_way = sum(one.count for one in figures.open)
    won = sum(one.count for one in figures.won)
    tiles = (
        _tile("Open", _amounts(figures.open), counted(under_way, "deal")),
        _tile("Weighted", _amounts(figures.open, weighted=True), "by the odds of the stage",
              title=WEIGHTED),
        _tile("Won this month", _amounts(figures.won), counted(won, "deal")),
    )  # fmt: skip
    st.html(tag("dl", together(*tiles), "ds-deal-figures"))


def _amounts(sums: tuple[Sum, ...], *, weighted: bool = False) -> list[tuple[Decimal, str]]:
    return [(one.weighted if weighted else one.amount, one.currency) for one in sums]


def _tile(name: str, amounts: list[tuple[Decimal, str]], below: str, title: str = "") -> Html:
    value = tag("dd", together(several(amounts), tag("span", below, "ds-quiet", title=title)))
    return tag("div", together(tag("dt", name), value))
