"""The head of a deal: its figures, and the stages through which it is moved."""

from datetime import date

import streamlit as st

from crm_core.domain.deals import CLOSED, ENOUGH, PROBABILITY, STAGES
from crm_core.domain.words import DealStage
from crm_core.views.deal_detail import DealDetail
from pages._deals.board import Moved
from pages._deals.days import closing_day, days
from pages._ui.actions import once
from pages._ui.badges import badge, toned, word
from pages._ui.html import Html, tag, together
from pages._ui.money import money

_DRAWN = "deal_stages_drawn"
"""The deal and the stage that the tab's last run drew: what whoever clicks now has before them."""


def draw_figures(detail: DealDetail, *, today: date) -> None:
    """Draw amount, weighted amount, closing day, and the stage with the time in it."""
    card = detail.card
    closes: object = tag("span", "No date", "ds-quiet")
    if card.close_on is not None:
        closes = closing_day(card.close_on, today)
    late = toned("Overdue", "red") if card.overdue else Html("")
    pairs = [
        ("Amount", money(card.amount, card.currency), ""),
        ("Weighted", money(card.weighted, card.currency), f"at {PROBABILITY[card.stage]} %"),
        ("Closes", together(closes, " ", late), ""),
        ("Stage", together(badge(card.stage), " for ", days(detail.in_stage)), _usual(detail)),
    ]
    st.html(tag("dl", together(*(_tile(*pair) for pair in pairs)), "ds-deal-figures"))


def draw_stages(detail: DealDetail, *, movable: bool) -> Moved | None:
    """Draw the stages in a row; the one that was clicked is where the deal is to go.

    It goes from the stage in which this tab showed it, so that the move is refused where somebody
    has moved the deal since.
    """
    present = detail.card.stage
    if not movable:
        return None
    before = st.session_state.get(_DRAWN)
    st.session_state[_DRAWN] = (detail.card.id, present)
    seen = before[1] if before and before[0] == detail.card.id else present
    chosen = None
    with st.container(key="deal_stages", horizontal=True, gap=None):
        for stage in STAGES:
            clicked = st.button(
                word(stage), key=once(f"deal_to_{stage.lower()}"), width="stretch",
                type="primary" if stage is present else "secondary", help=_help(stage, present),
            )  # fmt: skip
            if clicked and stage != seen:
                chosen = stage
    return Moved(detail.card.id, seen, chosen) if chosen else None


def _help(stage: DealStage, present: DealStage) -> str | None:
    if stage is present:
        return "The deal is here"
    return f"Mark as {word(stage).lower()}" if stage in CLOSED else f"Move to {word(stage)}"


def _usual(detail: DealDetail) -> str:
    usual = detail.usual
    if usual is None or usual.count < ENOUGH or detail.card.stage in CLOSED:
        return ""
    told = f"usually {days(usual.span)} (n = {usual.count})"
    return f"long: {told}" if detail.card.long else told


def _tile(name: str, value: object, below: str) -> Html:
    more = tag("span", below, "ds-quiet") if below else ""
    return tag("div", together(tag("dt", name), tag("dd", together(value, more))))
