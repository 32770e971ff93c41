"""A line of key figures."""

from collections.abc import Iterable

import streamlit as st

from pages._ui.html import tag, together
from pages._ui.tables import number


def tiles(figures: Iterable[tuple[str, int]]) -> None:
    """Draw (name, count) pairs side by side; they wrap on a narrow screen."""
    pairs = (
        tag("div", together(tag("dt", name), tag("dd", number(count)))) for name, count in figures
    )
    st.html(tag("dl", together(*pairs), "ds-tiles"))
