"""An import that runs: in a thread of its own, so that no click and no closed tab cuts it short.

Streamlit ends a page's script at the next click; whoever looks on only watches here. Its counts
stand in the history as well, chunk by chunk.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread

import streamlit as st

from crm_core.domain.csv_files import CsvFile
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.import_leads import ImportResult, import_leads
from crm_core.usecases.import_rows import ImportDefaults
from pages._imports.names import PLACE

EVERY_SECONDS = 0.5
_KEY = f"{PLACE}_work"


@dataclass(slots=True)
class Work:
    """An import of this browser tab. `outcome` holds its result, or the fault that ended it."""

    file: CsvFile
    done: int = 0
    outcome: "Future[ImportResult]" = field(default_factory=Future)

    def progress(self, done: int, total: int) -> None:
        self.done = done


def current() -> Work | None:
    """The tab's import, running or ended, until another one is wanted."""
    work: Work | None = st.session_state.get(_KEY)
    return work


def forget() -> None:
    st.session_state.pop(_KEY, None)


def start(
    services: Services,
    actor: Actor,
    file: CsvFile,
    mapping: Mapping[str, str],
    defaults: ImportDefaults,
) -> None:
    """Begin the import, unless one of this tab is under way."""
    under_way = current()
    if under_way is not None and not under_way.outcome.done():
        return
    work = st.session_state[_KEY] = Work(file)

    def run() -> None:
        try:
            result = import_leads(
                services, actor=actor, file=file, mapping=mapping, defaults=defaults,
                progress=work.progress,
            )  # fmt: skip
        except BaseException as fault:  # It surfaces where the outcome is asked for.
            work.outcome.set_exception(fault)
        else:
            work.outcome.set_result(result)

    Thread(target=run, name="import", daemon=True).start()


@st.fragment(run_every=EVERY_SECONDS)
def watch() -> None:
    """Draw how far it is; when it ends, the page runs anew."""
    work = current()
    if work is None or work.outcome.done():
        st.rerun()
    total = work.file.row_count
    st.progress(work.done / total, f"{work.done:,} of {total:,} rows of {work.file.name}")
