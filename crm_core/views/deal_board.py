"""The pipeline: what stands in each stage, what it is worth, and the deals that come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, select, union_all

from crm_core.domain.deals import CLOSED, OPEN, STAGES, Sum, Usual, sums
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import DealStage
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import DealRow
from crm_core.storage.types import AnyRow
from crm_core.views.deal_lines import Day, DealCard, DealFilter, card, cards, conditions
from crm_core.views.deal_stays import usual_in

CARDS = 20
"""So many deals of a stage are shown before somebody asks for more."""
ENDED = 5
"""So many of those that were won or lost, where a board wants them short."""
CARDS_MOST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with all that stands in it counted and summed, and its first cards.

    Open deals come by the day on which they are to be closed, those without a day last; closed
    ones the latest first.
    """

    stage: DealStage
    count: int
    sums: tuple[Sum, ...]
    cards: tuple[DealCard, ...]
    usual: Usual | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is open, weighted by its odds, and what was won since the month began."""

    open: tuple[Sum, ...]
    won: tuple[Sum, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """The columns in the order of the stages."""

    columns: tuple[Column, ...]
    figures: Figures


def get_board(
    services: Services,
    *,
    actor: Actor,
    zone: ZoneInfo,
    wanted: DealFilter | None = None,
    shown: Mapping[DealStage, int] | None = None,
) -> Board:
    """The board of the deals that are `wanted`, by the day of `zone`.

    `shown`: how many cards of a stage, where it is not `CARDS`; at most `CARDS_MOST`. Three
    queries: the sums, the cards, and the stays of deals that ended.
    """
    actor.require(Permission.DEALS_READ)
    wanted, day = wanted or DealFilter(), Day(services.clock.now(), zone)
    with services.storage.read() as session:
        counted = _counted(session, actor, wanted, day)
        usual = usual_in(session, actor.tenant_id)
        first = _first_cards(session, actor, wanted, day, shown or {}, usual)
    columns = tuple(
        Column(
            stage,
            sum(row.deals for row in counted if row.stage == stage),
            sums(_part(row) for row in counted if row.stage == stage),
            first[stage],
            usual.get(stage),
        )
        for stage in STAGES
    )
    return Board(columns, _figures(counted))


def get_figures(
    services: Services, *, actor: Actor, zone: ZoneInfo, wanted: DealFilter | None = None
) -> Figures:
    """The board's sums alone. One query."""
    actor.require(Permission.DEALS_READ)
    with services.storage.read() as session:
        day = Day(services.clock.now(), zone)
        return _figures(_counted(session, actor, wanted or DealFilter(), day))


def _counted(session: ReadSession, actor: Actor, wanted: DealFilter, day: Day) -> list[AnyRow]:
    """For each stage and currency: how many deals, their sum, and what of it is this month's."""
    fresh = DealRow.stage_entered_at >= day.month_began
    query = (
        select(
            DealRow.stage,
            DealRow.currency,
            func.count().label("deals"),
            func.sum(DealRow.amount).label("amount"),
            func.sum(case((fresh, 1), else_=0)).label("fresh_deals"),
            func.sum(case((fresh, DealRow.amount), else_=0)).label("fresh_amount"),
        )
        .where(*conditions(actor, wanted, day))
        .group_by(DealRow.stage, DealRow.currency)
    )
    return list(session.execute(query).all())


def _figures(counted: list[AnyRow]) -> Figures:
    under_way = [row for row in counted if row.stage in OPEN]
    won = (
        (DealStage.WON, row.currency, row.fresh_amount, row.fresh_deals)
        for row in counted
        if row.stage == DealStage.WON and row.fresh_deals
    )
    return Figures(sums(map(_part, under_way)), sums(won), sum(row.deals for row in counted))


def _part(row: AnyRow) -> tuple[DealStage, str, Decimal, int]:
    return DealStage(row.stage), row.currency, row.amount, row.deals


def _first_cards(
    session: ReadSession,
    actor: Actor,
    wanted: DealFilter,
    day: Day,
    shown: Mapping[DealStage, int],
    usual: Mapping[DealStage, Usual],
) -> dict[DealStage, tuple[DealCard, ...]]:
    parts = [
        _first_ids(actor, wanted, day, stage, min(shown.get(stage, CARDS), CARDS_MOST))
        for stage in STAGES
    ]
    chosen = union_all(*parts).subquery()
    rows = session.execute(cards().join(chosen, chosen.c.id == DealRow.id)).all()
    found = [card(row, day, usual) for row in rows]
    return {
        stage: tuple(sorted((one for one in found if one.stage is stage), key=_place))
        for stage in STAGES
    }


def _first_ids(
    actor: Actor, wanted: DealFilter, day: Day, stage: DealStage, number: int
) -> Select[int]:
    close_on = DealRow.expected_close_on
    order = close_on.desc().nulls_last() if stage in CLOSED else close_on.asc().nulls_last()
    ids = (
        select(DealRow.id)
        .where(DealRow.stage == stage, *conditions(actor, wanted, day))
        .order_by(order, DealRow.id.desc())
        .limit(number)
        .subquery()
    )
    return select(ids.c.id)


def _place(one: DealCard) -> tuple[int, int]:
    """Where a card stands in its column; the order of `_first_ids`."""
    if one.close_on is None:
        return date.max.toordinal(), -one.id
    day = one.close_on.toordinal()
    return (-day if one.stage in CLOSED else day), -one.id
