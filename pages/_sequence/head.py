"""The head of a sequence: what it is, how it stands, and what can be done with it as a whole."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.views.sequence_list import FoundSequence
from crm_core.views.sequence_people import Standing
from pages._sequences.lines import share_of
from pages._sequences.switch import carry_out, choices_for
from pages._ui import links, messages
from pages._ui.badges import badge, word
from pages._ui.html import Html, literal, tag, together
from pages._ui.menus import more
from pages._ui.tables import number

PEOPLE = "Enrollments"


def draw_head(viewer: Actor, line: FoundSequence) -> None:
    """Draw name, status, ways on and counts; carry out what was chosen in the menu."""
    st.html(links.link("← Sequences", "sequences", css="ds-link ds-back"))
    with st.container(key="sequence_head", horizontal=True, vertical_alignment="center"):
        st.title(literal(line.name), anchor=False)
        with st.container(key="sequence_ways", horizontal=True, width="content"):
            st.html(_ways(viewer, line), width="content")
            chosen = _menu(viewer, line)
    owner = f"Owned by {line.owner}. " if line.owner else ""
    st.html(tag("p", together(badge(line.status), " ", owner, line.description), "ds-about"))
    messages.show()
    messages.show_refusal("sequence_switch")
    st.html(_counts(line))
    if chosen:
        carry_out(viewer, line.id, chosen, place="sequence_switch")


def _ways(viewer: Actor, line: FoundSequence) -> Html:
    ways = []
    open_for_edits = line.status is not SequenceStatus.ARCHIVED
    if viewer.may(Permission.SEQUENCES_MANAGE) and open_for_edits:
        ways.append(links.link("Edit steps", "builder", css="ds-button-quiet", sequence=line.id))
    if viewer.may(Permission.ENROLLMENTS_MANAGE) and line.status is SequenceStatus.ACTIVE:
        ways.append(links.link("Enroll people", "leads", css="ds-button", leads_for=line.id))
    return tag("span", together(*ways), "ds-ways")


def _menu(viewer: Actor, line: FoundSequence) -> str | None:
    if not viewer.may(Permission.SEQUENCES_MANAGE):
        return None
    words = dict(choices_for(line.status))
    return more("Change status", list(words), names=words.__getitem__, key="sequence")


def _counts(line: FoundSequence) -> Html:
    counts = {
        Standing.ACTIVE: line.active,
        Standing.PAUSED: line.paused,
        Standing.FINISHED: line.finished,
        Standing.REPLIED: line.replied,
        Standing.STOPPED: line.stopped,
    }
    tiles = []
    for standing, count in counts.items():
        shown: Html = number(count)
        if standing is Standing.REPLIED and line.ended:
            shown = together(shown, " ", share_of(line))
        there = links.link(
            shown, "sequence", css="ds-tile-link", sequence=line.id, sequence_tab=PEOPLE,
            sequence_standing=word(standing),
        )  # fmt: skip
        tiles.append(tag("div", together(tag("dt", word(standing)), tag("dd", there))))
    return tag("dl", together(*tiles), "ds-tiles")
