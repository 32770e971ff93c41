"""Asking before something that cannot be taken back, with its consequence in words.

A page's live panel redraws itself while a dialog is open and would take a dialog of its own
away with it. So a click there only notes what is asked (`ask`), and the page's own run opens
the dialog (`asked`, `confirm`) until it is answered.
"""

from typing import NoReturn

import streamlit as st

from pages._ui import messages
from pages._ui.actions import Action, perform
from pages._ui.html import literal

Ids = tuple[int | str, ...]


def ask(name: str, *ids: int | str) -> NoReturn:
    """Open the dialog `name` about the objects with these ids."""
    st.session_state[_key(name)] = ids
    messages.forget_refusal()
    st.rerun()


def asked(name: str) -> Ids | None:
    """The ids that the dialog `name` is open about, if it is."""
    ids: Ids | None = st.session_state.get(_key(name))
    return ids


def forget(name: str) -> None:
    """Close the dialog `name`."""
    st.session_state.pop(_key(name), None)


def confirm(
    name: str, *, title: str, consequence: str, yes: str, action: Action, no: str = "Cancel"
) -> None:
    """Draw the dialog; `action` runs when the person agrees.

    `no` are the words of the way out, where "Cancel" could be taken for the act itself.
    """

    def body() -> None:
        st.markdown(literal(consequence))
        refusal = st.container()
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(no, key=f"{name}_cancel"):
                forget(name)
                st.rerun()
            agreed = st.button(yes, key=f"{name}_yes", type="primary")
        if agreed and perform(action, place=name):
            forget(name)
            st.rerun()
        with refusal:
            messages.show_refusal(name)

    st.dialog(literal(title), on_dismiss=lambda: forget(name))(body)()


def _key(name: str) -> str:
    return f"asked_{name}"
