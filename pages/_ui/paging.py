"""Walking through a list that is read page by page."""

from typing import Any

import streamlit as st

from crm_core.views.paging import Page, Window

LINES = 25


def window(name: str, *, of: object = None) -> Window:
    """The part of the list `name` to read; a list `of` something else begins at its start."""
    if st.session_state.get(f"{name}_paged_of") != of:
        st.session_state[f"{name}_paged_of"] = of
        st.session_state[f"{name}_cursors"] = []
    cursors: list[str] = st.session_state.setdefault(f"{name}_cursors", [])
    return Window(limit=LINES, cursor=cursors[-1] if cursors else None)


def turn(name: str, page: Page[Any]) -> None:
    """Draw the ways to the pages before and after, where there are any."""
    cursors: list[str] = st.session_state[f"{name}_cursors"]
    if not cursors and page.next_cursor is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_paging"):
        st.button(
            "Previous",
            key=f"{name}_previous",
            disabled=not cursors,
            on_click=_back,
            args=(cursors,),
        )
        st.caption(f"Page {len(cursors) + 1}", width="content")
        st.button(
            "Next",
            key=f"{name}_next",
            disabled=page.next_cursor is None,
            on_click=cursors.append,
            args=(page.next_cursor,),
        )


def _back(cursors: list[str]) -> None:
    if cursors:
        cursors.pop()
