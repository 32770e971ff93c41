"""Filters that live in the address, so that a view can be kept and shared."""

from enum import StrEnum
from typing import TypeVar

import streamlit as st

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
    )
    return words.get(chosen or ALL)
