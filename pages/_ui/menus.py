"""What can be done with a row, behind three dots."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

Choice = TypeVar("Choice")


def more(
    label: str, choices: Sequence[Choice], *, names: Callable[[Choice], str], key: str
) -> Choice | None:
    """Draw the menu and give the choice that was just made. `label` is read out, not seen."""
    return st.menu_button(
        label,
        choices,
        format_func=names,
        key=f"more_{key}",
        icon=":material/more_horiz:",
        type="tertiary",
    )
