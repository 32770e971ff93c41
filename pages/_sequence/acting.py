"""What is done with enrollments, one or several: pause, resume, cancel, replied, and "why?"."""

from collections.abc import Collection

import streamlit as st

from crm_core.domain.explanations import Explanation, explain
from crm_core.domain.permissions import Actor
from crm_core.domain.words import EnrollmentStatus
from crm_core.errors import NotFound
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.several_enrollments import Switched, set_enrollment_statuses
from crm_core.views.enrollments import explain_enrollment
from crm_core.views.paging import Page
from crm_core.views.sequence_people import SequencePerson, Standing
from pages._ui import dialogs, messages
from pages._ui.actions import Action, once, perform, perform_and_redraw
from pages._ui.empty import quiet
from pages._ui.grid import select, selection
from pages._ui.html import Html, literal, tag, together
from pages._ui.times import viewer_zone
from pages._ui.words import counted
from pages._web.installation import get_services

LIST = "sequence_people"
CANCEL, CANCEL_MANY, WHY = "sequence_cancel", "sequence_cancel_many", "sequence_why"
REPLIED = "replied"
_DONE = {
    EnrollmentStatus.ACTIVE: "active again",
    EnrollmentStatus.PAUSED: "paused now",
    EnrollmentStatus.CANCELED: "canceled now",
}


def menu_for(person: SequencePerson, *, manages: bool) -> list[tuple[str, str]]:
    """The (choice, words) pairs of an enrollment's menu, by how it stands."""
    live = person.standing in (Standing.ACTIVE, Standing.PAUSED)
    choices = [(WHY, "Why not yet?")] if live else []
    if not manages or not live:
        return choices
    if person.standing is Standing.ACTIVE:
        choices.append((EnrollmentStatus.PAUSED, "Pause"))
    else:
        choices.append((EnrollmentStatus.ACTIVE, "Resume"))
    return [*choices, (REPLIED, "Mark as replied"), (CANCEL, "Cancel…")]


def carry_out(person: SequencePerson, choice: str) -> None:
    """Do what was chosen in a person's menu, or ask first."""
    name = person.name or person.email
    if choice in (CANCEL, WHY):
        dialogs.ask(choice, person.enrollment_id, name)
    perform_and_redraw(_one(person.enrollment_id, name, choice), place=LIST)


def draw_bulk(page: Page[SequencePerson]) -> None:
    """What can be done with those that are selected, where any are."""
    ids = [int(one) for one in selection(LIST)]
    if not ids:
        return
    key = once(LIST)
    with st.container(key="sequence_bulk", horizontal=True, vertical_alignment="center"):
        st.html(tag("span", f"{counted(len(ids), 'enrollment')} selected", "ds-strong"))
        pause = st.button("Pause", key=f"{key}_pause")
        resume = st.button("Resume", key=f"{key}_resume")
        cancel = st.button("Cancel…", key=f"{key}_cancel")
        clear = st.button("Clear", key=f"{key}_clear", type="tertiary")
    if cancel:
        dialogs.ask(CANCEL_MANY, *ids)
    if clear:
        select(LIST, [])
        st.rerun(scope="fragment")
    if pause or resume:
        status = EnrollmentStatus.PAUSED if pause else EnrollmentStatus.ACTIVE
        if perform(_several(ids, status), place=LIST):
            select(LIST, [])
        st.rerun()


def ask_what_is_asked(viewer: Actor) -> None:
    """Draw the dialog that is open, if one is; the page's own run calls it."""
    if asked := dialogs.asked(CANCEL):
        _confirm(CANCEL, str(asked[1]), _one(int(asked[0]), str(asked[1]), CANCEL))
    elif asked := dialogs.asked(CANCEL_MANY):
        ids = [int(one) for one in asked]
        _confirm(CANCEL_MANY, counted(len(ids), "enrollment"), _several_and_clear(ids))
    elif asked := dialogs.asked(WHY):
        _why(viewer, int(asked[0]), str(asked[1]))


def _confirm(name: str, whose: str, action: Action) -> None:
    dialogs.confirm(
        name,
        title=f"Cancel {whose}?",
        consequence="Nothing more goes out in this sequence, and open tasks of it are closed. "
        "What was sent stays. A canceled enrollment cannot be resumed.",
        yes="Cancel the enrollment" if name == CANCEL else "Cancel them",
        no="Keep it" if name == CANCEL else "Keep them",
        action=action,
    )


def _one(enrollment_id: int, name: str, choice: str) -> Action:
    def action(by: Actor) -> str:
        services = get_services()
        if choice == REPLIED:
            mark_replied(services, actor=by, enrollment_id=enrollment_id)
            return f"{name} counts as replied now."
        status = EnrollmentStatus.CANCELED if choice == CANCEL else EnrollmentStatus(choice)
        set_enrollment_status(services, actor=by, enrollment_id=enrollment_id, status=status)
        return f"{name} is {_DONE[status]}."

    return action


def _several(ids: Collection[int], status: EnrollmentStatus) -> Action:
    def action(by: Actor) -> str:
        services = get_services()
        return _told(set_enrollment_statuses(services, actor=by, enrollment_ids=ids, status=status))

    return action


def _several_and_clear(ids: Collection[int]) -> Action:
    def action(by: Actor) -> str:
        said = _several(ids, EnrollmentStatus.CANCELED)(by)
        select(LIST, [])
        return said

    return action


def _told(switched: Switched) -> str:
    verb = "is" if switched.done == 1 else "are"
    said = [f"{counted(switched.done, 'enrollment')} {verb} {_DONE[switched.status]}."]
    said += [f"{number:,} refused: {reason}" for reason, number in switched.refused.items()]
    return " ".join(said)


def _why(viewer: Actor, enrollment_id: int, name: str) -> None:
    services = get_services()
    try:
        verdict = explain_enrollment(services, actor=viewer, enrollment_id=enrollment_id)
    except NotFound as refusal:
        dialogs.forget(WHY)
        messages.refuse(LIST, refusal.message)
        return
    said = explain(verdict, zone=viewer_zone(), now=services.clock.now())

    def body() -> None:
        st.html(_explained(said))

    title = f"Why nothing happens yet: {name}"
    st.dialog(literal(title), on_dismiss=lambda: dialogs.forget(WHY))(body)()


def _explained(said: Explanation) -> Html:
    words = [tag("p", said.reason, "ds-strong ds-reason")]
    words += [quiet(line) for line in (said.opens, said.helps) if line]
    gates = [
        tag(
            "li",
            together(
                tag("span", gate.name, "ds-strong"), " ", tag("span", gate.stands, "ds-quiet"),
                tag("div", gate.said, "ds-quiet"),
            ),
            "ds-binds" if gate.binds else "",
        )
        for gate in said.gates
    ]  # fmt: skip
    all_asked = tag("summary", "All that was asked")
    words.append(tag("details", together(all_asked, tag("ul", together(*gates))), "ds-gates"))
    return together(*words)
