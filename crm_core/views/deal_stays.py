"""How long deals stay in a stage, told from the moves on their timelines."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import Subquery, select, union_all

from crm_core.domain.deals import CLOSED, Stay, Usual, read_move, stays, usual_stays
from crm_core.domain.words import ActivityType, DealStage
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.tables import ActivityRow, DealRow
from crm_core.storage.types import AnyRow

LATEST = 50
"""So many of the deals that were won last, and as many of those that were lost."""


def usual_in(session: ReadSession, tenant_id: int) -> dict[DealStage, Usual]:
    """The workspace's own median time in each stage.

    Only deals that have ended are asked: those under way would count their short stays and not
    yet their long ones. Two queries, bounded by `LATEST`; the ids come first, for with a subquery
    in their place PostgreSQL reads the activities of all deals.
    """
    ended = union_all(*(select(_latest(tenant_id, stage).c.id) for stage in sorted(CLOSED)))
    chosen = session.scalars(ended).all()
    if not chosen:
        return {}
    rows = session.execute(
        select(
            ActivityRow.deal_id, DealRow.created_at, ActivityRow.subject, ActivityRow.completed_at
        )
        .join(DealRow, DealRow.id == ActivityRow.deal_id)
        .where(among(session, ActivityRow.deal_id, chosen))
        .where(ActivityRow.type == ActivityType.STAGE_CHANGE, ActivityRow.tenant_id == tenant_id)
        .order_by(ActivityRow.deal_id, ActivityRow.id)
    )
    by_deal = groupby(rows, key=lambda row: row.deal_id)
    return usual_stays(span for _, some in by_deal for span in _ended(some))


def stays_of(session: ReadSession, deal: DealRow) -> tuple[Stay, ...]:
    """The stages that a deal went through, oldest first, and the one that it is in."""
    rows = session.execute(
        select(ActivityRow.subject, ActivityRow.completed_at, ActivityRow.note)
        .where(ActivityRow.deal_id == deal.id, ActivityRow.type == ActivityType.STAGE_CHANGE)
        .order_by(ActivityRow.id)
    )
    told = (read_move(row.subject, row.completed_at or deal.created_at, row.note) for row in rows)
    moves = [move for move in told if move is not None]
    return stays(deal.created_at, DealStage(deal.stage), moves)


def _latest(tenant_id: int, stage: DealStage) -> Subquery:
    return (
        select(DealRow.id)
        .where(DealRow.tenant_id == tenant_id, DealRow.stage == stage)
        .order_by(DealRow.expected_close_on.desc(), DealRow.id.desc())
        .limit(LATEST)
        .subquery()
    )


def _ended(rows: Iterable[AnyRow]) -> Iterator[tuple[DealStage, timedelta]]:
    """Each stage that a deal has left, told by its moves, and for how long it was there."""
    since: datetime | None = None
    for row in rows:
        move = read_move(row.subject, row.completed_at)
        if move is not None:
            yield move.origin, move.at - (since or row.created_at)
            since = move.at
