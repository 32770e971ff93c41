"""Noting that a person has left their company; a dialog tells what that means. Taking it back."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.usecases.departures import set_presence
from crm_core.views.people import PartyLine
from crm_core.views.person_page import PersonPage
from pages._person.words import name_of
from pages._ui import dialogs, messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.words import counted
from pages._web.installation import get_services

LEFT = "person_left"


def draw_presence(viewer: Actor, party: PartyLine, *, place: str) -> None:
    """Draw the button that notes a person's leaving, or, once they have left, takes it back."""
    if party.is_erased or not viewer.may(Permission.PEOPLE_MANAGE):
        return
    place = f"{place}_presence"
    if not party.has_left:
        if st.button("Has left the company…", key=place, type="tertiary"):
            dialogs.ask(LEFT, party.id)
        return
    if st.button("Is there after all", key=once(place), type="tertiary"):
        perform_and_redraw(_set(party, has_left=False), place=place)
    messages.show_refusal(place)


def ask_whether_left(page: PersonPage) -> None:
    """Draw the dialog while it is open about this person."""
    if dialogs.asked(LEFT) != (page.person.id,):
        return
    live = sum(line.is_live for line in page.enrollments)
    ending = f" {counted(live, 'running enrollment')} {'ends' if live == 1 else 'end'} now."
    dialogs.confirm(
        LEFT,
        title=f"Has {name_of(page.person)} left the company?",
        consequence=(
            f"No sequence writes to them any more.{ending if live else ''} Nobody can enroll them "
            "until they have another address or company, or you say that they are there."
        ),
        yes="Has left",
        action=_set(page.person, has_left=True),
    )


def _set(party: PartyLine, *, has_left: bool) -> Action:
    def action(by: Actor) -> str:
        set_presence(get_services(), actor=by, party_id=party.id, has_left=has_left)
        return f"{name_of(party)} {'has left the company' if has_left else 'is there'}."

    return action
