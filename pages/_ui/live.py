"""Panels that redraw themselves: with time, so that a page follows the runner without a click,
or apart from the rest of the page when somebody works in them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from crm_core.domain.permissions import Actor
from pages._ui.auth import current_actor

EVERY_SECONDS = 3.0
Given = ParamSpec("Given")


def live(draw: Callable[[Actor], None]) -> Callable[[], None]:
    """Draw a panel as whoever is signed in, and again every few seconds."""
    return st.fragment(run_every=EVERY_SECONDS)(_as_who_is_signed_in(draw))


def apart(draw: Callable[Concatenate[Actor, Given], None]) -> Callable[Given, None]:
    """Draw a panel as whoever is signed in; what is clicked in it redraws it alone."""
    return st.fragment(_as_who_is_signed_in(draw))


def _as_who_is_signed_in(
    draw: Callable[Concatenate[Actor, Given], None],
) -> Callable[Given, None]:
    """A panel's own runs do not pass the shell, so the session is looked up here; where it has
    ended, the page runs anew and shows the gate."""

    @wraps(draw)
    def panel(*args: Given.args, **more: Given.kwargs) -> None:
        actor = current_actor()
        if actor is None:
            st.rerun()
        draw(actor, *args, **more)

    return panel
