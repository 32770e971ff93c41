"""Until when something is put off: the few answers that people give, in their own zone."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING = time(9)


class Snooze(StrEnum):
    HOUR = "In an hour"
    TOMORROW = "Tomorrow, 9:00"
    NEXT_WEEK = "Next week, Monday 9:00"


def snoozed_until(choice: Snooze, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that a choice means at `now` by the clock of the zone."""
    today = now.astimezone(zone).date()
    match choice:
        case Snooze.HOUR:
            return now + timedelta(hours=1)
        case Snooze.TOMORROW:
            return morning_of(today + timedelta(days=1), zone)
        case Snooze.NEXT_WEEK:
            return morning_of(today + timedelta(days=7 - today.weekday()), zone)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of a day by the zone's clock."""
    return datetime.combine(day, MORNING, zone)
