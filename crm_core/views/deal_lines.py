"""A deal as boards and lists show it, and the filters that both share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from crm_core.domain.deals import CLOSED, Closing, Usual, is_long, is_overdue, month_of, weighted
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.storage.tables import DealRow, PartyRow, UserRow
from crm_core.storage.types import AnyRow, AnySelect

person, company = aliased(PartyRow), aliased(PartyRow)


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal with the names around it. `long`: much longer in its stage than deals usually are.

    `weighted` is the amount times the stage's odds, both in `currency`'s main unit.
    """

    id: int
    name: str
    stage: DealStage
    since: datetime
    amount: Decimal
    weighted: Decimal
    currency: str
    close_on: date | None
    overdue: bool
    long: bool
    person_id: int | None
    person: str | None
    company_id: int | None
    company: str | None
    owner_id: int | None
    owner: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals are meant; what is None narrows nothing.

    `fresh`: only those that entered their stage since the viewer's month began. `least` and
    `most`: amounts, whatever their currency.
    """

    owner_id: int | None = None
    closing: Closing | None = None
    stages: tuple[DealStage, ...] | None = None
    fresh: bool = False
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The moment at which deals are looked at, and which day that is where the viewer is."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def month_began(self) -> datetime:
        """The first instant of the viewer's month."""
        first = month_of(self.today)[0]
        return datetime(first.year, first.month, 1, tzinfo=self.zone)


def conditions(actor: Actor, wanted: DealFilter, day: Day) -> list[ColumnElement[bool]]:
    """What the actor's deals must fulfil to be those that are wanted."""
    told: list[ColumnElement[bool]] = [DealRow.tenant_id == actor.tenant_id]
    if wanted.stages is not None:
        told.append(DealRow.stage.in_(wanted.stages))
    if wanted.fresh:
        told.append(DealRow.stage_entered_at >= day.month_began)
    if wanted.owner_id is not None:
        told.append(DealRow.owner_id == wanted.owner_id)
    if wanted.least is not None:
        told.append(DealRow.amount >= wanted.least)
    if wanted.most is not None:
        told.append(DealRow.amount <= wanted.most)
    if wanted.closing is Closing.THIS_MONTH:
        first, after = month_of(day.today)
        told += [DealRow.expected_close_on >= first, DealRow.expected_close_on < after]
    elif wanted.closing is Closing.OVERDUE:
        told += [DealRow.expected_close_on < day.today, DealRow.stage.not_in(CLOSED)]
    elif wanted.closing is Closing.NO_DATE:
        told.append(DealRow.expected_close_on.is_(None))
    return told


def cards(*more: ColumnElement[Any]) -> AnySelect:
    """The query of cards, joined with `person` and `company`; `more` columns come with them."""
    return (
        select(
            DealRow.id, DealRow.name, DealRow.stage, DealRow.stage_entered_at, DealRow.amount,
            DealRow.currency, DealRow.expected_close_on, DealRow.party_id, DealRow.company_id,
            DealRow.owner_id, DealRow.created_at,
            func.coalesce(func.nullif(person.name, ""), person.email).label("person"),
            company.name.label("company"), UserRow.name.label("owner"), *more,
        )
        .outerjoin(person, person.id == DealRow.party_id)
        .outerjoin(company, company.id == DealRow.company_id)
        .outerjoin(UserRow, UserRow.id == DealRow.owner_id)
    )  # fmt: skip


def card(row: AnyRow, day: Day, usual: Mapping[DealStage, Usual]) -> DealCard:
    """One line of `cards`, judged at the moment."""
    stage = DealStage(row.stage)
    return DealCard(
        id=row.id,
        name=row.name,
        stage=stage,
        since=row.stage_entered_at,
        amount=row.amount,
        weighted=weighted(row.amount, stage),
        currency=row.currency,
        close_on=row.expected_close_on,
        overdue=is_overdue(stage, row.expected_close_on, day.today),
        long=is_long(stage, day.now - row.stage_entered_at, usual),
        person_id=row.party_id,
        person=row.person,
        company_id=row.company_id,
        company=row.company,
        owner_id=row.owner_id,
        owner=row.owner,
        created_at=row.created_at,
    )
