"""What a rule recommends, and the advice that is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crm_core.domain.advice.rates import BaseRate, Step
from crm_core.domain.advice.signals import Signals, Somebody
from crm_core.domain.advice.sources import Reason
from crm_core.domain.words import DealStage

AIMS = {
    DealStage.NEW: "what they need and by when",
    DealStage.QUALIFIED: "the day on which you go through an offer together",
    DealStage.PROPOSAL: "a day for the decision",
    DealStage.NEGOTIATION: "the day of signing",
}
"""What to agree on next with the person of an open deal, after "agree on"."""


class Action(StrEnum):
    """What is to be done, for programs; `text` says it to people."""

    ANSWER = "ANSWER"
    CALL = "CALL"
    EMAIL = "EMAIL"
    MEET = "MEET"
    TASK = "TASK"
    WAIT = "WAIT"
    RESUME = "RESUME"
    STOP_SEQUENCE = "STOP_SEQUENCE"
    ASK_FOR_PERSON = "ASK_FOR_PERSON"
    UPDATE_CLOSE_DATE = "UPDATE_CLOSE_DATE"
    CLOSE_LOST = "CLOSE_LOST"


class Proposal(NamedTuple):
    """What a rule says where it applies. `step`: the kind of step whose past outcome is told."""

    action: Action
    text: str
    reasons: tuple[Reason, ...]
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`asks` gives a proposal where the rule applies, else None; its docstring says when.

    `score`: its rank, from 100 down. `uses`: the features that it looks at, by their names.
    """

    name: str
    score: int
    asks: Callable[[Signals], Proposal | None]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing to do, in a sentence, with why. `features`: what the rule looked at.

    `rate`: how often such a step was followed by a move forward, where enough is known.
    """

    rule: str
    action: Action
    text: str
    reasons: tuple[Reason, ...]
    score: int
    features: Mapping[str, object] = field(default_factory=dict)
    rate: BaseRate | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a deal, the best first; there is always one."""

    ranked: tuple[Recommendation, ...]

    @property
    def first(self) -> Recommendation:
        return self.ranked[0]

    @property
    def others(self) -> tuple[Recommendation, ...]:
        return self.ranked[1:]


class Way(NamedTuple):
    """How somebody is reached: "Call Ada Byron on +49…", "Write to Ada Byron"."""

    action: Action
    words: str
    step: Step


def way_to(person: Somebody | None, *, by_mail: bool = False) -> Way | None:
    """The way to a person: by phone where there is one, or by mail first where that is wanted.

    None where they can be reached by neither. No mail ever goes to somebody who is suppressed.
    """
    if person is None:
        return None
    call = Way(Action.CALL, f"Call {person.name} on {person.phone}", Step.CALL)
    mail = Way(Action.EMAIL, f"Write to {person.name}", Step.EMAIL)
    found = [way for way, open_ in ((call, person.may_call), (mail, person.may_mail)) if open_]
    if by_mail:
        found.reverse()
    return found[0] if found else None
