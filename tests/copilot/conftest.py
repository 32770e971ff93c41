"""A person with a copilot, a small pipeline, and short ways to call a tool."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from crm_core.copilot.consent import desk_of
from crm_core.copilot.tool import Desk, Found, Proposal, Tool
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, PartyRow, TenantRow
from crm_core.storage.types import Row
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import create_task, log_call
from crm_core.usecases.deals import create_deal, move_deal
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.incoming import a_mail, message_id_to, received

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


def asked(desk: Desk, tool: Tool, **given: Any) -> Found:
    """What a reading tool finds, its input read as a model's."""
    return tool.find(desk, tool.read_input(given))


def proposed(desk: Desk, tool: Tool, **given: Any) -> Proposal:
    """What a writing tool proposes."""
    return tool.propose(desk, tool.read_input(given))


def done(desk: Desk, tool: Tool, **given: Any) -> dict[str, Any]:
    """What a writing tool gives back when it is carried out."""
    assert tool.do is not None
    return tool.do(desk, **tool.read_input(given))


def contents(services: Services) -> dict[str, int]:
    """How many rows each table has."""
    with services.storage.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Row.metadata.tables.items()
        }


@dataclass(frozen=True)
class Pipeline:
    """Ids of what there is. Ada got the first e-mail of the sequence and replied."""

    party: int
    lead: int
    company: int
    deal: int
    sequence: int
    enrollment: int
    message: int
    task: int


@pytest.fixture
def pipeline(each_services: Services, actor: Actor, person: Actor) -> Pipeline:
    services = each_services
    lead = a_lead(
        services, person, first_name="Ada", last_name="Byron", email="ada1@example.com",
        phone="+44 20 7946 0958", company="Analytical Engines", title="Head of Sums",
    )  # fmt: skip
    with services.storage.read() as session:
        party = session.get_one(LeadRow, lead).party_id
        company = session.get_one(PartyRow, party).company_id
    assert company is not None
    sequence = a_sequence(services, person, EMAIL, CALL, name="Outbound")
    enrollment = enrolled(services, person, sequence, lead)
    run_touches(services)
    deal = create_deal(
        services, actor=person,
        deal={"name": "Engines", "party_id": party, "amount": "12500.50", "currency": "EUR",
              "expected_close_on": "2026-03-20"},
    )  # fmt: skip
    move_deal(services, actor=person, deal_id=deal, stage="QUALIFIED")
    log_call(
        services, actor=person, deal_id=deal, disposition="Connected", sentiment="POSITIVE",
        note="They want the price by door.",
    )  # fmt: skip
    task = create_task(services, actor=person, deal_id=deal, subject="Send the price list")
    message = received(
        services, actor,
        a_mail(
            MailClass.REPLY, in_reply_to=message_id_to(services), from_name="Ada Byron",
            sentiment=Sentiment.POSITIVE, intent=ReplyIntent.POSITIVE,
            reason="A person wrote it.", text="Yes, please send the offer.",
            reply_text="Yes, please send the offer.",
        ),
    ).inbound_id  # fmt: skip
    assert message is not None
    return Pipeline(party, lead, company, deal, sequence, enrollment, message, task)


def another_workspace(services: Services, desk: Desk) -> Desk:
    """The same person's desk, were they in a workspace of others."""
    with services.storage.write() as session:
        other = TenantRow(name="Others", created_at=desk.now)
        session.add(other)
        session.flush()
        key = other.id
    return replace(desk, actor=replace(desk.actor, tenant_id=key))
