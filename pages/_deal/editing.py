"""Changing what is known of a deal."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.usecases.deals import update_deal
from crm_core.views.deal_lines import DealCard
from pages._deals.adding import currencies
from pages._deals.choosing import choose_party
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._ui.forms import Form
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

EDIT = "deal_edit"


def ask_to_edit(viewer: Actor, card: DealCard) -> None:
    """Draw the dialog while it is open."""
    if dialogs.asked(EDIT) is None:
        return

    @st.dialog("Edit deal", on_dismiss=lambda: dialogs.forget(EDIT))
    def body() -> None:
        with Form(EDIT, closes=EDIT, batch=False) as form:
            name = form.text("Name", "name", card.name)
            money, code = st.columns(2)
            with money:
                amount = form.text("Amount", "amount", f"{card.amount}")
            with code:
                currency = form.choice(
                    "Currency", "currency", currencies(card.currency), value=card.currency,
                    accept_new_options=True,
                )  # fmt: skip
            person = choose_party(
                form, viewer, "Person", "partyId", PartyKind.PERSON,
                present=(card.person_id, card.person or "") if card.person_id else None,
            )  # fmt: skip
            company = choose_party(
                form, viewer, "Company", "companyId", PartyKind.COMPANY,
                present=(card.company_id, card.company or "") if card.company_id else None,
            )  # fmt: skip
            closing, whose = st.columns(2)
            with closing:
                close_on = form.day("Expected to close", "expectedCloseOn", card.close_on)
            with whose:
                owner = choose_owner(form, viewer, card.owner_id)
            changes: dict[str, object] = {
                "name": name, "amount": amount, "currency": currency,
                "expected_close_on": close_on, "owner_id": owner,
            }  # fmt: skip
            # Only what was chosen anew: a person brings their company along.
            if person != card.person_id:
                changes["party_id"] = person
            if company != card.company_id:
                changes["company_id"] = company
            form.submit("Save", _save(card.id, changes))

    body()


def _save(deal_id: int, changes: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        update_deal(get_services(), actor=by, deal_id=deal_id, changes=changes)
        return f"“{str(changes['name']).strip()}” is saved."

    return action
