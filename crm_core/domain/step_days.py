"""On which day each step of a sequence lands, for drawing it as a timeline."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_core.domain.calendar import ALWAYS_WINDOW, Calendar
from crm_core.domain.sequences import Step

_MONDAY = datetime(2024, 1, 1, 9, tzinfo=UTC)


def days_of_steps(steps: Sequence[Step]) -> tuple[int, ...]:
    """The day of each step, counted from 1, were it begun on a Monday morning and never held."""
    calendar, at, days = Calendar(ZoneInfo("UTC"), ALWAYS_WINDOW), _MONDAY, []
    for step in steps:
        at = calendar.after(at, step.delay)
        days.append((at.date() - _MONDAY.date()).days + 1)
    return tuple(days)
