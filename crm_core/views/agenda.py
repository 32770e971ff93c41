"""What needs somebody today: replies, tasks, e-mails of unknown fate, mailboxes that stand still.

The first part of Home. Each number comes with its first lines, and its list is behind it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_core.domain.days import Day
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    DeliveryStatus,
    EntityType,
    MailboxStatus,
    StopReason,
)
from crm_core.services import Services
from crm_core.storage.activities import IS_OPEN
from crm_core.storage.tables import (
    NOT_SENT,
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.conversations import open_conversations
from crm_core.views.counting import count_up_to

SHOWN = 5
COUNTED = 100
"""Above this, a number is told as "100+"."""
REPLIES_SINCE = timedelta(days=1)
"""Replies of today and of the day before are still news."""


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """Somebody whose answer ended an enrollment; `lead_id` where they came in as a lead."""

    enrollment_id: int
    party_id: int
    lead_id: int | None
    person: str
    sequence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open call, task or draft that is due."""

    id: int
    type: str
    subject: str
    person: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class UncertainLine:
    """An e-mail of which nobody knows whether it arrived."""

    id: int
    person: str
    recipient: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PausedMailbox:
    """A mailbox that sends nothing until somebody resumes it."""

    id: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Counts are exact up to `COUNTED` and `COUNTED + 1` above; lines are the first `SHOWN`, of
    the replies, which have no other list, the first `COUNTED`.

    `open_count`: conversations of the Inbox that need somebody. `overdue`: tasks due before
    today; `today`: those due today. Their lines come by due time.
    """

    open_count: int
    reply_count: int
    replies: tuple[ReplyLine, ...]
    overdue: int
    today: int
    tasks: tuple[TaskLine, ...]
    uncertain_count: int
    uncertain: tuple[UncertainLine, ...]
    mailboxes: tuple[PausedMailbox, ...]


def get_agenda(services: Services, *, actor: Actor, today: Day, mine: bool = True) -> Agenda:
    """What needs the actor today, or with `mine` off, anybody.

    Mine are my tasks, and the replies of people who are mine or nobody's. Mail of unknown fate
    and mailboxes are the workspace's.
    """
    for permission in (Permission.ACTIVITIES_READ, Permission.MAIL_READ, Permission.PEOPLE_READ):
        actor.require(permission)
    with services.storage.read() as session:
        replies = _replies(session, actor, today, mine)
        overdue, due, tasks = _tasks(session, actor, today, mine)
        unknown = _uncertain(session, actor.tenant_id)
        return Agenda(
            open_count=open_conversations(session, actor, mine=mine),
            reply_count=len(replies),
            replies=tuple(replies[:COUNTED]),
            overdue=overdue,
            today=due,
            tasks=tasks,
            uncertain_count=count_up_to(session, unknown, COUNTED),
            uncertain=_uncertain_lines(session, unknown),
            mailboxes=_paused(session, actor.tenant_id),
        )


def _replies(session: Session, actor: Actor, today: Day, mine: bool) -> list[ReplyLine]:
    sequences = select(SequenceRow.id).where(SequenceRow.tenant_id == actor.tenant_id)
    query = (
        select(
            EnrollmentRow.id, EnrollmentRow.party_id, EnrollmentRow.entity_type,
            EnrollmentRow.entity_id, PartyRow.name, PartyRow.email,
            SequenceRow.name.label("sequence"), EnrollmentRow.finished_at,
        )
        .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .where(
            EnrollmentRow.sequence_id.in_(sequences),
            EnrollmentRow.stop_reason == StopReason.REPLIED,
            EnrollmentRow.finished_at >= today.begins - REPLIES_SINCE,
        )
        .order_by(EnrollmentRow.finished_at.desc(), EnrollmentRow.id.desc())
        .limit(COUNTED + 1)
    )  # fmt: skip
    if mine:
        query = query.where(
            PartyRow.owner_id.is_(None) | (PartyRow.owner_id == (actor.user_id or 0))
        )
    return [
        ReplyLine(
            enrollment_id=row.id,
            party_id=row.party_id,
            lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
            person=row.name or row.email or "",
            sequence=row.sequence,
            at=row.finished_at,
        )
        for row in session.execute(query)
    ]


def _tasks(
    session: Session, actor: Actor, today: Day, mine: bool
) -> tuple[int, int, tuple[TaskLine, ...]]:
    """How many are overdue, how many due today, and the first of both together."""
    open_ = [ActivityRow.tenant_id == actor.tenant_id, IS_OPEN]
    if mine:
        open_.append(ActivityRow.owner_id == (actor.user_id or 0))
    before = select(ActivityRow.id).where(*open_, ActivityRow.due_at < today.begins)
    on = select(ActivityRow.id).where(
        *open_, ActivityRow.due_at >= today.begins, ActivityRow.due_at < today.ends
    )
    return (
        count_up_to(session, before, COUNTED),
        count_up_to(session, on, COUNTED),
        _task_lines(session, [*open_, ActivityRow.due_at < today.ends]),
    )


def _task_lines(session: Session, conditions: list[Any]) -> tuple[TaskLine, ...]:
    query = (
        select(
            ActivityRow.id, ActivityRow.type, ActivityRow.subject,
            func.coalesce(func.nullif(PartyRow.name, ""), PartyRow.email, "").label("person"),
            ActivityRow.due_at,
        )
        .outerjoin(PartyRow, PartyRow.id == ActivityRow.party_id)
        .where(*conditions)
        .order_by(ActivityRow.due_at, ActivityRow.id)
        .limit(SHOWN)
    )  # fmt: skip
    return tuple(TaskLine(*_values(row)) for row in session.execute(query))


def _uncertain(session: Session, tenant_id: int) -> AnySelect:
    return (
        select(
            DeliveryRow.id,
            func.coalesce(func.nullif(PartyRow.name, ""), DeliveryRow.recipient).label("person"),
            DeliveryRow.recipient, DeliveryRow.subject, DeliveryRow.taken_at,
        )
        .join(PartyRow, PartyRow.id == DeliveryRow.party_id)
        .where(
            NOT_SENT,
            DeliveryRow.tenant_id == tenant_id,
            DeliveryRow.status == DeliveryStatus.UNCERTAIN,
        )
        .order_by(DeliveryRow.id.desc())
    )  # fmt: skip


def _uncertain_lines(session: Session, query: AnySelect) -> tuple[UncertainLine, ...]:
    rows = session.execute(query.limit(SHOWN))
    return tuple(UncertainLine(*_values(row)) for row in rows)


def _paused(session: Session, tenant_id: int) -> tuple[PausedMailbox, ...]:
    rows = session.execute(
        select(MailboxRow.id, MailboxRow.address, MailboxRow.paused_reason)
        .where(MailboxRow.tenant_id == tenant_id, MailboxRow.status == MailboxStatus.PAUSED)
        .order_by(MailboxRow.id)
    )
    return tuple(PausedMailbox(*_values(row)) for row in rows)


def _values(row: AnyRow) -> tuple[Any, ...]:
    return tuple(row)
