""" "Ask the copilot", on the pages of what it can be asked about."""

import streamlit as st

from pages._copilot.asked import About, go_and_ask
from pages._copilot.context import QUESTIONS


def draw_asking(place: str, record: About) -> None:
    """Draw the menu; what is chosen in it is asked in a new chat about the record."""
    chosen = st.menu_button(
        "Ask the copilot", QUESTIONS[record[0]], key=f"{place}_copilot", icon=":material/assistant:"
    )
    if chosen:
        go_and_ask(record, chosen)
