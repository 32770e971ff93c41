"""Parts of a screen: a title with what it means, and lists that show their first lines."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from pages._ui.html import Html, tag, together

FEW = 8
Item = TypeVar("Item")


def section(title: str, count: str = "", meaning: str = "") -> None:
    """Draw a section's title, how many are in it, and a quiet sentence."""
    st.html(section_title(title, count, meaning))


def section_title(title: str, count: str = "", meaning: str = "") -> Html:
    """The same, to stand in a larger piece."""
    number = tag("span", count, "ds-count") if count else ""
    below = tag("p", meaning, "ds-quiet") if meaning else ""
    return tag("div", together(tag("h2", together(title, number)), below), "ds-section")


def few(name: str, items: Sequence[Item]) -> Sequence[Item]:
    """The first items of a list, or all where the person has asked for them."""
    return items if st.session_state.get(f"{name}_unfolded") else items[:FEW]


def unfold(name: str, items: Sequence[object]) -> None:
    """Draw the way to the rest of a list, where it has one."""
    if len(items) > FEW and not st.session_state.get(f"{name}_unfolded"):
        st.button(
            f"Show all {len(items)}",
            key=f"{name}_unfold",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=(f"{name}_unfolded", True),
        )
