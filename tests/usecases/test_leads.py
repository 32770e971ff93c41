"""Changing many leads at once: all of them, or none."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow
from crm_core.usecases.access import add_user
from crm_core.usecases.leads import update_leads
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.people import get_lead
from tests.builders import a_lead


def test_the_named_facts_change_and_the_others_stay(each_services: Services, actor: Actor) -> None:
    leads = [a_lead(each_services, actor, number, source="Fair") for number in (1, 2, 3)]
    owner = add_user(each_services, actor=actor, email="bob@example.com", role="salesperson",
                     password="correct horse battery", name="Bob")  # fmt: skip

    changed = update_leads(
        each_services, actor=actor, lead_ids=[*leads[:2], leads[0], 10**9],
        changes={"status": "working", "owner_id": owner},
    )  # fmt: skip

    assert changed == 2
    lines = [get_lead(each_services, actor=actor, lead_id=lead) for lead in leads]
    assert [(line.status, line.owner_id, line.source) for line in lines] == [
        ("WORKING", owner, "Fair"), ("WORKING", owner, "Fair"), ("NEW", None, "Fair"),
    ]  # fmt: skip
    with each_services.storage.read() as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.action == "lead.changed")).all()
    assert [line.object_id for line in noted] == leads[:2]
    assert noted[0].detail == {"fields": ["status", "owner_id"]}


def test_nobodys_is_an_owner_too(each_services: Services, actor: Actor) -> None:
    lead = a_lead(each_services, actor)

    assert update_leads(
        each_services, actor=actor, lead_ids=[lead], changes={"owner_id": None}
    ) == 1  # fmt: skip
    assert get_lead(each_services, actor=actor, lead_id=lead).owner_id is None


@pytest.mark.parametrize(
    ("changes", "field", "refusal"),
    [
        ({"status": "HAPPY"}, "status", InvalidInput),
        ({"owner_id": 10**9}, "ownerId", NotFound),
        ({"owner_id": "x"}, "ownerId", InvalidInput),
        ({"email": "a@example.com"}, "lead.email", InvalidInput),
    ],
)
def test_a_refusal_changes_nobody(
    services: Services, actor: Actor, changes: dict[str, object], field: str,
    refusal: type[CrmError],
) -> None:  # fmt: skip
    lead = a_lead(services, actor)

    with pytest.raises(refusal) as refused:
        update_leads(services, actor=actor, lead_ids=[lead], changes=changes)
    assert refused.value.field == field
    assert get_lead(services, actor=actor, lead_id=lead).status == "NEW"


def test_leads_of_others_are_not_reached(services: Services, actor: Actor) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.ADMINISTRATOR, "cli")
    lead = a_lead(services, actor)

    assert update_leads(services, actor=other, lead_ids=[lead], changes={"status": "OPEN"}) == 0
    assert get_lead(services, actor=actor, lead_id=lead).status == "NEW"
    with pytest.raises(Forbidden):
        update_leads(services, actor=Actor(actor.tenant_id, Role.READ_ONLY, "user"),
                     lead_ids=[lead], changes={"status": "OPEN"})  # fmt: skip
    with pytest.raises(InvalidInput):
        update_leads(services, actor=actor, lead_ids=range(10_001), changes={"status": "OPEN"})
