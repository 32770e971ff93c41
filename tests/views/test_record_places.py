"""A source without a page of its own leads to where it is seen, in one's own workspace only."""

from dataclasses import replace

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.activities import add_note, create_task
from crm_core.views.record_places import places_of_activities, places_of_enrollments
from tests.builders import a_sequence, enrolled
from tests.views.conftest import ADeal


def test_an_activity_is_a_task_while_it_waits_then_on_its_deals_timeline(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    deal = a_deal()
    task = create_task(each_services, actor=actor, subject="Call", deal_id=deal)
    note = add_note(each_services, actor=actor, text="Said so", deal_id=deal)
    ids = [task, note, 999]

    found = places_of_activities(each_services, actor=actor, ids=ids)

    assert found == {task: ("task", task), note: ("deal", deal)}
    stranger = replace(actor, tenant_id=actor.tenant_id + 1)
    assert places_of_activities(each_services, actor=stranger, ids=ids) == {}


def test_an_enrollment_is_on_its_sequences_page(each_services: Services, actor: Actor) -> None:
    sequence = a_sequence(each_services, actor)
    key = enrolled(each_services, actor, sequence)
    found = places_of_enrollments(each_services, actor=actor, ids=[key, 999])
    assert found == {key: ("sequence", sequence)}
    stranger = replace(actor, tenant_id=actor.tenant_id + 1)
    assert places_of_enrollments(each_services, actor=stranger, ids=[key]) == {}
