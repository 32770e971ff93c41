"""What can be done with the selected leads: the bar above the list, and its dialogs."""

from collections.abc import Mapping

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import LeadStatus
from crm_core.usecases.leads import update_leads
from crm_core.views.lead_filters import LeadFilters
from crm_core.views.leads import MATCHING_MOST, LeadPage, matching_leads
from pages._leads.enrolling import ENROLL
from pages._ui import dialogs, grid
from pages._ui.actions import Action
from pages._ui.badges import word
from pages._ui.forms import Form
from pages._ui.html import tag
from pages._ui.owners import choose_owner
from pages._ui.words import counted
from pages._web.installation import get_services

OWNER, STATUS = "leads_owner_of", "leads_status_of"


def draw_bar(viewer: Actor, filters: LeadFilters, page: LeadPage) -> None:
    """Draw the bar while something is selected."""
    chosen = len(grid.selection("leads"))
    if not chosen:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="leads_bar"):
        st.html(tag("strong", f"{chosen:,} selected", role="status"))
        if viewer.may(Permission.ENROLLMENTS_MANAGE) and st.button(
            "Enroll…", key="leads_enroll_selected", type="primary"
        ):
            dialogs.ask(ENROLL)
        if viewer.may(Permission.PEOPLE_MANAGE):
            if st.button("Change owner…", key="leads_change_owner"):
                dialogs.ask(OWNER)
            if st.button("Change status…", key="leads_change_status"):
                dialogs.ask(STATUS)
        _select_all(viewer, filters, page, chosen)
        if st.button("Clear", key="leads_clear_selection", type="tertiary"):
            grid.select("leads", [])
            st.rerun()


def _select_all(viewer: Actor, filters: LeadFilters, page: LeadPage, chosen: int) -> None:
    """The way to everybody whom the filters leave, beyond the page that is shown."""
    if page.matching <= chosen or chosen >= MATCHING_MOST:
        return
    words = f"Select all {page.matching:,} that match"
    if page.many:
        words = f"Select all that match, at most {MATCHING_MOST:,}"
    if st.button(words, key="leads_select_all", type="tertiary"):
        grid.select("leads", matching_leads(get_services(), actor=viewer, filters=filters))
        st.rerun()


def ask_to_change(viewer: Actor) -> None:
    """Draw the dialog in which the owner or the status of the selected is changed."""
    for name, what in ((OWNER, "owner"), (STATUS, "status")):
        if dialogs.asked(name) is not None:
            _draw(viewer, name, what)


def _draw(viewer: Actor, name: str, what: str) -> None:
    chosen = [int(one) for one in grid.selection("leads")]

    def forget() -> None:
        dialogs.forget(name)

    @st.dialog(f"Change the {what} of {counted(len(chosen), 'lead')}", on_dismiss=forget)
    def body() -> None:
        with Form(name, closes=name) as form:
            if what == "owner":
                changes: dict[str, object] = {
                    "owner_id": choose_owner(form, viewer, viewer.user_id)
                }
            else:
                status = form.choice("Status", "status", list(LeadStatus), names=word)
                changes = {"status": status}
            form.submit("Change", _change(chosen, changes))

    body()


def _change(lead_ids: list[int], changes: Mapping[str, object]) -> Action:
    def action(by: Actor) -> str:
        changed = update_leads(get_services(), actor=by, lead_ids=lead_ids, changes=changes)
        return f"{counted(changed, 'lead')} {'is' if changed == 1 else 'are'} changed."

    return action
