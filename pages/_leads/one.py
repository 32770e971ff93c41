"""What a line's menu opens: the dialogs about one lead, as its own page has them."""

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.views.lead_columns import LeadRecord
from crm_core.views.people import get_party
from crm_core.views.person_page import get_lead_page, get_person_page
from pages._leads import list as lines
from pages._leads.enrolling import ENROLL
from pages._person.adding import EDIT_LEAD, ask_to_edit_lead
from pages._person.editing import EDIT, ask_to_edit
from pages._person.opting_out import OPT_OUT, ask_to_opt_out
from pages._ui import dialogs
from pages._ui.grid import Done
from pages._web.installation import get_services


def ask(done: Done, leads: dict[str, LeadRecord]) -> None:
    """Open the dialog that was chosen in the menu of a lead of the page."""
    lead = leads.get(done.id)
    if lead is None:
        return
    if done.choice == lines.ENROLL:
        dialogs.ask(ENROLL, lead.id)
    if done.choice == lines.EDIT:
        dialogs.ask(EDIT_LEAD, lead.id)
    if done.choice == lines.EDIT_PERSON:
        dialogs.ask(EDIT, lead.party_id)
    if done.choice == lines.OPT_OUT:
        dialogs.ask(OPT_OUT, lead.party_id)


def draw_asked(viewer: Actor) -> None:
    """Draw the dialog that is open about one lead or its person; close one about nobody."""
    for name in (EDIT_LEAD, EDIT, OPT_OUT):
        asked = dialogs.asked(name)
        if not asked:
            continue
        try:
            _draw(viewer, name, int(asked[0]))
        except NotFound:
            dialogs.forget(name)


def _draw(viewer: Actor, name: str, key: int) -> None:
    services = get_services()
    if name == EDIT_LEAD:
        lead = get_lead_page(services, actor=viewer, lead_id=key).lead
        if lead is not None:
            ask_to_edit_lead(viewer, lead)
    elif name == EDIT:
        ask_to_edit(viewer, get_party(services, actor=viewer, party_id=key))
    else:
        ask_to_opt_out(get_person_page(services, actor=viewer, party_id=key))
