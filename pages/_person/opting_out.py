"""Noting that a person wants no more mail; a dialog tells what that means."""

from crm_core.domain.permissions import Actor
from crm_core.usecases.opt_outs import note_opt_out
from crm_core.views.person_page import PersonPage
from pages._person.words import name_of
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._ui.words import counted
from pages._web.installation import get_services

OPT_OUT = "person_opt_out"


def ask_to_opt_out(page: PersonPage) -> None:
    """Draw the dialog while it is open about this person."""
    if dialogs.asked(OPT_OUT) != (page.person.id,):
        return
    live = sum(line.is_live for line in page.enrollments)
    ending = f" {counted(live, 'running enrollment')} {'ends' if live == 1 else 'end'} now."
    where = page.person.email or "this person"
    dialogs.confirm(
        OPT_OUT,
        title=f"No more mail to {name_of(page.person)}?",
        consequence=(
            f"Nothing goes out to {where} any more, from any sequence or by hand, and nobody can "
            f"enroll them.{ending if live else ''} The wish stays with the address."
        ),
        yes="No more mail",
        action=_opt_out(page),
    )


def _opt_out(page: PersonPage) -> Action:
    def action(by: Actor) -> str:
        note_opt_out(get_services(), actor=by, party_id=page.person.id)
        return f"{name_of(page.person)} gets no more mail."

    return action
