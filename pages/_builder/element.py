"""The element that holds a draft in the browser; see builder.js for its side of the talk."""

from typing import Any, NamedTuple

import streamlit as st

from pages._web.assets import component_script

_mount = st.components.v2.component(
    "duestep_builder", js=component_script("builder/builder.js"), isolate_styles=False
)


def said(draft_id: int) -> dict[str, Any] | None:
    """The browser's last message, before the element is drawn: `token` and `seq` name it.

    It holds `content` and the `revision` that it began from, the chosen `step`, the `lead` to
    preview with, and what is searched for (`query`).
    """
    state = st.session_state.get(_key(draft_id))
    message: dict[str, Any] | None = state.get("said") if state else None
    return message


class Asked(NamedTuple):
    """What the person asks for besides: the stored draft instead of their own; the shown message
    sent to themselves."""

    load: bool
    test: bool


def draw(draft_id: int, data: dict[str, Any]) -> Asked:
    """Draw the builder."""
    heard = _mount(
        key=_key(draft_id), data=data, on_said_change=_nothing, on_load_change=_nothing,
        on_test_change=_nothing,
    )  # fmt: skip
    return Asked(heard.load is not None, heard.test is not None)


def _key(draft_id: int) -> str:
    return f"builder_{draft_id}"


def _nothing() -> None:
    """Streamlit takes a value from a component only where somebody listens for it."""
