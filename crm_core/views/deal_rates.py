"""What followed the steps of past deals, counted for the base rates of one stage."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Subquery, select, union_all

from crm_core.domain.advice.history import Deed, Line, deed_of
from crm_core.domain.advice.rates import WITHIN, BaseRates, Past, count_rates
from crm_core.domain.deals import CLOSED, STAGES, read_move
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
    MailClass,
    Sentiment,
)
from crm_core.storage.activities import SENT_EMAIL
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import ActivityRow, DealRow, InboundMessageRow
from crm_core.storage.types import AnyRow

COHORT = 200
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
    cohort = (
        select(DealRow.id, DealRow.party_id, DealRow.created_at, DealRow.stage)
        .where(
            DealRow.tenant_id == tenant_id,
            DealRow.stage.in_(behind),
            DealRow.created_at <= now - WITHIN,
        )
        .order_by(DealRow.id.desc())
        .limit(COHORT)
        .subquery()
    )
    deals = session.execute(select(cohort.c.id, cohort.c.created_at, cohort.c.stage)).all()
    if not deals:
        return None
    told: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(_lines(tenant_id, cohort)):
        told[row.of_deal].append(row)
    return count_rates((_past(deal, told[deal.id]) for deal in deals), stage, now)


def _lines(tenant_id: int, cohort: Subquery) -> CompoundSelect[*tuple[Any, ...]]:
    """What was done about the deals or said with their people since each began.

    A person's lines that name no deal count for each of their deals.
    """
    about = (
        ActivityRow.deal_id == cohort.c.id,
        (ActivityRow.party_id == cohort.c.party_id)
        & ActivityRow.deal_id.is_(None)
        & (ActivityRow.completed_at >= cohort.c.created_at),
    )
    return union_all(
        *(
            select(
                cohort.c.id.label("of_deal"), ActivityRow.id, ActivityRow.type, ActivityRow.source,
                ActivityRow.completed_at.label("at"), ActivityRow.subject,
                ActivityRow.disposition, ActivityRow.sentiment,
                InboundMessageRow.classification, SENT_EMAIL.label("is_sent"),
            )
            .select_from(cohort)
            .join(ActivityRow, one)
            .outerjoin(
                InboundMessageRow,
                (InboundMessageRow.id == ActivityRow.inbound_id)
                & (ActivityRow.source == ActivitySource.INBOX),
            )
            .where(
                ActivityRow.tenant_id == tenant_id,
                ActivityRow.type.in_(_TOLD),
                ActivityRow.status == ActivityStatus.DONE,
                ActivityRow.completed_at.is_not(None),
            )
            for one in about
        )
    )  # fmt: skip


def _past(deal: AnyRow, rows: list[AnyRow]) -> Past:
    """One deal's way, told by its rows in whichever order."""
    rows = sorted(rows, key=lambda row: (row.at, row.id))
    moves = [
        move
        for row in rows
        if row.type == ActivityType.STAGE_CHANGE and (move := read_move(row.subject, row.at))
    ]
    began_in = moves[0].origin if moves else DealStage(deal.stage)
    return Past(deal.created_at, began_in, tuple(moves), tuple(_deeds(rows)))


def _deeds(rows: list[AnyRow]) -> Iterator[tuple[datetime, Deed]]:
    for row in rows:
        if row.type != ActivityType.STAGE_CHANGE:
            yield (
                row.at,
                deed_of(
                    Line(
                        id=row.id,
                        type=ActivityType(row.type),
                        status=ActivityStatus.DONE,
                        source=ActivitySource(row.source),
                        at=row.at,
                        subject=row.subject,
                        is_sent=bool(row.is_sent),
                        disposition=row.disposition,
                        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
                        mail_class=MailClass(row.classification) if row.classification else None,
                    )
                ),
            )
