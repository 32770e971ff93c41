"""A stranger's message with its formatting, in a frame in which nothing loads and nothing runs."""

import streamlit as st

from pages._web.assets import component_script


def draw_formatted(html: str, *, key: str) -> None:
    """Draw HTML that `threads.get_formatted` gave."""
    _mount(key=key, data={"html": html})


_mount = st.components.v2.component(
    "duestep_letter", js=component_script("inbox/letter.js"), isolate_styles=False
)
