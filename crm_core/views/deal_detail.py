"""One deal in full: who and what it is about, where it has been, and what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from crm_core.domain.deals import Stay, Usual
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, ActivityType, EnrollmentStatus, StepType
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    EnrollmentRow,
    PartyRow,
    SequenceRow,
    StepRow,
)
from crm_core.views.deal_lines import Day, DealCard, card, cards
from crm_core.views.deal_stays import stays_of, usual_in

TASKS_MOST = 50


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """How a deal's person is reached."""

    id: int
    name: str
    title: str
    email: str | None
    phone: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Something that waits for a person; `due_at` is None where no time was set."""

    id: int
    type: ActivityType
    subject: str
    due_at: datetime | None
    owner_id: int | None


class NextKind(StrEnum):
    TASK = "TASK"
    TOUCH = "TOUCH"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next: an open task of a person's, or the touch of a running sequence.

    `what` is the task's subject or the sequence's name, `id` the activity's or the
    enrollment's, `type` a word of `ActivityType` or `StepType`.
    """

    kind: NextKind
    id: int
    type: str
    what: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DealDetail:
    """`stays`: the stages so far, oldest first. `usual`: the median of the present stage."""

    card: DealCard
    lead_id: int | None
    person: PersonFacts | None
    stays: tuple[Stay, ...]
    usual: Usual | None
    in_stage: timedelta
    tasks: tuple[TaskLine, ...]
    next_step: NextStep | None


def get_deal_detail(
    services: Services, *, actor: Actor, deal_id: int, zone: ZoneInfo
) -> DealDetail:
    """The deal as its own page shows it; raises `NotFound`. Its timeline is `deal_timeline`."""
    actor.require(Permission.DEALS_READ)
    day = Day(services.clock.now(), zone)
    with services.storage.read() as session:
        row = owned(session, DealRow, actor.tenant_id, deal_id, what="deal")
        usual = usual_in(session, actor.tenant_id)
        line = card(session.execute(cards().where(DealRow.id == deal_id)).one(), day, usual)
        tasks = _open_tasks(session, row)
        return DealDetail(
            card=line,
            lead_id=row.lead_id,
            person=_person(session, row.party_id),
            stays=stays_of(session, row),
            usual=usual.get(line.stage),
            in_stage=day.now - row.stage_entered_at,
            tasks=tasks,
            next_step=_first(tasks, _next_touch(session, row.party_id)),
        )


def _person(session: ReadSession, party_id: int | None) -> PersonFacts | None:
    if party_id is None:
        return None
    row = session.get_one(PartyRow, party_id)
    return PersonFacts(row.id, row.name or row.email or "", row.title, row.email, row.phone)


def _open_tasks(session: ReadSession, deal: DealRow) -> tuple[TaskLine, ...]:
    """What is open about the deal or with its person, the earliest first."""
    about: ColumnElement[bool] = ActivityRow.deal_id == deal.id
    if deal.party_id is not None:
        about = or_(about, ActivityRow.party_id == deal.party_id)
    rows = session.execute(
        select(
            ActivityRow.id, ActivityRow.type, ActivityRow.subject, ActivityRow.due_at,
            ActivityRow.owner_id,
        )
        .where(about, ActivityRow.status.in_((ActivityStatus.OPEN, ActivityStatus.DRAFT)))
        .order_by(ActivityRow.due_at.asc().nulls_last(), ActivityRow.id)
        .limit(TASKS_MOST)
    )  # fmt: skip
    return tuple(
        TaskLine(row.id, ActivityType(row.type), row.subject, row.due_at, row.owner_id)
        for row in rows
    )


def _next_touch(session: ReadSession, party_id: int | None) -> NextStep | None:
    """The step that a live enrollment of the person comes to by itself."""
    if party_id is None:
        return None
    row = session.execute(
        select(EnrollmentRow.id, EnrollmentRow.next_run_at, SequenceRow.name, StepRow.type)
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .join(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(
            EnrollmentRow.party_id == party_id,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
            EnrollmentRow.next_run_at.is_not(None),
        )
        .order_by(EnrollmentRow.next_run_at)
        .limit(1)
    ).first()
    if row is None:
        return None
    return NextStep(NextKind.TOUCH, row.id, StepType(row.type), row.name, row.next_run_at)


def _first(tasks: tuple[TaskLine, ...], touch: NextStep | None) -> NextStep | None:
    """Whichever comes earlier; a task without a time comes after everything that has one."""
    if not tasks:
        return touch
    first = tasks[0]
    if touch is not None and touch.at is not None and (not first.due_at or touch.at < first.due_at):
        return touch
    return NextStep(NextKind.TASK, first.id, first.type, first.subject, first.due_at)
