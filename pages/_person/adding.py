"""Dialogs of a person's or a company's page: a new deal of theirs, the lead's own facts."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import LeadStatus
from crm_core.usecases.deals import create_deal
from crm_core.usecases.leads import update_lead
from crm_core.views.person_page import OwnLead
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._ui.badges import word
from pages._ui.forms import Form
from pages._ui.html import literal
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

ADD_DEAL, EDIT_LEAD = "person_add_deal", "person_edit_lead"


def ask_to_add_deal(party_id: int, name: str, *, lead_id: int | None = None) -> None:
    """Draw the dialog while it is open about this party."""
    if dialogs.asked(ADD_DEAL) != (party_id,):
        return

    @st.dialog(literal(f"A deal with {name}"), on_dismiss=lambda: dialogs.forget(ADD_DEAL))
    def body() -> None:
        with Form(ADD_DEAL, closes=ADD_DEAL) as form:
            called = form.text("Name", "name")
            left, right = st.columns([0.65, 0.35])
            with left:
                worth = form.text("Amount", "amount", "0")
            with right:
                currency = form.text("Currency", "currency", "EUR")
            close_on = form.day("Expected to close", "expectedCloseOn")
            deal: dict[str, object] = {
                "name": called, "amount": worth, "currency": currency, "party_id": party_id,
                "lead_id": lead_id, "expected_close_on": close_on,
            }  # fmt: skip
            form.submit("Add deal", _add(deal))

    body()


def ask_to_edit_lead(viewer: Actor, lead: OwnLead) -> None:
    """Draw the dialog while it is open about this lead."""
    if dialogs.asked(EDIT_LEAD) != (lead.id,):
        return

    @st.dialog("Edit lead", on_dismiss=lambda: dialogs.forget(EDIT_LEAD))
    def body() -> None:
        with Form(EDIT_LEAD, closes=EDIT_LEAD) as form:
            status = form.choice(
                "Status", "status", list(LeadStatus), value=lead.status, names=word
            )
            source = form.text("Source", "source", lead.source)
            owner_id = choose_owner(form, viewer, lead.owner_id)
            changes: dict[str, object] = {
                "status": status, "source": source, "owner_id": owner_id
            }  # fmt: skip
            form.submit("Save", _save(lead, changes))

    body()


def _add(deal: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        create_deal(get_services(), actor=by, deal=deal)
        return f"“{deal['name']}” is added."

    return action


def _save(lead: OwnLead, changes: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        update_lead(get_services(), actor=by, lead_id=lead.id, changes=changes)
        return "The lead is saved."

    return action
