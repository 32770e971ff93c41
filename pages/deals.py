"""Deals: the pipeline as a board or as a list, with its sums on top."""

from dataclasses import replace

import streamlit as st

from crm_core.domain.deals import CLOSED, STAGES
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import DealStage
from crm_core.views.deal_board import CARDS, ENDED, get_board, get_figures
from crm_core.views.deal_lines import Day, DealFilter
from crm_core.views.deal_list import find_deals
from pages._deals import filters
from pages._deals.adding import ADD, ask_to_add, open_what_was_added
from pages._deals.board import draw_board
from pages._deals.figures import draw_figures
from pages._deals.list import draw_list, read_order
from pages._deals.moving import ask_to_close, carry_out
from pages._ui import dialogs, messages, paging, search
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.grid import sorting
from pages._ui.tabs import tabs
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

actor = require_user()
services = get_services()
zone = viewer_zone()
day = Day(services.clock.now(), zone)
BOARD, LIST = "board", "list"
# How many cards of a stage are shown before somebody asks for more.
FIRST = {stage: ENDED if stage in CLOSED else CARDS for stage in STAGES}


def show_board(viewer: Actor, wanted: DealFilter) -> None:
    shown: dict[DealStage, int] = st.session_state.setdefault("deals_shown", FIRST.copy())
    board = get_board(services, actor=viewer, zone=zone, wanted=wanted, shown=shown)
    draw_figures(board.figures)
    if not board.figures.count:
        nothing_here(viewer, narrowed=filters.narrows(wanted))
        return
    messages.show_refusal("deals_board")
    heard = draw_board(
        board, now=day.now, today=day.today, movable=viewer.may(Permission.DEALS_MANAGE)
    )
    if heard.moved:
        carry_out(heard.moved, place="deals_board")
    if heard.more:
        shown[heard.more] += CARDS
        st.rerun()


def show_list(viewer: Actor, wanted: DealFilter, typed: str) -> None:
    order = sorting("deals", "close_on")
    sort, descending = read_order(order)
    every = replace(wanted, stages=None, fresh=False)
    figures = get_figures(services, actor=viewer, zone=zone, wanted=every)
    draw_figures(figures)
    page = find_deals(
        services, actor=viewer, zone=zone, typed=typed, wanted=wanted, sort=sort,
        descending=descending, window=paging.window("deals", of=(typed, wanted, order)),
    )  # fmt: skip
    if not page.items:
        nothing_here(viewer, narrowed=filters.narrows(wanted) or figures.count > 0)
        return
    draw_list(page.items, now=day.now, today=day.today)
    paging.turn("deals", page)


def nothing_here(viewer: Actor, *, narrowed: bool) -> None:
    if narrowed:
        nothing("No deal is like that", quiet("Choose other filters above."))
    elif viewer.may(Permission.DEALS_MANAGE):
        nothing("No deals yet", quiet("Add the first one with the button above."))
    else:
        nothing("No deals yet", quiet("Who sells here has not added any."))


open_what_was_added()
with st.container(horizontal=True, vertical_alignment="center", key="deals_head"):
    st.title("Deals", anchor=False)
    if actor.may(Permission.DEALS_MANAGE) and st.button(
        "Add deal", key="deals_add_button", type="primary", icon=":material/add:"
    ):
        dialogs.ask(ADD)
messages.show()
with st.container(horizontal=True, vertical_alignment="center", key="deals_filters"):
    view = tabs("deals_view", {BOARD: "Board", LIST: "List"}, label="View")
    # What only the list has comes last: the browser keeps what stands before it.
    wanted = filters.owner_and_closing(actor)
    if view == LIST:
        wanted = filters.stages(wanted)
        typed = search.box("deals_search", "Search deals")
if view == LIST:
    show_list(actor, wanted, typed)
else:
    show_board(actor, wanted)
ask_to_close(actor)
ask_to_add(actor)
