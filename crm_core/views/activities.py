"""Activities, and the timelines that people, leads and deals share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from crm_core.domain.inputs import word
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, ActivityType, EntityType, PartyKind
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, LeadRow, PartyRow
from crm_core.views.paging import Page, Window, page_of


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity. `due_at` is set for open ones, `completed_at` for those that are done."""

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
)


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
    """Activities, newest first; a lead's are those of the lead, a party's those of the person.

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
        return ActivityLine(*tuple(session.execute(query).one()))


def party_timeline(
    services: Services,
    *,
    actor: Actor,
    party_id: int,
    window: Window | None = None,
    type_: ActivityType | None = None,
) -> Page[ActivityLine]:
    """Everything about a person; for a company, about its people and its deals."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        party = owned(session, PartyRow, actor.tenant_id, party_id, what="party")
    kind = [] if type_ is None else [ActivityRow.type == type_]
    if party.kind == PartyKind.PERSON:
        return _page(services, actor, window, [ActivityRow.party_id == party_id, *kind])
    people = select(PartyRow.id).where(PartyRow.company_id == party_id)
    deals = select(DealRow.id).where(DealRow.company_id == party_id)
    about = or_(
        ActivityRow.party_id.in_(people),
        ActivityRow.party_id == party_id,
        ActivityRow.deal_id.in_(deals),
    )
    return _page(services, actor, window, [about, *kind])


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
    actor.require(Permission.DEALS_READ)
    with services.storage.read() as session:
        deal = owned(session, DealRow, actor.tenant_id, deal_id, what="deal")
    about: ColumnElement[bool] = ActivityRow.deal_id == deal_id
    if deal.party_id is not None:
        about = or_(about, ActivityRow.party_id == deal.party_id)
    return _page(services, actor, window, [about])


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
            lambda row: ActivityLine(*tuple(row)),
        )
