"""The third step: the first rows as they would be stored, the refused ones with their reason."""

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_core.domain.csv_files import CsvFile
from crm_core.domain.words import LeadStatus, SuppressionReason
from crm_core.views.imports import ImportPreview, Outcome, PreviewLine
from pages._ui.badges import toned, word
from pages._ui.html import Html, tag, together
from pages._ui.tables import Column, Table, headline
from pages._ui.words import counted

_OUTCOMES = {
    Outcome.NEW: ("New person", "green"),
    Outcome.FURTHER: ("Known, new lead", "blue"),
    Outcome.KNOWN: ("Known", "gray"),
    Outcome.REFUSED: ("Refused", "red"),
}
_SUPPRESSED = {
    SuppressionReason.OPTED_OUT: "Opted out: gets no mail.",
    SuppressionReason.BOUNCED: "The address bounced: gets no mail.",
    SuppressionReason.COMPLAINED: "Complained: gets no mail.",
    SuppressionReason.MANUAL: "On the suppression list: gets no mail.",
}
_COLUMNS = (
    Column("Row", "2.6rem"),
    Column("Person", "minmax(8rem, 1.3fr)", plain=True),
    Column("Company", "minmax(0, 1fr)", plain=True),
    Column("Phone", "minmax(0, 0.9fr)", plain=True),
    Column("Lead", "minmax(0, 1fr)", plain=True),
    Column("Becomes", "minmax(8.5rem, 1.2fr)", plain=True),
)


def draw_preview(file: CsvFile, preview: ImportPreview, owners: Mapping[int, str]) -> None:
    """Draw the rows, and in a sentence what the first ones come to."""
    st.html(tag("p", _summary(file, preview), "ds-quiet"))
    _table("preview", preview.lines, owners)
    if preview.refused_lines:
        st.html(tag("p", "Further on, these are refused:", "ds-quiet"))
        _table("preview_refused", preview.refused_lines, owners)


def _table(name: str, lines: Sequence[PreviewLine], owners: Mapping[int, str]) -> None:
    Table(name, _COLUMNS).rows(_cells(line, owners) for line in lines)


def _summary(file: CsvFile, preview: ImportPreview) -> str:
    words = {
        Outcome.NEW: "new", Outcome.FURTHER: "known with a new lead",
        Outcome.KNOWN: "known already", Outcome.REFUSED: "refused",
    }  # fmt: skip
    parts = [
        f"{preview.counts[key]:,} {told}" for key, told in words.items() if preview.counts[key]
    ]
    whole = preview.checked == file.row_count
    first = f"Of {counted(preview.checked, 'row')}" if whole else f"Of the first {preview.checked}"
    return f"{first}: {', '.join(parts)}."


def _cells(line: PreviewLine, owners: Mapping[int, str]) -> tuple[object, ...]:
    if line.outcome is Outcome.REFUSED:
        typed = " · ".join(cell for cell in line.typed if cell.strip())
        return (
            line.number,
            tag("span", typed, "ds-quiet ds-import-typed"),
            "",
            "",
            "",
            _outcome(line),
        )
    owner = owners.get(line.owner_id or 0, "")
    lead = ", ".join(part for part in (line.source, owner) if part)
    company = ", ".join(part for part in (line.title, line.place) if part)
    custom = " · ".join(f"{name}: {value}" for name, value in line.custom)
    person = headline(line.name or line.email or line.phone, line.email if line.name else "")
    return (
        line.number,
        together(person, tag("div", custom, "ds-quiet ds-one-line")) if custom else person,
        headline(line.company, company) if line.company else tag("span", company, "ds-quiet"),
        line.phone,
        headline(word(LeadStatus(line.status)), lead),
        _outcome(line),
    )


def _outcome(line: PreviewLine) -> Html:
    below = line.reason
    if line.suppressed is not None:
        below = _SUPPRESSED[SuppressionReason(line.suppressed)]
    shown = toned(*_OUTCOMES[line.outcome])
    return together(shown, tag("div", below, "ds-quiet")) if below else shown
