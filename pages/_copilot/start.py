"""Where nothing was asked yet: what the copilot does, and what is asked most."""

from collections.abc import Sequence

import streamlit as st

from pages._copilot.context import Context
from pages._ui.html import literal, tag, together


def draw_start(context: Context | None) -> None:
    """A few calm words instead of an empty thread."""
    head = f"About {context.label}" if context else "What do you want to know?"
    words = (
        "Every statement about a record shows where it comes from. Whatever would change "
        "something waits for your approval."
    )
    st.html(tag("div", together(tag("h2", head), tag("p", words, "ds-quiet")), "ds-chat-start"))


def choose_question(questions: Sequence[str]) -> str:
    """Draw the questions, and give the one that was just clicked."""
    chosen = ""
    with st.container(horizontal=True, key="copilot_suggested", gap="small"):
        for number, words in enumerate(questions):
            if st.button(literal(words), key=f"copilot_suggested_{number}"):
                chosen = words
    return chosen
