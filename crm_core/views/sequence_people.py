"""The people of one sequence: where each stands, what comes next, what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    SelectBase,
    and_,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import EnrollmentStatus, EntityType, StopReason
from crm_core.services import Services
from crm_core.storage.in_order import any_of
from crm_core.storage.lookup import owned
from crm_core.storage.tables import EnrollmentRow, PartyRow, SequenceRow, SequenceVersionRow
from crm_core.storage.types import AnyRow
from crm_core.views.paging import Page, Window, after_id, page_of
from crm_core.views.sequence_steps import step_places


class Standing(StrEnum):
    """How somebody's way through a sequence stands; a reply is told apart from other ends."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    FINISHED = "FINISHED"
    REPLIED = "REPLIED"
    STOPPED = "STOPPED"


class Place(StrEnum):
    """Whom a step picks: `AT` it, already `PAST` it, or who got past it and `NEXT` stands."""

    AT = "at"
    PAST = "past"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class SequencePerson:
    """One enrollment with its person. `step` counts from 1 and is above `steps` at the end.

    `next_at`: when the runner looks at it next; None while `waits_for` says what else must come
    first. `ended`: why it stopped, in words; empty for whoever went through to the end.
    """

    enrollment_id: int
    entity_type: EntityType
    entity_id: int
    name: str
    email: str
    standing: Standing
    step: int
    steps: int
    version: int
    next_at: datetime | None
    waits_for: str
    is_sending: bool
    ended: str
    ended_at: datetime | None
    enrolled_at: datetime


_FEW = 200
_STATUS = {
    Standing.ACTIVE: EnrollmentStatus.ACTIVE,
    Standing.PAUSED: EnrollmentStatus.PAUSED,
    Standing.FINISHED: EnrollmentStatus.COMPLETED,
    Standing.REPLIED: EnrollmentStatus.CANCELED,
    Standing.STOPPED: EnrollmentStatus.CANCELED,
}
# In the words of the partial index, which a bound value would not prove.
_REPLIED = EnrollmentRow.stop_reason == literal_column(f"'{StopReason.REPLIED}'")
_COLUMNS = (
    EnrollmentRow.id, EnrollmentRow.entity_type, EnrollmentRow.entity_id, EnrollmentRow.status,
    EnrollmentRow.position, EnrollmentRow.next_run_at, EnrollmentRow.hold_reason,
    EnrollmentRow.lease_owner, EnrollmentRow.stop_reason, EnrollmentRow.stop_detail,
    EnrollmentRow.finished_at, EnrollmentRow.enrolled_at, PartyRow.name, PartyRow.email,
    SequenceVersionRow.number, SequenceVersionRow.step_count,
)  # fmt: skip


def list_sequence_people(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    standing: Standing | None = None,
    step: str | None = None,
    place: Place = Place.AT,
    search: str = "",
    window: Window | None = None,
) -> Page[SequencePerson]:
    """Those of a sequence, who came last first, narrowed by any of the filters.

    `step` is a step's key, `search` words that their name, address, number or company must all
    hold. Each status is read by its own index range, so that a page costs the same however many
    there are; three queries at the most.
    """
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.PEOPLE_READ)
    asked = window or Window()
    with services.storage.read() as session:
        owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
        conditions: list[ColumnElement[bool]] = []
        if step is not None:
            conditions.append(_at_step(session, sequence_id, step, place))
        if words := search_words(search):
            conditions.append(_found(session, actor, words))
        ids = _newest(sequence_id, standing, conditions, asked)
        query = (
            select(*_COLUMNS)
            .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
            .join(SequenceVersionRow, SequenceVersionRow.id == EnrollmentRow.version_id)
            .where(EnrollmentRow.id.in_(ids))
        )
        return page_of(session, query, EnrollmentRow.id, asked, _person)


def _newest(
    sequence_id: int,
    standing: Standing | None,
    conditions: Sequence[ColumnElement[bool]],
    window: Window,
) -> SelectBase:
    """The ids of one page and one more, from each status the newest."""
    after = after_id(window.cursor)
    statuses = list(EnrollmentStatus) if standing is None else [_STATUS[standing]]
    parts = []
    for status in statuses:
        part = select(EnrollmentRow.id).where(
            EnrollmentRow.sequence_id == sequence_id, EnrollmentRow.status == status, *conditions
        )
        if standing is Standing.REPLIED:
            part = part.where(_REPLIED)
        elif standing is Standing.STOPPED:
            part = part.where(func.coalesce(EnrollmentRow.stop_reason, "") != StopReason.REPLIED)
        if after is not None:
            part = part.where(EnrollmentRow.id < after)
        newest = part.order_by(EnrollmentRow.id.desc()).limit(window.limit + 1).subquery()
        parts.append(select(newest.c.id))
    return union_all(*parts)


def _at_step(session: Session, sequence_id: int, step: str, place: Place) -> ColumnElement[bool]:
    """The condition that picks who is where the step is, in whichever version they are."""
    where = []
    for (version_id, position), key in step_places(session, sequence_id).items():
        if key != step:
            continue
        here = {
            Place.AT: EnrollmentRow.position == position,
            Place.PAST: EnrollmentRow.position > position,
            Place.NEXT: EnrollmentRow.position == position + 1,
        }[place]
        where.append(and_(EnrollmentRow.version_id == version_id, here))
    return or_(*where) if where else false()


def _found(session: Session, actor: Actor, words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that picks whom the words find.

    A few are named one by one. Where the words find many, a page is soon full of them, and each
    enrollment is asked in turn.
    """
    matches = (
        PartyRow.tenant_id == actor.tenant_id,
        *(PartyRow.search_key.contains(word, autoescape=True) for word in words),
    )
    few = session.scalars(select(PartyRow.id).where(*matches).limit(_FEW + 1)).all()
    if len(few) <= _FEW:
        return EnrollmentRow.party_id.in_(few)
    mine = select(PartyRow.id).where(PartyRow.id == EnrollmentRow.party_id, *matches)
    return any_of(mine.correlate(EnrollmentRow))


def _person(row: AnyRow) -> SequencePerson:
    return SequencePerson(
        enrollment_id=row.id,
        entity_type=EntityType(row.entity_type),
        entity_id=row.entity_id,
        name=row.name,
        email=row.email or "",
        standing=_standing(row),
        step=row.position + 1,
        steps=row.step_count,
        version=row.number,
        next_at=row.next_run_at,
        waits_for=row.hold_reason or "",
        is_sending=row.lease_owner is not None,
        ended=row.stop_detail or "",
        ended_at=row.finished_at,
        enrolled_at=row.enrolled_at,
    )


def _standing(row: AnyRow) -> Standing:
    match row.status:
        case EnrollmentStatus.ACTIVE:
            return Standing.ACTIVE
        case EnrollmentStatus.PAUSED:
            return Standing.PAUSED
        case EnrollmentStatus.COMPLETED:
            return Standing.FINISHED
    return Standing.REPLIED if row.stop_reason == StopReason.REPLIED else Standing.STOPPED
