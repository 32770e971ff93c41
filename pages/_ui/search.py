"""The search box of a list; `/` goes to it from anywhere on the page."""

import streamlit as st

LONGEST = 200


def box(name: str, label: str) -> str:
    """Draw the box and return what is looked for. `name` is its place in the address."""
    typed = st.text_input(
        label,
        key=name,
        type="search",
        placeholder=label,
        max_chars=LONGEST,
        live=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    return (typed or "").strip()
