"""What people have to do: the queue of open calls, tasks and e-mail drafts, page by page.

Today is the viewer's own day. A queue reads the index of open activities from its beginning, so
its cost follows what is shown, not what the workspace holds.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select, text, true
from sqlalchemy.orm import aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, ActivityType, PartyKind
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    DeliveryRow,
    EnrollmentRow,
    PartyRow,
    SequenceRow,
    StepRow,
    UserRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window

COUNTED_MOST = 999
"""Tasks that are counted; of more it is said that there are more."""
SEQUENCES_MOST = 300
OPEN: ColumnElement[bool] = text("activities.status IN ('OPEN', 'DRAFT')")  # type: ignore[assignment]
"""In the words of the partial indexes: SQLite uses them for no others."""
SCHEDULED = Order("due", ActivityRow.due_at, ActivityRow.id)
FINISHED = Order("done", ActivityRow.completed_at, ActivityRow.id, descending=True)
DONE_DAYS = 7
"""What was done is listed for so many days, today among them."""

company = aliased(PartyRow)


class When(StrEnum):
    """`OVERDUE`: due before today. `DUE`: overdue or due today. `UPCOMING`: after today."""

    DUE = "due"
    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Queue:
    """Which tasks are asked for. `owner_id`: whose; None is everybody's."""

    zone: ZoneInfo
    owner_id: int | None = None
    when: When = When.DUE
    type: ActivityType | None = None
    sequence_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many there are; `COUNTED_MOST + 1` says that there are more than that."""

    overdue: int
    today: int
    upcoming: int

    @property
    def due(self) -> int:
        return min(self.overdue + self.today, COUNTED_MOST + 1)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task. `company` is the person's, or whom it is about itself.

    `step` counts from 1. `delivery` is the state of a draft's e-mail that was tried and did not
    arrive, as far as is known.
    """

    id: int
    type: ActivityType
    subject: str
    due_at: datetime | None
    overdue: bool
    owner_id: int | None
    owner: str
    party_id: int | None
    lead_id: int | None
    person: str
    company_id: int | None
    company: str
    deal_id: int | None
    deal: str
    sequence_id: int | None
    sequence: str
    step: int | None
    delivery: str | None
    done_at: datetime | None = None


def list_tasks(
    services: Services, *, actor: Actor, queue: Queue, window: Window | None = None
) -> Page[TaskLine]:
    """The tasks of a queue, the earliest first. Two queries: whose turn it is, and their lines.

    In one, PostgreSQL names all that a queue has before it leaves a page of them.
    """
    actor.require(Permission.ACTIVITIES_READ)
    now = services.clock.now()
    turn = select(ActivityRow.id, SCHEDULED.column).select_from(_base(queue))
    query = turn.where(*asked(actor, queue, now))
    today = start_of_day(now, queue.zone)
    with services.storage.read() as session:
        page = sorted_page(session, query, SCHEDULED, window or Window(), lambda row: int(row.id))
        rows = session.execute(lines().where(ActivityRow.id.in_(page.items))) if page.items else ()
        found = {row.id: line_of(row, today) for row in rows}
    return Page(tuple(found[key] for key in page.items), page.next_cursor)


def list_done(
    services: Services, *, actor: Actor, queue: Queue, window: Window | None = None
) -> Page[TaskLine]:
    """What was done in the last `DONE_DAYS` days, the latest first, whatever the queue's `when`.

    Without a type: calls, meetings and tasks. Everybody's calls and meetings are as many as Home
    counts. Two queries, as of `list_tasks`.
    """
    actor.require(Permission.ACTIVITIES_READ)
    now, at = services.clock.now(), ActivityRow.completed_at
    query = select(ActivityRow.id, FINISHED.column).select_from(_base(queue))
    query = query.where(
        ActivityRow.tenant_id == actor.tenant_id,
        ActivityRow.status == ActivityStatus.DONE,
        at >= start_of_day(now, queue.zone, 1 - DONE_DAYS),
        at < start_of_day(now, queue.zone, 1),
        *_narrowed(queue),
    )
    kinds = (ActivityType.CALL, ActivityType.MEETING, ActivityType.TASK)
    if queue.type is None:
        query = query.where(ActivityRow.type.in_(kinds))
    elif queue.type is ActivityType.EMAIL:  # What goes out by itself was nobody's task.
        query = query.where(ActivityRow.due_at.is_not(None))
    today = start_of_day(now, queue.zone)
    with services.storage.read() as session:
        page = sorted_page(session, query, FINISHED, window or Window(), lambda row: int(row.id))
        rows = session.execute(lines().where(ActivityRow.id.in_(page.items))) if page.items else ()
        found = {row.id: line_of(row, today) for row in rows}
    return Page(tuple(found[key] for key in page.items), page.next_cursor)


def count_tasks(services: Services, *, actor: Actor, queue: Queue) -> TaskCounts:
    """How many of a queue's tasks are overdue, due today and due later, whatever its `when`."""
    actor.require(Permission.ACTIVITIES_READ)
    now = services.clock.now()

    def number(session: ReadSession, when: When) -> int:
        part = Queue(queue.zone, queue.owner_id, when, queue.type, queue.sequence_id)
        few = (
            select(true().label("one"))
            .select_from(_base(part))
            .where(*asked(actor, part, now))
            .limit(COUNTED_MOST + 1)
            .subquery()
        )
        return session.scalar(select(func.count()).select_from(few)) or 0

    with services.storage.read() as session:
        return TaskCounts(*(number(session, w) for w in (When.OVERDUE, When.TODAY, When.UPCOMING)))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The tasks before and after one in its queue, where there are any."""

    previous: int | None
    next: int | None


def neighbours(services: Services, *, actor: Actor, queue: Queue, task_id: int) -> Neighbours:
    """What comes before and after a task, which may be finished by now, in a queue."""
    actor.require(Permission.ACTIVITIES_READ)
    now = services.clock.now()
    due, key = ActivityRow.due_at, ActivityRow.id
    with services.storage.read() as session:
        here = session.execute(
            select(due, key).where(key == task_id, ActivityRow.tenant_id == actor.tenant_id)
        ).one_or_none()
        if here is None or here.due_at is None:
            return Neighbours(None, None)
        all_ = select(key).select_from(_base(queue)).where(*asked(actor, queue, now))
        after = or_(due > here.due_at, and_(due == here.due_at, key > task_id))
        before = or_(due < here.due_at, and_(due == here.due_at, key < task_id))
        return Neighbours(
            session.scalar(all_.where(before).order_by(due.desc(), key.desc()).limit(1)),
            session.scalar(all_.where(after).order_by(due, key).limit(1)),
        )


def first_task(services: Services, *, actor: Actor, queue: Queue) -> int | None:
    """The task that is due first; None where the queue is empty."""
    page = list_tasks(services, actor=actor, queue=queue, window=Window(limit=1))
    return page.items[0].id if page.items else None


def list_task_sequences(services: Services, *, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The workspace's sequences by name, to narrow a queue to one of them: (id, name)."""
    actor.require(Permission.ACTIVITIES_READ)
    query = (
        select(SequenceRow.id, SequenceRow.name)
        .where(SequenceRow.tenant_id == actor.tenant_id)
        .order_by(SequenceRow.name, SequenceRow.id)
        .limit(SEQUENCES_MOST)
    )
    with services.storage.read() as session:
        return tuple((row.id, row.name) for row in session.execute(query))


def start_of_day(now: datetime, zone: ZoneInfo, days: int = 0) -> datetime:
    """When the zone's present day began, or the day so many days later begins."""
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(), zone)


def lines() -> AnySelect:
    """Activities with all that a line of a queue names."""
    about_company = case((PartyRow.kind == PartyKind.COMPANY, PartyRow.id), else_=company.id)
    return (
        select(
            ActivityRow.id, ActivityRow.type, ActivityRow.subject, ActivityRow.due_at,
            ActivityRow.owner_id, UserRow.name.label("owner"),
            UserRow.email.label("owner_email"), ActivityRow.party_id, ActivityRow.lead_id,
            PartyRow.kind, PartyRow.name.label("party"), PartyRow.email.label("party_email"),
            about_company.label("company_id"), company.name.label("company"),
            ActivityRow.deal_id, DealRow.name.label("deal"), EnrollmentRow.sequence_id,
            SequenceRow.name.label("sequence"), StepRow.position,
            DeliveryRow.status.label("delivery"), ActivityRow.completed_at,
        )
        .select_from(ActivityRow)
        .outerjoin(UserRow, UserRow.id == ActivityRow.owner_id)
        .outerjoin(PartyRow, PartyRow.id == ActivityRow.party_id)
        .outerjoin(company, company.id == PartyRow.company_id)
        .outerjoin(DealRow, DealRow.id == ActivityRow.deal_id)
        .outerjoin(EnrollmentRow, EnrollmentRow.id == ActivityRow.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.key == ActivityRow.step_key),
        )
        .outerjoin(DeliveryRow, DeliveryRow.activity_id == ActivityRow.id)
    )  # fmt: skip


def line_of(row: AnyRow, today: datetime) -> TaskLine:
    """A row of `lines` as a value; `today` is the beginning of the viewer's day."""
    is_company = row.kind == PartyKind.COMPANY
    return TaskLine(
        id=row.id,
        type=ActivityType(row.type),
        subject=row.subject,
        due_at=row.due_at,
        overdue=row.due_at is not None and row.due_at < today,
        owner_id=row.owner_id,
        owner=row.owner or row.owner_email or "",
        party_id=row.party_id,
        lead_id=row.lead_id,
        person="" if is_company else row.party or row.party_email or "",
        company_id=row.company_id,
        company=(row.party if is_company else row.company) or "",
        deal_id=row.deal_id,
        deal=row.deal or "",
        sequence_id=row.sequence_id,
        sequence=row.sequence or "",
        step=None if row.position is None else row.position + 1,
        delivery=row.delivery,
        done_at=row.completed_at,
    )


def asked(actor: Actor, queue: Queue, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a queue."""
    due = ActivityRow.due_at
    today, tomorrow = (start_of_day(now, queue.zone, days) for days in (0, 1))
    conditions = [OPEN, ActivityRow.tenant_id == actor.tenant_id]
    conditions += _narrowed(queue)
    match queue.when:
        case When.DUE:
            conditions.append(due < tomorrow)
        case When.OVERDUE:
            conditions.append(due < today)
        case When.TODAY:
            conditions += [due >= today, due < tomorrow]
        case When.UPCOMING:
            conditions.append(due >= tomorrow)
        case When.ALL:
            conditions.append(due.is_not(None))
    return conditions


def _narrowed(queue: Queue) -> list[ColumnElement[bool]]:
    """Whose, which type and of which sequence."""
    conditions: list[ColumnElement[bool]] = []
    if queue.owner_id is not None:
        conditions.append(ActivityRow.owner_id == queue.owner_id)
    if queue.type is not None:
        conditions.append(ActivityRow.type == queue.type)
    if queue.sequence_id is not None:
        conditions.append(EnrollmentRow.sequence_id == queue.sequence_id)
    return conditions


def _base(queue: Queue) -> FromClause:
    """The tables that a queue's conditions name."""
    if queue.sequence_id is None:
        return ActivityRow.__table__
    return ActivityRow.__table__.join(
        EnrollmentRow.__table__, EnrollmentRow.id == ActivityRow.enrollment_id
    )
