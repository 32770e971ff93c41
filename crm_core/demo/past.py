"""A past that is played: the use cases and the engine, with a clock that somebody else turns.

What happened is put on an agenda with its time; `play` goes through it in order and lets the
runner do its work in between, as it would have done. All in the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import func, select

from crm_core.domain.refusals import Answer, Judgement, Stage, judge
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.touches.decide import Round, decide_batch
from crm_core.touches.envelopes import Envelope
from crm_core.touches.record import Result, exchange
from crm_core.touches.versions import VersionPlans

BATCH = 500
ACCEPTED = judge(Answer(Stage.BODY, 250, "2.0.0 Ok"))
NOBODY_THERE = judge(
    Answer(Stage.RCPT, 550, "5.1.1 The e-mail account that you tried to reach does not exist")
)
NO_ANSWER = judge(Answer(Stage.BODY, None, "The connection was lost"))


@dataclass
class PastClock:
    """Implements `crm_core.clock.Clock`."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Past:
    """`answers` holds what a mail server said about an address, where it did not accept."""

    services: Services
    tenant_id: int
    clock: PastClock
    answers: dict[str, Judgement] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    @classmethod
    def of(cls, services: Services, tenant_id: int) -> "Past":
        """The past of a workspace. It keeps its own plans: a load that fails leaves none behind."""
        clock = PastClock(services.clock.now())
        return cls(replace(services, clock=clock, plans=VersionPlans()), tenant_id, clock)

    def put(self, at: datetime, action: Callable[[], object]) -> None:
        """Let `action` happen at `at`; what has the same time happens in the order it was put."""
        heappush(self._agenda, (at, next(self._numbers), action))

    def put_tick(self, at: datetime) -> None:
        """Let the runner look at `at`."""
        self.put(at, self._tick)

    def play(self) -> None:
        """Let everything on the agenda happen, also what is put there meanwhile for later."""
        while self._agenda:
            self.clock.at, _, action = heappop(self._agenda)
            action()

    def _tick(self) -> None:
        if not self._is_due():
            return
        owner = self.services.process.new_owner()
        round_ = Round(self.services, owner, self.clock.at, fixed=True, tenant_id=self.tenant_id)
        batch = decide_batch(round_, BATCH)
        if batch.counts.failed:
            raise RuntimeError("a step of the demo could not be executed")
        self._deliver(round_, batch.envelopes)

    def _deliver(self, round_: Round, envelopes: list[Envelope]) -> None:
        by_mailbox: dict[int, list[Envelope]] = defaultdict(list)
        for envelope in envelopes:
            by_mailbox[envelope.mailbox.id].append(envelope)
        for chunk in by_mailbox.values():
            taken, _ = exchange(round_, chunk[0].mailbox, [], chunk)
            heard = [Result(e, self.answers.get(e.recipient, ACCEPTED)) for e in taken]
            exchange(round_, chunk[0].mailbox, heard, [])

    def _is_due(self) -> bool:
        with self.services.storage.write() as session:
            first = session.scalar(
                select(func.min(EnrollmentRow.next_run_at)).where(
                    EnrollmentRow.tenant_id == self.tenant_id
                )
            )
        return first is not None and first <= self.clock.at
