"""Whether the engine runs, and what waits for a person: Runner health, `/readyz`, `/metrics`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
)
from crm_core.services import Services
from crm_core.storage.activities import SENT_EMAIL
from crm_core.storage.tables import (
    NOT_SENT,
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    InboxRow,
    MailboxRow,
    PartyRow,
    RunnerRow,
    RunnerTickRow,
    SequenceRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.counting import count_up_to

SILENT_AFTER = timedelta(seconds=90)
LATELY = timedelta(hours=24)
QUARANTINED_MOST = 100
SHOWN = 3
"""Lines of each list. Runner health tells how it is; the outbox has the lists in full."""
HELD_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class RunnerLine:
    """A runner process. `alive`: it beat within the last 90 seconds and did not say good-bye."""

    owner: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    stopped_at: datetime | None
    doing: str
    alive: bool


@dataclass(frozen=True, slots=True)
class TickLine:
    """A tick that did something, or failed with `error`."""

    runner: str
    owner: str
    started_at: datetime
    seconds: float
    counts: dict[str, int]
    error: str | None


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An enrollment that waits for something other than time, with the reason in words."""

    enrollment_id: int
    sequence: str
    person: str
    gate: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery that did not simply go out: uncertain, refused or put off. `activity_id`: the
    draft that a person sent; nobody but a person sends it again."""

    id: int
    enrollment_id: int | None
    person: str
    recipient: str
    subject: str
    status: DeliveryStatus
    reason: str
    attempts: int
    retry_at: datetime | None
    at: datetime
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """A mailbox's state; `away_until` is set while its server does not answer. `inbox_fault`: why
    its inbox could not be read the last time."""

    id: int
    address: str
    status: str
    paused_reason: str
    away_until: datetime | None
    inbox_fault: str | None = None


@dataclass(frozen=True, slots=True)
class QuarantinedLine:
    """A message that came in and could not be read or acted upon. `fault`: why, in words."""

    id: int
    from_address: str
    subject: str
    fault: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """All that Runner health shows. Counts are of the workspace, that of *sent* of 24 hours.

    `held` and `deliveries` are the latest of each kind; `held_count` stops counting above
    `HELD_COUNTED`.
    """

    runners: tuple[RunnerLine, ...]
    ticks: tuple[TickLine, ...]
    mailboxes: tuple[MailboxLine, ...]
    held: tuple[HeldLine, ...]
    held_count: int
    deliveries: tuple[DeliveryLine, ...]
    due: int
    counts: dict[DeliveryStatus, int]
    quarantined: tuple[QuarantinedLine, ...] = ()

    @property
    def alive(self) -> bool:
        return any(runner.alive for runner in self.runners)


@dataclass(frozen=True, slots=True)
class Totals:
    """The installation's numbers for `/metrics`, over all workspaces."""

    deliveries: dict[str, int]
    enrollments: dict[str, int]
    due: int
    last_beat_at: datetime | None


def get_health(services: Services, *, actor: Actor) -> Health:
    """The state of the engine and what it holds back, most recent first."""
    actor.require(Permission.RUNNER_READ)
    now = services.clock.now()
    tenant = actor.tenant_id
    with services.storage.read() as session:
        return Health(
            runners=_runners(session, now),
            ticks=_ticks(session),
            mailboxes=_mailboxes(session, tenant),
            held=_held(session, tenant),
            held_count=count_up_to(
                session, _is_held(select(EnrollmentRow.id), tenant), HELD_COUNTED
            ),
            deliveries=_deliveries(session, tenant),
            due=_due(session, now, EnrollmentRow.tenant_id == tenant),
            counts=_delivery_counts(session, tenant, now),
            quarantined=_quarantined(session, tenant),
        )


def list_runners(services: Services) -> tuple[RunnerLine, ...]:
    """The ten runners that beat last, of the whole installation; `/readyz` has no actor."""
    with services.storage.read() as session:
        return _runners(session, services.clock.now())


def get_totals(services: Services) -> Totals:
    """Counts by status, each status present; the due ones; the last heartbeat."""
    now = services.clock.now()
    with services.storage.read() as session:
        found = session.execute(
            select(EnrollmentRow.status, func.count()).group_by(EnrollmentRow.status)
        )
        enrollments = {status.value: 0 for status in EnrollmentStatus}
        for status, number in found:
            enrollments[status] = number
        counts = _not_sent(session)
        # The rest of all: every row by its number, none of them read.
        everything = session.scalar(select(func.count()).select_from(DeliveryRow)) or 0
        counts[DeliveryStatus.SENT] = everything - sum(counts.values())
        return Totals(
            deliveries={status.value: counts.get(status, 0) for status in DeliveryStatus},
            enrollments=enrollments,
            due=_due(session, now),
            last_beat_at=session.scalar(select(func.max(RunnerRow.beat_at))),
        )


def count_due(services: Services) -> int:
    """How many enrollments of all workspaces are due at this moment."""
    with services.storage.read() as session:
        return _due(session, services.clock.now())


def _due(session: Session, now: datetime, *conditions: Any) -> int:
    query = select(func.count()).where(EnrollmentRow.next_run_at <= now, *conditions)
    return session.scalar(query) or 0


def _delivery_counts(session: Session, tenant_id: int, now: datetime) -> dict[DeliveryStatus, int]:
    """What is not sent, all of it; what was sent within 24 hours, by the timeline's index."""
    found = _not_sent(session, DeliveryRow.tenant_id == tenant_id)
    found[DeliveryStatus.SENT] = sent_since(session, tenant_id, now - LATELY)
    return {status: found.get(status, 0) for status in DeliveryStatus}


def sent_since(session: Session, tenant_id: int, since: datetime) -> int:
    """How many of a workspace's e-mails went out since then."""
    query = select(func.count()).where(
        ActivityRow.tenant_id == tenant_id,
        ActivityRow.completed_at >= since,
        SENT_EMAIL,
    )
    return session.scalar(query) or 0


def _not_sent(session: Session, *conditions: Any) -> dict[DeliveryStatus, int]:
    """Deliveries that are not sent, by their status; the partial index has no others."""
    rows = session.execute(
        select(DeliveryRow.status, func.count())
        .where(NOT_SENT, *conditions)
        .group_by(DeliveryRow.status)
    )
    return {DeliveryStatus(status): number for status, number in rows}


def _runners(session: Session, now: datetime) -> tuple[RunnerLine, ...]:
    rows = session.scalars(select(RunnerRow).order_by(RunnerRow.beat_at.desc()).limit(10))
    return tuple(
        RunnerLine(
            owner=row.owner,
            host=row.host,
            pid=row.pid,
            started_at=row.started_at,
            beat_at=row.beat_at,
            stopped_at=row.stopped_at,
            doing=row.doing,
            alive=row.stopped_at is None and now - row.beat_at < SILENT_AFTER,
        )
        for row in rows
    )


def _ticks(session: Session) -> tuple[TickLine, ...]:
    rows = session.scalars(select(RunnerTickRow).order_by(RunnerTickRow.id.desc()).limit(20))
    return tuple(
        TickLine(
            row.runner,
            row.owner,
            row.started_at,
            (row.finished_at - row.started_at).total_seconds(),
            dict(row.counts),
            row.error,
        )
        for row in rows
    )


def _mailboxes(session: Session, tenant_id: int) -> tuple[MailboxLine, ...]:
    rows = session.execute(
        select(
            MailboxRow.id, MailboxRow.address, MailboxRow.status, MailboxRow.paused_reason,
            MailboxRow.away_until, InboxRow.error,
        )
        .outerjoin(InboxRow, InboxRow.mailbox_id == MailboxRow.id)
        .where(MailboxRow.tenant_id == tenant_id)
        .order_by(MailboxRow.id)
    )  # fmt: skip
    return tuple(MailboxLine(*_values(row)) for row in rows)


def _held(session: Session, tenant_id: int) -> tuple[HeldLine, ...]:
    latest = (
        _is_held(select(EnrollmentRow.id), tenant_id).order_by(EnrollmentRow.id.desc()).limit(SHOWN)
    )
    rows = session.execute(
        select(
            EnrollmentRow.id, SequenceRow.name, PartyRow.name, EnrollmentRow.hold_gate,
            EnrollmentRow.hold_reason,
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
        .where(EnrollmentRow.id.in_(latest))
        .order_by(EnrollmentRow.id.desc())
    )  # fmt: skip
    return tuple(HeldLine(*_values(row)) for row in rows)


def _is_held(query: AnySelect, tenant_id: int) -> AnySelect:
    """Open tasks are on the task list, uncertain deliveries on a list of their own."""
    return query.where(
        EnrollmentRow.tenant_id == tenant_id,
        EnrollmentRow.hold_gate.is_not(None),
        EnrollmentRow.hold_gate.not_in(("task", "delivery")),
    )


def _deliveries(session: Session, tenant_id: int) -> tuple[DeliveryLine, ...]:
    """Uncertain ones first, for they need a person; the latest of each kind."""
    kinds = (DeliveryStatus.UNCERTAIN, DeliveryStatus.DEFERRED, DeliveryStatus.REFUSED)
    return tuple(line for kind in kinds for line in _deliveries_in(session, tenant_id, kind))


def _deliveries_in(
    session: Session, tenant_id: int, status: DeliveryStatus
) -> Iterator[DeliveryLine]:
    rows = session.execute(
        select(
            DeliveryRow.id, DeliveryRow.enrollment_id, PartyRow.name, DeliveryRow.recipient,
            DeliveryRow.subject, DeliveryRow.status, DeliveryRow.reason, DeliveryRow.attempts,
            DeliveryRow.retry_at, DeliveryRow.taken_at, DeliveryRow.activity_id,
        )
        .join(PartyRow, PartyRow.id == DeliveryRow.party_id)
        .where(NOT_SENT, DeliveryRow.tenant_id == tenant_id, DeliveryRow.status == status)
        .order_by(DeliveryRow.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return map(_delivery, rows)


def _delivery(row: AnyRow) -> DeliveryLine:
    return DeliveryLine(
        id=row.id,
        enrollment_id=row.enrollment_id,
        person=row.name,
        recipient=row.recipient,
        subject=row.subject,
        status=DeliveryStatus(row.status),
        reason=row.reason,
        attempts=row.attempts,
        retry_at=row.retry_at,
        at=row.taken_at,
        activity_id=row.activity_id,
    )


def _quarantined(session: Session, tenant_id: int) -> tuple[QuarantinedLine, ...]:
    rows = session.execute(
        select(
            InboundMessageRow.id, InboundMessageRow.from_address, InboundMessageRow.subject,
            InboundMessageRow.fault, InboundMessageRow.received_at,
        )
        .where(
            InboundMessageRow.tenant_id == tenant_id,
            # In the words of the partial index.
            InboundMessageRow.status == literal_column("'QUARANTINED'"),
            InboundMessageRow.handled_at.is_(None),
        )
        .order_by(InboundMessageRow.id.desc())
        .limit(QUARANTINED_MOST)
    )  # fmt: skip
    return tuple(QuarantinedLine(*_values(row)) for row in rows)


def _values(row: AnyRow) -> tuple[Any, ...]:
    return tuple(row)
