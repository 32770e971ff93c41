"""The sequences that a person is in: where they stand, why not yet, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.explanations import Explanation, explain
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import EnrollmentStatus
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.views.enrollments import explain_enrollment
from crm_core.views.person_page import OwnEnrollment, PersonPage
from crm_core.views.projection import project_enrollment
from pages._person.steps import draw_steps
from pages._person.words import ENDS, moment_for_people, name_of
from pages._ui import dialogs, links, messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.badges import badge, toned
from pages._ui.html import Html, tag, together
from pages._ui.times import moment, viewer_zone
from pages._web.installation import get_services

CANCEL, REPLIED = "person_cancel", "person_replied"
_TONES = {"waits": "blue", "holds": "orange", "ends it": "red", "passes": "green"}


def draw_live(viewer: Actor, live: Sequence[OwnEnrollment], now: datetime) -> None:
    """Draw a card for each enrollment that is under way."""
    for line in live:
        with st.container(border=True, key=f"person_card_{line.id}"):
            st.html(_card(line, now))
            _buttons(viewer, line)
            messages.show_refusal(_place(line))
            if st.session_state.get(_asks(line)):
                _why(viewer, line, now)


def ask_first(page: PersonPage) -> None:
    """Draw the dialog that is open about one of the person's enrollments."""
    name = name_of(page.person)
    if line := _asked(CANCEL, page):
        dialogs.confirm(
            CANCEL,
            title=f"Cancel the enrollment in “{line.sequence}”?",
            consequence=(
                f"Nothing more of it reaches {name}, and its open tasks are closed. It cannot be "
                "taken up again; the person may be enrolled anew if the sequence allows it."
            ),
            yes="Cancel enrollment",
            no="Keep it",
            action=_cancel(line),
        )
    if line := _asked(REPLIED, page):
        dialogs.confirm(
            REPLIED,
            title=f"Did {name} reply to “{line.sequence}”?",
            consequence=(
                f"The sequence ends for {name} and counts them as replied; its open tasks are "
                "closed. The reply is noted on the timeline."
            ),
            yes="They replied",
            action=_replied(line),
        )


def _asked(dialog: str, page: PersonPage) -> OwnEnrollment | None:
    """The live enrollment of the page that the dialog is open about; else it is closed."""
    ids = dialogs.asked(dialog)
    if ids is None:
        return None
    found = next((line for line in page.enrollments if (line.id,) == ids and line.is_live), None)
    if found is None:
        dialogs.forget(dialog)
    return found


def past_lines(past: Sequence[OwnEnrollment], now: datetime) -> Html:
    """The enrollments that have ended, each with its end."""
    return tag("ul", together(*(_past(line, now) for line in past)), "ds-plain-list")


def _past(line: OwnEnrollment, now: datetime) -> Html:
    end = (
        toned(ENDS[line.stop_reason], "gray")
        if line.stop_reason
        else badge(EnrollmentStatus.COMPLETED)
    )
    when = moment(line.ended_at, now) if line.ended_at else Html("")
    name = links.link(line.sequence, "sequence", sequence=line.sequence_id)
    words = tag("div", line.ended, "ds-quiet") if line.ended else Html("")
    return tag("li", together(tag("div", together(name, end, when), "ds-own-head"), words))


def _card(line: OwnEnrollment, now: datetime) -> Html:
    name = links.link(line.sequence, "sequence", css="ds-link ds-strong",
                      sequence=line.sequence_id)  # fmt: skip
    step = tag("span", f"Step {min(line.step, line.steps)} of {line.steps}", "ds-quiet")
    return together(
        tag("div", together(name, badge(line.status), step), "ds-own-head"),
        tag("p", _next(line, now), "ds-own-next"),
    )


def _next(line: OwnEnrollment, now: datetime) -> Html | str:
    if line.status is EnrollmentStatus.PAUSED:
        return "Paused: nothing happens until it is resumed."
    if line.is_sending:
        return "The e-mail is going out at this moment."
    if line.next_at is None:
        return line.waits_for or "It waits for something other than time."
    if line.next_at <= now:
        return "The next touch is due: the runner takes it with its next look."
    zone = viewer_zone()
    when = moment_for_people(line.next_at, zone, now)
    return together("Next touch: ", tag("strong", when), f" ({zone.key})")


def _buttons(viewer: Actor, line: OwnEnrollment) -> None:
    place = _place(line)
    manages = viewer.may(Permission.ENROLLMENTS_MANAGE)
    paused = line.status is EnrollmentStatus.PAUSED
    with st.container(horizontal=True, gap="small", key=f"{place}_buttons"):
        # Where one of the two was clicked, the other never comes to stand: a double click would
        # take back what it did.
        if manages and paused:
            _switch_button("Resume", ":material/play_arrow:", line)
        st.button(
            "Hide" if st.session_state.get(_asks(line)) else "Why not yet?",
            key=f"{place}_why", icon=":material/help:", on_click=_turn, args=(line,),
        )  # fmt: skip
        if not manages:
            return
        if not paused:
            _switch_button("Pause", ":material/pause:", line)
        if st.button("They replied", key=f"{place}_replied", icon=":material/reply:"):
            dialogs.ask(REPLIED, line.id)
        if st.button("Cancel…", key=f"{place}_cancel", type="tertiary"):
            dialogs.ask(CANCEL, line.id)


def _switch_button(label: str, icon: str, line: OwnEnrollment) -> None:
    place = _place(line)
    if st.button(label, key=once(place), icon=icon):
        paused = line.status is EnrollmentStatus.PAUSED
        perform_and_redraw(_switch(line, paused=paused), place=place)


def _why(viewer: Actor, line: OwnEnrollment, now: datetime) -> None:
    services = get_services()
    verdict = explain_enrollment(services, actor=viewer, enrollment_id=line.id)
    st.html(_told(explain(verdict, zone=viewer_zone(), now=now)))
    st.html(tag("h3", "What comes next", "ds-own-title"))
    draw_steps(project_enrollment(services, actor=viewer, enrollment_id=line.id), now)


def _told(told: Explanation) -> Html:
    helps = together(tag("strong", "What helps: "), told.helps) if told.helps else ""
    lines = [tag("p", text) for text in (told.opens, helps) if text]
    gates = (
        tag("li", together(
            toned("binds" if gate.binds else gate.stands, _TONES[gate.stands]),
            tag("span", gate.name, "ds-strong"), tag("span", gate.said, "ds-quiet"),
        ))
        for gate in told.gates
    )  # fmt: skip
    fold = tag(
        "details",
        together(
            tag("summary", f"All {len(told.gates)} rules that were asked"),
            tag("ul", together(*gates), "ds-gates-asked"),
        ),
    )
    reason = tag("p", told.reason, "ds-strong")
    return tag("div", together(reason, *lines, fold), "ds-why")


def _switch(line: OwnEnrollment, *, paused: bool) -> Action:
    wanted = EnrollmentStatus.ACTIVE if paused else EnrollmentStatus.PAUSED

    def action(by: Actor) -> str:
        set_enrollment_status(get_services(), actor=by, enrollment_id=line.id, status=wanted)
        return f"“{line.sequence}” {'goes on' if paused else 'is paused'} for this person."

    return action


def _cancel(line: OwnEnrollment) -> Action:
    def action(by: Actor) -> str:
        set_enrollment_status(
            get_services(), actor=by, enrollment_id=line.id, status=EnrollmentStatus.CANCELED
        )
        return f"The enrollment in “{line.sequence}” has ended."

    return action


def _replied(line: OwnEnrollment) -> Action:
    def action(by: Actor) -> str:
        mark_replied(get_services(), actor=by, enrollment_id=line.id)
        return f"“{line.sequence}” has ended: they replied."

    return action


def _turn(line: OwnEnrollment) -> None:
    st.session_state[_asks(line)] = not st.session_state.get(_asks(line))


def _asks(line: OwnEnrollment) -> str:
    return f"{_place(line)}_asks"


def _place(line: OwnEnrollment) -> str:
    return f"person_enrollment_{line.id}"
