"""What the engine did since somebody was here, what waits and why, and the first steps of all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    ActivitySource,
    DeliveryStatus,
    EnrollmentStatus,
    StopReason,
)
from crm_core.services import Services
from crm_core.storage.activities import IS_OPEN
from crm_core.storage.tables import (
    NOT_SENT,
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    LeadRow,
    MailboxRow,
    SequenceRow,
)
from crm_core.views.counting import count_up_to
from crm_core.views.planned import COUNTED as PLANNED_COUNTED
from crm_core.views.planned import scheduled

SINCE_AT_MOST = timedelta(days=7)
"""Whoever was away for longer is told of the last seven days."""
COUNTED = 5_000
"""Above this, how many are paused or put off is told as "5,000+"."""


@dataclass(frozen=True, slots=True)
class DoneLine:
    """What the engine did in one sequence.

    `tasks`: given to people, those still open and those done meanwhile. `stopped`: ended before
    their last step for another reason than an answer.
    """

    sequence_id: int
    sequence: str
    sent: int
    tasks: int
    replied: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Since:
    """What the engine did since `at`, the busiest sequence first."""

    at: datetime
    lines: tuple[DoneLine, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What keeps enrollments from their next touch.

    `held`: by the gate that holds them, the most first. `put_off`: e-mails that the recipient's
    server wants later. `paused`: enrollments that a person paused. Both are counted up to
    `COUNTED`.

    `day`: automatic e-mails that go out within 24 hours, those that are due among them;
    `planned`: all of them. `by_people`: calls, drafts and tasks that are given out when their
    time comes. These are counted up to `planned.COUNTED`.
    """

    held: tuple[tuple[str, int], ...]
    put_off: int
    paused: int
    day: int
    planned: int
    by_people: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new workspace has already."""

    leads: bool
    sequences: bool
    mailbox: bool
    enrolled: bool


def get_done_since(services: Services, *, actor: Actor, since: datetime | None) -> Since:
    """What the engine did since then, at most `SINCE_AT_MOST` back. Four queries."""
    actor.require(Permission.SEQUENCES_READ)
    earliest = services.clock.now() - SINCE_AT_MOST
    at = max(since or earliest, earliest)
    with services.storage.read() as session:
        names = _sequences(session, actor.tenant_id)
        touched = _touched(session, actor.tenant_id, at)
        still_open = _given_and_open(session, actor.tenant_id, at)
        ended = _ended(session, actor.tenant_id, at)
    lines = [
        DoneLine(
            sequence_id=sequence_id,
            sequence=name,
            sent=touched[sequence_id, True],
            tasks=touched[sequence_id, False] + still_open.get(sequence_id, 0),
            replied=ended[sequence_id, True],
            stopped=ended[sequence_id, False],
        )
        for sequence_id, name in names.items()
    ]
    happened = [line for line in lines if line.sent + line.tasks + line.replied + line.stopped]
    happened.sort(key=lambda line: (-line.sent - line.tasks, line.sequence))
    return Since(at, tuple(happened))


def get_waiting(services: Services, *, actor: Actor) -> Waiting:
    """What waits in the workspace, grouped by why."""
    actor.require(Permission.SEQUENCES_READ)
    tenant, tomorrow = actor.tenant_id, services.clock.now() + timedelta(days=1)
    with services.storage.read() as session:
        gate = EnrollmentRow.hold_gate
        held = session.execute(
            select(gate, func.count())
            .where(EnrollmentRow.tenant_id == tenant, gate.is_not(None))
            .group_by(gate)
        )
        put_off = select(DeliveryRow.id).where(
            NOT_SENT,
            DeliveryRow.tenant_id == tenant,
            DeliveryRow.status == DeliveryStatus.DEFERRED,
        )
        paused = select(EnrollmentRow.id).where(
            EnrollmentRow.sequence_id.in_(_of(tenant)),
            EnrollmentRow.status == EnrollmentStatus.PAUSED,
        )
        return Waiting(
            held=tuple(sorted(((str(g), n) for g, n in held), key=lambda pair: -pair[1])),
            put_off=count_up_to(session, put_off, COUNTED),
            paused=count_up_to(session, paused, COUNTED),
            day=count_up_to(session, scheduled(actor, tomorrow), PLANNED_COUNTED),
            planned=count_up_to(session, scheduled(actor), PLANNED_COUNTED),
            by_people=count_up_to(session, scheduled(actor, by_itself=False), PLANNED_COUNTED),
        )


def get_first_steps(services: Services, *, actor: Actor) -> FirstSteps:
    """Which of the first steps are done; one query of four looks into indexes.

    A mailbox counts where one was added, or where the default one has a server to send by.
    """
    actor.require(Permission.SEQUENCES_READ)
    tenant = actor.tenant_id

    def any_of(
        row: type[LeadRow | SequenceRow | MailboxRow | EnrollmentRow],
    ) -> ColumnElement[bool]:
        return exists().where(row.tenant_id == tenant)

    added = exists().where(MailboxRow.tenant_id == tenant, ~MailboxRow.is_default)
    live = exists().where(EnrollmentRow.sequence_id.in_(_of(tenant)))
    with services.storage.read() as session:
        leads, sequences, mailbox, enrolled = session.execute(
            select(any_of(LeadRow), any_of(SequenceRow), added, live)
        ).one()
    by_server = not services.settings.crm_mail_url.startswith("file:")
    return FirstSteps(bool(leads), bool(sequences), bool(mailbox) or by_server, bool(enrolled))


def _of(tenant_id: int) -> Select[int]:
    return select(SequenceRow.id).where(SequenceRow.tenant_id == tenant_id)


def _sequences(session: Session, tenant_id: int) -> dict[int, str]:
    rows = session.execute(
        select(SequenceRow.id, SequenceRow.name)
        .where(SequenceRow.tenant_id == tenant_id)
        .order_by(SequenceRow.id)
    )
    return {row.id: row.name for row in rows}


def _touched(
    session: Session, tenant_id: int, since: datetime
) -> defaultdict[tuple[int, bool], int]:
    """By sequence and whether it is an e-mail that went out by itself; the others are tasks
    that were given and done. What is given to a person has a time by which it is due."""
    by_itself = ActivityRow.due_at.is_(None)
    rows = session.execute(
        select(EnrollmentRow.sequence_id, by_itself.label("by_itself"), func.count().label("all"))
        .select_from(ActivityRow)
        .join(EnrollmentRow, EnrollmentRow.id == ActivityRow.enrollment_id)
        .where(
            ActivityRow.tenant_id == tenant_id,
            ActivityRow.completed_at >= since,
            ActivityRow.source == ActivitySource.SEQUENCE,
            by_itself | (ActivityRow.created_at >= since),
        )
        .group_by(EnrollmentRow.sequence_id, by_itself)
    )
    return defaultdict(int, {(row.sequence_id, bool(row.by_itself)): row.all for row in rows})


def _given_and_open(session: Session, tenant_id: int, since: datetime) -> dict[int, int]:
    rows = session.execute(
        select(EnrollmentRow.sequence_id, func.count().label("all"))
        .select_from(ActivityRow)
        .join(EnrollmentRow, EnrollmentRow.id == ActivityRow.enrollment_id)
        .where(
            ActivityRow.tenant_id == tenant_id,
            IS_OPEN,
            # The index goes by due time; nothing is due before it was given.
            ActivityRow.due_at >= since,
            ActivityRow.created_at >= since,
            ActivityRow.source == ActivitySource.SEQUENCE,
        )
        .group_by(EnrollmentRow.sequence_id)
    )
    return {row.sequence_id: row.all for row in rows}


def _ended(session: Session, tenant_id: int, since: datetime) -> defaultdict[tuple[int, bool], int]:
    """By sequence and whether it was an answer: the enrollments that ended before their end."""
    replied = EnrollmentRow.stop_reason == StopReason.REPLIED
    rows = session.execute(
        select(EnrollmentRow.sequence_id, replied.label("replied"), func.count().label("all"))
        .where(
            EnrollmentRow.tenant_id == tenant_id,
            EnrollmentRow.status == EnrollmentStatus.CANCELED,
            EnrollmentRow.finished_at >= since,
        )
        .group_by(EnrollmentRow.sequence_id, replied)
    )
    return defaultdict(int, {(row.sequence_id, bool(row.replied)): row.all for row in rows})
