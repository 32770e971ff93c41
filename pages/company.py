"""One company: what is known, its people and its deals, and all that happened with them."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import NotFound
from crm_core.views.person_page import CompanyPage, get_company_page
from pages._person.adding import ask_to_add_deal
from pages._person.editing import ask_to_edit
from pages._person.facts import draw_facts
from pages._person.related import draw_deals, draw_members
from pages._person.story import draw_story
from pages._ui import address, links, messages
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.html import literal, tag
from pages._ui.quick_actions import About, draw_asked, quick_actions
from pages._web.installation import get_services

actor = require_user()
services = get_services()


def find(viewer: Actor) -> CompanyPage | None:
    key = address.number("company")
    if key is None:
        return None
    try:
        return get_company_page(services, actor=viewer, party_id=key)
    except NotFound:
        return None


def show(viewer: Actor, page: CompanyPage) -> None:
    company, now = page.company, services.clock.now()
    st.html(tag("p", f"Owner: {page.owner}" if page.owner else "Nobody’s company", "ds-quiet"))
    if viewer.may(Permission.ACTIVITIES_MANAGE):
        quick_actions("company", mail=False)
    beside, told = st.columns([0.4, 0.6], gap="large")
    with beside:
        draw_facts(viewer, company, page.owner, place="company")
        draw_members(page)
        draw_deals(viewer, page.deals, company.id, place="company")
    with told:
        draw_story(company.id, now, place="company", of_company=True)
    draw_asked("company", About(party_id=company.id), viewer)
    ask_to_edit(viewer, company)
    ask_to_add_deal(company.id, company.name)


page = find(actor)
st.html(links.link("← Companies", "companies", css="ds-link ds-back"))
st.title(literal(page.company.name) if page else "Company", anchor=False)
messages.show()
if page is None:
    nothing(
        "There is no such company",
        quiet("It may be another workspace’s. ", links.link("All companies", "companies")),
    )
else:
    show(actor, page)
