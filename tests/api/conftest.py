"""The API over a test's services, called as different people, and a small world to call about."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, LeadRow
from crm_core.storage.types import Row
from crm_core.storage.workspace import create_workspace
from crm_core.usecases.access import command_line_actor, create_token
from crm_core.usecases.deals import create_deal
from crm_core.usecases.run_sequences import run_sequence_steps
from tests.builders import TASK, a_lead, a_sequence, enrolled

RowCounts = Callable[[], dict[str, int]]


def client_for(services: Services, actor: Actor, role: str = Role.ADMINISTRATOR) -> TestClient:
    """A client with a token of the role in the actor's workspace."""
    token = create_token(services, actor=actor, role=role)
    return TestClient(asgi(lambda: services), headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def api(services: Services, actor: Actor) -> TestClient:
    """The API on SQLite, as an administrator."""
    return client_for(services, actor)


@pytest.fixture
def each_api(each_services: Services, actor: Actor) -> TestClient:
    """The API on each database in turn, as an administrator."""
    return client_for(each_services, actor)


@pytest.fixture
def as_role(services: Services, actor: Actor) -> Callable[[str], TestClient]:
    """The API as somebody of a role."""
    return lambda role: client_for(services, actor, role)


@pytest.fixture
def anybody(services: Services) -> TestClient:
    """The API without a token."""
    return TestClient(asgi(lambda: services))


@pytest.fixture
def runner(services: Services) -> TestClient:
    """The API as the installation's own runner."""
    token = services.settings.service_token
    return TestClient(asgi(lambda: services), headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def stranger(services: Services) -> Actor:
    """An administrator of another workspace of the same installation."""
    with services.storage.write() as session:
        tenant_id = create_workspace(
            session, "Elsewhere", "sales@elsewhere.example.com", services.clock.now()
        )
    return command_line_actor(tenant_id)


@dataclass(frozen=True)
class World:
    """The ids of one of each. The enrollment's first step is the open activity, a task."""

    sequence: int
    lead: int
    party: int
    deal: int
    enrollment: int
    activity: int

    def ids(self, prefix: str = "") -> dict[str, int]:
        return {prefix + name: number for name, number in asdict(self).items()}


def make_world(services: Services, actor: Actor) -> World:
    sequence = a_sequence(services, actor, TASK)
    lead = a_lead(services, actor)
    enrollment = enrolled(services, actor, sequence, lead)
    deal = create_deal(services, actor=actor, deal={"name": "Engines", "lead_id": lead})
    run_sequence_steps(services)
    with services.storage.read() as session:
        activity = session.scalars(
            select(ActivityRow.id).where(ActivityRow.enrollment_id == enrollment)
        ).one()
        party = session.scalars(select(LeadRow.party_id).where(LeadRow.id == lead)).one()
    return World(sequence, lead, party, deal, enrollment, activity)


@pytest.fixture
def world(services: Services, actor: Actor) -> World:
    return make_world(services, actor)


@pytest.fixture
def foreign(services: Services, stranger: Actor) -> World:
    """The same in another workspace."""
    return make_world(services, stranger)


@pytest.fixture
def row_counts(services: Services) -> RowCounts:
    """How many rows each table has."""

    def count() -> dict[str, int]:
        with services.storage.read() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in Row.metadata.sorted_tables
            }

    return count
