"""A person told somebody that they want no more mail."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import EnrollmentStatus
from crm_core.errors import Forbidden, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, SuppressionRow
from crm_core.usecases.opt_outs import note_opt_out
from crm_core.views.enrollments import get_enrollment
from crm_core.views.people import get_lead
from tests.builders import a_lead, a_sequence, enrolled


def test_the_address_is_suppressed_and_what_runs_ends(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    key = enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    party = get_lead(each_services, actor=actor, lead_id=lead).person.id

    note_opt_out(each_services, actor=actor, party_id=party)
    note_opt_out(each_services, actor=actor, party_id=party)

    assert get_lead(each_services, actor=actor, lead_id=lead).person.suppressed == "OPTED_OUT"
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.stop_reason) == (EnrollmentStatus.CANCELED, "OPTED_OUT")
    with each_services.storage.read() as session:
        assert len(session.scalars(select(SuppressionRow)).all()) == 1
        assert "person.opted_out" in set(session.scalars(select(AuditRow.action)))


def test_it_needs_the_permission_and_a_person_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    party = get_lead(services, actor=actor, lead_id=a_lead(services, actor)).person.id
    with pytest.raises(Forbidden):
        note_opt_out(services, actor=Actor(actor.tenant_id, Role.READ_ONLY, "user"), party_id=party)
    with pytest.raises(NotFound):
        note_opt_out(services, actor=Actor(actor.tenant_id + 1, actor.role, "user"), party_id=party)
