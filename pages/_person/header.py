"""The head of a page about a lead, a person or a company: who it is, how it stands."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import LeadStatus, SuppressionReason
from crm_core.usecases.leads import update_lead
from crm_core.views.person_page import OwnLead, PersonPage
from pages._person.facts import company_link
from pages._person.words import SUPPRESSED
from pages._ui import messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.badges import badge, toned, word
from pages._ui.html import Html, tag, together
from pages._web.installation import get_services


def draw_person_line(page: PersonPage) -> None:
    """Draw the line under the name: title and company, standing, owner."""
    person = page.person
    title = tag("span", person.title, "ds-own-role", title=person.title) if person.title else None
    about = [part for part in (title, company_link(person)) if part is not None]
    pieces: list[object] = [_joined(about)] if about else []
    if page.lead is not None:
        pieces.append(badge(page.lead.status))
    if person.has_left:
        pieces.append(toned("Left the company", "red"))
    if person.suppressed is not None:
        pieces.append(toned(SUPPRESSED[SuppressionReason(person.suppressed)], "red"))
    owner = page.lead.owner if page.lead is not None else page.owner
    pieces.append(tag("span", f"Owner: {owner}" if owner else "Nobody’s", "ds-quiet"))
    st.html(tag("div", together(*pieces), "ds-own-head"))


def draw_status_menu(viewer: Actor, lead: OwnLead, *, place: str) -> None:
    """Draw the menu that gives a lead another status."""
    if not viewer.may(Permission.PEOPLE_MANAGE):
        return
    place = f"{place}_status"
    others = [status for status in LeadStatus if status is not lead.status]
    chosen = st.menu_button(
        "Set status", others, format_func=word, key=once(place), icon=":material/flag:"
    )
    messages.show_refusal(place)
    if chosen is not None:
        perform_and_redraw(_set_status(lead, chosen), place=place)


def _set_status(lead: OwnLead, status: LeadStatus) -> Action:
    def action(by: Actor) -> str:
        update_lead(get_services(), actor=by, lead_id=lead.id, changes={"status": status})
        return f"The lead is {word(status).lower()} now."

    return action


def _joined(parts: list[Html]) -> Html:
    """Pieces with a dot between."""
    first, *rest = parts
    return tag("span", together(first, *(together(" · ", part) for part in rest)))
