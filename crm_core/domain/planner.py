"""The one brain: `decide(case, now)` says what happens to an enrollment's present step.

Called by the runner (which executes the verdict), the enrolment and resume use cases (which
show when the next touch lands) and everything that explains or simulates. Pure.
"""

from datetime import datetime

from crm_core.domain.calendar import Calendar, Delay
from crm_core.domain.cases import Case
from crm_core.domain.gates import READINESS, STANDING, TIMING
from crm_core.domain.verdicts import GateAnswer, Kind, Verdict


def decide(case: Case, now: datetime, *, ask_all: bool = False) -> Verdict:
    """Decide one case at `now` (aware UTC).

    The gates are asked in their order and the first that says no binds; of the timing gates,
    which are all asked, the one that gives the latest instant. With `ask_all` the gates behind
    the binding one are asked as well, for an explanation; the verdict is the same.
    """
    asked: list[GateAnswer] = []
    binding: GateAnswer | None = None
    for gate in STANDING:
        answer = gate(case, now, now)
        asked.append(answer)
        if answer.says is not None and binding is None:
            binding = answer
            if not ask_all:
                return _verdict(binding, asked, None)

    at = now
    latest: GateAnswer | None = None
    for gate in TIMING:
        answer = gate(case, now, at)
        asked.append(answer)
        if answer.until is not None and answer.until > at:
            at, latest = answer.until, answer
    binding = binding or latest
    if binding is not None and not ask_all:
        return _verdict(binding, asked, at)

    written = None
    for gate in READINESS:
        answer = gate(case, now, at)
        asked.append(answer)
        written = answer.content or written
        if answer.says is not None and binding is None:
            binding = answer
            if not ask_all:
                break
    if binding is not None:
        return _verdict(binding, asked, at)
    return Verdict(Kind.ACT, tuple(asked), None, at, written)


def earliest(calendar: Calendar, anchor_at: datetime, delay: Delay) -> datetime:
    """When a step lands by its delay and the send window alone: the next look at it."""
    return calendar.next_open(calendar.after(anchor_at, delay))


def _verdict(binding: GateAnswer, asked: list[GateAnswer], at: datetime | None) -> Verdict:
    assert binding.says is not None
    timeless = binding.says in (Kind.STOP, Kind.FINISH, Kind.SKIP)
    return Verdict(binding.says, tuple(asked), binding, None if timeless else at)
