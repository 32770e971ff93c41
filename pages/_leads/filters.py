"""What narrows the leads, kept in the address: words, status, owner, sequence, silence."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import LeadStatus
from crm_core.errors import InvalidInput
from crm_core.views.colleagues import list_colleagues
from crm_core.views.lead_filters import LeadFilters
from crm_core.views.leads import NEWEST, read_order
from crm_core.views.sequence_names import list_sequence_names
from pages._ui import address, search
from pages._ui.badges import word
from pages._ui.filters import one_of
from pages._web.installation import get_services

WIDTH = 148
ANY, MINE, NOBODY, NONE = "any", "mine", "nobody", "none"
CHOICES = ("leads_status", "leads_owner", "leads_sequence", "leads_untouched")
SILENCES = {
    ANY: "Any last touch",
    "7": "Silent for 7 days",
    "30": "Silent for 30 days",
    "90": "Silent for 90 days",
    "365": "Silent for a year",
}


def draw_filters(viewer: Actor) -> LeadFilters:
    """Draw the line of filters and return what they mean."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="leads_filters"
    ):
        typed = search.box("leads_search", "Search leads")
        statuses = {ANY: "Any status", **{one.lower(): word(one) for one in LeadStatus}}
        status = one_of("Status", statuses, key="leads_status", width=WIDTH)
        owner = one_of("Owner", _owners(viewer), key="leads_owner", width=WIDTH)
        sequence = one_of("Sequence", _sequences(viewer), key="leads_sequence", width=WIDTH)
        silence = one_of("Last touch", SILENCES, key="leads_untouched", width=WIDTH)
    owner_id = viewer.user_id if owner == MINE else int(owner) if owner.isdigit() else None
    return LeadFilters(
        typed=typed,
        status=None if status == ANY else LeadStatus(status.upper()),
        owner_id=owner_id,
        unowned=owner == NOBODY,
        sequence_id=int(sequence) if sequence.isdigit() else None,
        unenrolled=sequence == NONE,
        untouched_days=int(silence) if silence.isdigit() else None,
    )


def clear() -> None:
    """Take every filter out of the address; before the filters are drawn again."""
    st.session_state["leads_search"] = ""
    for name in CHOICES:
        address.keep(name, "")


def known_order(order: str) -> str:
    """The order that the address asks for; the newest first for one that nobody knows."""
    try:
        read_order(order)
    except InvalidInput:
        return NEWEST
    return order


def _owners(viewer: Actor) -> dict[str, str]:
    colleagues = list_colleagues(get_services(), actor=viewer)
    mine = {MINE: "Mine"} if viewer.user_id is not None else {}
    others = {str(one.id): one.name for one in colleagues if one.id != viewer.user_id}
    return {ANY: "Every owner", **mine, NOBODY: "Nobody’s", **others}


def _sequences(viewer: Actor) -> dict[str, str]:
    names = list_sequence_names(get_services(), actor=viewer)
    return {ANY: "Any sequence", NONE: "In no sequence", **{str(n.id): n.name for n in names}}
