"""Deals as lists and pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import DealStage
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import DealRow
from crm_core.views.paging import Page, Window, page_of


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal. `amount` is in `currency`'s main unit."""

    id: int
    name: str
    party_id: int | None
    lead_id: int | None
    company_id: int | None
    stage: str
    stage_entered_at: datetime
    amount: Decimal
    currency: str
    owner_id: int | None
    expected_close_on: date | None
    created_at: datetime


_COLUMNS = (
    DealRow.id,
    DealRow.name,
    DealRow.party_id,
    DealRow.lead_id,
    DealRow.company_id,
    DealRow.stage,
    DealRow.stage_entered_at,
    DealRow.amount,
    DealRow.currency,
    DealRow.owner_id,
    DealRow.expected_close_on,
    DealRow.created_at,
)


def list_deals(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    stage: DealStage | None = None,
) -> Page[DealLine]:
    """The workspace's deals, newest first."""
    actor.require(Permission.DEALS_READ)
    query = select(*_COLUMNS).where(DealRow.tenant_id == actor.tenant_id)
    if stage is not None:
        query = query.where(DealRow.stage == stage)
    with services.storage.read() as session:
        return page_of(
            session, query, DealRow.id, window or Window(), lambda row: DealLine(*tuple(row))
        )


def get_deal(services: Services, *, actor: Actor, deal_id: int) -> DealLine:
    """One deal; raises `NotFound`."""
    actor.require(Permission.DEALS_READ)
    with services.storage.read() as session:
        owned(session, DealRow, actor.tenant_id, deal_id, what="deal")
        return DealLine(
            *tuple(session.execute(select(*_COLUMNS).where(DealRow.id == deal_id)).one())
        )
