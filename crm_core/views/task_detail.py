"""One task in full: what is to be done, with whom, and what became of it so far."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, DeliveryStatus
from crm_core.mail.body import typed_form
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    DeliveryRow,
    EnrollmentRow,
    PartyRow,
    StepRow,
    SuppressionRow,
)
from crm_core.storage.types import AnyRow
from crm_core.views.suppressed import with_domains
from crm_core.views.tasks import TaskLine, line_of, lines, start_of_day


@dataclass(frozen=True, slots=True)
class Tried:
    """A draft's e-mail that was tried: what became of it and why, in the server's words."""

    delivery_id: int
    status: DeliveryStatus
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """`body` is the script, the instructions or the text, `typed` a draft's as its editor loads
    it; `fingerprint` says what was seen.

    `title`, `email`, `phone` and `zone` are the person's; `suppressed` says why no mail may go
    there, or is None. `steps` is how many the sequence has, `paused` whether its enrollment is.
    """

    line: TaskLine
    status: ActivityStatus
    body: str
    typed: str
    fingerprint: str
    disposition: str | None
    note: str | None
    completed_at: datetime | None
    title: str
    email: str | None
    phone: str
    zone: str | None
    suppressed: str | None
    deal_stage: str | None
    steps: int | None
    enrollment_status: str | None
    tried: Tried | None

    @property
    def is_open(self) -> bool:
        return self.status in (ActivityStatus.OPEN, ActivityStatus.DRAFT)


def get_task(services: Services, *, actor: Actor, task_id: int, zone: ZoneInfo) -> TaskDetail:
    """A task of the workspace, whatever its state; raises `NotFound`. Three queries."""
    actor.require(Permission.ACTIVITIES_READ)
    query = (
        lines()
        .add_columns(
            ActivityRow.status, ActivityRow.body, ActivityRow.html, ActivityRow.disposition,
            ActivityRow.note, ActivityRow.completed_at, ActivityRow.created_at, PartyRow.title,
            PartyRow.email, PartyRow.phone, PartyRow.timezone, DealRow.stage,
            EnrollmentRow.status.label("enrollment_status"), SuppressionRow.reason,
            DeliveryRow.id.label("delivery_id"), DeliveryRow.reason.label("delivery_reason"),
            DeliveryRow.taken_at, _steps().label("steps"),
        )
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == PartyRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
        .where(ActivityRow.id == task_id)
    )  # fmt: skip
    today = start_of_day(services.clock.now(), zone)
    with services.storage.read() as session:
        owned(session, ActivityRow, actor.tenant_id, task_id, what="task")
        detail = _detail(session.execute(query).one(), today)
        return with_domains(session, actor.tenant_id, [detail])[0]


def _steps() -> ScalarSelect[int]:
    other = aliased(StepRow)
    return (
        select(func.count())
        .select_from(other)
        .where(other.version_id == EnrollmentRow.version_id)
        .correlate(EnrollmentRow)
        .scalar_subquery()
    )


def _detail(row: AnyRow, today: datetime) -> TaskDetail:
    tried = None
    if row.delivery_id is not None:
        status = DeliveryStatus(row.delivery)
        tried = Tried(row.delivery_id, status, row.delivery_reason, row.taken_at)
    return TaskDetail(
        line=line_of(row, today),
        status=ActivityStatus(row.status),
        body=row.body,
        typed=typed_form(row.body, row.html),
        fingerprint=fingerprint(row.subject, row.body, row.html),
        disposition=row.disposition,
        note=row.note,
        completed_at=row.completed_at,
        title=row.title or "",
        email=row.email,
        phone=row.phone or "",
        zone=row.timezone,
        suppressed=row.reason,
        deal_stage=row.stage,
        steps=row.steps if row.enrollment_status else None,
        enrollment_status=row.enrollment_status,
        tried=tried,
    )
