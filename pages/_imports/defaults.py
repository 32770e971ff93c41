"""What rows get that do not say it themselves."""

from collections.abc import Sequence

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import LeadStatus
from crm_core.usecases.import_rows import ImportDefaults
from crm_core.views.colleagues import Colleague
from pages._imports.names import PLACE
from pages._ui.badges import word


def choose_defaults(viewer: Actor, colleagues: Sequence[Colleague]) -> ImportDefaults:
    """Draw the choices; whoever imports is the owner unless another is chosen."""
    names = {one.id: one.name for one in colleagues if one.active}
    owners = list(names)
    index = owners.index(viewer.user_id) if viewer.user_id in names else None
    source, status, owner = st.columns(3)
    with source:
        typed = st.text_input("Source", key=f"{PLACE}_source", placeholder="Trade fair, website …")
    with status:
        chosen = st.selectbox("Status", list(LeadStatus), format_func=word, key=f"{PLACE}_status")
    with owner:
        owner_id = st.selectbox(
            "Owner", owners, index, format_func=lambda one: names[one], key=f"{PLACE}_owner"
        )
    return ImportDefaults(source=typed or "", status=chosen or LeadStatus.NEW, owner_id=owner_id)
