"""Where a sequence begins: a draft that is not saved yet, a ready-made one, or nothing at all."""

from collections.abc import Sequence

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.templates import TEMPLATES, Template
from crm_core.usecases.drafts import discard_draft, open_draft
from crm_core.views.drafts import DraftLine, list_drafts
from pages._builder.saving import loss
from pages._ui import dialogs, messages, sections
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.html import Html, tag, together
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._ui.words import counted
from pages._web.installation import get_services

PLACE = "builder_start"
DROP = "builder_drop"
TYPE_WORDS = {
    "EMAIL_AUTO": "E-mail",
    "EMAIL_MANUAL": "E-mail by hand",
    "CALL": "Call",
    "TASK": "Task",
}


def draw(actor: Actor) -> None:
    """Draw the ways to begin; a click opens a draft and shows it."""
    messages.show_refusal(PLACE)
    _unsaved(actor)
    sections.section("Start a new one")
    with st.container(key="builder_starts"):
        with st.container(key="builder_start_empty", border=True):
            st.html(headline("Empty sequence", "Add the steps yourself, one by one.", whole=True))
            if st.button("Start empty", key="builder_empty", type="primary"):
                _open(template_id="")
        for ready in TEMPLATES:
            with st.container(key=f"builder_start_{ready.id}", border=True):
                st.html(_card(ready))
                if st.button(f"Use {ready.id.replace('-', ' ')}", key=f"builder_use_{ready.id}"):
                    _open(template_id=ready.id)


def open_sequence(sequence_id: int) -> None:
    """Open the draft of a sequence and show it; a refusal stays in place."""
    _open(sequence_id=sequence_id)


def _open(template_id: str = "", sequence_id: int | None = None) -> None:
    def action(by: Actor) -> str:
        draft = open_draft(
            get_services(), actor=by, template_id=template_id, sequence_id=sequence_id
        )
        st.query_params["draft"] = str(draft)
        return ""

    st.query_params.pop("sequence", None)
    perform_and_redraw(action, place=PLACE)


def _unsaved(actor: Actor) -> None:
    drafts = list_drafts(get_services(), actor=actor)
    if not drafts:
        return
    meaning = "You typed these and did not save them. Nothing of them is lost."
    sections.section("Unsaved drafts", str(len(drafts)), meaning)
    for line in sections.few("builder_drafts", drafts):
        with st.container(
            key=f"row_builder_{line.id}", horizontal=True, vertical_alignment="center"
        ):
            st.html(_draft(line))
            with st.container(key=f"buttons_builder_{line.id}", horizontal=True, width="content"):
                if st.button("Continue", key=f"builder_continue_{line.id}"):
                    st.query_params["draft"] = str(line.id)
                    st.rerun()
                if st.button("Discard…", key=f"builder_drop_{line.id}", type="tertiary"):
                    dialogs.ask(DROP, line.id)
    sections.unfold("builder_drafts", drafts)
    _ask_to_drop(drafts)


def _ask_to_drop(drafts: Sequence[DraftLine]) -> None:
    asked = dialogs.asked(DROP)
    if asked is None:
        return
    line = next((one for one in drafts if (one.id,) == asked), None)
    if line is None:
        dialogs.forget(DROP)
        return
    dialogs.confirm(
        DROP,
        title=f"Discard “{line.name}”?" if line.name else "Discard this draft?",
        consequence=loss(edits=line.sequence_id is not None),
        yes="Discard",
        action=_drop(line),
    )


def _drop(line: DraftLine) -> Action:
    def action(by: Actor) -> str:
        discard_draft(get_services(), actor=by, draft_id=line.id)
        return "The draft is discarded."

    return action


def _draft(line: DraftLine) -> Html:
    kind = "Edit of a sequence" if line.sequence_id else "New sequence"
    edited = moment(line.updated_at, get_services().clock.now())
    below = together(f"{kind} · {counted(line.step_count, 'step')} · changed ", edited)
    name = tag("div", line.name or "Without a name", "ds-strong")
    return together(name, tag("div", below, "ds-quiet"))


def _card(ready: Template) -> Html:
    steps = " → ".join(TYPE_WORDS[kind] for kind in ready.types)
    return together(
        tag("div", ready.name, "ds-strong"),
        tag("p", ready.purpose, "ds-quiet"),
        tag("p", steps, "bd-way"),
    )
