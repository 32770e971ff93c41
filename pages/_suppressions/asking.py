"""The dialogs of the suppression list: adding, importing, taking an entry off."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.suppressing import PEOPLES_OWN_WISH
from crm_core.domain.words import SuppressionReason
from crm_core.usecases.suppressions import (
    BYTES_MOST,
    Suppressed,
    add_suppression,
    import_suppressions,
    remove_suppression,
)
from crm_core.views.suppressions import get_suppression
from pages._ui import dialogs
from pages._ui.badges import word
from pages._ui.forms import Form
from pages._ui.html import literal
from pages._ui.words import counted
from pages._web.installation import get_services

ADD, IMPORT, REMOVE = "suppressions_add", "suppressions_import", "suppressions_remove"
SHOWN_FAULTS = 5


def draw_dialogs(viewer: Actor) -> None:
    """Draw whichever dialog is open."""
    _ask_for_one()
    _ask_for_file()
    _ask_to_remove(viewer)


def _ask_for_one() -> None:
    if dialogs.asked(ADD) is None:
        return

    @st.dialog("Send no more mail to…", on_dismiss=lambda: dialogs.forget(ADD))
    def body() -> None:
        st.markdown(
            "Nothing goes out to it any more, from any sequence or by hand. Enrollments of its "
            "people end now."
        )
        with Form(ADD, closes=ADD) as form:
            address = form.text(
                "Address or domain", "address", placeholder="ada@example.com or example.com",
                help="A domain covers every address at it and at the domains below it.",
            )  # fmt: skip
            reason = form.choice(
                "Reason", "reason", list(SuppressionReason), value=SuppressionReason.MANUAL,
                names=word,
            )  # fmt: skip
            note = form.text("Note", "note", placeholder="Who said so, and where")

            def action(by: Actor) -> str:
                done = add_suppression(
                    get_services(), actor=by, address=address, reason=reason, note=note
                )
                said = "is on the list" if done.added else "was on the list already"
                return f"“{address.strip()}” {said}.{_ended(done)}"

            form.submit("Add to the list", action)

    body()


def _ask_for_file() -> None:
    if dialogs.asked(IMPORT) is None:
        return

    @st.dialog("Import addresses and domains", on_dismiss=lambda: dialogs.forget(IMPORT))
    def body() -> None:
        with Form(IMPORT, closes=IMPORT, batch=False) as form:
            chosen = st.file_uploader(
                "CSV or text file", type=["csv", "txt"], key=form.key("file"),
                help=f"One address or domain a line, in UTF-8, up to {BYTES_MOST // 1024**2} MB. "
                "A reason and a note may follow, as in the file that Export gives.",
            )  # fmt: skip
            form.note("file")

            def action(by: Actor) -> str:
                content = chosen.getvalue() if chosen is not None else b""
                return _told(import_suppressions(get_services(), actor=by, content=content))

            form.submit("Import", action, disabled=chosen is None)

    body()


def _ask_to_remove(viewer: Actor) -> None:
    asked = dialogs.asked(REMOVE)
    if not asked:
        return
    key = int(asked[0])
    line = get_suppression(get_services(), actor=viewer, suppression_id=key)
    name = "this entry" if line.is_erased else line.value

    @st.dialog(literal(f"Take {name} off the list?"), on_dismiss=lambda: dialogs.forget(REMOVE))
    def body() -> None:
        st.markdown(
            "People may be enrolled and written to there again. What has ended stays ended."
        )
        with Form(REMOVE, closes=REMOVE) as form:
            needed = line.is_erased or line.reason in PEOPLES_OWN_WISH
            why = form.text(
                "Why", "why", placeholder="Who asked for it, when and how" if needed else ""
            )

            def action(by: Actor) -> str:
                remove_suppression(get_services(), actor=by, suppression_id=key, why=why)
                return f"“{name}” is off the list."

            form.submit("Take off the list", action)

    body()


def _told(done: Suppressed) -> str:
    """What became of a file, in a sentence or two."""
    told = f"{done.added:,} added, {done.known:,} on the list already.{_ended(done)}"
    if not done.refused:
        return told
    faults = "; ".join(f"line {number}: {why}" for number, why in done.refused[:SHOWN_FAULTS])
    more = len(done.refused) - SHOWN_FAULTS
    rest = f"; and {more:,} more" if more > 0 else ""
    return f"{told} {counted(len(done.refused), 'line')} refused ({faults}{rest})."


def _ended(done: Suppressed) -> str:
    return f" {counted(done.stopped, 'enrollment')} ended." if done.stopped else ""
