"""What waits for a person: paused mailboxes, uncertain deliveries, held enrollments."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import MailboxStatus
from crm_core.usecases.deliveries import retry_held
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.views.health import HELD_COUNTED, DeliveryLine, HeldLine, MailboxLine
from pages._outbox import settling
from pages._ui import links
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.badges import badge
from pages._ui.grid import Col, Grid, Line, acted_on
from pages._ui.html import Html, safe, tag, together
from pages._ui.sections import section
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._ui.words import amount, up_to
from pages._web.installation import get_services

SETTLE = "health_settle"
RESUME, AGAIN = "resume", "again"
ONE_BUTTON = 110
MAILBOX_COLUMNS = (
    Col("Address", "minmax(12rem, 1fr)", plain=True),
    Col("State", "7rem", plain=True),
    Col("Why", "minmax(0, 1.4fr)", plain=True),
)
UNCERTAIN_COLUMNS = (
    Col("To", "minmax(9rem, 1fr)", plain=True),
    Col("Message", "minmax(0, 1.4fr)", plain=True),
    Col("Sent", "5.5rem"),
)
HELD_COLUMNS = (
    Col("Person", "minmax(9rem, 0.8fr)", plain=True),
    Col("Why", "minmax(0, 1.4fr)", plain=True),
)


def draw_mailboxes(mailboxes: Sequence[MailboxLine], viewer: Actor, now: datetime) -> None:
    section("Mailboxes", amount(len(mailboxes)))
    manages = viewer.may(Permission.MAIL_MANAGE)
    grid = Grid("mailboxes", MAILBOX_COLUMNS, room=ONE_BUTTON)

    def line_of(one: MailboxLine) -> Line:
        status = MailboxStatus(one.status)
        can_resume = manages and status is MailboxStatus.PAUSED
        return Line(
            one.id, (headline(one.address), badge(status), _why(one, now)), name=one.address,
            buttons=((RESUME, "Resume"),) if can_resume else (),
        )  # fmt: skip

    grid.draw(line_of(one) for one in mailboxes)
    if (done := grid.chosen) and (line := acted_on(done, mailboxes, lambda one: one.id)):
        perform_and_redraw(_resume(line), place=f"mailboxes_{line.id}")


def draw_uncertain(
    deliveries: Sequence[DeliveryLine], count: int, viewer: Actor, now: datetime
) -> None:
    if not deliveries:
        return
    section(
        "Uncertain deliveries",
        amount(count),
        "The mail server may have taken these, its answer never came. They stay until you decide.",
    )
    ways = settling.WAYS if viewer.may(Permission.MAIL_MANAGE) else ()
    grid = Grid("uncertain", UNCERTAIN_COLUMNS, room=settling.ROOM)
    grid.draw(
        Line(
            line.id,
            (
                headline(line.person, line.recipient),
                headline(line.subject or "(no subject)", line.reason, whole=True),
                moment(line.at, now),
            ),
            name=line.person,
            buttons=ways,
        )
        for line in deliveries
    )
    settling.ask_what_was_chosen(grid, dialog=SETTLE)
    _draw_rest(count - len(deliveries), "needs")


def draw_held(held: Sequence[HeldLine], count: int, viewer: Actor) -> None:
    if not held:
        return
    section(
        "Held enrollments",
        up_to(count, HELD_COUNTED),
        "These wait for something other than time.",
    )
    manages = viewer.may(Permission.ENROLLMENTS_MANAGE)
    grid = Grid("held", HELD_COLUMNS, room=ONE_BUTTON)
    grid.draw(
        Line(
            line.enrollment_id,
            (headline(line.person, line.sequence), line.reason),
            name=line.person,
            buttons=((AGAIN, "Look again"),) if manages else (),
        )
        for line in held
    )
    if (done := grid.chosen) and (line := acted_on(done, held, lambda one: one.enrollment_id)):
        perform_and_redraw(_look_again(line), place=f"held_{line.enrollment_id}")
    _draw_rest(count - len(held), "held")


def rest_in_outbox(more: int, tab: str) -> Html:
    """The way to the rest of a list of which only the latest lines are shown."""
    if more <= 0:
        return Html("")
    return tag("p", links.link("All of them are in the outbox", "outbox", outbox_tab=tab))


def _draw_rest(more: int, tab: str) -> None:
    if way := rest_in_outbox(more, tab):
        st.html(way)


def _why(line: MailboxLine, now: datetime) -> Html:
    if line.away_until is not None and line.away_until > now:
        return together("The server does not answer; next try ", moment(line.away_until, now), ".")
    if not line.paused_reason and line.inbox_fault:
        return safe(f"The inbox cannot be read: {line.inbox_fault}")
    return safe(line.paused_reason)


def _resume(line: MailboxLine) -> Action:
    def action(by: Actor) -> str:
        resume_mailbox(get_services(), actor=by, mailbox_id=line.id)
        return f"{line.address} sends again."

    return action


def _look_again(line: HeldLine) -> Action:
    def action(by: Actor) -> str:
        retry_held(get_services(), actor=by, enrollment_id=line.enrollment_id)
        return f"{line.person} is looked at again with the next run."

    return action
