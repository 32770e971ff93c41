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
from pages._ui import links, messages
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.badges import badge
from pages._ui.html import Html, safe, tag, together
from pages._ui.sections import section
from pages._ui.tables import Column, Table, headline
from pages._ui.times import moment
from pages._ui.words import amount, up_to
from pages._web.installation import get_services

SETTLE = "health_settle"
ONE_BUTTON = 110
MAILBOX_COLUMNS = (
    Column("Address", "minmax(12rem, 1fr)", plain=True),
    Column("State", "7rem", plain=True),
    Column("Why", "minmax(0, 1.4fr)", plain=True),
)
UNCERTAIN_COLUMNS = (
    Column("To", "minmax(9rem, 1fr)", plain=True),
    Column("Message", "minmax(0, 1.4fr)", plain=True),
    Column("Sent", "5.5rem"),
)
HELD_COLUMNS = (
    Column("Person", "minmax(9rem, 0.8fr)", plain=True),
    Column("Why", "minmax(0, 1.4fr)", plain=True),
)


def draw_mailboxes(mailboxes: Sequence[MailboxLine], viewer: Actor, now: datetime) -> None:
    section("Mailboxes", amount(len(mailboxes)))
    manages = viewer.may(Permission.MAIL_MANAGE)
    table = Table("mailboxes", MAILBOX_COLUMNS, actions=ONE_BUTTON if manages else 0)
    with table.drawn():
        for line in mailboxes:
            status = MailboxStatus(line.status)
            cells = [headline(line.address), badge(status), _why(line, now)]
            can_resume = manages and status is MailboxStatus.PAUSED
            with table.row(line.id, cells, acts=can_resume):
                if can_resume:
                    _button("Resume", f"mailboxes_{line.id}", _resume(line))
            messages.show_refusal(f"mailboxes_{line.id}")


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
    manages = viewer.may(Permission.MAIL_MANAGE)
    table = Table("uncertain", UNCERTAIN_COLUMNS, actions=settling.ROOM if manages else 0)
    with table.drawn():
        for line in deliveries:
            message = headline(line.subject or "(no subject)", line.reason, whole=True)
            cells = [headline(line.person, line.recipient), message, moment(line.at, now)]
            with table.row(line.id, cells):
                if manages:
                    settling.draw_ways(line.id, list_name="uncertain", dialog=SETTLE)
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
    table = Table("held", HELD_COLUMNS, actions=ONE_BUTTON if manages else 0)
    with table.drawn():
        for line in held:
            with table.row(line.enrollment_id, [headline(line.person, line.sequence), line.reason]):
                if manages:
                    _button("Look again", f"held_{line.enrollment_id}", _look_again(line))
            messages.show_refusal(f"held_{line.enrollment_id}")
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


def _button(label: str, place: str, action: Action) -> None:
    if st.button(label, key=f"{place}_act"):
        perform_and_redraw(action, place=place)


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
