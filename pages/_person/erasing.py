"""Erasing a person; a dialog tells what that means."""

from crm_core.domain.permissions import Actor
from crm_core.usecases.erasing import erase_person
from crm_core.views.person_page import PersonPage
from pages._person.words import name_of
from pages._ui import dialogs
from pages._ui.words import counted
from pages._web.installation import get_services

ERASE = "person_erase"


def ask_to_erase(page: PersonPage) -> None:
    """Draw the dialog while it is open about this person."""
    if dialogs.asked(ERASE) != (page.person.id,):
        return
    live = sum(line.is_live for line in page.enrollments)
    ending = f" {counted(live, 'running enrollment')} {'ends' if live == 1 else 'end'} now."

    def action(by: Actor) -> str:
        erase_person(get_services(), actor=by, party_id=page.person.id)
        return "The person is erased."

    dialogs.confirm(
        ERASE,
        title=f"Erase {name_of(page.person)}?",
        consequence=(
            "Name, addresses, numbers and every text of messages, calls and notes are forgotten "
            f"for good; only counts stay.{ending if live else ''} The address gets no mail and "
            "cannot be added again. It cannot be taken back. Names of deals stay as they are."
        ),
        yes="Erase for good",
        action=action,
    )
