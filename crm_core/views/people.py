"""Leads and parties as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import LeadRow, PartyRow, SuppressionRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.paging import Page, Window, page_of
from crm_core.views.suppressed import with_domains

_company = aliased(PartyRow)


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A person or company. `suppressed` says why no mail may go there, or is None. `has_left`: the
    person is not at the company any more."""

    id: int
    kind: str
    name: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    title: str
    company: str | None
    company_id: int | None
    timezone: str | None
    country: str | None
    owner_id: int | None
    custom: dict[str, Any]
    suppressed: str | None
    created_at: datetime
    is_erased: bool = False
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead with the person that it belongs to."""

    id: int
    status: str
    source: str
    owner_id: int | None
    created_at: datetime
    person: PartyLine


def list_leads(services: Services, *, actor: Actor, window: Window | None = None) -> Page[LeadLine]:
    """The workspace's leads, newest first."""
    actor.require(Permission.PEOPLE_READ)
    query = _leads().where(LeadRow.tenant_id == actor.tenant_id)
    with services.storage.read() as session:
        page = page_of(session, query, LeadRow.id, window or Window(), _lead)
        return Page(_marked(session, actor, page.items), page.next_cursor)


def get_lead(services: Services, *, actor: Actor, lead_id: int) -> LeadLine:
    """One lead; raises `NotFound`."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        owned(session, LeadRow, actor.tenant_id, lead_id, what="lead")
        line = _lead(session.execute(_leads().where(LeadRow.id == lead_id)).one())
        return _marked(session, actor, [line])[0]


def list_parties(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    kind: PartyKind | None = None,
) -> Page[PartyLine]:
    """Persons and companies, newest first."""
    actor.require(Permission.PEOPLE_READ)
    query = _parties().where(PartyRow.tenant_id == actor.tenant_id)
    if kind is not None:
        query = query.where(PartyRow.kind == kind)
    with services.storage.read() as session:
        page = page_of(session, query, PartyRow.id, window or Window(), _party)
        return Page(with_domains(session, actor.tenant_id, page.items), page.next_cursor)


def get_party(services: Services, *, actor: Actor, party_id: int) -> PartyLine:
    """One person or company; raises `NotFound`."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        owned(session, PartyRow, actor.tenant_id, party_id, what="party")
        line = _party(session.execute(_parties().where(PartyRow.id == party_id)).one())
        return with_domains(session, actor.tenant_id, [line])[0]


def _marked(session: ReadSession, actor: Actor, leads: Sequence[LeadLine]) -> tuple[LeadLine, ...]:
    people = with_domains(session, actor.tenant_id, [lead.person for lead in leads])
    return tuple(replace(lead, person=person) for lead, person in zip(leads, people, strict=True))


_PARTY_COLUMNS = (
    PartyRow.id.label("party_id"),
    PartyRow.kind,
    PartyRow.name,
    PartyRow.first_name,
    PartyRow.last_name,
    PartyRow.email,
    PartyRow.phone,
    PartyRow.title,
    _company.name.label("company"),
    PartyRow.company_id,
    PartyRow.timezone,
    PartyRow.country,
    PartyRow.owner_id.label("party_owner_id"),
    PartyRow.custom,
    SuppressionRow.reason.label("suppressed"),
    PartyRow.created_at.label("party_created_at"),
    PartyRow.erased_at,
    PartyRow.left_at,
)


def _with_company_and_suppression(query: AnySelect) -> AnySelect:
    return query.outerjoin(_company, _company.id == PartyRow.company_id).outerjoin(
        SuppressionRow,
        (SuppressionRow.tenant_id == PartyRow.tenant_id) & (SuppressionRow.email == PartyRow.email),
    )


def _parties() -> AnySelect:
    return _with_company_and_suppression(select(PartyRow.id, *_PARTY_COLUMNS))


def _leads() -> AnySelect:
    columns = (LeadRow.id, LeadRow.status, LeadRow.source, LeadRow.owner_id, LeadRow.created_at)
    query = select(*columns, *_PARTY_COLUMNS).join(PartyRow, PartyRow.id == LeadRow.party_id)
    return _with_company_and_suppression(query)


def _party(row: AnyRow) -> PartyLine:
    return PartyLine(
        id=row.party_id,
        kind=row.kind,
        name=row.name,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        phone=row.phone,
        title=row.title,
        company=row.company,
        company_id=row.company_id,
        timezone=row.timezone,
        country=row.country,
        owner_id=row.party_owner_id,
        custom=row.custom or {},
        suppressed=row.suppressed,
        created_at=row.party_created_at,
        is_erased=row.erased_at is not None,
        has_left=row.left_at is not None,
    )


def _lead(row: AnyRow) -> LeadLine:
    return LeadLine(
        id=row.id,
        status=row.status,
        source=row.source,
        owner_id=row.owner_id,
        created_at=row.created_at,
        person=_party(row),
    )
