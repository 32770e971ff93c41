"""The sequence that the leads are chosen for: named in the address by whoever came from it."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.views.open_sequences import OpenSequence, list_open_sequences
from pages._ui import address, links
from pages._ui.html import tag, together
from pages._web.installation import get_services

FOR = "leads_for"


def proposed() -> int | None:
    """The id of the sequence that the address names, to be proposed where leads are enrolled."""
    return address.number(FOR)


def say_for_which(viewer: Actor) -> None:
    """Say which sequence is being filled, with the ways out; nothing where none takes people."""
    sequence = _wanted(viewer)
    if sequence is None:
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="leads_filling"
    ):
        name = tag("strong", sequence.name)
        st.html(tag("span", together("Select leads to enroll in ", name, "."), role="status"))
        st.html(
            links.link("Back to the sequence", "sequence", sequence=sequence.id), width="content"
        )
        if st.button("Stop", key="leads_filling_stop", type="tertiary"):
            address.keep(FOR, "")
            st.rerun()


def _wanted(viewer: Actor) -> OpenSequence | None:
    sequence_id = proposed()
    if sequence_id is None or not viewer.may(Permission.ENROLLMENTS_MANAGE):
        return None
    open_ones = list_open_sequences(get_services(), actor=viewer)
    return next((one for one in open_ones if one.id == sequence_id), None)
