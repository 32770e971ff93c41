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
from pages._ui.html import literal, tag, together
from pages._ui.live import live
from pages._ui.tables import Column, Table
from pages._ui.words import counted
from pages._web.installation import get_services

actor = require_user()
services = get_services()

COLUMNS = (
    Column("", "minmax(12rem, 1fr)"),
    Column("", "6.5rem"),
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
    chosen = st.menu_button(
        f"Change the status of {literal(line.name)}",
        [status for status in SequenceStatus if status in SEQUENCE_TRANSITIONS[line.status]],
        format_func=VERBS.__getitem__,
        key=f"{place}_status",
        icon=":material/more_horiz:",
        type="tertiary",
    )
    if chosen in ASKS_FIRST:
        dialogs.ask("sequences_switch", line.id, chosen)
    elif chosen:
        perform_and_redraw(switch(line.id, line.name, chosen), place=place)


@live
def sequence_list(viewer: Actor) -> None:
    status = st.segmented_control(
        "Status", list(SequenceStatus), format_func=word, key="sequences_status",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    window = paging.window("sequences", of=status)
    page = list_sequences(services, actor=viewer, window=window, status=status)
    if not page.items:
        return nothing_here(status)
    manages = viewer.may(Permission.SEQUENCES_MANAGE)
    table = Table("sequences", COLUMNS, actions=36 if manages else 0)
    table.head()
    for line in page.items:
        name = together(tag("strong", line.name), tag("p", line.description, "ds-quiet ds-one-line"))
        counts = (line.step_count, line.active, line.paused, line.completed, line.canceled)
        with table.row(line.id, [name, badge(line.status), *(f"{count:,}" for count in counts)]):
            if manages and SEQUENCE_TRANSITIONS[line.status]:
                status_switch(line)
        messages.show_refusal(f"sequences_{line.id}")
    paging.turn("sequences", page)


def nothing_here(status: SequenceStatus | None) -> None:
    if status is not None:
        return nothing(f"No sequence is {word(status).lower()}", quiet("Choose another status above."))
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
