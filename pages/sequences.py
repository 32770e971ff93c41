"""Sequences: the list with live counts, and the status switch for those who may manage."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.views.sequences import list_sequences
from pages._sequences.switch import SWITCH, ask_to_switch, status_switch
from pages._ui import dialogs, messages, paging
from pages._ui.auth import require_user
from pages._ui.badges import badge, word
from pages._ui.empty import command, nothing, quiet
from pages._ui.filters import by_status
from pages._ui.html import tag
from pages._ui.live import live
from pages._ui.tables import ONE_MENU, Column, Table, headline, number
from pages._web.installation import get_services

actor = require_user()
services = get_services()

COLUMNS = (
    Column("Sequence", "minmax(12rem, 1fr)", plain=True),
    Column("Status", "6.5rem", plain=True),
    Column("Steps", "4.2rem", numeric=True),
    Column("Active", "4.2rem", numeric=True),
    Column("Paused", "4.2rem", numeric=True),
    Column("Finished", "4.2rem", numeric=True),
    Column("Stopped", "4.2rem", numeric=True),
)


@live
def sequence_list(viewer: Actor) -> None:
    status = by_status(SequenceStatus, key="sequences_status")
    window = paging.window("sequences", of=status)
    page = list_sequences(services, actor=viewer, window=window, status=status)
    if not page.items:
        nothing_here(status)
        return
    manages = viewer.may(Permission.SEQUENCES_MANAGE)
    table = Table("sequences", COLUMNS, actions=ONE_MENU if manages else 0)
    with table.drawn():
        for line in page.items:
            place = f"sequences_{line.id}"
            name = headline(line.name, line.description)
            counts = (line.step_count, line.active, line.paused, line.completed, line.canceled)
            with table.row(line.id, [name, badge(line.status), *map(number, counts)]):
                if manages:
                    status_switch(line, place=place)
            messages.show_refusal(place)
    paging.turn("sequences", page)


def nothing_here(status: SequenceStatus | None) -> None:
    if status is not None:
        nothing(f"No sequence is {word(status).lower()}", quiet("Choose another status above."))
        return
    docs = tag("a", "the API’s documents", href="/crm/docs")
    demo = command("python -m crm_core demo")
    create = command("POST /crm/sequences")
    nothing("No sequences yet", quiet("Create one by ", create, " (", docs, ") or run ", demo, "."))


st.title("Sequences", anchor=False)
messages.show()
sequence_list()
if asked := dialogs.asked(SWITCH):
    sequence_id, wanted = asked
    ask_to_switch(actor, int(sequence_id), SequenceStatus(str(wanted)))
