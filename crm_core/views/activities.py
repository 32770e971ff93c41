"""Activities, and the timelines that people, leads and deals share.

A list of activities goes by when they were noted. A timeline goes by when they happened: what was
noted late or imported stands among what happened on its day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select, union

from crm_core.domain.inputs import word
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, ActivityType, EntityType, PartyKind
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, InboundMessageRow, LeadRow, PartyRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.counting import count_up_to
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window, page_of


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity. `due_at` is set for open ones, `completed_at` for those that are done.

    `inbound_id` and `inbound_class`: the message that came in, or that an e-mail answers.
    """

    id: int
    type: str
    status: str
    subject: str
    body: str
    due_at: datetime | None
    completed_at: datetime | None
    source: str
    party_id: int | None
    lead_id: int | None
    deal_id: int | None
    enrollment_id: int | None
    owner_id: int | None
    disposition: str | None
    sentiment: str | None
    note: str | None
    created_at: datetime
    inbound_id: int | None = None
    inbound_class: str | None = None


_COLUMNS = (
    ActivityRow.id,
    ActivityRow.type,
    ActivityRow.status,
    ActivityRow.subject,
    ActivityRow.body,
    ActivityRow.due_at,
    ActivityRow.completed_at,
    ActivityRow.source,
    ActivityRow.party_id,
    ActivityRow.lead_id,
    ActivityRow.deal_id,
    ActivityRow.enrollment_id,
    ActivityRow.owner_id,
    ActivityRow.disposition,
    ActivityRow.sentiment,
    ActivityRow.note,
    ActivityRow.created_at,
    ActivityRow.inbound_id,
    select(InboundMessageRow.classification)
    .where(InboundMessageRow.id == ActivityRow.inbound_id)
    .correlate(ActivityRow)
    .scalar_subquery(),
)
_HAPPENED_AT = func.coalesce(ActivityRow.completed_at, ActivityRow.created_at).label("happened_at")


def list_activities(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    entity_type: object = None,
    entity_id: int | None = None,
    deal_id: int | None = None,
    type_: ActivityType | None = None,
    status: ActivityStatus | None = None,
) -> Page[ActivityLine]:
    """Activities, the one noted last first; a lead's are the lead's, a party's the person's.

    `entity_type` alone: those that belong to any lead, or to any party; `entity_id` alone is a
    party's.
    """
    conditions: list[ColumnElement[bool]] = []
    if entity_type is not None or entity_id is not None:
        asked = EntityType.PARTY if entity_type is None else entity_type
        lead = word(EntityType, asked, "entityType") is EntityType.LEAD
        column = ActivityRow.lead_id if lead else ActivityRow.party_id
        conditions.append(column.is_not(None) if entity_id is None else column == entity_id)
    if deal_id is not None:
        conditions.append(ActivityRow.deal_id == deal_id)
    if type_ is not None:
        conditions.append(ActivityRow.type == type_)
    if status is not None:
        conditions.append(ActivityRow.status == status)
    return _page(services, actor, window, conditions)


def get_activity(services: Services, *, actor: Actor, activity_id: int) -> ActivityLine:
    """One activity; raises `NotFound`."""
    actor.require(Permission.ACTIVITIES_READ)
    with services.storage.read() as session:
        owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity")
        query = select(*_COLUMNS).where(ActivityRow.id == activity_id)
        return _line(session.execute(query).one())


def party_timeline(
    services: Services,
    *,
    actor: Actor,
    party_id: int,
    window: Window | None = None,
    type_: ActivityType | None = None,
) -> Page[ActivityLine]:
    """Everything about a person; for a company, about its people and its deals."""
    about = _about_party(services, actor, party_id)
    return _timeline(services, actor, window, about, type_)


def count_party_timeline(
    services: Services,
    *,
    actor: Actor,
    party_id: int,
    type_: ActivityType | None = None,
    most: int,
) -> int:
    """How long `party_timeline` is; `most + 1` where it is longer than `most`."""
    about = _about_party(services, actor, party_id)
    actor.require(Permission.ACTIVITIES_READ)
    with services.storage.read() as session:
        return count_up_to(session, select(_found(actor, about, type_).c.id), most)


def _about_party(services: Services, actor: Actor, party_id: int) -> list[ColumnElement[bool]]:
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        party = owned(session, PartyRow, actor.tenant_id, party_id, what="party")
        about: list[ColumnElement[bool]] = [ActivityRow.party_id == party_id]
        if party.kind == PartyKind.COMPANY:
            about += _of_company(session, party_id)
    return about


def lead_timeline(
    services: Services, *, actor: Actor, lead_id: int, window: Window | None = None
) -> Page[ActivityLine]:
    """Everything about the lead's person, whichever inquiry it came by."""
    with services.storage.read() as session:
        lead = owned(session, LeadRow, actor.tenant_id, lead_id, what="lead")
    return party_timeline(services, actor=actor, party_id=lead.party_id, window=window)


def deal_timeline(
    services: Services, *, actor: Actor, deal_id: int, window: Window | None = None
) -> Page[ActivityLine]:
    """Everything about a deal and its person."""
    return _timeline(services, actor, window, _about_deal(services, actor, deal_id))


def count_deal_timeline(services: Services, *, actor: Actor, deal_id: int, most: int) -> int:
    """How long `deal_timeline` is; `most + 1` where it is longer than `most`."""
    about = _about_deal(services, actor, deal_id)
    actor.require(Permission.ACTIVITIES_READ)
    with services.storage.read() as session:
        return count_up_to(session, select(_found(actor, about, None).c.id), most)


def _about_deal(services: Services, actor: Actor, deal_id: int) -> list[ColumnElement[bool]]:
    actor.require(Permission.DEALS_READ)
    with services.storage.read() as session:
        deal = owned(session, DealRow, actor.tenant_id, deal_id, what="deal")
    about: list[ColumnElement[bool]] = [ActivityRow.deal_id == deal_id]
    if deal.party_id is not None:
        about.append(ActivityRow.party_id == deal.party_id)
    return about


def list_happened(
    services: Services,
    *,
    actor: Actor,
    since: datetime,
    type_: ActivityType | None = None,
    owner_id: int | None = None,
    window: Window | None = None,
) -> Page[ActivityLine]:
    """What was done in the workspace since an instant, the latest first.

    Reads the index of what was done from its newest end: it costs what is shown, or the span.
    """
    actor.require(Permission.ACTIVITIES_READ)
    order = Order("done", ActivityRow.completed_at, ActivityRow.id, descending=True)
    query = _happened(actor, since, type_, owner_id).add_columns(order.column)
    with services.storage.read() as session:
        page = sorted_page(session, query, order, window or Window(), lambda row: int(row.id))
        return Page(_lines_of(session, page.items), page.next_cursor)


def count_happened(
    services: Services,
    *,
    actor: Actor,
    since: datetime,
    type_: ActivityType | None = None,
    owner_id: int | None = None,
    most: int,
) -> int:
    """How many `list_happened` has in all; `most + 1` where there are more than `most`."""
    actor.require(Permission.ACTIVITIES_READ)
    with services.storage.read() as session:
        return count_up_to(session, _happened(actor, since, type_, owner_id), most)


def _happened(
    actor: Actor, since: datetime, type_: ActivityType | None, owner_id: int | None
) -> AnySelect:
    query: AnySelect = select(ActivityRow.id).where(
        ActivityRow.tenant_id == actor.tenant_id,
        ActivityRow.completed_at >= since,
        ActivityRow.status == ActivityStatus.DONE,
    )
    if type_ is not None:
        query = query.where(ActivityRow.type == type_)
    return query if owner_id is None else query.where(ActivityRow.owner_id == owner_id)


def _of_company(session: ReadSession, company_id: int) -> Iterator[ColumnElement[bool]]:
    """What belongs to its people and to its deals.

    Their ids are read first: with a subquery in their place, PostgreSQL reads all activities.
    """
    for row, column in ((PartyRow, ActivityRow.party_id), (DealRow, ActivityRow.deal_id)):
        ids = session.scalars(select(row.id).where(row.company_id == company_id)).all()
        if ids:
            yield among(session, column, ids)


def _timeline(
    services: Services,
    actor: Actor,
    window: Window | None,
    about: Iterable[ColumnElement[bool]],
    type_: ActivityType | None = None,
) -> Page[ActivityLine]:
    """What belongs to any of `about`, what happened last first.

    Each of `about` is read by its own index, and only the texts of what is shown.
    """
    actor.require(Permission.ACTIVITIES_READ)
    found = _found(actor, about, type_)
    order = Order("happened", found.c.happened_at, found.c.id, descending=True)
    query = select(found.c.id, order.column)
    with services.storage.read() as session:
        page = sorted_page(session, query, order, window or Window(), lambda row: int(row.id))
        return Page(_lines_of(session, page.items), page.next_cursor)


def _found(
    actor: Actor, about: Iterable[ColumnElement[bool]], type_: ActivityType | None
) -> Subquery:
    of_kind = () if type_ is None else (ActivityRow.type == type_,)
    mine = select(ActivityRow.id, _HAPPENED_AT).where(
        ActivityRow.tenant_id == actor.tenant_id, *of_kind
    )
    return union(*(mine.where(one) for one in about)).subquery()


def _lines_of(session: ReadSession, ids: tuple[int, ...]) -> tuple[ActivityLine, ...]:
    """The activities of these ids, in this order."""
    if not ids:
        return ()
    shown = select(*_COLUMNS).where(ActivityRow.id.in_(ids))
    lines = {row.id: _line(row) for row in session.execute(shown)}
    return tuple(lines[key] for key in ids)


def _page(
    services: Services, actor: Actor, window: Window | None, conditions: list[Any]
) -> Page[ActivityLine]:
    actor.require(Permission.ACTIVITIES_READ)
    query = select(*_COLUMNS).where(ActivityRow.tenant_id == actor.tenant_id, *conditions)
    with services.storage.read() as session:
        return page_of(
            session,
            query,
            ActivityRow.id,
            window or Window(),
            _line,
        )


def _line(row: AnyRow) -> ActivityLine:
    return ActivityLine(*tuple(row))
