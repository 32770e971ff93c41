"""One batch: claim, decide, write, in one transaction.

Steps without outside effect are done when this returns. E-mails are planned: their delivery
row is committed and leased to this run's owner, and `deliver` sends them afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from crm_core.domain.planner import decide
from crm_core.domain.verdicts import Kind, Verdict
from crm_core.domain.words import StepType
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.touches.claim import claim_due, due_ids, lock_people, one_for_each_person
from crm_core.touches.envelopes import Ahead, Envelope, none_ahead
from crm_core.touches.facts import DueCase, load_cases
from crm_core.touches.lookups import barrier_of
from crm_core.touches.reserve import put_off_the_queue, reserve
from crm_core.touches.tallies import Tallies
from crm_core.touches.write import quarantine, write_verdicts

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class RunCounts:
    """What a run did; `RunSequenceStepsOutput` of the contract.

    `processed`: decisions taken. `waiting`: put off by time or held, retries among them.
    `failed`: steps that raised an error here, and deliveries whose outcome is unknown.
    """

    processed: int = 0
    sent: int = 0
    tasks_created: int = 0
    waiting: int = 0
    skipped: int = 0
    stopped: int = 0
    failed: int = 0

    def add(self, other: "RunCounts") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


Progress = Callable[[RunCounts], None]
"""Told the counts of each part of a run."""


@dataclass(slots=True)
class Batch:
    """What one transaction decided: its counts, and the e-mails that are to be sent now."""

    counts: RunCounts = field(default_factory=RunCounts)
    envelopes: list[Envelope] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Round:
    """The circumstances of one batch. `fixed`: `now` was given, no clock is looked at.

    `ahead`: how many e-mails of a mailbox go out as soon as they are decided. `busy`: the
    mailboxes that take no more e-mails now, because they still send what was planned before.
    """

    services: Services
    owner: str
    now: datetime
    fixed: bool = False
    tenant_id: int | None = None
    ahead: Ahead = none_ahead
    busy: frozenset[int] = frozenset()

    def instant(self) -> datetime:
        """When something happens while the batch goes on."""
        return self.now if self.fixed else self.services.clock.now()


def decide_batch(round_: Round, limit: int) -> Batch:
    """Claim and decide up to `limit` due enrollments; an empty batch when nothing is due.

    A batch whose writing fails is split until the row that breaks it stands alone; that one is
    held with the error's name and the others go on.
    """
    try:
        with round_.services.storage.write() as session:
            return _decide_claimed(round_, session, limit, None)
    except Exception:
        log.exception("batch failed", action="touches.split", limit=limit)
        with round_.services.storage.write() as session:
            ids = due_ids(session, round_.now, limit, tenant_id=round_.tenant_id, busy=round_.busy)
        return _split(round_, ids)


def _split(round_: Round, ids: list[int]) -> Batch:
    batch = Batch()
    halves = [ids[: len(ids) // 2], ids[len(ids) // 2 :]] if len(ids) > 1 else [ids]
    for half in filter(None, halves):
        try:
            with round_.services.storage.write() as session:
                part = _decide_claimed(round_, session, len(half), half)
        except Exception as fault:
            part = _split(round_, half) if len(half) > 1 else _set_aside(round_, half[0], fault)
        batch.counts.add(part.counts)
        batch.envelopes += part.envelopes
    return batch


def _set_aside(round_: Round, enrollment_id: int, fault: Exception) -> Batch:
    log.error(
        "enrollment set aside",
        action="touches.quarantine",
        enrollment_id=enrollment_id,
        exc_info=fault,
    )
    with round_.services.storage.write() as session:
        quarantine(session, {enrollment_id: fault}, round_.now)
    return Batch(RunCounts(processed=1, failed=1))


def _decide_claimed(
    round_: Round, session: WriteSession, limit: int, only: list[int] | None
) -> Batch:
    rows = one_for_each_person(
        claim_due(
            session, round_.now, limit, tenant_id=round_.tenant_id, busy=round_.busy, only=only
        )
    )
    if not rows:
        return Batch()
    plans = round_.services.plans.get(session, {row.version_id for row in rows})
    limited = {row.party_id for row in rows if plans[row.version_id].settings.min_gap}
    if limited:
        free = lock_people(session, limited)
        rows = [row for row in rows if row.party_id not in limited or row.party_id in free]
    barrier = barrier_of(round_.services)
    tallies = Tallies(round_.services.settings.mail_limits(), reserving=True)
    due = load_cases(session, rows, round_.services.plans, round_.now, tallies, barrier)
    decided: list[tuple[DueCase, Verdict]] = []
    broken: dict[int, Exception] = {}
    for item in due:
        try:
            decided.append((item, decide(item.case, round_.now)))
        except Exception as fault:
            log.exception("step failed", action="touches.decide", enrollment_id=item.row.id)
            broken[item.row.id] = fault
    quarantine(session, broken, round_.now)
    full = reserve(decided, tallies, round_.now) if tallies else []
    envelopes = write_verdicts(
        round_.services, session, decided, round_.owner, round_.now, round_.ahead
    )
    if full:
        put_off_the_queue(session, full, tallies, round_.now)
    counts = _count(decided)
    counts.processed += len(broken)
    counts.failed += len(broken)
    return Batch(counts, envelopes)


def _count(decided: list[tuple[DueCase, Verdict]]) -> RunCounts:
    counts = RunCounts(processed=len(decided))
    for item, verdict in decided:
        match verdict.kind:
            case Kind.ACT:
                assert item.planned is not None
                counts.tasks_created += item.planned.step.type is not StepType.EMAIL_AUTO
            case Kind.WAIT | Kind.HOLD:
                counts.waiting += 1
            case Kind.SKIP:
                counts.skipped += 1
            case Kind.STOP:
                counts.stopped += 1
    return counts
