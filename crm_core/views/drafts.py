"""Drafts of sequences as the builder shows them: their content, and all that they lack."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import SequenceSettings
from crm_core.errors import InvalidInput
from crm_core.sequence_checks import Problem, problems_of
from crm_core.services import Services
from crm_core.storage.people import LIVE
from crm_core.storage.tables import (
    EnrollmentRow,
    SequenceDraftRow,
    SequenceRow,
    SequenceVersionRow,
)
from crm_core.usecases.drafts import own_draft

DRAFTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft that somebody has changed and not saved; `sequence_id` is None for a new one."""

    id: int
    name: str
    step_count: int
    sequence_id: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftOf:
    """The sequence that a draft is an edit of.

    The draft began with version `base`; `latest` is the sequence's newest. `under_way` are the
    live enrollments, which keep the version that they began with. `settings` are the latest
    version's, which the next one keeps.
    """

    sequence_id: int
    name: str
    base: int
    latest: int
    under_way: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """A draft: the contract's `CreateSequenceInput` as typed, and what must change to save it.

    `rules` are the settings of its own; None for an edit, which keeps its sequence's, and for
    settings that `problems` tell of.
    """

    id: int
    revision: int
    content: dict[str, Any]
    problems: tuple[Problem, ...]
    updated_at: datetime
    of: DraftOf | None
    rules: SequenceSettings | None

    @property
    def next_number(self) -> int:
        """The number of the version that saving makes."""
        return self.of.latest + 1 if self.of else 1


def list_drafts(services: Services, *, actor: Actor) -> tuple[DraftLine, ...]:
    """The actor's own drafts with changes, newest first. One query."""
    actor.require(Permission.SEQUENCES_MANAGE)
    query = (
        select(
            SequenceDraftRow.id, SequenceDraftRow.content, SequenceDraftRow.sequence_id,
            SequenceDraftRow.updated_at,
        )
        .where(
            SequenceDraftRow.user_id == actor.user_id,
            SequenceDraftRow.tenant_id == actor.tenant_id,
            SequenceDraftRow.revision > 0,
        )
        .order_by(SequenceDraftRow.updated_at.desc(), SequenceDraftRow.id.desc())
        .limit(DRAFTS_SHOWN)
    )  # fmt: skip
    with services.storage.read() as session:
        return tuple(
            DraftLine(
                row.id, _text(row.content.get("name")), _count(row.content.get("steps")),
                row.sequence_id, row.updated_at,
            )
            for row in session.execute(query)
        )  # fmt: skip


def get_draft(services: Services, *, actor: Actor, draft_id: int) -> DraftDetail:
    """One of the actor's own drafts; raises `NotFound`. Three queries for an edit."""
    actor.require(Permission.SEQUENCES_MANAGE)
    with services.storage.read() as session:
        row = own_draft(session, actor, draft_id)
        return DraftDetail(
            row.id, row.revision, row.content, problems_of(row.content), row.updated_at,
            _of(session, row), _rules(row),
        )  # fmt: skip


def _of(session: Session, row: SequenceDraftRow) -> DraftOf | None:
    if row.sequence_id is None:
        return None
    sequence = session.execute(
        select(SequenceRow.name, SequenceVersionRow.number, SequenceVersionRow.settings)
        .join(SequenceVersionRow, SequenceVersionRow.id == SequenceRow.latest_version_id)
        .where(SequenceRow.id == row.sequence_id)
    ).one()
    under_way = session.scalar(
        select(func.count())
        .select_from(EnrollmentRow)
        .where(EnrollmentRow.sequence_id == row.sequence_id, EnrollmentRow.status.in_(LIVE))
    )
    return DraftOf(
        row.sequence_id,
        sequence.name,
        row.base_number or 0,
        sequence.number,
        under_way or 0,
        dict(sequence.settings),
    )


def _rules(row: SequenceDraftRow) -> SequenceSettings | None:
    if row.sequence_id is not None:
        return None
    try:
        return SequenceSettings.parse(row.content.get("settings"))
    except InvalidInput:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
