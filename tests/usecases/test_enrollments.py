"""Who may be enrolled, whichever way they come in, and what pausing and ending do."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import (
    AlreadyEnrolled,
    CrmError,
    ExclusiveEnrollment,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    NotEnrollable,
    NotFound,
    SuppressedRecipient,
)
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, EnrollmentRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.people import create_party
from crm_core.usecases.sequences import set_sequence_status
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.enrollments import get_enrollment
from crm_core.views.people import get_lead
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock


def rows(services: Services) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(EnrollmentRow)) or 0


def test_a_lead_and_its_party_are_one_person(each_services: Services, actor: Actor) -> None:
    sequence, lead = a_sequence(each_services, actor), a_lead(each_services, actor)
    enrolled(each_services, actor, sequence, lead)
    party = get_lead(each_services, actor=actor, lead_id=lead).person.id
    second_lead = a_lead(each_services, actor)

    for kind, key in (("PARTY", party), ("LEAD", second_lead), ("LEAD", lead)):
        with pytest.raises(AlreadyEnrolled):
            enroll_entity(
                each_services, actor=actor, sequence_id=sequence, entity_type=kind, entity_id=key
            )
    assert rows(each_services) == 1


@pytest.mark.parametrize(
    ("reentry", "live", "ended"),
    [("ONCE", False, False), ("WHEN_INACTIVE", False, True), ("ANY", True, True)],
)
def test_the_re_entry_rule_says_who_may_come_again(
    services: Services, actor: Actor, reentry: str, live: bool, ended: bool
) -> None:
    sequence = a_sequence(services, actor, settings={"reentry": reentry})
    lead = a_lead(services, actor)
    first = enrolled(services, actor, sequence, lead)

    def may_enter() -> bool:
        try:
            enrolled(services, actor, sequence, lead)
        except AlreadyEnrolled:
            return False
        return True

    assert may_enter() is live
    if live:
        line = get_enrollment(services, actor=actor, enrollment_id=first)
        assert (line.status, line.stop_reason) == ("CANCELED", "REENTERED")
        first += 1
    set_enrollment_status(services, actor=actor, enrollment_id=first, status="CANCELED")
    assert may_enter() is ended


@pytest.mark.parametrize("exclusive_first", [True, False])
def test_an_exclusive_sequence_has_the_person_to_itself(
    services: Services, actor: Actor, exclusive_first: bool
) -> None:
    lead = a_lead(services, actor)
    first = a_sequence(services, actor, name="A", settings={"exclusive": exclusive_first})
    second = a_sequence(services, actor, name="B", settings={"exclusive": not exclusive_first})
    enrolled(services, actor, first, lead)

    with pytest.raises(ExclusiveEnrollment):
        enrolled(services, actor, second, lead)


@pytest.mark.parametrize("status", ["PAUSED", "COMPLETED", "ARCHIVED"])
def test_only_an_active_sequence_takes_people(
    services: Services, actor: Actor, status: str
) -> None:
    sequence = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status=status)

    with pytest.raises(NotEnrollable, match=status.lower()):
        enrolled(services, actor, sequence)
    assert rows(services) == 0


def test_a_suppressed_person_is_refused_whichever_lead_they_come_by(
    services: Services, actor: Actor
) -> None:
    from crm_core.usecases.people import opt_out

    party = get_lead(services, actor=actor, lead_id=a_lead(services, actor)).person.id
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="a call")

    with pytest.raises(SuppressedRecipient, match="opted out"):
        enrolled(services, actor, a_sequence(services, actor), a_lead(services, actor))


def test_ids_of_another_workspace_are_as_unknown_as_ids_of_nobody(
    services: Services, actor: Actor
) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.ADMINISTRATOR, "cli")
    mine, theirs = a_sequence(services, actor), a_sequence(services, other)
    my_lead, their_lead = a_lead(services, actor), a_lead(services, other)

    for sequence, lead, field in (
        (theirs, my_lead, "sequenceId"),
        (mine, their_lead, "entityId"),
        (10**12, my_lead, "sequenceId"),
        (mine, 10**12, "entityId"),
    ):
        with pytest.raises(NotFound) as refusal:
            enrolled(services, actor, sequence, lead)
        assert refusal.value.field == field
    assert rows(services) == 0


def test_a_company_cannot_be_enrolled(services: Services, actor: Actor) -> None:
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    sequence = a_sequence(services, actor)

    with pytest.raises(InvalidInput, match="enroll its people"):
        enroll_entity(
            services, actor=actor, sequence_id=sequence, entity_type="PARTY", entity_id=company
        )


def test_a_start_in_the_future_counts_the_delay_from_there(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, {**EMAIL, "delay": {"value": 2, "unit": "HOURS"}})
    start = clock.now() + timedelta(days=3)
    result = enroll_entity(
        services, actor=actor, sequence_id=sequence, entity_type="LEAD",
        entity_id=a_lead(services, actor), start_at=start,
    )  # fmt: skip
    assert result.next_run_at == start + timedelta(hours=2)


@pytest.mark.parametrize("role", [Role.READ_ONLY])
def test_enrolling_needs_its_permission(services: Services, actor: Actor, role: Role) -> None:
    sequence, lead = a_sequence(services, actor), a_lead(services, actor)
    reader = Actor(actor.tenant_id, role, "user")

    with pytest.raises(Forbidden, match=r"crm\.enrollments\.manage"):
        enrolled(services, reader, sequence, lead)
    assert rows(services) == 0


def test_a_salesperson_may_enroll_and_may_not_manage_sequences(
    services: Services, actor: Actor
) -> None:
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user")
    assert enrolled(services, seller, a_sequence(services, actor))
    with pytest.raises(Forbidden, match=r"crm\.sequences\.manage"):
        a_sequence(services, seller)


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (["CANCELED"], "ACTIVE"),
        (["PAUSED"], "PAUSED"),
        ([], "ACTIVE"),
        (["CANCELED"], "PAUSED"),
        ([], "COMPLETED"),
        ([], "GONE"),
    ],
)
def test_the_transition_table_refuses_what_it_does_not_have(
    services: Services, actor: Actor, path: list[str], refused: str
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))
    for status in path:
        set_enrollment_status(services, actor=actor, enrollment_id=key, status=status)

    with pytest.raises((IllegalTransition, InvalidInput)) as refusal:
        set_enrollment_status(services, actor=actor, enrollment_id=key, status=refused)
    assert refusal.value.field == "status"


def test_canceling_closes_the_open_task(services: Services, actor: Actor) -> None:
    key = enrolled(services, actor, a_sequence(services, actor, CALL))
    run_touches(services)
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="CANCELED")

    with services.storage.read() as session:
        activity = session.scalars(select(ActivityRow)).one()
    assert activity.status == "CANCELED"
    with pytest.raises(CrmError):
        complete_activity(services, actor=actor, activity_id=activity.id)


def test_completing_a_task_while_paused_waits_for_the_resumption(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, CALL, {**EMAIL, "delay": {"value": 1, "unit": "DAYS"}})
    key = enrolled(services, actor, sequence)
    run_touches(services)
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="PAUSED")
    with services.storage.read() as session:
        call = session.scalars(select(ActivityRow.id)).one()
    complete_activity(services, actor=actor, activity_id=call)
    clock.move(timedelta(days=5))
    assert run_touches(services).processed == 0

    set_enrollment_status(services, actor=actor, enrollment_id=key, status="ACTIVE")
    line = get_enrollment(services, actor=actor, enrollment_id=key)
    assert (line.current_step, line.next_run_at) == (1, clock.now() + timedelta(days=1))
