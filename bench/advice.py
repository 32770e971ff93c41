"""How long an advice takes on a workspace with many activities: loaded, counted, decided.

Asked of deals of every stage, of the one whose person was touched most often, and of a deal whose
person alone has `HOT` activities. `p50` and `worst` are of all of them; each was asked once before,
so that what is measured is the machine and not its disk.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.seed import bench_services, the_actor
from bench.workspace import fill_workspace
from crm_core.domain.deals import OPEN, STAGES, move_text
from crm_core.domain.words import DealStage
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.tables import ActivityRow, DealRow
from crm_core.views.next_step import as_answer, recommend_next_step

ASKED = 60
HOT = 10_000
STAY = timedelta(days=9)
ZONE = ZoneInfo("Europe/Berlin")


def run(activities: int, kinds: tuple[str, ...]) -> dict[str, float]:
    """Milliseconds by database, with a tenth as many leads as activities."""
    results: dict[str, float] = {}
    for kind in kinds:
        with bench_services(kind) as services:
            fill_workspace(services, leads=activities // 10, activities=activities)
            hot = _live(services)
            taken = [_asked(services, deal) for deal in (*_deals(services), hot)]
            alone = [_asked(services, hot) for _ in range(9)]
            name = f"advice.{kind}.{activities}"
            results |= {
                f"{name}.p50_ms": median(taken), f"{name}.worst_ms": max(taken),
                f"{name}.of_a_person_with_{HOT}_ms": median(alone),
            }  # fmt: skip
    return results


def _asked(services: Services, deal_id: int) -> float:
    actor = the_actor(services)
    for _ in range(2):
        began = perf_counter()
        as_answer(recommend_next_step(services, actor=actor, deal_id=deal_id, zone=ZONE))
        milliseconds = (perf_counter() - began) * 1_000
    return milliseconds


def _deals(services: Services) -> list[int]:
    """Some of every stage, and those whose people were touched most."""
    with services.storage.read() as session:
        every = session.execute(select(DealRow.id, DealRow.stage).order_by(DealRow.id)).all()
        most = session.scalars(
            select(DealRow.id)
            .join(ActivityRow, ActivityRow.party_id == DealRow.party_id)
            .group_by(DealRow.id)
            .order_by(func.count().desc())
            .limit(6)
        ).all()
    chance = Random(3)
    by_stage = {stage: [row.id for row in every if row.stage == stage] for stage in OPEN}
    some = [key for ids in by_stage.values() for key in chance.sample(ids, min(len(ids), ASKED))]
    return [*chance.sample(some, min(len(some), ASKED)), *most]


def _live(services: Services) -> int:
    """Give every deal the moves that led it to its stage, and one person `HOT` activities.

    Returns the deal of that person, which is in negotiation.
    """
    with services.storage.write() as session:
        deals = session.execute(
            select(DealRow.id, DealRow.party_id, DealRow.stage, DealRow.stage_entered_at)
        ).all()
        hot = next(row for row in reversed(deals) if row.stage == DealStage.NEGOTIATION)
        now = services.clock.now()
        touches = [
            (hot.party_id, None, "EMAIL" if number % 3 else "CALL", "A word", at, at)
            for number, at in enumerate(now - timedelta(hours=number) for number in range(HOT))
        ]
        moves = [line for row in deals for line in _moves(row)]
        insert_rows(
            session, ActivityRow,
            ("party_id", "deal_id", "type", "subject", "completed_at", "created_at"),
            [*moves, *touches],
            same={"tenant_id": the_actor(services).tenant_id, "status": "DONE",
                  "source": "PERSON", "body": "What was said. " * 5},
        )  # fmt: skip
        began = [(row.id, row.stage_entered_at - _way_to(row.stage)) for row in deals]
        update_rows(session, DealRow, ("id", "created_at"), began)
    with services.storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as c:
        c.exec_driver_sql("ANALYZE" if services.storage.is_sqlite else "VACUUM ANALYZE")
    return int(hot.id)


def _way_to(stage: str) -> timedelta:
    """How long a deal took to come to its stage."""
    return STAY * STAGES.index(DealStage(stage))


def _moves(deal: Any) -> Iterator[tuple[int, int, str, str, datetime, datetime]]:
    """The moves of a deal from its beginning to its stage; who is lost came there from anywhere."""
    way = STAGES[: STAGES.index(DealStage(deal.stage)) + 1]
    way = tuple(stage for stage in way if stage == deal.stage or stage is not DealStage.WON)
    for number, (origin, target) in enumerate(pairwise(way), 2 - len(way)):
        at = deal.stage_entered_at + STAY * number
        yield deal.party_id, deal.id, "STAGE_CHANGE", move_text(origin, target), at, at
