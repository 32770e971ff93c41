"""Sequences: the list with live counts, and the status switch for those who may manage."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import SEQUENCE_TRANSITIONS
from crm_core.domain.words import SequenceStatus
from crm_core.usecases.sequences import set_sequence_status
from crm_core.views.sequences import SequenceLine, get_sequence, list_sequences
from pages._ui import dialogs, messages, paging
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.auth import require_user
from pages._ui.badges import badge, word
from pages._ui.empty import command, nothing, quiet
from pages._ui.filters import by_status
from pages._ui.html import tag
from pages._ui.live import live
from pages._ui.menus import more
from pages._ui.tables import Column, Table, headline, number
from pages._ui.words import counted
from pages._web.installation import get_services

actor = require_user()
services = get_services()

COLUMNS = (
    Column("Sequence", "minmax(12rem, 1fr)", plain=True),
    Column("Status", "6.5rem", plain=True),
    *(
        Column(title, "4.2rem", numeric=True)
        for title in ("Steps", "Active", "Paused", "Finished", "Stopped")
    ),
)
VERBS = {
    SequenceStatus.ACTIVE: "Activate",
    SequenceStatus.PAUSED: "Pause",
    SequenceStatus.COMPLETED: "Complete…",
    SequenceStatus.ARCHIVED: "Archive…",
}
ASKS_FIRST = (SequenceStatus.COMPLETED, SequenceStatus.ARCHIVED)


def switch(sequence_id: int, name: str, status: SequenceStatus) -> Action:
    def action(by: Actor) -> str:
        set_sequence_status(services, actor=by, sequence_id=sequence_id, status=status)
        return f"“{name}” is {word(status).lower()} now."

    return action


def status_switch(line: SequenceLine) -> None:
    place = f"sequences_{line.id}"
    chosen = more(
        f"Change the status of {line.name}",
        [status for status in SequenceStatus if status in SEQUENCE_TRANSITIONS[line.status]],
        names=VERBS.__getitem__,
        key=place,
    )
    if chosen in ASKS_FIRST:
        dialogs.ask("sequences_switch", line.id, chosen)
    elif chosen:
        perform_and_redraw(switch(line.id, line.name, chosen), place=place)


@live
def sequence_list(viewer: Actor) -> None:
    status = by_status(SequenceStatus, key="sequences_status")
    window = paging.window("sequences", of=status)
    page = list_sequences(services, actor=viewer, window=window, status=status)
    if not page.items:
        return nothing_here(status)
    manages = viewer.may(Permission.SEQUENCES_MANAGE)
    table = Table("sequences", COLUMNS, actions=36 if manages else 0)
    with table.drawn():
        for line in page.items:
            name = headline(line.name, line.description)
            counts = (line.step_count, line.active, line.paused, line.completed, line.canceled)
            with table.row(line.id, [name, badge(line.status), *map(number, counts)]):
                if manages and SEQUENCE_TRANSITIONS[line.status]:
                    status_switch(line)
            messages.show_refusal(f"sequences_{line.id}")
    paging.turn("sequences", page)


def nothing_here(status: SequenceStatus | None) -> None:
    if status is not None:
        return nothing(
            f"No sequence is {word(status).lower()}", quiet("Choose another status above.")
        )
    return nothing(
        "No sequences yet",
        quiet(
            "Create one with ", command("POST /crm/sequences"), " (the API’s pages are at ",
            tag("a", "/crm/docs", href="/crm/docs"), "), or load the demo workspace with ",
            command("python -m crm_core demo"), ".",
        ),
    )  # fmt: skip


def ask_first(sequence_id: int, status: SequenceStatus) -> None:
    line = get_sequence(services, actor=actor, sequence_id=sequence_id).line
    live_ones = counted(line.active + line.paused, "live enrollment")
    consequence = {
        SequenceStatus.COMPLETED: f"Nobody new can be enrolled. Its {live_ones} go on to the end.",
        SequenceStatus.ARCHIVED: f"{live_ones} end now, and nothing more goes out to these people. "
        "An archived sequence cannot be activated again.",
    }[status]
    verb = VERBS[status].rstrip("…")
    dialogs.confirm(
        "sequences_switch",
        title=f"{verb} “{line.name}”?",
        consequence=consequence,
        yes=verb,
        action=switch(sequence_id, line.name, status),
    )


st.title("Sequences", anchor=False)
messages.show()
sequence_list()
if asked := dialogs.asked("sequences_switch"):
    ask_first(int(asked[0]), SequenceStatus(asked[1]))
