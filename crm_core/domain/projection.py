"""What would happen: each step of a sequence with the instant at which it lands, and why then.

The planner decides every step on a clock that is moved on; nothing here knows a rule of its
own. Called by `views/projection.py` for a person who might be enrolled, for an enrollment that
is under way, and for a sequence that is not saved yet. Pure.

What has to be assumed about people is assumed in favour: an e-mail goes out when it is due, a
call, a task or a draft is done when it lands, and what holds a step is mended by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_core.domain.calendar import NeverOpens
from crm_core.domain.cases import Case, StepContent, TouchFacts
from crm_core.domain.gates import READINESS, STANDING
from crm_core.domain.landing import why_then
from crm_core.domain.planner import decide, earliest
from crm_core.domain.sequences import EMAILS, Step
from crm_core.domain.verdicts import GateAnswer, Kind, Verdict, Written
from crm_core.domain.words import EnrollmentStatus, SequenceStatus, StepType

_DAY = timedelta(days=1)
_ASSUMED = {
    StepType.EMAIL_AUTO: "The e-mail goes out when it is due.",
    StepType.EMAIL_MANUAL: "The draft is sent when it lands.",
    StepType.CALL: "The call is completed when it lands.",
    StepType.TASK: "The task is completed when it lands.",
}
_OPEN = {
    StepType.EMAIL_MANUAL: "The e-mail draft of this step is open.",
    StepType.CALL: "The call of this step is open.",
    StepType.TASK: "The task of this step is open.",
}
_READINESS = frozenset(gate.__name__ for gate in READINESS)


@dataclass(frozen=True, slots=True)
class ProjectedStep:
    """One step and its landing. `number` counts from 1, as people do.

    `subject` and `text`: what it would say to this person, or the template where that cannot be
    written. `at`: when it lands, UTC; None for a step that is never reached, and for an e-mail of
    which nobody knows whether it went out. `gate`: what set the instant, empty where nothing put
    it off; `why` says it in words, with times of the recipient's zone, which is named. `problem`:
    what stops the enrollment here; `unblock`: what would mend it. `supposed`: the instant holds
    only if that problem, or one of an earlier step, is mended by then. `assumed`: on what the
    instants of later steps count.
    """

    number: int
    key: str
    type: StepType
    subject: str
    text: str
    at: datetime | None
    gate: str
    why: str
    problem: str = ""
    unblock: str = ""
    supposed: bool = False

    @property
    def assumed(self) -> str:
        return _ASSUMED[self.type]


def project(
    case: Case,
    steps: Sequence[tuple[Step, StepContent]],
    now: datetime,
    touched: Iterable[datetime] = (),
    *,
    next_look_at: datetime | None = None,
    held: GateAnswer | None = None,
) -> tuple[ProjectedStep, ...]:
    """Walk from `now` (aware UTC) through `steps`, the present one first.

    `case` is the present step's, of an enrollment that exists or of one that might. `touched`:
    when the person was written to lately, at least the last day and the sequence's minimum gap.
    `next_look_at`: before when the runner does not look at the present step. `held`: what holds
    it besides the planner's gates.
    """
    walk = _Walk(now, sorted(touched), next_look_at, held)
    lines: list[ProjectedStep] = []
    for step, content in steps:
        lines.append(walk.land(case._replace(step=step, content=content)))
        case = case._replace(
            enrollment_status=EnrollmentStatus.ACTIVE,
            sequence_status=SequenceStatus.ACTIVE,
            anchor_at=walk.clock,
            waiting_since=None,
            delivery=None,
        )
    return tuple(lines)


class _Walk:
    """The clock that is moved on, and what has happened up to it."""

    def __init__(
        self,
        now: datetime,
        touched: list[datetime],
        next_look_at: datetime | None,
        held: GateAnswer | None,
    ) -> None:
        self.clock = now
        self._touched = touched
        self._next_look_at = next_look_at or now
        self._held = [held] if held else []
        self._supposed = False
        self._ends_at = 0

    def land(self, case: Case) -> ProjectedStep:
        """The case's step, landed; the clock then shows when it ends."""
        if self._ends_at:
            return _unreached(case, f"Not reached: the enrollment ends at step {self._ends_at}.")
        begun = self.clock
        try:
            verdict, waits = self._last_look(case)
        except NeverOpens:
            return self._end(case, "The send window never opens.", "Widen the send window.")
        standing = {answer.gate: answer for answer in verdict.gates[: len(STANDING)]}
        for answer in standing.values():
            if answer.says is Kind.STOP:
                return self._end(case, answer.saw, answer.unblock)
        if case.waiting_since is not None or standing["delivery"].says is not None:
            self.clock = begun
            return self._landed_already(case, verdict, standing["delivery"])
        if case.step is not None and case.step.type in EMAILS:
            self._touched.append(self.clock)
        gate, why = why_then(case, waits, begun, self.clock)
        return self._line(case, verdict, self.clock, gate, why, _holds(verdict))

    def _last_look(self, case: Case) -> tuple[Verdict, list[GateAnswer]]:
        """Look as the runner does: first when the delay and the window allow it, then at each
        instant that a verdict gives, until none lies ahead. With the last verdict come the
        timing gates that the one before waited for."""
        assert case.step is not None
        if case.waiting_since is None:
            first = earliest(case.calendar, case.anchor_at, case.step.delay)
            self.clock = max(self.clock, first)
        waits: list[GateAnswer] = []
        while True:
            facts = case._replace(touches=self._touch_facts())
            verdict = decide(facts, self.clock, ask_all=True)
            if case.waiting_since is not None or verdict.earliest_at is None:
                return verdict, waits
            at = max(verdict.earliest_at, self._next_look_at)
            if at <= self.clock:
                return verdict, waits
            waits = [answer for answer in verdict.gates if answer.says is Kind.WAIT] or waits
            self.clock = at

    def _landed_already(self, case: Case, verdict: Verdict, delivery: GateAnswer) -> ProjectedStep:
        """A step that was given to a person or to a server; at the best it ends now."""
        holds = [answer for answer in _holds(verdict) if answer.gate not in _READINESS]
        if case.waiting_since is None:
            return self._line(case, verdict, None, "delivery", delivery.saw, holds)
        assert case.step is not None
        if case.step.type in EMAILS:
            self._touched.append(self.clock)
        return self._line(case, verdict, case.waiting_since, "task", "It has landed.", holds)

    def _line(
        self,
        case: Case,
        verdict: Verdict,
        at: datetime | None,
        gate: str,
        why: str,
        problems: list[GateAnswer],
    ) -> ProjectedStep:
        problems, self._held = problems + self._held, []
        self._supposed = self._supposed or bool(problems)
        assert case.step is not None
        written = next((answer.content for answer in verdict.gates if answer.content), None)
        return _line(
            case.step,
            written,
            at=at,
            gate=gate,
            why=why,
            problem=" ".join(_said(case.step, answer) for answer in problems),
            unblock=" ".join(answer.unblock for answer in problems),
            supposed=self._supposed,
        )

    def _end(self, case: Case, problem: str, unblock: str) -> ProjectedStep:
        assert case.step is not None
        self._ends_at = case.step.position + 1
        return _unreached(case, problem, unblock)

    def _touch_facts(self) -> TouchFacts:
        past = [at for at in self._touched if at <= self.clock]
        day = [at for at in past if at > self.clock - _DAY]
        return TouchFacts(past[-1] if past else None, len(day), day[0] if day else None)


def _line(
    step: Step,
    written: Written | None,
    *,
    at: datetime | None,
    gate: str = "",
    why: str = "",
    problem: str = "",
    unblock: str = "",
    supposed: bool = False,
) -> ProjectedStep:
    return ProjectedStep(
        number=step.position + 1,
        key=step.key,
        type=step.type,
        subject=written.subject if written else step.subject,
        text=written.text if written else step.body or step.instructions,
        at=at,
        gate=gate,
        why=why,
        problem=problem,
        unblock=unblock,
        supposed=supposed,
    )


def _unreached(case: Case, problem: str, unblock: str = "") -> ProjectedStep:
    assert case.step is not None
    return _line(case.step, None, at=None, problem=problem, unblock=unblock)


def _holds(verdict: Verdict) -> list[GateAnswer]:
    return [answer for answer in verdict.gates if answer.says is Kind.HOLD]


def _said(step: Step, answer: GateAnswer) -> str:
    """What a gate saw; an open task's time stands on its line already."""
    return _OPEN[step.type] if answer.gate == "task" else answer.saw
