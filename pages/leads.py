"""Leads: found, narrowed and sorted; added, changed and enrolled, one or many."""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.views.lead_filters import FEW, LeadFilters
from crm_core.views.leads import NEWEST, find_leads
from pages._leads import one
from pages._leads.adding import ADD, ask_to_add
from pages._leads.enrolling import ask_to_enroll
from pages._leads.filling import say_for_which
from pages._leads.filters import clear, draw_filters, known_order
from pages._leads.list import draw_list
from pages._leads.selected import ask_to_change, draw_bar
from pages._ui import dialogs, links, messages, paging
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.grid import forget_hidden, sorting
from pages._ui.words import counted
from pages._web.installation import get_services

actor = require_user()
services = get_services()
manages = actor.may(Permission.PEOPLE_MANAGE)


def lead_list(filters: LeadFilters) -> None:
    forget_hidden("leads", of=filters)
    order = known_order(sorting("leads", NEWEST))
    window = paging.window("leads", of=(filters, order))
    page = find_leads(services, actor=actor, filters=filters, order=order, window=window)
    if not page.items:
        nothing_here(filters)
        return
    draw_bar(actor, filters, page)
    done = draw_list(actor, page.items, services.clock.now())
    with st.container(horizontal=True, vertical_alignment="center", key="leads_foot"):
        st.caption(counted(min(page.matching, FEW), "lead", cut_at=FEW if page.many else None))
        paging.turn("leads", page)
    if done:
        one.ask(done, {str(lead.id): lead for lead in page.items})


def nothing_here(filters: LeadFilters) -> None:
    if filters.narrows:
        nothing("No lead is like that", quiet("Every word must occur, and every filter must hold."))
        if st.button("Clear the filters", key="leads_clear_filters"):
            st.session_state["leads_clear"] = True
            st.rerun()
    elif manages:
        way = links.link("import a file", "imports")
        nothing("No leads yet", quiet("Add one with the button above, or ", way, "."))
    else:
        nothing("No leads yet", quiet("Who sells here has not added any."))


if st.session_state.pop("leads_clear", False):
    clear()
with st.container(horizontal=True, vertical_alignment="center", key="leads_head"):
    st.title("Leads", anchor=False)
    if manages and st.button("Import", key="leads_import", icon=":material/upload:"):
        links.go("imports")
    if manages and st.button(
        "Add lead", key="leads_add_button", type="primary", icon=":material/add:"
    ):
        dialogs.ask(ADD)
messages.show()
say_for_which(actor)
lead_list(draw_filters(actor))
ask_to_add(actor)
ask_to_enroll(actor)
ask_to_change(actor)
one.draw_asked(actor)
