"""Sequences as a list that is searched and sorted, with what became of their people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import EnrollmentStatus, SequenceStatus, StopReason
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, SequenceRow, SequenceVersionRow, UserRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.counting import enrollments_by_status
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window


class SequenceSort(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    CREATED = "created"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class FoundSequence:
    """One sequence, by its latest version. The counts are of its enrollments; `stopped` are the
    canceled ones that no reply stopped. `owner` is empty where nobody owns it."""

    id: int
    name: str
    description: str
    status: SequenceStatus
    version: int
    steps: int
    active: int
    paused: int
    finished: int
    replied: int
    stopped: int
    owner: str
    created_at: datetime

    @property
    def ended(self) -> int:
        """Of how many the outcome is known: the base of a rate of replies."""
        return self.finished + self.replied + self.stopped


_ORDERS = {
    SequenceSort.NAME: func.lower(SequenceRow.name),
    SequenceSort.CREATED: SequenceRow.created_at,
    SequenceSort.STEPS: SequenceVersionRow.step_count,
}


def find_sequences(
    services: Services,
    *,
    actor: Actor,
    search: str = "",
    status: SequenceStatus | None = None,
    sort: SequenceSort = SequenceSort.CREATED,
    descending: bool = True,
    window: Window | None = None,
) -> Page[FoundSequence]:
    """The workspace's sequences whose name holds every word of `search`. Three queries."""
    actor.require(Permission.SEQUENCES_READ)
    order = Order(sort, _ORDERS[sort], SequenceRow.id, descending)
    query = _lines(actor, order).where(
        *(SequenceRow.name.icontains(word, autoescape=True) for word in search_words(search))
    )
    if status is not None:
        query = query.where(SequenceRow.status == status)
    with services.storage.read() as session:
        page = sorted_page(session, query, order, window or Window(), lambda row: row)
        ids = [row.id for row in page.items]
        counts, replies = enrollments_by_status(session, ids), _replies(session, ids)
    lines = tuple(_line(row, counts, replies.get(row.id, 0)) for row in page.items)
    return Page(lines, page.next_cursor)


def get_found_sequence(services: Services, *, actor: Actor, sequence_id: int) -> FoundSequence:
    """One line of the list; raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    order = Order(SequenceSort.CREATED, SequenceRow.created_at, SequenceRow.id)
    with services.storage.read() as session:
        row = session.execute(
            _lines(actor, order).where(SequenceRow.id == sequence_id)
        ).one_or_none()
        if row is None:
            raise NotFound(f"There is no sequence with the id {sequence_id}.", field="id")
        counts, replies = enrollments_by_status(session, [row.id]), _replies(session, [row.id])
    return _line(row, counts, replies.get(row.id, 0))


def _lines(actor: Actor, order: Order) -> AnySelect:
    return (
        select(
            SequenceRow.id, SequenceRow.name, SequenceRow.description, SequenceRow.status,
            SequenceRow.created_at, SequenceVersionRow.step_count, order.column,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("owner"),
            SequenceVersionRow.number.label("version"),
        )
        .join(SequenceVersionRow, SequenceVersionRow.id == SequenceRow.latest_version_id)
        .outerjoin(UserRow, UserRow.id == SequenceRow.owner_id)
        .where(SequenceRow.tenant_id == actor.tenant_id)
    )  # fmt: skip


def _replies(session: Session, ids: list[int]) -> dict[int, int]:
    # In the words of the partial index, which a bound value would not prove.
    replied = EnrollmentRow.stop_reason == literal_column(f"'{StopReason.REPLIED}'")
    rows = session.execute(
        select(EnrollmentRow.sequence_id, func.count().label("number"))
        .where(EnrollmentRow.sequence_id.in_(ids), replied)
        .group_by(EnrollmentRow.sequence_id)
    )
    return {row.sequence_id: row.number for row in rows}


def _line(row: AnyRow, counts: dict[tuple[int, str], int], replied: int) -> FoundSequence:
    def count(status: EnrollmentStatus) -> int:
        return counts.get((row.id, status), 0)

    return FoundSequence(
        id=row.id,
        name=row.name,
        description=row.description,
        status=SequenceStatus(row.status),
        version=row.version,
        steps=row.step_count,
        active=count(EnrollmentStatus.ACTIVE),
        paused=count(EnrollmentStatus.PAUSED),
        finished=count(EnrollmentStatus.COMPLETED),
        replied=replied,
        stopped=count(EnrollmentStatus.CANCELED) - replied,
        owner=row.owner,
        created_at=row.created_at,
    )
