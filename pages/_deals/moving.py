"""Moving a deal: at once between open stages, with a question where that ends it."""

import streamlit as st

from crm_core.domain.deals import CLOSED
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.usecases.deals import close_deal, move_deal
from crm_core.views.deals import get_deal
from pages._deals.board import Moved
from pages._ui import dialogs
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.badges import word
from pages._ui.forms import Form
from pages._ui.html import literal
from pages._ui.money import money
from pages._web.installation import get_services

CLOSE = "deals_close"


def carry_out(moved: Moved, *, place: str) -> None:
    """Move the deal, or ask first where it is won or lost; the page is drawn anew."""
    if moved.target in CLOSED:
        dialogs.ask(CLOSE, moved.deal_id, moved.origin, moved.target)
    perform_and_redraw(_move(moved), place=place)


def ask_to_close(viewer: Actor) -> None:
    """Draw the question about a deal that is to be won or lost, while it is open."""
    asked = dialogs.asked(CLOSE)
    if not asked:
        return
    moved = Moved(int(asked[0]), DealStage(str(asked[1])), DealStage(str(asked[2])))
    line = get_deal(get_services(), actor=viewer, deal_id=moved.deal_id)
    won = moved.target is DealStage.WON

    def body() -> None:
        amount = money(line.amount, line.currency)
        st.markdown(literal(f"{amount}, until now {word(moved.origin).lower()}."))
        with Form(CLOSE, closes=CLOSE) as form:
            label = "What made it, if you like" if won else "Why was it lost?"
            reason = form.area(label, "reason", height=100)
            form.submit("Mark as won" if won else "Mark as lost", _close(moved, reason))

    title = f"Win “{line.name}”?" if won else f"Lose “{line.name}”?"
    st.dialog(literal(title), on_dismiss=lambda: dialogs.forget(CLOSE))(body)()


def _move(moved: Moved) -> Action:
    def action(by: Actor) -> str:
        services = get_services()
        move_deal(services, actor=by, deal_id=moved.deal_id, stage=moved.target, seen=moved.origin)
        name = get_deal(services, actor=by, deal_id=moved.deal_id).name
        return f"“{name}” is in {word(moved.target)} now."

    return action


def _close(moved: Moved, reason: str) -> Action:
    def action(by: Actor) -> str:
        services = get_services()
        close_deal(
            services, actor=by, deal_id=moved.deal_id, outcome=moved.target, reason=reason,
            seen=moved.origin,
        )  # fmt: skip
        name = get_deal(services, actor=by, deal_id=moved.deal_id).name
        return f"“{name}” is {word(moved.target).lower()}."

    return action
