"""Days and amounts in what people type: "tomorrow", "on Friday", "in 3 days", "10k"."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

MORNING = time(9)
"""The time of a day for which none is said."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHEN = re.compile(
    r",? ?\b(?:due |by |on |for )?(?:"
    r"(?P<near>today|tomorrow|next week)"
    r"|in (?P<days>\d{1,3}) days?"
    r"|(?:next )?(?P<name>" + "|".join(_DAYS) + r")"
    r"|(?P<iso>\d{4}-\d\d-\d\d)"
    r")(?: at (?P<hour>\d{1,2})(?::(?P<minute>\d\d))?)?\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[€$£]|[A-Z]{3})?\s*(\d[\d.,' ]*)\s*(k|thousand|m|million)?", re.IGNORECASE
)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def split_when(words: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """The words without the day that they say, and that day's morning or the time that is said.

    None where none is said, or where it is today without a time.
    """
    found = _WHEN.search(words)
    if found is None:
        return words.strip(), None
    today = now.astimezone(zone).date()
    day = _day(found, today)
    if day is None:
        return words.strip(), None
    rest = f"{words[: found.start()]} {words[found.end() :]}".strip()
    hour, minute = int(found["hour"] or MORNING.hour), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return words.strip(), None
    if day == today and not found["hour"]:
        return rest, None
    return rest, datetime.combine(day, time(hour, minute), zone)


def _day(found: re.Match[str], today: date) -> date | None:
    if near := found["near"]:
        if near.casefold() == "next week":
            return today + timedelta(days=7 - today.weekday())
        return today + timedelta(days=near.casefold() == "tomorrow")
    if found["days"]:
        return today + timedelta(days=int(found["days"]))
    if found["name"]:
        ahead = (_DAYS.index(found["name"].casefold()) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    try:
        return date.fromisoformat(found["iso"])
    except ValueError:
        return None


def read_amount(words: str) -> Decimal | None:
    """ "10,000", "10.000", "10k", "1.5 million"; None for anything else."""
    found = _AMOUNT.fullmatch(words.strip())
    if found is None:
        return None
    digits = re.sub(r"[' ]", "", found[1]).rstrip(".,")
    digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
    try:
        return Decimal(digits) * _TIMES.get((found[2] or "").casefold(), 1)
    except InvalidOperation:
        return None
