"""One use case for a click: done, its message is left; refused, the rule's words stay in place."""

from collections.abc import Callable

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.errors import CrmError
from pages._ui import messages
from pages._ui.auth import require_user

Action = Callable[[Actor], str]
"""Carries out one use case as the actor and returns the message about it."""


def perform(action: Action, *, place: str) -> bool:
    """Carry out `action` as whoever is signed in now; True when no rule refused it."""
    try:
        messages.leave(action(require_user()))
    except CrmError as refusal:
        messages.refuse(place, refusal.message)
        return False
    return True


def perform_and_redraw(action: Action, *, place: str) -> None:
    """`perform`, then draw the whole page anew, so that all of it shows what has changed."""
    perform(action, place=place)
    st.rerun()
