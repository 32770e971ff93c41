"""What became of the file, and of those before it."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from crm_core.usecases.import_leads import ImportResult
from crm_core.views.imports import ImportLine
from crm_core.views.paging import Page
from pages._imports.names import PLACE
from pages._ui import links, paging
from pages._ui.empty import nothing, quiet
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.tables import Column, Table, headline, number
from pages._ui.tiles import tiles
from pages._ui.times import moment
from pages._ui.words import counted

Download = Callable[[int], bytes]
"""Gives the refused rows of the import with this id."""

DOWNLOAD_WIDTH = 190
_COLUMNS = (
    Column("File", "minmax(9rem, 1fr)", plain=True),
    Column("When", "6.5rem", plain=True),
    Column("Rows", "4.2rem", numeric=True),
    Column("Added", "4.2rem", numeric=True),
    Column("Known", "4.2rem", numeric=True),
    Column("Refused", "4.4rem", numeric=True),
)


def draw_result(result: ImportResult, name: str, content: Download) -> bool:
    """Draw the counts and what to do next; True when another import is wanted."""
    section(f"“{name}” is imported")
    tiles([("Added", result.added), ("Known", result.known), ("Refused", result.refused)])
    st.html(tag("p", _words(result), "ds-quiet"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if result.refused:
            _download("Download the refused rows", "done", result.import_id, name, content)
        return st.button("Import another file", key=f"{PLACE}_another_{result.import_id}")


def _words(result: ImportResult) -> Html:
    told: list[object] = []
    if result.known:
        told.append("The known ones have an open lead; what was blank about them is filled in. ")
    if result.suppressed:
        many = counted(result.suppressed, "person", many="people")
        told.append(f"{many} opted out or bounced and will get no mail. ")
    if result.refused:
        told.append("Mend the refused rows in their file and import it: nothing is added twice. ")
    return together(*told, links.link("See the leads", "leads"), ".")


def draw_history(page: Page[ImportLine], now: datetime, content: Download) -> None:
    """Draw the imports of the workspace, each with its refused rows."""
    section("Imports")
    if not page.items:
        nothing("Nothing was imported yet", quiet("Each import is listed here with its counts."))
        return
    table = Table(PLACE, _COLUMNS, actions=DOWNLOAD_WIDTH)
    with table.drawn():
        for line in page.items:
            counts = (line.rows, line.added, line.known, line.refused)
            cells = [headline(line.file_name, _below(line)), moment(line.created_at, now)]
            with table.row(line.id, [*cells, *map(number, counts)], acts=line.has_file):
                if line.has_file:
                    _download("Refused rows", "history", line.id, line.file_name, content)
    paging.turn(PLACE, page)


def _below(line: ImportLine) -> str:
    who = f"by {line.who}" if line.who else "by the command line"
    if line.is_whole:
        return who
    return f"{who} · {line.done:,} done; unless it still runs, import the file again to complete it"


def _download(label: str, place: str, import_id: int, name: str, content: Download) -> None:
    st.download_button(
        label,
        lambda: content(import_id),
        f"{name.rsplit('.', 1)[0]} refused.csv",
        "text/csv",
        key=f"{PLACE}_{place}_{import_id}",
        icon=":material/download:",
        on_click="ignore",
    )
