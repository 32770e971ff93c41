"""What is known of something: names and values, one under the other."""

from collections.abc import Iterable

import streamlit as st

from pages._ui.html import Html, tag, together

NONE = tag("span", "–", "ds-zero", **{"aria-label": "none"})


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Draw (name, value) pairs; an empty value is a dash."""
    st.html(fact_list(pairs))


def fact_list(pairs: Iterable[tuple[str, object]]) -> Html:
    """The same as markup."""
    lines = (
        tag("div", together(tag("dt", name), tag("dd", NONE if value in (None, "") else value)))
        for name, value in pairs
    )
    return tag("dl", together(*lines), "ds-facts")
