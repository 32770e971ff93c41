"""Companies: with their people and what is open with them."""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.views.party_lists import NAME, NAME_DOWN, list_companies
from pages._people.adding import ADD_COMPANY, ask_for_company
from pages._people.lists import draw_companies
from pages._ui import dialogs, messages, paging, search
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.grid import sorting
from pages._web.installation import get_services

actor = require_user()
services = get_services()
manages = actor.may(Permission.PEOPLE_MANAGE)


def company_list(typed: str) -> None:
    order = NAME_DOWN if sorting("companies", NAME) == NAME_DOWN else NAME
    window = paging.window("companies", of=(typed, order))
    page = list_companies(services, actor=actor, typed=typed, order=order, window=window)
    if not page.items:
        nothing_here(typed)
        return
    draw_companies(page.items)
    paging.turn("companies", page)


def nothing_here(typed: str) -> None:
    if typed:
        title = f"No company is found by “{typed}”"
        nothing(title, quiet("Every word must occur; use fewer of them."))
    elif manages:
        nothing("No companies yet", quiet("Add one with the button above; a lead brings its own."))
    else:
        nothing("No companies yet", quiet("Who sells here has not added any."))


with st.container(horizontal=True, vertical_alignment="center", key="companies_head"):
    st.title("Companies", anchor=False)
    if manages and st.button(
        "Add company", key="companies_add_button", type="primary", icon=":material/add:"
    ):
        dialogs.ask(ADD_COMPANY)
messages.show()
company_list(search.box("companies_search", "Search by name"))
ask_for_company(actor)
