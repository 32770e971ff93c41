"""A sequence: its steps, its people, its settings, its history (`?sequence=ID`)."""

import streamlit as st

from crm_core.domain.words import SequenceStatus
from crm_core.errors import NotFound
from crm_core.views.sequence_list import get_found_sequence
from crm_core.views.sequence_versions import get_version
from pages._sequence.head import PEOPLE, draw_head
from pages._sequence.people import ask_what_is_asked, draw_people
from pages._sequence.settings import draw_settings
from pages._sequence.steps import draw_steps
from pages._sequence.versions import TAB as VERSIONS
from pages._sequence.versions import draw_versions
from pages._sequences.switch import SWITCH, ask_to_switch
from pages._ui import address, dialogs, links
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.tabs import tabs
from pages._web.installation import get_services

actor = require_user()
services = get_services()
STEPS, SETTINGS = "Steps", "Settings"


def draw(sequence_id: int) -> None:
    line = get_found_sequence(services, actor=actor, sequence_id=sequence_id)
    draw_head(actor, line)
    part = tabs("sequence_tab", [STEPS, PEOPLE, SETTINGS, VERSIONS])
    if part == VERSIONS:
        draw_versions(actor, sequence_id)
        return
    latest = get_version(services, actor=actor, sequence_id=sequence_id, number=line.version)
    if part == PEOPLE:
        draw_people(sequence_id, latest)
    elif part == SETTINGS:
        draw_settings(actor, line, latest)
    else:
        draw_steps(actor, sequence_id, latest)


try:
    draw(address.number("sequence") or 0)
except NotFound:
    st.title("Sequence", anchor=False)
    there = links.link("All sequences", "sequences")
    nothing("There is no such sequence", quiet("It may be another workspace’s. ", there))
else:
    if asked := dialogs.asked(SWITCH):
        of, wanted = asked
        ask_to_switch(actor, int(of), SequenceStatus(str(wanted)))
    ask_what_is_asked(actor)
