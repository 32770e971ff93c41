"""Incoming messages that could not be read: try one again, or put it away."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import InboundStatus
from crm_core.usecases.quarantine import dismiss_quarantined, retry_quarantined
from crm_core.views.health import QuarantinedLine
from pages._ui import messages
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.sections import few, section, unfold
from pages._ui.tables import Column, Table, headline
from pages._ui.times import moment
from pages._ui.words import amount
from pages._web.installation import get_services

COLUMNS = (
    Column("From", "minmax(9rem, 0.8fr)", plain=True),
    Column("Why", "minmax(0, 1.4fr)", plain=True),
    Column("Came", "5.5rem"),
)
TWO_BUTTONS = 210


def draw_quarantine(lines: Sequence[QuarantinedLine], viewer: Actor, now: datetime) -> None:
    if not lines:
        return
    section(
        "Messages set aside",
        amount(len(lines)),
        "These came in and could not be read. Whatever they say was not acted upon.",
    )
    manages = viewer.may(Permission.MAIL_MANAGE)
    table = Table("quarantine", COLUMNS, actions=TWO_BUTTONS if manages else 0)
    with table.drawn():
        for line in few("quarantine", lines):
            who = headline(line.from_address or "(unknown)", line.subject)
            with table.row(line.id, [who, line.fault, moment(line.at, now)]):
                if manages:
                    _button("Try again", line, _try_again(line))
                    _button("Dismiss", line, _dismiss(line))
            messages.show_refusal(f"quarantine_{line.id}")
    unfold("quarantine", lines)


def _button(label: str, line: QuarantinedLine, action: Action) -> None:
    if st.button(label, key=f"quarantine_{line.id}_{label.split()[0].lower()}"):
        perform_and_redraw(action, place=f"quarantine_{line.id}")


def _try_again(line: QuarantinedLine) -> Action:
    def action(by: Actor) -> str:
        received = retry_quarantined(get_services(), actor=by, inbound_id=line.id)
        if received.status is InboundStatus.QUARANTINED:
            return "It still cannot be read; the reason stands beside it."
        return "The message was read and acted upon."

    return action


def _dismiss(line: QuarantinedLine) -> Action:
    def action(by: Actor) -> str:
        dismiss_quarantined(get_services(), actor=by, inbound_id=line.id)
        return "The message is put away."

    return action
