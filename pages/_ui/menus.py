"""What can be done with a row, behind three dots."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from pages._ui.html import literal

Choice = TypeVar("Choice")


def more(
    label: str, choices: Sequence[Choice], *, names: Callable[[Choice], str], key: str
) -> Choice | None:
    """Draw the menu; the choice that was just made. `label` says what it changes, and of what."""
    return st.menu_button(
        literal(label),
        choices,
        format_func=names,
        key=f"more_{key}",
        icon=":material/more_horiz:",
        type="tertiary",
    )
