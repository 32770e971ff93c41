"""The stages of a deal: their order, their weight, and whether one takes longer than usual.

Asked by the use cases that move deals and by the views that sum and judge them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median

from crm_core.domain.words import DealStage

STAGES = tuple(DealStage)
"""From the first to the last; a deal that is won or lost stands behind all others."""
CLOSED = frozenset({DealStage.WON, DealStage.LOST})
OPEN = tuple(stage for stage in STAGES if stage not in CLOSED)
PROBABILITY = {
    DealStage.NEW: 10,
    DealStage.QUALIFIED: 25,
    DealStage.PROPOSAL: 50,
    DealStage.NEGOTIATION: 75,
    DealStage.WON: 100,
    DealStage.LOST: 0,
}
"""How likely a deal of the stage is won, in percent."""
ENOUGH = 5
"""So many stays must have ended before one may be called long."""
LONG = 2
"""A stay is long when it has lasted more than so many times the median."""

_CENT = Decimal("0.01")
_ARROW = " → "


@dataclass(frozen=True, slots=True)
class Sum:
    """What the deals of one currency are worth together; `weighted` by their stages' odds."""

    currency: str
    amount: Decimal
    weighted: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Usual:
    """The median of `count` stays in a stage that have ended."""

    span: timedelta
    count: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A deal's time in one stage; `until` is None for the stage that it is in."""

    stage: DealStage
    since: datetime
    until: datetime | None
    note: str = ""

    def span(self, now: datetime) -> timedelta:
        return (self.until or now) - self.since


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a deal's stage, and what was said about it."""

    origin: DealStage
    target: DealStage
    at: datetime
    note: str = ""


class Closing(StrEnum):
    """When deals are to be closed, as lists are narrowed by it."""

    THIS_MONTH = "THIS_MONTH"
    OVERDUE = "OVERDUE"
    NO_DATE = "NO_DATE"


def weighted(amount: Decimal, stage: DealStage) -> Decimal:
    """The amount times the odds of the stage, to the cent."""
    return (amount * PROBABILITY[stage] / 100).quantize(_CENT)


def sums(parts: Iterable[tuple[DealStage, str, Decimal, int]]) -> tuple[Sum, ...]:
    """Add up (stage, currency, amount, count), each currency for itself, the most used first."""
    by_currency: dict[str, tuple[Decimal, Decimal, int]] = {}
    for stage, currency, amount, count in parts:
        whole, part, number = by_currency.get(currency, (Decimal(0), Decimal(0), 0))
        by_currency[currency] = (whole + amount, part + weighted(amount, stage), number + count)
    lines = (Sum(currency, *values) for currency, values in by_currency.items())
    return tuple(sorted(lines, key=lambda line: (-line.count, line.currency)))


def is_overdue(stage: DealStage, close_on: date | None, today: date) -> bool:
    """Whether an open deal was to be closed before today."""
    return stage not in CLOSED and close_on is not None and close_on < today


def month_of(today: date) -> tuple[date, date]:
    """The first day of today's month and of the next."""
    first = today.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def usual_stays(stays: Iterable[tuple[DealStage, timedelta]]) -> dict[DealStage, Usual]:
    """The median of each stage's ended stays; a stage that none has left is not in it."""
    spans: dict[DealStage, list[timedelta]] = {}
    for stage, span in stays:
        spans.setdefault(stage, []).append(span)
    return {
        stage: Usual(timedelta(seconds=median(span.total_seconds() for span in some)), len(some))
        for stage, some in spans.items()
    }


def is_long(stage: DealStage, span: timedelta, usual: Mapping[DealStage, Usual]) -> bool:
    """Whether an open deal has been in its stage much longer than deals usually are."""
    known = usual.get(stage)
    if stage in CLOSED or known is None or known.count < ENOUGH:
        return False
    return span > LONG * known.span


def move_text(origin: DealStage, target: DealStage) -> str:
    """The subject of the activity that tells of a move: "NEW → WON"."""
    return f"{origin}{_ARROW}{target}"


def read_move(subject: str, at: datetime, note: str | None = None) -> Move | None:
    """The move that `move_text` wrote, or None for another subject."""
    origin, arrow, target = subject.partition(_ARROW)
    if not arrow or origin not in STAGES or target not in STAGES:
        return None
    return Move(DealStage(origin), DealStage(target), at, note or "")


def stays(began: datetime, stage: DealStage, moves: Iterable[Move]) -> tuple[Stay, ...]:
    """A deal's stages from its beginning to `stage`, which it is in, told from its moves.

    The last stay's stage is the deal's own, whatever the last move says.
    """
    told: list[Stay] = []
    since, note = began, ""
    for move in moves:
        told.append(Stay(move.origin, since, move.at, note))
        since, note = move.at, move.note
    return (*told, Stay(stage, since, None, note))
