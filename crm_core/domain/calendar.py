"""When a touch may happen: delays, send windows, holidays, business days, time zones.

Decides the two instants that the planner asks for, `Calendar.after` (the delay has passed) and
`Calendar.next_open` (the send window lets it out), and reads the window from a sequence's
settings. Called by the planner and its gates, by the settings of a sequence (parsing), and by
whatever loads cases (`choose_zone`). All instants are aware; what is returned is UTC.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from crm_core.errors import InvalidInput

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
DELAY_LIMIT_DAYS = 3650
SEARCH_DAYS = 800
"""How far `next_open` looks ahead before it says that nothing ever opens."""

_DAY = 24 * 60
_ONE_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_PROBE = timedelta(hours=6)
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_ZONE_NAME = re.compile(r"(?!posix/|right/)[A-Za-z][\w+-]*(/[\w+-]+)*", re.ASCII)
_NO_PLACE = frozenset({"localtime", "posixrules", "Factory"})

Block = tuple[int, int]
Span = tuple[datetime, datetime]


class NeverOpens(ValueError):
    """The calendar has no open instant within `SEARCH_DAYS`."""


class DelayUnit(StrEnum):
    MINUTES = "MINUTES"
    HOURS = "HOURS"
    DAYS = "DAYS"
    BUSINESS_DAYS = "BUSINESS_DAYS"


_DELAY_LIMITS = {
    DelayUnit.MINUTES: DELAY_LIMIT_DAYS * _DAY,
    DelayUnit.HOURS: DELAY_LIMIT_DAYS * 24,
    DelayUnit.DAYS: DELAY_LIMIT_DAYS,
    DelayUnit.BUSINESS_DAYS: DELAY_LIMIT_DAYS,
}


@dataclass(frozen=True, slots=True)
class Delay:
    """A wait before a step. Raises `InvalidInput` unless 0 <= value <= ten years' worth."""

    value: int
    unit: DelayUnit

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise InvalidInput("A delay is a whole number.", field="delay.value")
        if self.value < 0:
            raise InvalidInput("A delay cannot be negative.", field="delay.value")
        limit = _DELAY_LIMITS[self.unit]
        if self.value > limit:
            raise InvalidInput(
                f"A delay is at most {limit:,} {_words(self.unit, limit)}.", field="delay.value"
            )

    def __str__(self) -> str:
        return f"{self.value} {_words(self.unit, self.value)}"


@dataclass(frozen=True, slots=True)
class SendWindow:
    """The weekly hours in which a sequence may touch.

    `zone` is the IANA name that the sequence fixes, None for the recipient's. `days` holds the
    blocks of Monday to Sunday in minutes of the local day, sorted; an end above 1440 runs past
    midnight into the next day. With `always` there are no hours to keep and `days` is empty.
    """

    zone: str | None
    days: tuple[tuple[Block, ...], ...]
    always: bool = False

    @classmethod
    def parse(cls, value: object, field: str = "settings.sendWindow") -> "SendWindow":
        """Read the contract's `sendWindow`; None is Monday to Friday, 09:00 to 17:00.

        Raises `InvalidInput` whose field is the path of what is wrong, such as
        `settings.sendWindow.days.TUE[0][1]`.
        """
        if value is None:
            return DEFAULT_WINDOW
        if value == "ALWAYS":
            return ALWAYS_WINDOW
        if not isinstance(value, Mapping):
            raise InvalidInput('A send window is "ALWAYS" or an object with days.', field=field)
        for key in value:
            if key not in ("timezone", "days"):
                raise InvalidInput("Unknown field; known are days, timezone.", f"{field}.{key}")
        zone = value.get("timezone")
        if zone is not None and (not isinstance(zone, str) or _zone(zone) is None):
            raise InvalidInput(
                "Unknown time zone; use an IANA name such as Europe/Rome.", f"{field}.timezone"
            )
        return cls(zone, _parse_days(value.get("days"), f"{field}.days"))

    def to_json(self) -> "str | dict[str, object]":
        """The contract's `sendWindow`; `parse` reads it back."""
        if self.always:
            return "ALWAYS"
        days = {
            name: [[_clock(start), _clock(end)] for start, end in blocks]
            for name, blocks in zip(WEEKDAYS, self.days, strict=True)
            if blocks
        }
        return {"timezone": self.zone, "days": days} if self.zone else {"days": days}


ALWAYS_WINDOW = SendWindow(None, ((),) * 7, always=True)
DEFAULT_WINDOW = SendWindow(None, (((9 * 60, 17 * 60),),) * 5 + ((), ()))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A window and holidays, in one zone.

    An instant is open when the local clock shows a time in a block and the local date is no
    holiday. That settles the changes of daylight saving: a time that the clock skips is never
    open, one that it shows twice is open twice. A holiday closes its own local hours only, also
    those of a block that began the evening before.

    Calendars of equal zone, window and holidays share their computed hours.
    """

    zone: ZoneInfo
    window: SendWindow
    holidays: frozenset[date] = frozenset()
    _spans: Callable[[int], tuple[Span, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = _open_spans(self.zone, self.window, self.holidays)
        object.__setattr__(self, "_spans", spans)

    def is_open(self, at: datetime) -> bool:
        at = _utc(at)
        return any(start <= at < end for start, end in self._spans(at.toordinal()))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself if open then, else the start of the next open span, in UTC.

        Raises `NeverOpens` when nothing opens within `SEARCH_DAYS`.
        """
        at = _utc(at)
        today = at.toordinal()
        for start, end in self._spans(today):
            if at < end:
                return max(at, start)
        for day in range(today + 1, min(today + SEARCH_DAYS, date.max.toordinal() - 1)):
            if spans := self._spans(day):
                return spans[0][0]
        raise NeverOpens(f"Nothing opens within {SEARCH_DAYS} days after {at.isoformat()}.")

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday and no holiday, whatever the window."""
        return day.weekday() < 5 and day not in self.holidays

    def after(self, anchor: datetime, delay: Delay) -> datetime:
        """The instant, in UTC, at which the delay has passed since `anchor`.

        Minutes and hours are elapsed time. Days and business days keep the local clock's time;
        one that the clock skips becomes the first instant after the gap, one that it shows
        twice the first. Zero business days is the next business day unless it is one.
        """
        anchor = _utc(anchor)
        match delay.unit:
            case DelayUnit.MINUTES:
                return anchor + timedelta(minutes=delay.value)
            case DelayUnit.HOURS:
                return anchor + timedelta(hours=delay.value)
        local = anchor.astimezone(self.zone).replace(tzinfo=None, fold=0)
        if delay.unit is DelayUnit.DAYS:
            day = local.date() + timedelta(days=delay.value)
        else:
            day = self._business_day(local.date(), delay.value)
        if day == local.date():
            return anchor
        return _instant(datetime.combine(day, local.time()), self.zone)

    def _business_day(self, day: date, count: int) -> date:
        while count > 0:
            day += _ONE_DAY
            count -= self.is_business_day(day)
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """The zone taken, whose it is, and the unusable names that were passed over."""

    zone: ZoneInfo
    source: str
    rejected: tuple[str, ...]


def choose_zone(*candidates: tuple[str, str | None]) -> ZoneChoice:
    """The first usable of `(source, IANA name or None)`; UTC with source "utc" if there is none.

    >>> choose_zone(("recipient", "Mars/Olympus"), ("sender", None), ("workspace", "UTC"))
    ZoneChoice(zone=zoneinfo.ZoneInfo(key='UTC'), source='workspace', rejected=('Mars/Olympus',))
    """
    rejected: list[str] = []
    for source, name in candidates:
        if name is None:
            continue
        zone = _zone(name)
        if zone is not None:
            return ZoneChoice(zone, source, tuple(rejected))
        rejected.append(name)
    return ZoneChoice(ZoneInfo("UTC"), "utc", tuple(rejected))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    if len(name) > 64 or name in _NO_PLACE or not _ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # absent; no zone file; a directory
        return None


@lru_cache(maxsize=256)
def _open_spans(
    zone: ZoneInfo, window: SendWindow, holidays: frozenset[date]
) -> Callable[[int], tuple[Span, ...]]:
    """A function from a UTC date's ordinal to the sorted open spans within that UTC day."""
    hours = _hours_by_weekday(window)

    @lru_cache(maxsize=512)
    def spans(ordinal: int) -> tuple[Span, ...]:
        found: list[Span] = []
        for start, end, offset in _constant_offsets(zone, ordinal):
            first, last = ((moment + offset).date() for moment in (start, end - _SECOND))
            for day in {first, last}:
                if day in holidays:
                    continue
                midnight = datetime.combine(day, time(), UTC) - offset
                for opens, closes in hours[day.weekday()]:
                    since = max(start, midnight + timedelta(minutes=opens))
                    until = min(end, midnight + timedelta(minutes=closes))
                    if since < until:
                        found.append((since, until))
        return tuple(sorted(found))

    return spans


def _hours_by_weekday(window: SendWindow) -> tuple[tuple[Block, ...], ...]:
    """The blocks that open each local weekday, with what runs over from the evening before."""
    if window.always:
        return (((0, _DAY),),) * 7
    return tuple(
        tuple((start, min(end, _DAY)) for start, end in window.days[weekday])
        + tuple((0, end - _DAY) for _, end in window.days[weekday - 1] if end > _DAY)
        for weekday in range(7)
    )


def _constant_offsets(
    zone: ZoneInfo, ordinal: int
) -> Iterable[tuple[datetime, datetime, timedelta]]:
    """The UTC day in pieces `(start, end, offset)` within which the zone's offset is constant."""
    midnight = datetime.combine(date.fromordinal(ordinal), time(), UTC)
    start = midnight
    for probe in range(4):
        early, late = midnight + probe * _PROBE, midnight + (probe + 1) * _PROBE
        if _offset(zone, early) != _offset(zone, late):
            change = _change(zone, early, late)
            if change > start:
                yield start, change, _offset(zone, start)
            start = change
    if start < midnight + _ONE_DAY:
        yield start, midnight + _ONE_DAY, _offset(zone, start)


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The instant in (early, late] at which the offset becomes that of `late`; both UTC seconds."""
    new = _offset(zone, late)
    while late - early > _SECOND:
        middle = early + (late - early) // _SECOND // 2 * _SECOND
        if _offset(zone, middle) == new:
            late = middle
        else:
            early = middle
    return late


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the zone's clock shows `local`, or the end of the gap over it."""
    at = local.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local:
        return at
    # PEP 495: in a gap, fold=1 lies before the change and fold=0 at or after it.
    before = local.replace(tzinfo=zone, fold=1, microsecond=0).astimezone(UTC)
    return _change(zone, before, at.replace(microsecond=0))


def _utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError("A calendar takes aware datetimes only.")
    return at.astimezone(UTC)


def _parse_days(value: object, field: str) -> tuple[tuple[Block, ...], ...]:
    if not isinstance(value, Mapping):
        raise InvalidInput("Days must be an object of weekdays, MON to SUN.", field)
    days: dict[str, tuple[Block, ...]] = {}
    for key, blocks in value.items():
        name = str(key).upper()
        if name not in WEEKDAYS:
            raise InvalidInput(f"Unknown weekday; use {', '.join(WEEKDAYS)}.", f"{field}.{key}")
        if name in days:
            raise InvalidInput("The weekday is given twice.", f"{field}.{key}")
        days[name] = _parse_blocks(blocks, f"{field}.{name}")
    if not any(days.values()):
        raise InvalidInput("The send window never opens; give it at least one block.", field)
    return tuple(days.get(name, ()) for name in WEEKDAYS)


def _parse_blocks(value: object, field: str) -> tuple[Block, ...]:
    if not isinstance(value, list | tuple):
        raise InvalidInput('Must be a list of blocks such as ["09:00", "17:00"].', field)
    blocks = sorted(
        (_parse_block(block, f"{field}[{index}]"), index) for index, block in enumerate(value)
    )
    for (earlier, _), (later, index) in pairwise(blocks):
        if later[0] < earlier[1]:
            raise InvalidInput("The block overlaps another of the day.", f"{field}[{index}]")
    return tuple(block for block, _ in blocks)


def _parse_block(value: object, field: str) -> Block:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InvalidInput('A block is two times such as ["09:00", "17:00"].', field)
    start, end = (_minute(part, f"{field}[{index}]") for index, part in enumerate(value))
    if start == _DAY:
        raise InvalidInput("24:00 can only end a block.", f"{field}[0]")
    if start == end:
        raise InvalidInput("The block is empty; a whole day is 00:00 to 24:00.", f"{field}[1]")
    return start, end if end > start else end + _DAY


def _minute(value: object, field: str) -> int:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise InvalidInput("A time is written as HH:MM, from 00:00 to 24:00.", field)
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    minute -= _DAY if minute > _DAY else 0
    return f"{minute // 60:02}:{minute % 60:02}"


def _words(unit: DelayUnit, count: int) -> str:
    words = unit.lower().replace("_", " ")
    return words.removesuffix("s") if count == 1 else words
