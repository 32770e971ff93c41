"""One person: what is known, the sequences they are in and why not yet, and all that happened."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.views.person_page import PersonPage, get_person_page
from pages._person.person import ask, draw_person
from pages._person.words import name_of
from pages._ui import address, links, messages
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.html import literal
from pages._web.installation import get_services

actor = require_user()
services = get_services()


def find(viewer: Actor) -> PersonPage | None:
    key = address.number("person")
    if key is None:
        return None
    try:
        return get_person_page(services, actor=viewer, party_id=key)
    except NotFound:
        return None


page = find(actor)
st.html(links.link("← People", "people", css="ds-link ds-back"))
st.title(literal(name_of(page.person)) if page else "Person", anchor=False)
messages.show()
if page is None:
    nothing(
        "There is no such person",
        quiet("It may be another workspace’s. ", links.link("All people", "people")),
    )
else:
    draw_person(actor, page, services.clock.now(), place="person")
    ask(actor, page, place="person")
