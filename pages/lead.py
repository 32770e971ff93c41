"""One lead: who it is, the sequences it is in and why not yet, and all that happened."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.views.person_page import PersonPage, get_lead_page
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
    key = address.number("lead")
    if key is None:
        return None
    try:
        return get_lead_page(services, actor=viewer, lead_id=key)
    except NotFound:
        return None


page = find(actor)
st.html(links.link("← Leads", "leads", css="ds-link ds-back"))
st.title(literal(name_of(page.person)) if page else "Lead", anchor=False)
messages.show()
if page is None:
    nothing(
        "There is no such lead",
        quiet("It may be another workspace’s. ", links.link("All leads", "leads")),
    )
else:
    draw_person(actor, page, services.clock.now(), place="lead")
    ask(actor, page, place="lead")
