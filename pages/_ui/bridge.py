"""What the browser tells the shell: a link was followed, a key was pressed anywhere.

Drawn once by the shell. The list of keys lies in the page and opens without asking the server.
"""

from pathlib import Path

import streamlit as st

from pages._ui import links
from pages._ui.html import Html, tag, together

KEYS = (
    ("/", "Search on this page"),
    ("?", "This list"),
    ("j  k", "Next and previous line of a list"),
    ("x", "Select the line"),
    ("Enter", "Open the line"),
    ("g h", "Go to Home"),
    ("g t", "Go to Tasks"),
    ("g s", "Go to Sequences"),
    ("g i", "Go to the Inbox"),
    ("g o", "Go to the Outbox"),
    ("g l", "Go to Leads"),
    ("g p", "Go to People"),
    ("g c", "Go to Companies"),
    ("g d", "Go to Deals"),
    ("Esc", "Close a dialog"),
)


def _help() -> Html:
    lines = (
        tag("div", together(tag("dt", _keys(keys)), tag("dd", meaning))) for keys, meaning in KEYS
    )
    close = Html('<form method="dialog"><button>Close</button></form>')
    words = together(tag("h2", "Keyboard", id="ds-keys-title"), tag("dl", together(*lines)), close)
    return tag("dialog", words, "ds-keys", **{"aria-labelledby": "ds-keys-title"})


def _keys(keys: str) -> Html:
    return together(*(tag("kbd", key) for key in keys.split()))


_mount = st.components.v2.component(
    "duestep_bridge",
    html=_help(),
    js=(Path(__file__).parent / "bridge.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw() -> None:
    """Listen; where a link was followed since the last run, go there now."""
    with st.container(key="bridge"):
        heard = _mount(key="bridge_ears", on_go_change=_nothing)
    if heard.go:
        links.follow(str(heard.go))


def _nothing() -> None:
    """Streamlit takes a value from a component only where somebody listens for it."""
