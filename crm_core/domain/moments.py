"""Instants and days as people say them, in a zone that the caller names.

Called by whatever explains a time in a sentence: the projection, "why not yet?", the pages.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)
_INSTANT = re.compile(r"(\bat )?(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))")


def day_words(on: date, *, beside: date | None = None) -> str:
    """ "Monday 9 March"; with its year unless `beside` lies in the same one.

    >>> day_words(date(2026, 3, 9), beside=date(2026, 1, 1))
    'Monday 9 March'
    """
    words = f"{on:%A} {on.day} {on:%B}"
    return words if beside is not None and beside.year == on.year else f"{words} {on.year}"


def time_words(at: datetime, zone: ZoneInfo) -> str:
    """ "09:00", by the zone's clock."""
    return f"{at.astimezone(zone):%H:%M}"


def moment_words(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """ "today at 15:00", "tomorrow at 09:00", "Monday 9 March at 09:00".

    Days are those of the zone. The zone is not named: an explanation names it once.
    """
    there, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    near = {today: "today", today + _ONE_DAY: "tomorrow", today - _ONE_DAY: "yesterday"}
    return f"{near.get(there) or day_words(there, beside=today)} at {time_words(at, zone)}"


def with_moments(text: str, zone: ZoneInfo, now: datetime) -> str:
    """`text` with every instant that a gate wrote in ISO 8601 said as people say it."""

    def said(found: re.Match[str]) -> str:
        try:
            words = moment_words(datetime.fromisoformat(found[2]), zone, now)
        except (ValueError, OverflowError):  # It only looks like an instant.
            return found[0]
        return f"on {words}" if found[1] and words[0].isupper() else words

    return _INSTANT.sub(said, text)
