"""What followed the steps of past deals, counted for the base rates of one stage."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, func, or_, select, union_all

from crm_core.domain.advice.history import deed_of
from crm_core.domain.advice.rates import WITHIN, BaseRates, Past, count_rates
from crm_core.domain.deals import CLOSED, STAGES, read_move
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
)
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.tables import ActivityRow, DealRow, InboundMessageRow
from crm_core.storage.types import AnyRow

COHORT = 120
"""So many deals are looked at: those that were added last of those that have been in the stage or
may have been, and are old enough to tell. Won and lost ones are taken as they come, so that their
share is the workspace's own."""

_TOLD = (ActivityType.EMAIL, ActivityType.CALL, ActivityType.MEETING, ActivityType.STAGE_CHANGE)


def load_rates(
    session: ReadSession, tenant_id: int, stage: DealStage, now: datetime
) -> BaseRates | None:
    """The rates of a stage; None for one in which nothing moves any more. Two queries."""
    if stage in CLOSED:
        return None
    behind = STAGES[STAGES.index(stage) :]
    deals = session.execute(
        select(DealRow.id, DealRow.party_id, DealRow.created_at, DealRow.stage)
        .where(
            DealRow.tenant_id == tenant_id,
            DealRow.stage.in_(behind),
            DealRow.created_at <= now - WITHIN,
        )
        .order_by(DealRow.id.desc())
        .limit(COHORT)
    ).all()
    if not deals:
        return None
    of_deals: defaultdict[int, list[AnyRow]] = defaultdict(list)
    of_people: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(_lines(session, tenant_id, deals)):
        if row.deal_id is None:
            of_people[row.party_id].append(row)
        else:
            of_deals[row.deal_id].append(row)
    pasts = (_past(deal, of_deals[deal.id], of_people[deal.party_id or 0]) for deal in deals)
    return count_rates(pasts, stage, now)


def _lines(
    session: ReadSession, tenant_id: int, deals: Sequence[AnyRow]
) -> CompoundSelect[*tuple[Any, ...]]:
    """What was done about the deals, or said with their people naming no deal.

    When something happened is told so that no index by time fits: SQLite would read the whole
    workspace by it, for each deal anew.
    """
    happened_at = func.coalesce(ActivityRow.completed_at, ActivityRow.created_at)
    # A draft had a time by which it was due, a noted answer none. To look for the delivery of each
    # would let PostgreSQL read all deliveries.
    is_sent = or_(ActivityRow.source == ActivitySource.SEQUENCE, ActivityRow.due_at.is_not(None))
    people = {deal.party_id for deal in deals if deal.party_id is not None}
    about = (
        among(session, ActivityRow.deal_id, [deal.id for deal in deals]),
        among(session, ActivityRow.party_id, people) & ActivityRow.deal_id.is_(None),
    )
    return union_all(
        *(
            select(
                ActivityRow.id, ActivityRow.deal_id, ActivityRow.party_id, ActivityRow.type,
                ActivityRow.status, ActivityRow.source, happened_at.label("at"),
                ActivityRow.subject, ActivityRow.disposition, ActivityRow.sentiment,
                InboundMessageRow.classification.label("mail_class"), is_sent.label("is_sent"),
            )
            .outerjoin(
                InboundMessageRow,
                (InboundMessageRow.id == ActivityRow.inbound_id)
                & (ActivityRow.source == ActivitySource.INBOX),
            )
            .where(
                one,
                ActivityRow.tenant_id == tenant_id,
                ActivityRow.type.in_(_TOLD),
                ActivityRow.status == ActivityStatus.DONE,
                happened_at >= min(deal.created_at for deal in deals),
            )
            for one in about
        )
    )  # fmt: skip


def _past(deal: AnyRow, own: list[AnyRow], persons: list[AnyRow]) -> Past:
    """One deal's way: by its own rows, and by its person's since it began."""
    rows = [*own, *(row for row in persons if row.at >= deal.created_at)]
    rows.sort(key=lambda row: (row.at, row.id))
    moves = []
    deeds = []
    for row in rows:
        if row.type != ActivityType.STAGE_CHANGE:
            deeds.append((row.at, deed_of(row)))
        elif (move := read_move(row.subject, row.at)) is not None:
            moves.append(move)
    began_in = moves[0].origin if moves else DealStage(deal.stage)
    return Past(deal.created_at, began_in, tuple(moves), tuple(deeds))
