"""The message editor: text with a little formatting, merge fields picked from a list.

    body = editor.message("Message", activity.html or activity.body, key=f"tasks_body_{id}")

What it gives back is a body as `crm_core.mail.body` takes it: plain text stays plain text unless
formatting is used. It reaches the script after a pause and whenever the editor is left, so a
click on Save right after typing loses nothing.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_core.domain.merge_fields import MEANINGS
from pages._web.assets import component_script

Field = Mapping[str, str]
"""`name`, `meaning`, and `value` for whoever is looked at."""
FIELDS: tuple[Field, ...] = tuple(
    {"name": name, "meaning": meaning, "value": ""} for name, meaning in MEANINGS.items()
)


def message(
    label: str, value: str, *, key: str, version: int | str = 0, fields: Sequence[Field] = FIELDS
) -> str:
    """Draw the editor and return the body as it stands.

    Another `version` makes it forget what was typed and show `value`. `fields` are those that
    can be inserted; none where the text is sent as it stands.
    """
    heard = _mount(
        key=key,
        data={"label": label, "value": value, "version": version, "fields": list(fields)},
        on_said_change=_nothing,
    )
    said = heard.said
    return str(said["body"]) if said and said["version"] == version else value


_mount = st.components.v2.component(
    "duestep_editor", js=component_script("ui/editor.js"), isolate_styles=False
)


def _nothing() -> None:
    """Streamlit takes a value from a component only where somebody listens for it."""
