"""Which leads a list is narrowed to, and whether those are few enough to be sorted at once.

`narrow` comes first, then `lead_orders`: where the filters leave few leads, their ids are known
and sorted directly; where they leave many, the wanted order is walked and soon has a page full.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, literal_column, select

from crm_core.domain.search import search_words
from crm_core.domain.words import ActivityStatus, ActivityType, LeadStatus
from crm_core.errors import InvalidInput
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.in_order import InOrder, none_of
from crm_core.storage.tables import ActivityRow, EnrollmentRow, LeadRow, PartyRow
from crm_core.storage.types import AnySelect

FEW = 1_000
"""So many are counted and sorted at once; of more, a page is found by walking their order."""
DAYS_MOST = 3_650
TOUCHES = (ActivityType.EMAIL, ActivityType.CALL, ActivityType.MEETING, ActivityType.TASK)
"""What counts as a touch of a person, where it is done."""

# In the words of the partial indexes; SQLite takes no parameter for a proof.
LIVE = EnrollmentRow.status.in_([literal_column("'ACTIVE'"), literal_column("'PAUSED'")])


@dataclass(frozen=True, slots=True)
class LeadFilters:
    """`typed`: words that must all be found in the name, address, number or company.

    `owner_id` or `unowned`: whose leads, or nobody's. `sequence_id` or `unenrolled`: who is in a
    sequence at present, or in none. `untouched_days`: nothing was done with the person for so
    long.
    """

    typed: str = ""
    status: LeadStatus | None = None
    owner_id: int | None = None
    unowned: bool = False
    sequence_id: int | None = None
    unenrolled: bool = False
    untouched_days: int | None = None

    def __post_init__(self) -> None:
        if self.untouched_days is not None and not 0 < self.untouched_days <= DAYS_MOST:
            raise InvalidInput(f"Between 1 and {DAYS_MOST:,} days.", field="untouchedDays")

    @property
    def narrows(self) -> bool:
        return self != LeadFilters(typed=self.typed) or bool(search_words(self.typed))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the filters leave. `few`: their ids, where they are not more than `FEW`.

    `conditions` are about `LeadRow` and, with words that many have, about `PartyRow`; they do not
    say whose workspace it is: every walk runs along an index of the workspace's own. `matching`
    counts to `FEW + 1` and no further.
    """

    conditions: tuple[ColumnElement[bool], ...]
    few: tuple[int, ...] | None
    matching: int
    untouched_since: datetime | None
    unenrolled: bool


# The narrow index of the search first; SQLite would rather look every lead's person up.
_LEADS_OF_PEOPLE = InOrder(PartyRow.__table__, LeadRow.__table__, LeadRow.party_id == PartyRow.id)


def narrow(session: ReadSession, tenant_id: int, filters: LeadFilters, now: datetime) -> Narrowed:
    """Put the filters into conditions, and look how many they leave. At most two queries."""
    days = filters.untouched_days
    since = None if days is None else now - timedelta(days=days)
    conditions = _of_lead(tenant_id, filters, since)
    query = select(LeadRow.id)
    words = search_words(filters.typed)
    found = _found(session, tenant_id, words) if words else []
    if words and not found:
        return Narrowed((false(),), (), 0, since, filters.unenrolled)
    if len(found) > FEW:
        conditions += has_words(words)
        query = query.select_from(_LEADS_OF_PEOPLE).where(PartyRow.tenant_id == tenant_id)
    elif words:
        conditions.append(among(session, LeadRow.party_id, found))
    if filters.sequence_id is None and (not words or len(found) > FEW):
        # Else the persons are the workspace's own, and SQLite shall begin with them.
        query = query.where(LeadRow.tenant_id == tenant_id)
    ids = tuple(session.scalars(query.where(*conditions).limit(FEW + 1)))
    few = ids if len(ids) <= FEW and filters.narrows else None
    return Narrowed(tuple(conditions), few, len(ids), since, filters.unenrolled)


def has_words(words: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """That a party is found by all of the words."""
    return [PartyRow.search_key.contains(word, autoescape=True) for word in words]


def untouched(*when: ColumnElement[bool]) -> ColumnElement[bool]:
    """That nothing was done with the lead's person; read by the person's own index."""
    return none_of(
        select(ActivityRow.id)
        .where(ActivityRow.party_id == LeadRow.party_id, *is_touch(), *when)
        .correlate(LeadRow)
    )


def is_touch() -> tuple[ColumnElement[bool], ...]:
    """That an activity is a touch, and done."""
    return (ActivityRow.status == ActivityStatus.DONE, ActivityRow.type.in_(TOUCHES))


def _found(session: ReadSession, tenant_id: int, words: tuple[str, ...]) -> list[int]:
    """Up to `FEW + 1` parties, by a walk through the narrow index of the search."""
    query = select(PartyRow.id).where(PartyRow.tenant_id == tenant_id, *has_words(words))
    return list(session.scalars(query.limit(FEW + 1)))


def _of_lead(
    tenant_id: int, filters: LeadFilters, since: datetime | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.status is not None:
        conditions.append(LeadRow.status == filters.status)
    if filters.unowned:
        conditions.append(LeadRow.owner_id.is_(None))
    elif filters.owner_id is not None:
        conditions.append(LeadRow.owner_id == filters.owner_id)
    if filters.unenrolled:
        conditions.append(none_of(_enrolled().correlate(LeadRow)))
    elif filters.sequence_id is not None:
        here = select(EnrollmentRow.party_id).where(
            EnrollmentRow.tenant_id == tenant_id,
            EnrollmentRow.sequence_id == filters.sequence_id,
            LIVE,
        )
        conditions.append(LeadRow.party_id.in_(here))
    if since is not None:
        conditions.append(untouched(ActivityRow.completed_at >= since))
    return conditions


def _enrolled() -> AnySelect:
    return select(EnrollmentRow.id).where(EnrollmentRow.party_id == LeadRow.party_id, LIVE)
