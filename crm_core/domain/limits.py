"""How much a mailbox may send, and when its next e-mail may go.

Limits come from `CRM_MAIL_LIMITS`, from a mailbox's row and from its workspace's. A `Tally`
holds what was used of them and answers with the first instant at which none of them binds; the
claim takes its slots from it, the planner's gate `limits` sees the answer. All spans are elapsed
time between UTC instants, so that a clock change makes no day longer or shorter. Pure.
"""

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from crm_core.domain.inputs import mapping, only
from crm_core.errors import InvalidInput

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST = 1_000_000
"""The largest number that a limit takes; whoever wants more wants none."""
LONGEST_GAP = 86_400
_RAMP = re.compile(r"([0-9]{1,7})\+([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_NAMES = ("day", "hour", "gap", "ramp", "domain")
WORKSPACE = frozenset({"day", "domain"})
"""The limits that a workspace has, over all its mailboxes together."""


class Ramp(NamedTuple):
    """The day's cap of a new mailbox: `start` on its first day, `step` more on each further."""

    start: int
    step: int

    def __str__(self) -> str:
        return f"{self.start}+{self.step}"


@dataclass(frozen=True, slots=True)
class MailLimits:
    """What a mailbox, or a workspace, may send; None is no limit of that kind.

    `day`: e-mails in any 24 hours. `hour`: in any 60 minutes. `gap`: seconds between two.
    `ramp`: how the day's cap grows from the first send on until `day` binds. `domain`: e-mails
    to one recipient's domain in any 24 hours.
    """

    day: int | None = None
    hour: int | None = None
    gap: int | None = None
    ramp: Ramp | None = None
    domain: int | None = None

    @classmethod
    def parse(
        cls, value: object, field: str = "limits", known: Iterable[str] = _NAMES
    ) -> "MailLimits":
        """Read `day=50,gap=600,ramp=10+5`, `none`, or an object of the same names.

        Raises `InvalidInput` that names the field, of an object the one inside (`limits.gap`),
        and says what it takes.
        """
        if isinstance(value, str):
            return cls._read(_pairs(value, field, known), lambda _: field)
        given = mapping(value, field)
        only(given, set(known), field)
        return cls._read(given, lambda name: f"{field}.{name}")

    @classmethod
    def _read(cls, given: Mapping[str, object], field_of: Callable[[str], str]) -> "MailLimits":
        def number(name: str, most: int = MOST) -> int | None:
            return _number(name, given.get(name), most, field_of(name))

        return cls(
            day=number("day"),
            hour=number("hour"),
            gap=None if _is_zero(given.get("gap")) else number("gap", LONGEST_GAP),
            ramp=_ramp(given.get("ramp"), field_of("ramp")),
            domain=number("domain"),
        )

    @property
    def are_none(self) -> bool:
        return self == NO_LIMITS

    def __str__(self) -> str:
        """As `parse` reads it."""
        return ",".join(f"{name}={value}" for name, value in self._set()) or "none"

    def to_json(self) -> dict[str, object]:
        """The object that `parse` reads; empty for no limits."""
        return {name: str(value) if name == "ramp" else value for name, value in self._set()}

    def day_cap(self, first_sent_at: datetime, at: datetime) -> int | None:
        """How many e-mails the 24 hours up to `at` may hold, with the ramp."""
        if self.ramp is None:
            return self.day
        grown = self.ramp.start + self.ramp.step * ramp_day(first_sent_at, at)
        return grown if self.day is None else min(self.day, grown)

    def _set(self) -> Iterator[tuple[str, object]]:
        for name in _NAMES:
            value = getattr(self, name)
            if value is not None:
                yield name, value


NO_LIMITS = MailLimits()


def ramp_day(first_sent_at: datetime, at: datetime) -> int:
    """Which day of a ramp it is: 0 until 24 hours after the first send."""
    return max(0, (at - first_sent_at) // DAY)


def domain_of(address: str) -> str:
    """The recipient's domain that an e-mail counts for."""
    return address.rpartition("@")[2].lower()


class Slot(NamedTuple):
    """When an e-mail may go; `words`: what keeps it until then, empty where it may go at once."""

    at: datetime
    words: str = ""


class Tally:
    """What one holder of limits has used of them: a mailbox, or a workspace.

    `holder`: its name in sentences. `used`: instant and recipient's domain of each e-mail of the
    last day that went out, may have gone out, or is on its way (that one counts from `now`).
    `first_sent_at`: from when its ramp counts; from `now` where it sent nothing yet. `take` adds
    what is promised on top, also for later. A domain that is None is not known.
    """

    def __init__(
        self,
        limits: MailLimits,
        holder: str,
        used: Iterable[tuple[datetime, str]],
        now: datetime,
        first_sent_at: datetime | None = None,
    ) -> None:
        self.limits = limits
        self._holder = holder
        self._now = now
        self._first_sent_at = first_sent_at or now
        self._all: list[datetime] = []
        self._by_domain: defaultdict[str, list[datetime]] = defaultdict(list)
        for at, domain in sorted(used):
            # Another runner's clock may be ahead of a decision that had to wait for it.
            self._all.append(min(at, now))
            self._by_domain[domain].append(min(at, now))

    def take(self, domain: str | None, at: datetime) -> None:
        """Count an e-mail that will go at `at`."""
        insort(self._all, at)
        if domain is not None:
            insort(self._by_domain[domain], at)

    def used(self, span: timedelta = DAY) -> int:
        """How many the `span` up to now holds."""
        return _within(self._all, self._now, span)

    def after(self, domain: str | None, at: datetime) -> Slot:
        """The first instant from `at` on at which every limit leaves room for one more."""
        found = Slot(at)
        limits = self.limits
        while True:
            found = self._by_gap(found)
            if limits.hour is not None:
                found = self._by_count(found, self._all, limits.hour, HOUR, "an hour", "")
            if limits.day is not None or limits.ramp is not None:
                found = self._by_day(found)
            if limits.domain is not None and domain is not None:
                sent = self._by_domain[domain]
                found = self._by_count(found, sent, limits.domain, DAY, "24 hours", f" to {domain}")
            if found.at == at:
                return found
            at = found.at

    def _by_gap(self, slot: Slot) -> Slot:
        if self.limits.gap is None:
            return slot
        gap, at = timedelta(seconds=self.limits.gap), slot.at
        while (i := bisect_right(self._all, at)) and self._all[i - 1] + gap > at:
            at = self._all[i - 1] + gap
        if at == slot.at:
            return slot
        words = f"{self._holder} leaves {self.limits.gap} seconds between two e-mails"
        return _put_off(words, at)

    def _by_count(
        self, slot: Slot, used: list[datetime], cap: int, span: timedelta, told: str, whom: str
    ) -> Slot:
        at = slot.at
        while (i := bisect_right(used, at)) >= cap and used[i - cap] + span > at:
            at = used[i - cap] + span
        if at == slot.at:
            return slot
        number = max(cap, _within(used, self._now, span))
        return _put_off(f"{self._holder} has sent {number} of {cap} e-mails{whom} in {told}", at)

    def _by_day(self, slot: Slot) -> Slot:
        """As `_by_count`, of a cap that may grow meanwhile."""
        used, at = self._all, slot.at
        while True:
            cap = self.limits.day_cap(self._first_sent_at, at)
            assert cap is not None
            i = bisect_right(used, at)
            if i < cap or used[i - cap] + DAY <= at:
                break
            at = min(filter(None, (used[i - cap] + DAY, self._cap_grows(at, cap))))
        if at == slot.at:
            return slot
        cap = self.limits.day_cap(self._first_sent_at, slot.at) or 0
        words = f"{self._holder} has sent {max(cap, self.used())} of {cap} e-mails in 24 hours"
        if cap != self.limits.day:
            day = ramp_day(self._first_sent_at, slot.at) + 1
            words += f", the most on day {day} of its ramp"
        return _put_off(words, at)

    def _cap_grows(self, at: datetime, cap: int) -> datetime | None:
        ramp, first = self.limits.ramp, self._first_sent_at
        if ramp is None or not ramp.step or cap == self.limits.day:
            return None
        return first + (ramp_day(first, at) + 1) * DAY


def first_slot(tallies: Iterable[Tally], domain: str | None, at: datetime) -> Slot:
    """The first instant from `at` on at which no tally binds, and what bound last until then."""
    held = tuple(tallies)
    found = Slot(at)
    while True:
        for tally in held:
            asked = tally.after(domain, found.at)
            found = asked if asked.at > found.at else found
        if found.at == at:
            return found
        at = found.at


def _put_off(words: str, at: datetime) -> Slot:
    return Slot(at, f"{words}; the next may go at {at.isoformat(timespec='seconds')}.")


def _within(used: list[datetime], now: datetime, span: timedelta) -> int:
    return bisect_right(used, now) - bisect_right(used, now - span)


def _pairs(text: str, field: str, known: Iterable[str]) -> dict[str, object]:
    """The limits of a line such as `day=50,gap=600`; `none` has none."""
    if text.strip().lower() == "none":
        return {}
    found: dict[str, object] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or name not in known:
            raise InvalidInput(
                f"Must be none, or limits such as day=50,hour=20; known are {', '.join(known)}.",
                field=field,
            )
        if name in found:
            raise InvalidInput(f"{name} is given twice.", field=field)
        found[name] = value
    return found


def _number(name: str, value: object, most: int, field: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise InvalidInput(f"{name} must be a whole number from 1 to {most:,}.", field=field)
    return value


def _is_zero(value: object) -> bool:
    """A gap of no seconds is none; a day of no e-mails would be a pause, and is refused."""
    return value == "0" or (value == 0 and not isinstance(value, bool))


def _ramp(value: object, field: str) -> Ramp | None:
    if value is None:
        return None
    found = _RAMP.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 1 <= int(found[1]) <= MOST or int(found[2]) > MOST:
        raise InvalidInput("ramp must be START+STEP e-mails, such as 10+5.", field=field)
    return Ramp(int(found[1]), int(found[2]))
