"""A person's page, whether it was opened by a lead or by the person."""

from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.views.person_page import PersonPage
from pages._copilot.asking import draw_asking
from pages._person.adding import ask_to_add_deal, ask_to_edit_lead
from pages._person.editing import EDIT, ask_to_edit
from pages._person.enrolling import draw_enrolling
from pages._person.enrollments import ask_first, draw_live
from pages._person.erasing import ask_to_erase
from pages._person.facts import draw_facts
from pages._person.header import draw_person_line, draw_status_menu
from pages._person.leaving import ask_whether_left
from pages._person.opting_out import ask_to_opt_out
from pages._person.related import draw_deals, draw_leads, draw_past
from pages._person.story import draw_story
from pages._person.words import name_of
from pages._ui import dialogs
from pages._ui.quick_actions import About, draw_asked, quick_actions
from pages._ui.sections import section
from pages._ui.words import amount


def draw_person(viewer: Actor, page: PersonPage, now: datetime, *, place: str) -> None:
    """Draw everything below the name; `place` is the page's own name."""
    draw_person_line(page)
    _actions(viewer, page, place=place)
    _sequences(viewer, page, now, place=place)
    beside, told = st.columns([0.4, 0.6], gap="large")
    with beside:
        draw_facts(viewer, page.person, page.owner, place=place)
        draw_deals(viewer, page.deals, page.person.id, place=place)
        draw_leads(viewer, page, now, place=place)
        draw_past(page, now)
    with told:
        draw_story(page.person.id, now, place=place)


def ask(viewer: Actor, page: PersonPage, *, place: str) -> None:
    """Draw the dialog that is open, if one is."""
    lead_id = page.lead.id if page.lead else None
    draw_asked(place, About(party_id=page.person.id, lead_id=lead_id), viewer)
    ask_to_edit(viewer, page.person)
    ask_to_add_deal(page.person.id, name_of(page.person), lead_id=lead_id)
    ask_whether_left(page)
    ask_to_opt_out(page)
    ask_to_erase(page)
    ask_first(page)
    if page.lead is not None:
        ask_to_edit_lead(viewer, page.lead)


def _actions(viewer: Actor, page: PersonPage, *, place: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"{place}_actions"):
        if viewer.may(Permission.ACTIVITIES_MANAGE):
            quick_actions(place)
        if page.lead is not None:
            draw_status_menu(viewer, page.lead, place=place)
        changes = viewer.may(Permission.PEOPLE_MANAGE)
        if changes and st.button("Edit", key=f"{place}_edit_above", icon=":material/edit:"):
            dialogs.ask(EDIT, page.person.id)
        lead_id = page.lead.id if page.lead is not None else None
        draw_asking(place, ("lead", lead_id) if lead_id else ("person", page.person.id))


def _sequences(viewer: Actor, page: PersonPage, now: datetime, *, place: str) -> None:
    if not viewer.may(Permission.SEQUENCES_READ):
        return
    live = [line for line in page.enrollments if line.is_live]
    section("Sequences", amount(len(live)) if live else "",
            "" if live else "In none at present.")  # fmt: skip
    draw_live(viewer, live, now)
    opened = f"{place}_enrolls_{page.person.id}"
    if live and not st.session_state.get(opened):
        if viewer.may(Permission.ENROLLMENTS_MANAGE):
            st.button(
                "Enroll in another", key=f"{place}_enroll_more", type="tertiary",
                icon=":material/add:", on_click=st.session_state.__setitem__, args=(opened, True),
            )  # fmt: skip
        return
    draw_enrolling(viewer, page, place=place)
