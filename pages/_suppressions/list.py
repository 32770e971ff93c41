"""The lines of the suppression list."""

from collections.abc import Sequence
from datetime import datetime

from crm_core.views.suppressions import SuppressionLine
from pages._suppressions.asking import REMOVE
from pages._ui import dialogs
from pages._ui.badges import badge
from pages._ui.grid import Col, Grid, Line
from pages._ui.html import Html
from pages._ui.tables import headline
from pages._ui.times import moment

COLUMNS = (
    Col("Address or domain", "minmax(14rem, 1.6fr)", plain=True),
    Col("Reason", "8rem", plain=True),
    Col("From", "minmax(10rem, 1.4fr)"),
    Col("Since", "7rem"),
)


def draw_entries(lines: Sequence[SuppressionLine], now: datetime, *, manages: bool) -> None:
    """Draw a page of the list; its menu takes an entry off, for those who may."""
    grid = Grid("suppressions", COLUMNS)
    grid.draw(
        Line(
            line.id,
            (_who(line), badge(line.reason), line.source, moment(line.created_at, now)),
            menu=((REMOVE, "Take off the list…"),) if manages else (),
            name=name_of(line),
        )
        for line in lines
    )
    if grid.chosen:
        dialogs.ask(REMOVE, int(grid.chosen.id))


def name_of(line: SuppressionLine) -> str:
    """What an entry is called."""
    return "An erased person" if line.is_erased else line.value


def _who(line: SuppressionLine) -> Html:
    if line.is_erased:
        return headline("An erased person", "only a hash of the address is kept")
    return headline(line.value, "the domain and all below it" if line.is_domain else "")
