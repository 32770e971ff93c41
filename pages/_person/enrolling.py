"""Enrolling one person: choose a sequence, see when each step lands or what refuses, enroll."""

from datetime import date, datetime, time

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.usecases.enrollments import enroll_entity
from crm_core.views.entry import preview_entry
from crm_core.views.open_sequences import OpenSequence, list_open_sequences
from crm_core.views.person_page import PersonPage
from crm_core.views.projection import project_entry
from pages._person.steps import draw_steps
from pages._person.words import name_of
from pages._ui import links, messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.empty import nothing, quiet
from pages._ui.html import literal, tag
from pages._ui.times import viewer_zone
from pages._ui.words import counted
from pages._web.installation import get_services

OPENS = time(0)


def draw_enrolling(viewer: Actor, page: PersonPage, *, place: str) -> None:
    """Draw the choice of a sequence and, once there is one, what it would do."""
    if not viewer.may(Permission.ENROLLMENTS_MANAGE):
        return
    services = get_services()
    sequences = {one.id: one for one in list_open_sequences(services, actor=viewer)}
    if not sequences:
        nothing(
            "No sequence takes people at present",
            quiet(links.link("Activate or build one", "sequences"), " to enroll somebody."),
        )
        return
    place = f"{place}_enroll"
    key = once(place)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{place}_choice"):
        sequence_id = st.selectbox(
            "Sequence", list(sequences), None, format_func=lambda key: _named(sequences[key]),
            key=f"{key}_sequence", placeholder="Choose a sequence",
        )  # fmt: skip
        start = st.date_input(
            "Begin on", None, key=f"{key}_start", format="YYYY-MM-DD",
            help="Empty: now.", width=180,
        )  # fmt: skip
    if sequence_id is None:
        return
    start_at = _start(start)
    kind, entity_id = page.entity
    refusal = _refusal(viewer, page, sequence_id)
    if refusal:
        st.html(tag("p", refusal, "ds-refusal", role="alert"))
    else:
        steps = project_entry(
            services, actor=viewer, sequence_id=sequence_id, entity_type=kind,
            entity_id=entity_id, start_at=start_at,
        )  # fmt: skip
        draw_steps(steps, services.clock.now())
    messages.show_refusal(place)
    clicked = st.button(
        literal(f"Enroll in {sequences[sequence_id].name}"), key=key,
        type="primary", disabled=bool(refusal),
    )  # fmt: skip
    if clicked:
        action = _enroll(page, sequences[sequence_id], start_at)
        perform_and_redraw(action, place=place)


def _named(sequence: OpenSequence) -> str:
    return f"{sequence.name} · {counted(sequence.steps, 'step')}"


def _start(chosen: object) -> datetime | None:
    """The beginning of the chosen day where the viewer is; None for now."""
    if not isinstance(chosen, date):
        return None
    return datetime.combine(chosen, OPENS, viewer_zone())


def _refusal(viewer: Actor, page: PersonPage, sequence_id: int) -> str:
    """What would refuse the person now, in the rule's words; empty where nothing does."""
    kind, entity_id = page.entity
    preview = preview_entry(
        get_services(), actor=viewer, sequence_id=sequence_id, entity_type=kind,
        entity_ids=[entity_id],
    )  # fmt: skip
    if preview.closed:
        return preview.closed
    return preview.refused[0].says if preview.refused else ""


def _enroll(page: PersonPage, sequence: OpenSequence, start_at: datetime | None) -> Action:
    kind, entity_id = page.entity

    def action(by: Actor) -> str:
        enroll_entity(
            get_services(), actor=by, sequence_id=sequence.id, entity_type=kind,
            entity_id=entity_id, start_at=start_at,
        )  # fmt: skip
        return f"{name_of(page.person)} is in “{sequence.name}” now."

    return action
