"""People: everybody whom the workspace knows, found by a few words."""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.views.party_lists import NAME, NAME_DOWN, list_people
from pages._people.adding import ADD_PERSON, ask_for_person
from pages._people.lists import draw_people
from pages._ui import dialogs, links, messages, paging, search
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.grid import sorting
from pages._web.installation import get_services

actor = require_user()
services = get_services()
manages = actor.may(Permission.PEOPLE_MANAGE)


def people_list(typed: str) -> None:
    order = NAME_DOWN if sorting("people", NAME) == NAME_DOWN else NAME
    window = paging.window("people", of=(typed, order))
    page = list_people(services, actor=actor, typed=typed, order=order, window=window)
    if not page.items:
        nothing_here(typed)
        return
    draw_people(page.items, services.clock.now())
    paging.turn("people", page)


def nothing_here(typed: str) -> None:
    if typed:
        nothing(f"Nobody is found by “{typed}”", quiet("Every word must occur; use fewer of them."))
    elif manages:
        way = links.link("import a file", "imports")
        nothing("Nobody is here yet", quiet("Add a person with the button above, or ", way, "."))
    else:
        nothing("Nobody is here yet", quiet("Who sells here has not added anybody."))


with st.container(horizontal=True, vertical_alignment="center", key="people_head"):
    st.title("People", anchor=False)
    if manages and st.button(
        "Add person", key="people_add_button", type="primary", icon=":material/add:"
    ):
        dialogs.ask(ADD_PERSON)
messages.show()
people_list(search.box("people_search", "Search by name, address, number or company"))
ask_for_person(actor)
