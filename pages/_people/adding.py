"""Adding a person or a company by a dialog; what was added is opened."""

from collections.abc import Mapping

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.usecases.people import create_party
from pages._ui import dialogs, links
from pages._ui.countries import choose_country
from pages._ui.forms import Form
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

ADD_PERSON, ADD_COMPANY = "people_add", "companies_add"


def ask_for_person(viewer: Actor) -> None:
    """Draw the dialog of a new person while it is open."""
    _open_what_was_added(ADD_PERSON, "person")
    if dialogs.asked(ADD_PERSON) is None:
        return

    @st.dialog("Add a person", on_dismiss=lambda: dialogs.forget(ADD_PERSON))
    def body() -> None:
        with Form(ADD_PERSON, closes=ADD_PERSON) as form:
            left, right = st.columns(2)
            with left:
                first = form.text("First name", "firstName")
            with right:
                last = form.text("Last name", "lastName")
            email = form.text("E-mail address", "email")
            company = form.text("Company", "company", help="Found by its name, or added.")
            left, right = st.columns(2)
            with left:
                title = form.text("Job title", "title")
                country = choose_country(form)
            with right:
                phone = form.text("Phone number", "phone")
                owner = choose_owner(form, viewer, viewer.user_id)
            party = {
                "first_name": first, "last_name": last, "email": email, "company": company,
                "title": title, "phone": phone, "country": country, "owner_id": owner,
            }  # fmt: skip
            name = f"{first} {last}".strip() or email.strip() or phone.strip()
            _submit(form, "Add person", ADD_PERSON, name, party)

    body()


def ask_for_company(viewer: Actor) -> None:
    """Draw the dialog of a new company while it is open."""
    _open_what_was_added(ADD_COMPANY, "company")
    if dialogs.asked(ADD_COMPANY) is None:
        return

    @st.dialog("Add a company", on_dismiss=lambda: dialogs.forget(ADD_COMPANY))
    def body() -> None:
        with Form(ADD_COMPANY, closes=ADD_COMPANY) as form:
            name = form.text("Name", "name")
            left, right = st.columns(2)
            with left:
                country = choose_country(form)
                email = form.text("E-mail address", "email")
            with right:
                phone = form.text("Phone number", "phone")
                owner = choose_owner(form, viewer, viewer.user_id)
            party = {
                "kind": PartyKind.COMPANY, "name": name, "country": country, "email": email,
                "phone": phone, "owner_id": owner,
            }  # fmt: skip
            _submit(form, "Add company", ADD_COMPANY, name.strip(), party)

    body()


def _submit(form: Form, label: str, place: str, name: str, party: Mapping[str, object]) -> None:
    def action(by: Actor) -> str:
        st.session_state[_made(place)] = create_party(get_services(), actor=by, party=party)
        return f"“{name}” is added."

    form.submit(label, action)


def _open_what_was_added(place: str, page: str) -> None:
    made = st.session_state.pop(_made(place), None)
    if made is not None:
        links.go(page, **{page: made})


def _made(place: str) -> str:
    return f"{place}_made"
