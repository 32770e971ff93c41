"""Sequences: the list with live counts, and what those may do with a line who may manage."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.views.sequence_list import find_sequences
from pages._sequences.lines import COLUMNS, DEFAULT_ORDER, line_of, read_order
from pages._sequences.switch import SWITCH, ask_to_switch, carry_out
from pages._ui import dialogs, links, messages, paging, search
from pages._ui.auth import require_user
from pages._ui.badges import word
from pages._ui.empty import command, nothing, quiet
from pages._ui.filters import by_status
from pages._ui.grid import Grid, sorting
from pages._ui.html import tag
from pages._ui.live import live
from pages._web.installation import get_services

actor = require_user()
services = get_services()


@live
def sequence_list(viewer: Actor) -> None:
    with st.container(key="sequences_filters", horizontal=True, vertical_alignment="center"):
        typed = search.box("sequences_search", "Search sequences")
        status = by_status(SequenceStatus, key="sequences_status")
    order = sorting("sequences", DEFAULT_ORDER)
    sort, descending = read_order(order)
    page = find_sequences(
        services, actor=viewer, search=typed, status=status, sort=sort, descending=descending,
        window=paging.window("sequences", of=(typed, status, order)),
    )  # fmt: skip
    messages.show_refusal("sequences")
    if not page.items:
        nothing_here(viewer, status, typed)
        return
    manages = viewer.may(Permission.SEQUENCES_MANAGE)
    grid = Grid("sequences", COLUMNS)
    grid.draw(line_of(line, manages=manages) for line in page.items)
    paging.turn("sequences", page)
    if grid.chosen:
        carry_out(viewer, int(grid.chosen.id), grid.chosen.choice, place="sequences")


def nothing_here(viewer: Actor, status: SequenceStatus | None, typed: str) -> None:
    if typed:
        nothing(f"No sequence is called “{typed}”", quiet("Look for another word of its name."))
        return
    if status is not None:
        nothing(f"No sequence is {word(status).lower()}", quiet("Choose another status above."))
        return
    docs = tag("a", "the API’s documents", href="/crm/docs")
    demo = command("python -m crm_core demo")
    create = command("POST /crm/sequences")
    if viewer.may(Permission.SEQUENCES_MANAGE):
        build = links.link("Build the first one", "builder")
        words = quiet(build, ", create it by ", create, " (", docs, "), or run ", demo, ".")
    else:
        words = quiet("Managers build them; ", create, " (", docs, ") and ", demo, " make some.")
    nothing("No sequences yet", words)


with st.container(key="sequences_head", horizontal=True, vertical_alignment="center"):
    st.title("Sequences", anchor=False)
    if actor.may(Permission.SEQUENCES_MANAGE):
        st.html(links.link("New sequence", "builder", css="ds-button"), width="content")
messages.show()
sequence_list()
if asked := dialogs.asked(SWITCH):
    sequence_id, wanted = asked
    ask_to_switch(actor, int(sequence_id), SequenceStatus(str(wanted)))
