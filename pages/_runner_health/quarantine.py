"""Incoming messages that could not be read: try one again, or put it away."""

from collections.abc import Sequence
from datetime import datetime

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import InboundStatus
from crm_core.usecases.quarantine import dismiss_quarantined, retry_quarantined
from crm_core.views.health import QuarantinedLine
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.grid import Col, Grid, Line, acted_on
from pages._ui.sections import few, section, unfold
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._ui.words import amount
from pages._web.installation import get_services

COLUMNS = (
    Col("From", "minmax(9rem, 0.8fr)", plain=True),
    Col("Why", "minmax(0, 1.4fr)", plain=True),
    Col("Came", "5.5rem"),
)
TRY, DISMISS = "try", "dismiss"
WAYS = ((TRY, "Try again"), (DISMISS, "Dismiss"))
TWO_BUTTONS = 210


def draw_quarantine(lines: Sequence[QuarantinedLine], viewer: Actor, now: datetime) -> None:
    if not lines:
        return
    section(
        "Messages set aside",
        amount(len(lines)),
        "These came in and could not be read. Whatever they say was not acted upon.",
    )
    ways = WAYS if viewer.may(Permission.MAIL_MANAGE) else ()
    grid = Grid("quarantine", COLUMNS, room=TWO_BUTTONS)
    grid.draw(
        Line(
            line.id,
            (
                headline(line.from_address or "(unknown)", line.subject),
                line.fault,
                moment(line.at, now),
            ),
            name=line.from_address or "(unknown)",
            buttons=ways,
        )
        for line in few("quarantine", lines)
    )
    if (done := grid.chosen) and (line := acted_on(done, lines, lambda one: one.id)):
        action = _try_again(line) if done.choice == TRY else _dismiss(line)
        perform_and_redraw(action, place=f"quarantine_{line.id}")
    unfold("quarantine", lines)


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
