"""Adding a deal, with its person and its company found by some words."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.usecases.deals import create_deal
from pages._deals.choosing import choose_party
from pages._ui import dialogs, links
from pages._ui.actions import Action
from pages._ui.forms import Form
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

ADD = "deals_add"
MADE = "deals_made"
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD")


def currencies(*more: str) -> tuple[str, ...]:
    """The usual currencies, and those that are in use beside them; any other can be typed."""
    return tuple(dict.fromkeys((*CURRENCIES, *more)))


def ask_to_add(viewer: Actor) -> None:
    """Draw the dialog while it is open; the deal that was added is opened."""
    if dialogs.asked(ADD) is None:
        return

    @st.dialog("Add a deal", on_dismiss=lambda: dialogs.forget(ADD))
    def body() -> None:
        with Form(ADD, closes=ADD, batch=False) as form:
            name = form.text("Name", "name", max_chars=200)
            money, code = st.columns(2)
            with money:
                amount = form.text("Amount", "amount", "0")
            with code:
                currency = form.choice(
                    "Currency", "currency", currencies(), accept_new_options=True
                )
            person = choose_party(form, viewer, "Person", "partyId", PartyKind.PERSON)
            company = choose_party(form, viewer, "Company", "companyId", PartyKind.COMPANY)
            closing, whose = st.columns(2)
            with closing:
                close_on = form.day("Expected to close", "expectedCloseOn")
            with whose:
                owner = choose_owner(form, viewer, viewer.user_id, nobody=False)
            deal: dict[str, object] = {
                "name": name, "amount": amount, "currency": currency, "party_id": person,
                "company_id": company, "expected_close_on": close_on, "owner_id": owner,
            }  # fmt: skip
            form.submit("Add deal", _add(deal))

    body()


def _add(deal: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        st.session_state[MADE] = create_deal(get_services(), actor=by, deal=deal)
        return f"“{deal['name']}” is added."

    return action


def open_what_was_added() -> None:
    """Leave for the deal that the dialog has just added, if it has."""
    made = st.session_state.pop(MADE, None)
    if made is not None:
        links.go("deal", deal=made)
