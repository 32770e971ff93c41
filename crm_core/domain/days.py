"""Days as a zone's clock has them, as spans of time to count in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Day(NamedTuple):
    """A date and its span, in UTC; `ends` is the beginning of the day after."""

    on: date
    begins: datetime
    ends: datetime


def day_of(on: date, zone: ZoneInfo) -> Day:
    """The span of a date: 23 or 25 hours where the clock changes."""
    return Day(on, _midnight(on, zone), _midnight(on + timedelta(days=1), zone))


def last_days(now: datetime, zone: ZoneInfo, count: int) -> tuple[Day, ...]:
    """The `count` days up to today, today last."""
    today = now.astimezone(zone).date()
    return tuple(day_of(today - timedelta(days=back), zone) for back in reversed(range(count)))


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
