"""The orders of the list of leads, each as a walk along an index that ends with a full page.

An order is one or two segments, one after the other: those who have a value (a company, a last
touch), and those who have none. A segment is read by a stream, or by two that are merged (the
next touch is an enrollment's or a task's). Every stream runs along its index from where the
cursor stands, so a page costs what it shows, not what the workspace holds.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    case,
    func,
    inspect,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from crm_core.domain.words import PartyKind
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.in_order import InOrder
from crm_core.storage.tables import ActivityRow, EnrollmentRow, LeadRow, PartyRow
from crm_core.storage.types import AnySelect
from crm_core.views.lead_filters import TOUCHES, Narrowed, is_touch, untouched

_company = aliased(PartyRow)
_other_activity = aliased(ActivityRow)
_other_enrollment = aliased(EnrollmentRow)
_OPEN = ("'OPEN'", "'DRAFT'")


class LeadSort(StrEnum):
    """By what the leads are sorted; a list begins with a minus where it goes down."""

    CREATED = "created"
    NAME = "name"
    COMPANY = "company"
    TOUCHED = "touched"
    NEXT = "next"


class Stream(NamedTuple):
    """Leads along an index. The last of `keys` is the lead's id, and together they are unique."""

    query: AnySelect
    keys: tuple[ColumnElement[Any], ...]


Segment = tuple[Stream, ...]


class Place(NamedTuple):
    """Where a walk stands: in which segment, in which of its streams, behind which keys."""

    segment: int
    stream: int
    keys: tuple[Any, ...]

    @property
    def lead_id(self) -> int:
        lead: int = self.keys[-1]
        return lead


def walk(
    session: ReadSession,
    tenant_id: int,
    sort: LeadSort,
    descending: bool,
    narrowed: Narrowed,
    after: Place | None,
    limit: int,
) -> list[Place]:
    """The next `limit` leads of the order after a place, each with its own place."""
    segments = _segments(tenant_id, sort, descending, narrowed)
    found: list[Place] = []
    first = after.segment if after else 0
    for number in range(first, len(segments)):
        behind = after if after and number == after.segment else None
        wanted = limit - len(found)
        here: list[Place] = []
        for rank, stream in enumerate(segments[number]):
            query = stream.query.where(*narrowed.conditions)
            if behind is not None:
                query = query.where(_behind(stream, rank, behind, descending))
            order = [key.desc() if descending else key.asc() for key in stream.keys]
            rows = session.execute(query.order_by(*order).limit(wanted))
            here += [Place(number, rank, tuple(row)) for row in rows]
        if len(segments[number]) > 1:
            here.sort(key=lambda at: (at.keys[0], at.stream, at.keys[1:]), reverse=descending)
        found += here[:wanted]
        if len(found) >= limit:
            break
    return found


def sorted_ids(
    session: ReadSession, sort: LeadSort, descending: bool, lead_ids: Sequence[int]
) -> list[int]:
    """All of these leads in the order."""
    value = _value(sort)
    query = (
        select(LeadRow.id)
        .join(PartyRow, PartyRow.id == LeadRow.party_id)
        .outerjoin(_company, _company.id == PartyRow.company_id)
        .where(among(session, LeadRow.id, lead_ids))
    )
    never_first = sort is LeadSort.TOUCHED and not descending
    none = value.is_(None)
    by = [none.desc() if never_first else none.asc(), value, LeadRow.id]
    order = [by[0], *(each.desc() if descending else each.asc() for each in by[1:])]
    return list(session.scalars(query.order_by(*order)))


def _behind(stream: Stream, rank: int, place: Place, descending: bool) -> ColumnElement[bool]:
    """The rows of a stream that come after a place of its segment, perhaps of the other stream."""
    first = stream.keys[0]
    if rank == place.stream:
        keys = tuple_(*stream.keys)
        last = tuple_(
            *(literal(value, key.type) for value, key in zip(place.keys, stream.keys, strict=True))
        )
        return keys < last if descending else keys > last
    last_value = literal(place.keys[0], first.type)
    if descending:
        return first <= last_value if rank < place.stream else first < last_value
    return first >= last_value if rank > place.stream else first > last_value


def _segments(
    tenant_id: int, sort: LeadSort, descending: bool, narrowed: Narrowed
) -> tuple[Segment, ...]:
    match sort:
        case LeadSort.CREATED:
            return ((_stream(_leads(tenant_id), LeadRow.id),),)
        case LeadSort.NAME:
            return ((_by_name(tenant_id),),)
        case LeadSort.COMPANY:
            return (_by_company(tenant_id),), (_without_company(tenant_id),)
        case LeadSort.TOUCHED:
            never = (_stream(_leads(tenant_id).where(untouched()), LeadRow.id),)
            since = narrowed.untouched_since
            before = () if since is None else (ActivityRow.completed_at < since,)
            ever = (_by_last_touch(tenant_id, before),)
            return (ever, never) if descending else (never, ever)
        case LeadSort.NEXT:
            none = _leads(tenant_id).where(_no_next())
            tasks = _by_task(tenant_id)
            streams = (tasks,) if narrowed.unenrolled else (_by_enrollment(tenant_id), tasks)
            return streams, (_stream(none, LeadRow.id),)


def _stream(query: AnySelect, *keys: InstrumentedAttribute[Any]) -> Stream:
    return Stream(query.with_only_columns(*keys), tuple(key.expression for key in keys))


def _along(*steps: tuple[Any, ColumnElement[bool] | None]) -> AnySelect:
    """Rows of the first table, and with each of them what belongs to it, in this order."""
    (first, _), *others = steps
    joined = inspect(first).selectable
    for row, on in others:
        joined = InOrder(joined, inspect(row).selectable, on)
    return select(LeadRow.id).select_from(joined)


_LEADS_OF_PERSON = (LeadRow, LeadRow.party_id == PartyRow.id)
_PERSON_OF_LEAD = (PartyRow, PartyRow.id == LeadRow.party_id)


def _leads(tenant_id: int) -> AnySelect:
    query = _along((LeadRow, None), _PERSON_OF_LEAD)
    return query.where(LeadRow.tenant_id == tenant_id)


def _by_name(tenant_id: int) -> Stream:
    query = _along((PartyRow, None), _LEADS_OF_PERSON).where(
        PartyRow.tenant_id == tenant_id, PartyRow.kind == PartyKind.PERSON
    )
    return _stream(query, PartyRow.name_key, PartyRow.id, LeadRow.id)


def _by_company(tenant_id: int) -> Stream:
    people = (PartyRow, PartyRow.company_id == _company.id)
    query = _along((_company, None), people, _LEADS_OF_PERSON).where(
        _company.tenant_id == tenant_id, _company.kind == PartyKind.COMPANY
    )
    return _stream(query, _company.name_key, _company.id, PartyRow.id, LeadRow.id)


def _without_company(tenant_id: int) -> Stream:
    query = _along((PartyRow, None), _LEADS_OF_PERSON).where(
        PartyRow.tenant_id == tenant_id,
        PartyRow.kind == PartyKind.PERSON,
        PartyRow.company_id.is_(None),
    )
    return _stream(query, PartyRow.id, LeadRow.id)


def _by_last_touch(tenant_id: int, before: tuple[ColumnElement[bool], ...]) -> Stream:
    """Along the index of what was done, past what is not the person's latest."""
    other = _other_activity
    later = (
        select(other.id)
        .where(
            other.party_id == ActivityRow.party_id,
            other.status == "DONE",
            other.type.in_(TOUCHES),
            tuple_(other.completed_at, other.type, other.id)
            > tuple_(ActivityRow.completed_at, ActivityRow.type, ActivityRow.id),
        )
        .correlate(ActivityRow)
    )
    query = _leads_of(ActivityRow).where(
        ActivityRow.tenant_id == tenant_id,
        ActivityRow.completed_at.is_not(None),
        *is_touch(),
        ~later.exists(),
        *before,
    )
    keys = (ActivityRow.completed_at, ActivityRow.type, ActivityRow.party_id, ActivityRow.id)
    return _stream(query, *keys, LeadRow.id)


def _by_enrollment(tenant_id: int) -> Stream:
    """Along the index of what is due, where nothing else of the person is due before."""
    mine, other, at = EnrollmentRow, _other_enrollment, EnrollmentRow.next_run_at
    sooner = select(other.id).where(
        other.party_id == mine.party_id,
        other.next_run_at.is_not(None),
        tuple_(other.next_run_at, other.id) < tuple_(at, mine.id),
    )
    task = _open_tasks(ActivityRow).where(
        ActivityRow.party_id == mine.party_id, ActivityRow.due_at < at
    )
    query = _leads_of(mine).where(
        mine.tenant_id == tenant_id,
        at.is_not(None),
        ~sooner.correlate(mine).exists(),
        ~task.correlate(mine).exists(),
    )
    return _stream(query, at, mine.id, LeadRow.id)


def _by_task(tenant_id: int) -> Stream:
    """Along the index of what is to be done, where no enrollment is due before or then."""
    mine, other, at = ActivityRow, _other_activity, ActivityRow.due_at
    sooner = _open_tasks(other).where(
        other.party_id == mine.party_id, tuple_(other.due_at, other.id) < tuple_(at, mine.id)
    )
    touch = select(EnrollmentRow.id).where(
        EnrollmentRow.party_id == mine.party_id, EnrollmentRow.next_run_at <= at
    )
    query = _leads_of(mine).where(
        mine.tenant_id == tenant_id,
        *_is_open(mine),
        ~sooner.correlate(mine).exists(),
        ~touch.correlate(mine).exists(),
    )
    return _stream(query, at, mine.id, LeadRow.id)


def _leads_of(row: Any) -> AnySelect:
    """What is a person's, with the person's leads."""
    return _along((row, None), (LeadRow, LeadRow.party_id == row.party_id), _PERSON_OF_LEAD)


def _open_tasks(row: Any) -> AnySelect:
    return select(row.id).where(*_is_open(row))


def _is_open(row: Any) -> tuple[ColumnElement[bool], ...]:
    """Open activities that have a time, in the words of their partial index."""
    return row.status.in_([literal_column(word) for word in _OPEN]), row.due_at.is_not(None)


def _no_next() -> ColumnElement[bool]:
    due = select(EnrollmentRow.id).where(
        EnrollmentRow.party_id == LeadRow.party_id, EnrollmentRow.next_run_at.is_not(None)
    )
    task = _open_tasks(ActivityRow).where(ActivityRow.party_id == LeadRow.party_id)
    return ~due.correlate(LeadRow).exists() & ~task.correlate(LeadRow).exists()


def _value(sort: LeadSort) -> SQLColumnExpression[Any]:
    """What a lead is sorted by, as one value; None where it has none."""
    match sort:
        case LeadSort.CREATED:
            return LeadRow.id
        case LeadSort.NAME:
            return PartyRow.name_key
        case LeadSort.COMPANY:
            return _company.name_key
        case LeadSort.TOUCHED:
            return (
                select(func.max(ActivityRow.completed_at))
                .where(ActivityRow.party_id == LeadRow.party_id, *is_touch())
                .correlate(LeadRow)
                .scalar_subquery()
            )
    due = (
        select(func.min(EnrollmentRow.next_run_at))
        .where(EnrollmentRow.party_id == LeadRow.party_id)
        .correlate(LeadRow)
        .scalar_subquery()
    )
    task = (
        _open_tasks(ActivityRow)
        .with_only_columns(func.min(ActivityRow.due_at))
        .where(ActivityRow.party_id == LeadRow.party_id)
        .correlate(LeadRow)
        .scalar_subquery()
    )
    return case((task.is_(None), due), (due.is_(None), task), (task < due, task), else_=due)
