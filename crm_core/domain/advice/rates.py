"""How often a step was followed by a move forward: the workspace's own past, with its n.

A rate tells what followed, not what the step caused: nobody drew lots who is called. So rates
are shown beside an advice and never decide between two.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

from crm_core.domain.advice.history import CONTACTS, TOUCHES, Deed, Situation, situation
from crm_core.domain.deals import STAGES, Move
from crm_core.domain.words import DealStage

WITHIN = timedelta(days=14)
"""So long after a step a move forward counts as having followed it."""
ENOUGH = 10
"""Of fewer deals no rate is told: one deal more or less would move it by over ten points."""
_Z = 1.959964
"""The normal deviate of a 95 % interval."""


class Step(StrEnum):
    """A kind of step whose outcome is counted."""

    EMAIL = "EMAIL"
    CALL = "CALL"
    MEETING = "MEETING"


_STEPS = {
    Deed.EMAIL: Step.EMAIL,
    Deed.TALK: Step.CALL,
    Deed.TRIED_CALL: Step.CALL,
    Deed.MEETING: Step.MEETING,
}
_DONE = {
    Step.EMAIL: "an e-mail went out",
    Step.CALL: "a call was made",
    Step.MEETING: "there was a meeting",
}
_AFTER = {
    Situation.THEIRS_CAME: " after the person had spoken last",
    Situation.WAITING: " after one or two unanswered touches",
    Situation.SILENT: " after three or more unanswered touches",
    Situation.FRESH: " before anything else was said",
}


@dataclass(frozen=True, slots=True)
class Past:
    """One deal's way: `deeds` and `moves` in the order in which they happened.

    `began` and `stage`: when it began and the stage in which it began.
    """

    began: datetime
    stage: DealStage
    moves: tuple[Move, ...]
    deeds: tuple[tuple[datetime, Deed], ...]


@dataclass(frozen=True, slots=True)
class BaseRate:
    """Of `count` deals with such a step, `moved` went forward within `WITHIN`.

    `situation` is None where the stage alone was alike. `low` and `high` are Wilson's 95 %
    interval of the share.
    """

    step: Step
    stage: DealStage
    situation: Situation | None
    moved: int
    count: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.moved / self.count

    @property
    def words(self) -> str:
        """The rate as a sentence, with its n and its interval."""
        after = _AFTER[self.situation] if self.situation else ""
        return (
            f"Of {self.count} deals of this workspace for which {_DONE[self.step]} in "
            f"{self.stage.capitalize()}{after}, {self.moved} moved forward within {WITHIN.days} "
            f"days ({self.share:.0%}; 95 % interval {self.low:.0%} to {self.high:.0%}; "
            f"n = {self.count})."
        )


@dataclass(frozen=True, slots=True)
class BaseRates:
    """The rates of one stage: by step and situation, or by step alone (situation None)."""

    stage: DealStage
    counted: Mapping[tuple[Step, Situation | None], tuple[int, int]]
    """Of which step: how many moved forward, of how many."""

    def of(self, step: Step, alike: Situation) -> BaseRate | None:
        """The rate of the step in a like situation; else in the stage; else None."""
        for asked in (alike, None):
            moved, count = self.counted.get((step, asked), (0, 0))
            if count >= ENOUGH:
                return BaseRate(step, self.stage, asked, moved, count, *wilson(moved, count))
        return None


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The score interval of a share at 95 %.

    Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927) 209-212; recommended for small n by Brown, Cai and DasGupta, "Interval estimation for
    a binomial proportion", Statistical Science 16 (2001) 101-133.
    """
    share, square = hits / count, _Z * _Z
    middle = share + square / (2 * count)
    half = _Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    whole = 1 + square / count
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def count_rates(pasts: Iterable[Past], stage: DealStage, now: datetime) -> BaseRates:
    """Count, for one stage, what followed each kind of step.

    A deal counts once for a step and situation, by its first such step: later ones of the same
    deal are no further evidence. A step counts once `WITHIN` has passed since, whatever became
    of the deal by then: to count early what was quick would flatter the rate.
    """
    counted: dict[tuple[Step, Situation | None], tuple[int, int]] = {}
    for past in pasts:
        seen: set[tuple[Step, Situation | None]] = set()
        for at, step, alike in _steps_in(past, stage):
            if now - at < WITHIN:
                continue
            went = _went_forward(past, stage, at)
            for asked in ((step, alike), (step, None)):
                if asked not in seen:
                    seen.add(asked)
                    moved, count = counted.get(asked, (0, 0))
                    counted[asked] = (moved + went, count + 1)
    return BaseRates(stage, counted)


def _steps_in(past: Past, stage: DealStage) -> Iterator[tuple[datetime, Step, Situation]]:
    """The steps that were taken while the deal was in the stage, each with what it met."""
    spans = list(_spans(past, stage))
    has_spoken, unanswered = False, 0
    for at, deed in past.deeds:
        step = _STEPS.get(deed)
        if step is not None and any(since <= at < until for since, until in spans):
            yield at, step, situation(has_spoken, unanswered)
        if deed in CONTACTS:
            has_spoken, unanswered = True, 0
        elif deed in TOUCHES and at >= past.began:
            unanswered += 1


def _spans(past: Past, stage: DealStage) -> Iterator[tuple[datetime, datetime]]:
    """When the deal was in the stage; the last one has no end."""
    present, since = past.stage, past.began
    for move in past.moves:
        if present is stage:
            yield since, move.at
        present, since = move.target, move.at
    if present is stage:
        yield since, datetime.max.replace(tzinfo=since.tzinfo)


def _went_forward(past: Past, stage: DealStage, at: datetime) -> bool:
    """Whether the deal's next move after the step led forward, and in time."""
    following = next((move for move in past.moves if move.at > at), None)
    return (
        following is not None
        and following.at - at <= WITHIN
        and following.target is not DealStage.LOST
        and STAGES.index(following.target) > STAGES.index(stage)
    )
