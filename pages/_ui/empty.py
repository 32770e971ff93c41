"""What stands where a list would be, and says what to do next."""

import streamlit as st

from pages._ui.html import Html, tag, together


def nothing(title: str, words: object) -> None:
    """A calm box instead of an empty table."""
    st.html(tag("div", together(tag("p", title, "ds-empty-title"), words), "ds-empty"))


def quiet(*parts: object) -> Html:
    return tag("p", together(*parts), "ds-quiet")


def command(text: str) -> Html:
    return tag("code", text)
