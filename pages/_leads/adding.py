"""The drawer in which a lead is added, with everything that may be known of it."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import LeadStatus
from crm_core.usecases.people import create_lead
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._ui.badges import word
from pages._ui.countries import choose_country
from pages._ui.forms import Form
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

ADD = "leads_add"


def ask_to_add(viewer: Actor) -> None:
    """Draw the drawer while it is open."""
    if dialogs.asked(ADD) is None:
        return

    @st.dialog("Add a lead", position="right", on_dismiss=lambda: dialogs.forget(ADD))
    def body() -> None:
        with Form(ADD, closes=ADD) as form:
            lead = _person(form) | _inquiry(form, viewer)
            form.submit("Add lead", _add(lead))

    body()


def _person(form: Form) -> dict[str, object]:
    left, right = st.columns(2)
    with left:
        first = form.text("First name", "firstName")
    with right:
        last = form.text("Last name", "lastName")
    given: dict[str, object] = {
        "first_name": first,
        "last_name": last,
        "email": form.text("E-mail", "email"),
        "phone": form.text("Phone", "phone"),
        "company": form.text("Company", "company"),
        "title": form.text("Title", "title"),
    }
    left, right = st.columns(2)
    with left:
        given["timezone"] = form.text("Time zone", "timezone", placeholder="Europe/Rome")
    with right:
        given["country"] = choose_country(form)
    return given


def _inquiry(form: Form, viewer: Actor) -> dict[str, object]:
    left, right = st.columns(2)
    with left:
        status = form.choice("Status", "status", list(LeadStatus), names=word)
    with right:
        owner_id = choose_owner(form, viewer, viewer.user_id)
    return {"status": status, "source": form.text("Source", "source"), "owner_id": owner_id}


def _add(lead: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        create_lead(get_services(), actor=by, lead=lead)
        name = f"{lead['first_name']} {lead['last_name']}".strip()
        return f"{name or lead['email'] or lead['phone']} is added."

    return action
