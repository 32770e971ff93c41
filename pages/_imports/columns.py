"""The second step: what each column holds, proposed by its name and open to change."""

from collections.abc import Mapping

import streamlit as st

from crm_core.domain.csv_files import CsvColumn, CsvFile
from crm_core.domain.import_mapping import (
    CUSTOM,
    IGNORE,
    ImportField,
    check_mapping,
    custom_name,
    propose_mapping,
)
from crm_core.errors import CrmError
from pages._imports.names import FIELDS, PLACE
from pages._ui.html import Html, tag, together


def choose_meanings(key: str, file: CsvFile) -> dict[str, str] | None:
    """Draw a line for each column; give the mapping, or None while it cannot work."""
    proposed = propose_mapping(file.columns)
    mapping: dict[str, str] = {}
    notes = {}
    with st.container(key=f"{PLACE}_columns", gap=None):
        for place, column in enumerate(file.columns):
            mapping[column.name] = _line(f"{PLACE}_{key}_{place}", column, proposed[column.name])
            notes[column.name] = st.empty()
    general = st.empty()
    refusal = _refusal(file, mapping)
    if refusal is None:
        return mapping
    note = notes.get(refusal.field or "", general)
    note.html(tag("p", refusal.message, "ds-refusal", role="alert"))
    return None


def _line(key: str, column: CsvColumn, proposed: str) -> str:
    own = CUSTOM + custom_name(column.name)
    if proposed.startswith(CUSTOM):
        own = proposed
    options = [IGNORE, *ImportField, own]
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_line"):
        st.html(_about(column))
        chosen = st.selectbox(
            f"What the column “{column.name}” holds",
            options,
            options.index(proposed),
            format_func=lambda target: _words(target),
            key=key,
            label_visibility="collapsed",
            width=280,
        )
    return str(chosen)


def _words(target: str) -> str:
    if target == IGNORE:
        return "Leave out"
    if target.startswith(CUSTOM):
        return f"Custom field “{target.removeprefix(CUSTOM)}”"
    return FIELDS[ImportField(target)]


def _about(column: CsvColumn) -> Html:
    values = [tag("span", value, "ds-import-sample") for value in column.samples]
    shown = together(*values) if values else tag("span", "no values", "ds-zero")
    name = tag("div", column.name, "ds-strong")
    return tag("div", together(name, tag("div", shown, "ds-import-samples")), "ds-import-column")


def _refusal(file: CsvFile, mapping: Mapping[str, str]) -> CrmError | None:
    try:
        check_mapping(file.columns, mapping)
    except CrmError as refusal:
        return refusal
    return None
