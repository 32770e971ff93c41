"""Panels that redraw themselves, so that a page follows the runner without a click."""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from crm_core.domain.permissions import Actor
from pages._ui.auth import current_actor

EVERY_SECONDS = 3.0


def live(draw: Callable[[Actor], None]) -> Callable[[], None]:
    """Draw a panel as whoever is signed in, and again every few seconds.

    The panel's own runs do not pass the shell, so the session is looked up here; where it has
    ended, the page runs anew and shows the gate.
    """

    @st.fragment(run_every=EVERY_SECONDS)
    @wraps(draw)
    def panel() -> None:
        actor = current_actor()
        if actor is None:
            st.rerun()
        draw(actor)

    return panel
