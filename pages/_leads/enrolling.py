"""Enrolling the selected leads: choose a sequence, see who enters and who is refused, enroll."""

import csv
import io

import streamlit as st

from crm_core.domain.csv_files import unarmed
from crm_core.domain.entry import RefusedEntry, grouped
from crm_core.domain.permissions import Actor
from crm_core.usecases.enrollments import enroll_many
from crm_core.views.entry import EntryPreview, preview_entry
from crm_core.views.open_sequences import OpenSequence, list_open_sequences
from pages._leads.filling import proposed
from pages._ui import dialogs, grid, links
from pages._ui.actions import Action
from pages._ui.empty import nothing, quiet
from pages._ui.forms import Form
from pages._ui.html import Html, tag, together
from pages._ui.words import counted
from pages._web.installation import get_services

ENROLL = "leads_enroll"
SHOWN = 20


def ask_to_enroll(viewer: Actor) -> None:
    """Draw the dialog while it is open: about one lead, or about the selected ones."""
    asked = dialogs.asked(ENROLL)
    if asked is None:
        return
    lead_ids = [int(one) for one in asked or grid.selection("leads")]
    title = f"Enroll {counted(len(lead_ids), 'lead')}"

    @st.dialog(title, width="medium", on_dismiss=lambda: dialogs.forget(ENROLL))
    def body() -> None:
        sequences = {
            one.id: one for one in list_open_sequences(get_services(), actor=viewer)
        }  # fmt: skip
        if not sequences:
            way = links.link("Activate or build one", "sequences")
            nothing("No sequence takes people at present", quiet(way, " to enroll somebody."))
            return
        with Form(ENROLL, closes=ENROLL, batch=False) as form:
            _form(form, viewer, sequences, lead_ids)

    body()


def _form(
    form: Form, viewer: Actor, sequences: dict[int, OpenSequence], lead_ids: list[int]
) -> None:
    chosen = form.choice(
        "Sequence", "sequenceId", list(sequences), value=proposed(),
        names=lambda key: sequences[key].name,
    )  # fmt: skip
    if chosen is None:
        return
    preview = preview_entry(
        get_services(), actor=viewer, sequence_id=chosen, entity_type="LEAD", entity_ids=lead_ids
    )
    number = len(preview.accepted)
    st.html(_told(preview))
    if preview.refused:
        st.download_button(
            "Download the refused", _csv(preview.refused), "refused leads.csv", "text/csv",
            key="leads_enroll_refused", type="tertiary", icon=":material/download:",
        )  # fmt: skip
    words = f"Enroll {number:,}" if number else "Enroll"
    form.submit(words, _enroll(sequences[chosen], lead_ids), disabled=not number)


def _told(preview: EntryPreview) -> Html:
    if preview.closed:
        return tag("p", preview.closed, "ds-refusal", role="alert")
    enter, refused = len(preview.accepted), len(preview.refused)
    figures = tag(
        "dl",
        together(
            *(
                tag("div", together(tag("dt", name), tag("dd", f"{count:,}")))
                for name, count in (("Will enter", enter), ("Refused", refused))
            )
        ),
        "ds-tiles ds-lead-figures",
    )
    return together(
        figures,
        _reasons("Refused", preview.reasons),
        _who(preview.refused),
        _reasons("Will enter, and wait", preview.warnings),
    )


def _reasons(title: str, reasons: tuple[tuple[str, int], ...]) -> Html:
    if not reasons:
        return Html("")
    lines = (
        tag("li", together(tag("span", f"{count:,}", "ds-lead-count"), tag("span", says)))
        for says, count in reasons
    )
    return together(
        tag("h3", title, "ds-lead-title"), tag("ul", together(*lines), "ds-lead-reasons")
    )


def _who(refused: tuple[RefusedEntry, ...]) -> Html:
    """Each of the refused with the reason; the file has those that do not fit."""
    if not refused:
        return Html("")
    lines = [
        tag("li", together(tag("strong", _name(one)), ": ", one.says)) for one in refused[:SHOWN]
    ]
    if len(refused) > SHOWN:
        lines.append(tag("li", f"and {len(refused) - SHOWN:,} more, in the file below."))
    summary = tag("summary", "Who is refused")
    return tag("details", together(summary, tag("ul", together(*lines))), "ds-lead-refused")


def _name(one: RefusedEntry) -> str:
    return one.name or one.email or f"Lead {one.entity_id}"


def _csv(refused: tuple[RefusedEntry, ...]) -> bytes:
    """With a byte order mark, by which spreadsheets know UTF-8, and without formulas."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("Lead", "Name", "E-mail", "Reason"))
    for one in refused:
        told = map(unarmed, (one.name, one.email or "", one.says))
        writer.writerow((one.entity_id, *told))
    return file.getvalue().encode("utf-8-sig")


def _enroll(sequence: OpenSequence, lead_ids: list[int]) -> Action:
    def action(by: Actor) -> str:
        done = enroll_many(
            get_services(), actor=by, sequence_id=sequence.id, entity_type="LEAD",
            entity_ids=lead_ids,
        )  # fmt: skip
        grid.select("leads", [])
        verb = "is" if done.enrolled == 1 else "are"
        entered = f"{counted(done.enrolled, 'lead')} {verb} in “{sequence.name}” now."
        if not done.refused:
            return entered
        reasons = " ".join(f"{count:,}: {says}" for says, count in grouped(done.refused))
        return f"{entered} {len(done.refused):,} refused. {reasons}"

    return action
