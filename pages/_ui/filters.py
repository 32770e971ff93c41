"""Filters that live in the address, so that a view can be kept and shared."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from pages._ui import address
from pages._ui.badges import word

Status = TypeVar("Status", bound=StrEnum)
ALL = "All"


def by_status(statuses: type[Status], *, key: str) -> Status | None:
    """Draw the choice of one status or all; None means all. `key` is its name in the address."""
    words = {word(status): status for status in statuses}
    chosen = st.segmented_control(
        "Status",
        [ALL, *words],
        default=ALL,
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return words.get(chosen or ALL)


def one_of(label: str, names: Mapping[str, str], *, key: str, width: int = 170) -> str:
    """Draw the choice of one of `names` by their words; the first counts as none and is default.

    The address keeps what is chosen, not its words (`leads_owner=7`): two owners may be called
    alike, and a link from another page need not know how this one calls them.
    """
    default = next(iter(names))
    asked = address.param(key) or default
    kept = f"{key}_kept"
    # Streamlit forgets a choice that another page does not draw; the address brings it back.
    if key not in st.session_state or asked != st.session_state.get(kept, default):
        st.session_state[key] = asked if asked in names else default
    chosen = st.selectbox(
        label, list(names), format_func=lambda one: names[one], key=key,
        label_visibility="collapsed", width=width,
    )  # fmt: skip
    st.session_state[kept] = chosen or default
    address.keep(key, "" if chosen == default else chosen or "")
    return chosen or default
