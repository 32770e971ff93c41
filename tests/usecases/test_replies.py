"""A person answered, and somebody says so."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import EnrollmentStatus
from crm_core.errors import Forbidden, IllegalTransition, NotFound
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, AuditRow
from crm_core.touches.run import run_touches
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.views.activities import lead_timeline
from crm_core.views.enrollments import get_enrollment
from tests.builders import CALL, a_lead, a_sequence, enrolled


@pytest.mark.parametrize("paused", [False, True])
def test_a_reply_ends_the_enrollment_and_stands_on_the_timeline(
    each_services: Services, actor: Actor, paused: bool
) -> None:
    lead = a_lead(each_services, actor)
    key = enrolled(each_services, actor, a_sequence(each_services, actor, CALL), lead)
    run_touches(each_services)
    if paused:
        set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="PAUSED")

    mark_replied(each_services, actor=actor, enrollment_id=key)

    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.stop_reason) == (EnrollmentStatus.CANCELED, "REPLIED")
    assert line.next_run_at is None
    reply, call = lead_timeline(each_services, actor=actor, lead_id=lead).items
    assert (reply.type, reply.status, reply.subject) == ("EMAIL", "DONE", "Replied")
    assert (reply.lead_id, reply.completed_at) == (lead, each_services.clock.now())
    assert (call.type, call.status) == ("CALL", "CANCELED")
    with each_services.storage.read() as session:
        actions = set(session.scalars(select(AuditRow.action)))
    assert "enrollment.replied" in actions


def test_every_sequence_of_the_person_ends_and_nobody_elses(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    sequence = a_sequence(each_services, actor)
    here = enrolled(each_services, actor, sequence, lead)
    there = enrolled(each_services, actor, a_sequence(each_services, actor, name="Other"), lead)
    other = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))
    mark_replied(each_services, actor=actor, enrollment_id=here)
    line = get_enrollment(each_services, actor=actor, enrollment_id=there)
    assert (line.status, line.stop_reason) == (EnrollmentStatus.CANCELED, "REPLIED")
    line = get_enrollment(each_services, actor=actor, enrollment_id=other)
    assert line.status is EnrollmentStatus.ACTIVE


def test_a_second_click_is_refused_and_writes_nothing(
    each_services: Services, actor: Actor
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    mark_replied(each_services, actor=actor, enrollment_id=key)
    with pytest.raises(IllegalTransition):
        mark_replied(each_services, actor=actor, enrollment_id=key)
    with each_services.storage.read() as session:
        assert len(session.scalars(select(ActivityRow)).all()) == 1


def test_it_needs_the_permission_and_an_enrollment_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        mark_replied(services, actor=reader, enrollment_id=key)
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    with pytest.raises(NotFound):
        mark_replied(services, actor=stranger, enrollment_id=key)
