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
        messages.refuse(place, refusal.told, refusal.field)
        return False
    _done(place)
    return True


def perform_and_redraw(action: Action, *, place: str) -> None:
    """`perform`, then draw the whole page anew, so that all of it shows what has changed."""
    perform(action, place=place)
    st.rerun()


def once(place: str) -> str:
    """The key of a button at `place` whose effect must happen once for each time it is drawn.

    Streamlit runs the script for each click of a double click. The key changes with every action
    done at `place`, so the second click meets no button. Inputs that share it start empty again.
    """
    times = st.session_state.get(_times(place), 0)
    return f"{place}_{times}" if times else place


def _done(place: str) -> None:
    st.session_state[_times(place)] = st.session_state.get(_times(place), 0) + 1


def _times(place: str) -> str:
    return f"times_{place}"
