"""Base rates: what is counted, from how many on it is told, and how sure it is."""

from datetime import timedelta

import pytest

from crm_core.domain.advice.history import Deed, Situation
from crm_core.domain.advice.rates import (
    ENOUGH,
    WITHIN,
    BaseRates,
    Past,
    Step,
    count_rates,
    wilson,
)
from crm_core.domain.deals import Move
from crm_core.domain.words import DealStage
from tests.domain.advising import NOW, ago

NEW, QUALIFIED, PROPOSAL, LOST = (
    DealStage.NEW, DealStage.QUALIFIED, DealStage.PROPOSAL, DealStage.LOST,
)  # fmt: skip
HOUR = timedelta(hours=1)


def a_past(*told: tuple[float, Deed | DealStage], began: float = 100) -> Past:
    """A deal that began in NEW; what happened so many days ago: a deed, or a move to a stage."""
    moves, stage = [], NEW
    for days, what in told:
        if isinstance(what, DealStage):
            moves.append(Move(stage, what, ago(days)))
            stage = what
    deeds = tuple((ago(days), what) for days, what in told if isinstance(what, Deed))
    return Past(ago(began), NEW, tuple(moves), deeds)


def counted(rates: BaseRates, step: Step, alike: Situation | None = None) -> tuple[int, int]:
    """How many moved forward, of how many."""
    return rates.counted.get((step, alike), (0, 0))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(90, Deed.EMAIL), (80, QUALIFIED)], (1, 1)),
        ([(90, Deed.EMAIL), (90 - WITHIN.days, QUALIFIED)], (1, 1)),
        ([(90, Deed.EMAIL), (89 - WITHIN.days, QUALIFIED)], (0, 1)),
        ([(90, Deed.EMAIL), (80, LOST)], (0, 1)),
        ([(90, Deed.EMAIL), (80, LOST), (79, PROPOSAL)], (0, 1)),
        ([(90, Deed.EMAIL)], (0, 1)),
        ([(90, Deed.EMAIL), (88, Deed.EMAIL), (80, QUALIFIED)], (1, 1)),
        ([(95, QUALIFIED), (90, Deed.EMAIL), (80, PROPOSAL)], (0, 0)),
        ([(95, QUALIFIED), (94, NEW), (90, Deed.EMAIL), (80, PROPOSAL)], (1, 1)),
        ([(WITHIN.days - 1, Deed.EMAIL), (1, QUALIFIED)], (0, 0)),
        ([(WITHIN.days, Deed.EMAIL), (1, QUALIFIED)], (1, 1)),
        ([(90, Deed.OTHER), (80, QUALIFIED)], (0, 0)),
    ],
    ids=["in time", "just in time", "too late", "lost", "lost and found", "never", "once a deal",
         "in another stage", "back in the stage", "too young to tell", "just old enough",
         "no step"],
)  # fmt: skip
def test_a_step_counts_by_the_move_that_followed_it_in_time(
    told: list[tuple[float, Deed | DealStage]], expected: tuple[int, int]
) -> None:
    assert counted(count_rates([a_past(*told)], NEW, NOW), Step.EMAIL) == expected


def test_steps_are_counted_by_kind_and_by_whose_turn_it_was() -> None:
    past = a_past((90, Deed.EMAIL), (88, Deed.TRIED_CALL), (86, Deed.WORD), (85, Deed.TALK),
                  (84, Deed.MEETING), (80, QUALIFIED))  # fmt: skip

    rates = count_rates([past], NEW, NOW)

    assert set(rates.counted) == {
        (Step.EMAIL, Situation.FRESH), (Step.CALL, Situation.WAITING),
        (Step.CALL, Situation.THEIRS_CAME), (Step.MEETING, Situation.THEIRS_CAME),
        (Step.EMAIL, None), (Step.CALL, None), (Step.MEETING, None),
    }  # fmt: skip
    assert counted(rates, Step.CALL) == (1, 1), "two calls about a deal are one deal"


def test_a_rate_is_told_from_enough_deals_on_and_for_the_like_situation_first() -> None:
    tried = [a_past((90, Deed.EMAIL), (89, Deed.TRIED_CALL), (80, QUALIFIED))] * (ENOUGH - 1)
    asked = count_rates([*tried, a_past((90, Deed.TRIED_CALL))], NEW, NOW)

    assert asked.of(Step.EMAIL, Situation.FRESH) is None, "one deal short"
    broad = asked.of(Step.CALL, Situation.WAITING)
    assert broad is not None
    assert (broad.situation, broad.moved, broad.count) == (None, ENOUGH - 1, ENOUGH)

    more = count_rates([*tried, tried[0]], NEW, NOW).of(Step.CALL, Situation.WAITING)
    assert more is not None
    assert (more.situation, more.moved, more.count) == (Situation.WAITING, ENOUGH, ENOUGH)


def test_a_rate_says_its_n_and_how_sure_it_is() -> None:
    pasts = [a_past((90, Deed.TALK), (80, QUALIFIED))] * 6 + [a_past((90, Deed.TALK))] * 14

    rate = count_rates(pasts, NEW, NOW).of(Step.CALL, Situation.FRESH)

    assert rate is not None
    assert rate.words == (
        "Of 20 deals of this workspace for which a call was made in New before anything else was "
        "said, 6 moved forward within 14 days (30%; 95 % interval 15% to 52%; n = 20)."
    )


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_interval_is_wilsons(hits: int, count: int, low: float, high: float) -> None:
    assert wilson(hits, count) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_tells_nothing() -> None:
    rates = count_rates([], NEW, NOW)
    assert [rates.of(step, alike) for step in Step for alike in Situation] == [None] * 12
