"""Sequences as lists and pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import EnrollmentStatus, SequenceStatus
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import SequenceRow, SequenceVersionRow, StepRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.counting import enrollments_by_status
from crm_core.views.paging import Page, Window, page_of


@dataclass(frozen=True, slots=True)
class SequenceLine:
    """One sequence of a list; the counts are of enrollments in that status."""

    id: int
    name: str
    description: str
    status: SequenceStatus
    version: int
    step_count: int
    active: int
    paused: int
    completed: int
    canceled: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the latest version; `id` is its stable key, `position` counts from 0."""

    id: str
    position: int
    type: str
    delay_value: int
    delay_unit: str
    subject: str
    body: str
    instructions: str


@dataclass(frozen=True, slots=True)
class SequenceDetail:
    """A sequence with the steps and settings (the contract's JSON) of its latest version."""

    line: SequenceLine
    steps: tuple[StepLine, ...]
    settings: dict[str, Any]


def list_sequences(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    status: SequenceStatus | None = None,
) -> Page[SequenceLine]:
    """The workspace's sequences, newest first, with live counts. Two queries."""
    actor.require(Permission.SEQUENCES_READ)
    query = _lines().where(SequenceRow.tenant_id == actor.tenant_id)
    if status is not None:
        query = query.where(SequenceRow.status == status)
    with services.storage.read() as session:
        page = page_of(session, query, SequenceRow.id, window or Window(), lambda row: row)
        counts = enrollments_by_status(session, [row.id for row in page.items])
    return Page(tuple(_line(row, counts) for row in page.items), page.next_cursor)


def get_sequence(services: Services, *, actor: Actor, sequence_id: int) -> SequenceDetail:
    """One sequence; raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    with services.storage.read() as session:
        owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
        row = session.execute(_lines().where(SequenceRow.id == sequence_id)).one()
        counts = enrollments_by_status(session, [sequence_id])
        steps = session.scalars(
            select(StepRow).where(StepRow.version_id == row.version_id).order_by(StepRow.position)
        )
        return SequenceDetail(
            _line(row, counts),
            tuple(
                StepLine(
                    step.key, step.position, step.type, step.delay_value, step.delay_unit,
                    step.subject, step.body, step.instructions,
                )
                for step in steps
            ),
            dict(row.settings),
        )  # fmt: skip


def _lines() -> AnySelect:
    return select(
        SequenceRow.id, SequenceRow.name, SequenceRow.description, SequenceRow.status,
        SequenceRow.created_at, SequenceVersionRow.number, SequenceVersionRow.step_count,
        SequenceVersionRow.settings, SequenceVersionRow.id.label("version_id"),
    ).join(SequenceVersionRow, SequenceVersionRow.id == SequenceRow.latest_version_id)  # fmt: skip


def _line(row: AnyRow, counts: dict[tuple[int, str], int]) -> SequenceLine:
    def count(status: EnrollmentStatus) -> int:
        return counts.get((row.id, status), 0)

    return SequenceLine(
        id=row.id,
        name=row.name,
        description=row.description,
        status=SequenceStatus(row.status),
        version=row.number,
        step_count=row.step_count,
        active=count(EnrollmentStatus.ACTIVE),
        paused=count(EnrollmentStatus.PAUSED),
        completed=count(EnrollmentStatus.COMPLETED),
        canceled=count(EnrollmentStatus.CANCELED),
        created_at=row.created_at,
    )
