"""How long the copilot's reading tools take on a workspace with many activities.

Each tool is asked about the people, deals and sequences that have the most, and about some that
have little; twice, of which the second time counts, so that what is measured is the machine and
not its disk. `worst` is the slowest question of the tool.
"""

from collections.abc import Iterator
from datetime import UTC
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.seed import bench_services, the_actor
from bench.workspace import OWNERS, fill_workspace
from crm_core.copilot.registry import TOOLS
from crm_core.copilot.tool import Desk, Json
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
    SequenceRow,
    UserRow,
)

FEW = 3
ZONE = ZoneInfo("Europe/Berlin")


def run(activities: int, kinds: tuple[str, ...]) -> dict[str, float]:
    """Milliseconds by database and tool, with a tenth as many leads as activities."""
    results: dict[str, float] = {}
    for kind in kinds:
        with bench_services(kind) as services:
            fill_workspace(services, leads=activities // 10, activities=activities)
            desk = _desk(services)
            questions = list(_questions(services))
            for tool in TOOLS:
                mine = [given for name, given in questions if name == tool.name]
                if tool.is_read and mine:
                    taken = [_asked(desk, tool.name, given) for given in mine]
                    results[f"copilot.{kind}.{activities}.{tool.name}.worst_ms"] = max(taken)
    return results


def _desk(services: Services) -> Desk:
    """Of the busiest of the workspace's owners."""
    tenant_id = the_actor(services).tenant_id
    with services.storage.read() as session:
        key = session.scalars(select(UserRow.id).where(UserRow.name == OWNERS[0])).one()
    now = services.clock.now().astimezone(UTC)
    actor = Actor(tenant_id, Role.ADMINISTRATOR, "copilot", key, OWNERS[0])
    return Desk(services, actor, ZONE, now)


def _asked(desk: Desk, name: str, given: Json) -> float:
    tool = next(one for one in TOOLS if one.name == name)
    for _ in range(2):
        began = perf_counter()
        tool.find(desk, tool.read_input(given))
        milliseconds = (perf_counter() - began) * 1_000
    return milliseconds


def _questions(services: Services) -> Iterator[tuple[str, Json]]:
    """A tool's name and its input."""
    with services.storage.read() as session:
        touched = select(ActivityRow.party_id).group_by(ActivityRow.party_id)
        people = session.scalars(touched.order_by(func.count().desc()).limit(FEW)).all()
        some = session.scalars(
            select(PartyRow.id).where(PartyRow.kind == "PERSON").limit(FEW)
        ).all()
        staff = select(PartyRow.company_id).where(PartyRow.company_id.is_not(None))
        companies = session.scalars(
            staff.group_by(PartyRow.company_id).order_by(func.count().desc()).limit(FEW)
        ).all()
        sequences = session.scalars(select(SequenceRow.id)).all()
        enrollments = session.scalars(
            select(EnrollmentRow.id).where(EnrollmentRow.status == "ACTIVE").limit(FEW)
        ).all()
        messages = session.scalars(
            select(InboundMessageRow.id).order_by(InboundMessageRow.id.desc()).limit(FEW)
        ).all()
        written = select(InboundMessageRow.party_id).where(InboundMessageRow.party_id.is_not(None))
        writers = session.scalars(
            written.group_by(InboundMessageRow.party_id).order_by(func.count().desc()).limit(FEW)
        ).all()
        busiest = (
            select(DealRow.id)
            .join(ActivityRow, ActivityRow.party_id == DealRow.party_id)
            .group_by(DealRow.id)
            .order_by(func.count().desc())
            .limit(FEW)
        )
        deals = session.scalars(busiest).all()
    for words in ("ada", "nair northwind", "person77", "nobody at all", "a"):
        yield "find_people", {"text": words}
    for key in (*people, *some, *companies):
        yield "get_timeline", {"partyId": key}
        yield "get_timeline", {"partyId": key, "type": "MEETING", "limit": 25}
    given: Json
    for given in (
        {}, {"text": "ada"}, {"text": "deal 77"}, {"amountFrom": 45_000}, {"closing": "OVERDUE"},
        {"stage": "WON", "whose": "MINE"}, {"text": "no such deal anywhere"},
    ):  # fmt: skip
        yield "find_deals", given
    for given in (
        {}, {"days": 31}, {"days": 31, "whose": "MINE"}, {"type": "STAGE_CHANGE", "days": 31},
        {"type": "MEETING", "days": 31, "whose": "MINE"},
    ):  # fmt: skip
        yield "find_activities", given
    for when in ("DUE", "OVERDUE", "TODAY", "UPCOMING"):
        for whose in ("MINE", "EVERYBODY"):
            yield "get_tasks", {"when": when, "whose": whose, "limit": 25}
    for given in ({}, {"text": "outbound"}, {"status": "ACTIVE"}):
        yield "find_sequences", given
    for key in sequences:
        yield "get_sequence_numbers", {"sequenceId": key}
    for key in enrollments:
        yield "explain_waiting", {"enrollmentId": key}
    for key in people:
        yield "explain_waiting", {"partyId": key}
    for key in messages:
        yield "classify_reply", {"messageId": key}
    for key in writers:
        yield "classify_reply", {"partyId": key}
    for key in deals:
        yield "get_deal_summary", {"dealId": key}
        yield "recommend_next_step", {"dealId": key}
    yield "rewrite_message", {"text": "Dear Ada, …", "manner": "SHORTER"}
