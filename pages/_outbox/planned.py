"""The tabs Planned and Held back: what goes out when and why then; what does not, and why."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from crm_core.domain.explanations import GATE_NAMES
from crm_core.domain.permissions import Actor, Permission
from crm_core.views.mailboxes import list_mailboxes
from crm_core.views.planned import list_held, list_planned, list_sending_sequences
from crm_core.views.touch_lines import TouchLine
from pages._outbox.acting import CANCEL, SKIP, look_again
from pages._outbox.preview import PREVIEW
from pages._outbox.words import message, page_of, reason_of, time_of, whom
from pages._ui import dialogs, links, messages, paging
from pages._ui.actions import perform_and_redraw
from pages._ui.empty import nothing, quiet
from pages._ui.filters import one_of
from pages._ui.grid import Col, Done, Grid, Line, acted_on
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

SPANS = {
    "7d": ("Next 7 days", timedelta(days=7)),
    "24h": ("Next 24 hours", timedelta(days=1)),
    "60d": ("Next 60 days", timedelta(days=60)),
    "any": ("At any time", timedelta(days=36_500)),
}
GATES = ("content", "address", "mailbox", "sequence", "error")
PLANNED_COLUMNS = (
    Col("To", "minmax(10rem, 1fr)", plain=True),
    Col("Message", "minmax(10rem, 1.2fr)", plain=True),
    Col("When", "minmax(8rem, 0.8fr)"),
    Col("Why then", "minmax(12rem, 1.5fr)"),
)
HELD_COLUMNS = (
    Col("Person", "minmax(10rem, 1fr)", plain=True),
    Col("Step", "minmax(10rem, 1.2fr)", plain=True),
    Col("What holds it, and what would help", "minmax(14rem, 2fr)", plain=True),
)
SEE = ("preview", "See the message")
CHANGES = (("skip", "Skip this step …"), ("cancel", "End the sequence …"))


def draw_planned(viewer: Actor) -> None:
    """Draw the e-mails whose time comes within the chosen span."""
    services = get_services()
    with st.container(horizontal=True, key="outbox_filters"):
        span = one_of(
            "Within", {key: name for key, (name, _) in SPANS.items()}, key="outbox_within"
        )
        sequence_id = _sequence(viewer)
        mailbox_id = _mailbox(viewer)
    wanted = (span, sequence_id, mailbox_id)
    page = list_planned(
        services, actor=viewer, window=paging.window("outbox_planned", of=wanted),
        within=SPANS[span][1], sequence_id=sequence_id, mailbox_id=mailbox_id,
    )  # fmt: skip
    if not page.items:
        _nothing_planned(narrowed=sequence_id is not None or mailbox_id is not None)
        return
    now = services.clock.now()
    st.html(quiet(f"Times in {viewer_zone().key}. The text is what would be written now."))
    grid = Grid("outbox_planned", PLANNED_COLUMNS)
    menu = (SEE, *(CHANGES if viewer.may(Permission.ENROLLMENTS_MANAGE) else ()))
    grid.draw(
        Line(
            line.enrollment_id,
            (whom(line), message(line), time_of(line, now), reason_of(line)),
            href=page_of(line),
            menu=menu,
            name=line.person,
        )
        for line in page.items
    )
    _act(grid.chosen, page.items)
    paging.turn("outbox_planned", page)


def draw_held(viewer: Actor) -> None:
    """Draw what waits for something other than time."""
    services = get_services()
    with st.container(horizontal=True, key="outbox_filters"):
        names = {"": "Every reason", **{gate: GATE_NAMES[gate] for gate in GATES}}
        gate = one_of("Reason", names, key="outbox_gate")
        sequence_id = _sequence(viewer)
    page = list_held(
        services, actor=viewer, window=paging.window("outbox_held", of=(gate, sequence_id)),
        gate=gate or None, sequence_id=sequence_id,
    )  # fmt: skip
    if not page.items:
        nothing(
            "Nothing is held back",
            quiet("Where a text has a hole or a mailbox stands still, it is told here."),
        )
        return
    may = viewer.may(Permission.ENROLLMENTS_MANAGE)
    grid = Grid("outbox_held", HELD_COLUMNS)
    grid.draw(
        Line(
            line.enrollment_id,
            (whom(line), message(line), reason_of(line)),
            href=page_of(line),
            menu=(SEE, *((("look", "Look again"), *CHANGES) if may else ())),
            name=line.person,
        )
        for line in page.items
    )
    messages.show_refusal("outbox_look")
    _act(grid.chosen, page.items)
    paging.turn("outbox_held", page)


def _act(done: Done | None, lines: Sequence[TouchLine]) -> None:
    line = acted_on(done, lines, lambda one: one.enrollment_id) if done else None
    if done is None or line is None:
        return
    match done.choice:
        case "preview":
            dialogs.ask(PREVIEW, line.enrollment_id)
        case "skip":
            dialogs.ask(SKIP, line.enrollment_id, line.step_key)
        case "cancel":
            dialogs.ask(CANCEL, line.enrollment_id)
        case "look":
            perform_and_redraw(look_again(line), place="outbox_look")


def _nothing_planned(*, narrowed: bool) -> None:
    if narrowed:
        nothing("Nothing is planned here", quiet("Choose another sequence or a longer time."))
        return
    way = links.link("Enroll somebody in a sequence", "sequences")
    nothing("Nothing is planned", quiet(way, ", and its e-mails show up here with their time."))


def _sequence(viewer: Actor) -> int | None:
    sequences = list_sending_sequences(get_services(), actor=viewer)
    names = {str(key): name for key, name in sequences}
    chosen = one_of("Sequence", {"": "Every sequence", **names}, key="outbox_sequence")
    return int(chosen) if chosen else None


def _mailbox(viewer: Actor) -> int | None:
    boxes = list_mailboxes(get_services(), actor=viewer)
    if len(boxes) < 2:
        return None
    names = {str(box.id): box.address for box in boxes}
    chosen = one_of("Mailbox", {"": "Every mailbox", **names}, key="outbox_mailbox")
    return int(chosen) if chosen else None
