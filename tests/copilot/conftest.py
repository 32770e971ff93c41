"""A person with a copilot, and a few tools that tests can follow."""

from zoneinfo import ZoneInfo

import pytest

from crm_core.copilot.consent import desk_of
from crm_core.copilot.tool import Desk
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import add_user

UTC = ZoneInfo("UTC")


def a_person(
    services: Services, admin: Actor, role: Role = Role.MANAGER, name: str = "Mia"
) -> Actor:
    """A user who signed in."""
    email = f"{name.lower()}@example.com"
    key = add_user(
        services, actor=admin, email=email, password="correct horse", role=role, name=name
    )
    return Actor(admin.tenant_id, role, "user", key, name)


@pytest.fixture
def person(each_services: Services, actor: Actor) -> Actor:
    """A manager of the workspace, on each database."""
    return a_person(each_services, actor)


@pytest.fixture
def desk(each_services: Services, person: Actor) -> Desk:
    return desk_of(each_services, person, UTC)
