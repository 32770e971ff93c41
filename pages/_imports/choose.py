"""The first step: choosing a file, and reading it once however often the page runs."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from crm_core.domain.csv_files import BYTES_MOST, CsvFile, read_csv
from crm_core.errors import CrmError
from pages._imports.names import PLACE
from pages._ui.actions import once
from pages._ui.html import tag
from pages._ui.words import counted

KINDS = ["csv", "tsv", "txt"]
SAMPLE = (
    "First name,Last name,E-mail,Phone,Company,Job title,Country,Owner\r\n"
    "Ada,Lovelace,ada@example.com,+44 20 7946 0000,Analytical Engines,Countess,GB,\r\n"
    "Grace,Hopper,grace@example.com,,Navy,Rear admiral,US,\r\n"
)
_SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def choose_file() -> tuple[str, CsvFile] | None:
    """Draw the choice; give the key of what was chosen and the file, once it could be read."""
    chosen = st.file_uploader(
        "CSV file",
        type=KINDS,
        key=f"{once(PLACE)}_file",
        help=f"UTF-8, UTF-16 or Windows-1252, up to {BYTES_MOST // 1024**2} MB.",
    )
    if chosen is None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.download_button(
                "Download a sample", SAMPLE.encode("utf-8-sig"), "leads sample.csv", "text/csv",
                key=f"{PLACE}_sample", type="tertiary", icon=":material/download:",
                on_click="ignore",
            )  # fmt: skip
        return None
    try:
        file = _read(chosen.file_id, chosen)
    except CrmError as refusal:
        st.html(tag("p", refusal.message, "ds-refusal", role="alert"))
        return None
    signs = _SIGNS.get(file.delimiter, f"“{file.delimiter}”")
    told = f"{counted(file.row_count, 'row')} below the header · {file.encoding} · {signs}"
    st.html(tag("p", told, "ds-quiet"))
    return chosen.file_id, file


@st.cache_resource(max_entries=8, ttl=3600, show_spinner="Reading the file…")
def _read(file_id: str, _chosen: UploadedFile) -> CsvFile:
    return read_csv(_chosen.getvalue(), _chosen.name)
