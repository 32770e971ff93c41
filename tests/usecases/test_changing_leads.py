"""What of a lead can be changed, and what is refused."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.usecases.access import add_user
from crm_core.usecases.leads import update_lead
from crm_core.views.people import get_lead
from tests.builders import a_lead


def test_status_source_and_owner_change_and_what_is_not_named_stays(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, source="Fair")
    owner = add_user(
        each_services, actor=actor, email="bob@example.com", password="long enough",
        role="salesperson", name="Bob",
    )  # fmt: skip

    update_lead(
        each_services, actor=actor, lead_id=lead, changes={"status": "working", "owner_id": owner}
    )
    line = get_lead(each_services, actor=actor, lead_id=lead)
    assert (line.status, line.source, line.owner_id) == ("WORKING", "Fair", owner)

    update_lead(
        each_services, actor=actor, lead_id=lead, changes={"owner_id": None, "source": "Web"}
    )
    line = get_lead(each_services, actor=actor, lead_id=lead)
    assert (line.status, line.source, line.owner_id) == ("WORKING", "Web", None)


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"status": "LOST"}, InvalidInput, "status"),
        ({"owner_id": 999}, NotFound, "ownerId"),
        ({"owner_id": "x"}, InvalidInput, "ownerId"),
        ({"source": "a\nb"}, InvalidInput, "source"),
        ({"email": "x@example.com"}, InvalidInput, "lead.email"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_changes(
    each_services: Services,
    actor: Actor,
    changes: dict[str, object],
    refusal: type[CrmError],
    field: str,
) -> None:
    lead = a_lead(each_services, actor)
    before = get_lead(each_services, actor=actor, lead_id=lead)
    with pytest.raises(refusal) as refused:
        update_lead(each_services, actor=actor, lead_id=lead, changes={"status": "OPEN", **changes})
    assert refused.value.field == field
    assert get_lead(each_services, actor=actor, lead_id=lead) == before


def test_it_needs_the_permission_and_a_lead_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    lead = a_lead(services, actor)
    with pytest.raises(Forbidden):
        update_lead(
            services, actor=Actor(actor.tenant_id, Role.READ_ONLY, "user"), lead_id=lead,
            changes={"status": "OPEN"},
        )  # fmt: skip
    with pytest.raises(NotFound):
        update_lead(
            services, actor=Actor(actor.tenant_id + 1, actor.role, "user"), lead_id=lead,
            changes={"status": "OPEN"},
        )  # fmt: skip
