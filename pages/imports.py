"""Import leads: a file, what its columns hold, how its rows would be stored, and what became."""

import streamlit as st

from crm_core.domain.csv_files import CsvFile
from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import CrmError
from crm_core.usecases.import_rows import ImportDefaults
from crm_core.views.colleagues import list_colleagues
from crm_core.views.imports import ImportPreview, get_refused, list_imports, preview_import
from pages._imports import running
from pages._imports.choose import choose_file
from pages._imports.columns import choose_meanings
from pages._imports.defaults import choose_defaults
from pages._imports.names import PLACE
from pages._imports.preview import draw_preview
from pages._imports.result import draw_history, draw_result
from pages._ui import links, messages, paging
from pages._ui.actions import once, perform_and_redraw
from pages._ui.auth import require_user
from pages._ui.html import literal, tag
from pages._ui.sections import section
from pages._ui.words import counted
from pages._web.installation import get_services

actor = require_user()
services = get_services()


def new_import() -> None:
    """The steps, each drawn once the one before it is done."""
    section("File", meaning="A row for each person, and a first row that names the columns.")
    chosen = choose_file()
    if chosen is None:
        return
    key, file = chosen
    section("Columns", str(len(file.columns)), "What each one holds; change what was guessed.")
    mapping = choose_meanings(key, file)
    section("For rows that do not say it")
    colleagues = list_colleagues(services, actor=actor)
    defaults = choose_defaults(actor, colleagues)
    if mapping is None:
        return
    section("Preview")
    preview = preview_of(file, mapping, defaults)
    if preview is not None:
        draw_preview(file, preview, {one.id: one.name for one in colleagues})
        offer(file, mapping, defaults)


def preview_of(
    file: CsvFile, mapping: dict[str, str], defaults: ImportDefaults
) -> ImportPreview | None:
    try:
        return preview_import(services, actor=actor, file=file, mapping=mapping, defaults=defaults)
    except CrmError as refusal:
        st.error(literal(refusal.message), icon=":material/block:")
        return None


def offer(file: CsvFile, mapping: dict[str, str], defaults: ImportDefaults) -> None:
    def begin(by: Actor) -> str:
        running.start(services, by, file, mapping, defaults)
        return ""

    label = f"Import {counted(file.row_count, 'row')}"
    if st.button(label, key=f"{once(PLACE)}_start", type="primary"):
        perform_and_redraw(begin, place=PLACE)


def ended(work: running.Work) -> None:
    try:
        result = work.outcome.result()
    except CrmError as refusal:
        running.forget()
        messages.refuse(PLACE, refusal.message, refusal.field)
        st.rerun()
    if draw_result(result, work.file.name, refused_rows):
        running.forget()
        st.rerun()


def refused_rows(import_id: int) -> bytes:
    return get_refused(services, actor=actor, import_id=import_id).content


st.html(links.link("← Leads", "leads", css="ds-link ds-back"))
st.title("Import leads", anchor=False)
messages.show()
messages.show_refusal(PLACE)
work = running.current()
if not actor.may(Permission.PEOPLE_MANAGE):
    st.html(tag("p", "Your role may read people, and not import them.", "ds-quiet"))
elif work is None:
    new_import()
elif work.outcome.done():
    ended(work)
else:
    section("Importing", meaning="It goes on when you leave this page.")
    running.watch()
window = paging.window(PLACE)
draw_history(list_imports(services, actor=actor, window=window), services.clock.now(), refused_rows)
