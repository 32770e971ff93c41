"""What the last action left: a message for the next run, a refusal at its own place."""

import streamlit as st

from pages._ui.html import literal

_LEFT = "messages_left"
_REFUSED = "messages_refused"


def leave(text: str) -> None:
    """Say it once, above the page, on the run that follows."""
    st.session_state[_LEFT] = text
    forget_refusal()


def refuse(place: str, text: str, field: str | None = None) -> None:
    """Say a refusal at `place` until the next action; `field` is the input that it is about."""
    st.session_state[_REFUSED] = (place, text, field)


def forget_refusal() -> None:
    st.session_state.pop(_REFUSED, None)


def refusal(place: str) -> tuple[str, str | None] | None:
    """The refusal that belongs to `place`, and its field, if there is one."""
    refused = st.session_state.get(_REFUSED)
    if refused is None or refused[0] != place:
        return None
    return refused[1], refused[2]


def show() -> None:
    """Draw the message that the last action left, if there is one."""
    text = st.session_state.pop(_LEFT, None)
    if text:
        st.success(literal(text), icon=":material/check:")


def show_refusal(place: str) -> None:
    """Draw the refusal that belongs to `place`, if there is one."""
    refused = refusal(place)
    if refused:
        st.error(literal(refused[0]), icon=":material/block:")
