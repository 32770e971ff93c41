"""A deal in full: its people, its stages with their spans, what is open, and what comes next."""

from datetime import timedelta

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import DealStage
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow
from crm_core.touches.run import run_touches
from crm_core.usecases.deals import close_deal, move_deal
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.deal_detail import DealDetail, NextKind, get_deal_detail
from crm_core.views.people import get_lead
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.views.conftest import BERLIN, ADeal

DAY = timedelta(days=1)


def detail(services: Services, actor: Actor, deal_id: int) -> DealDetail:
    return get_deal_detail(services, actor=actor, deal_id=deal_id, zone=BERLIN)


def a_task(services: Services, actor: Actor, subject: str, **facts: object) -> int:
    with services.storage.write() as session:
        row = ActivityRow(
            tenant_id=actor.tenant_id, type="TASK", source="PERSON", subject=subject,
            created_at=services.clock.now(), **{"status": "OPEN", **facts},
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_a_deal_of_nobody_has_nothing_around_it(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    shown = detail(each_services, actor, a_deal(amount=0))

    assert (shown.person, shown.tasks, shown.next_step, shown.usual) == (None, (), None, None)
    assert [stay.stage for stay in shown.stays] == [DealStage.NEW]


def test_the_stages_stand_with_their_spans_and_the_reason(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    key, began = a_deal(), clock.at
    clock.move(2 * DAY)
    move_deal(each_services, actor=actor, deal_id=key, stage="PROPOSAL")
    clock.move(3 * DAY)
    close_deal(each_services, actor=actor, deal_id=key, outcome="LOST", reason="Too dear")
    clock.move(DAY)

    shown = detail(each_services, actor, key)

    told = [(stay.stage, stay.span(clock.at), stay.note) for stay in shown.stays]
    assert told == [("NEW", 2 * DAY, ""), ("PROPOSAL", 3 * DAY, ""), ("LOST", DAY, "Too dear")]
    assert shown.stays[0].since == began
    assert shown.in_stage == DAY


def test_the_earliest_task_of_the_deal_or_its_person_comes_next(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    lead = a_lead(each_services, actor, phone="+493023125001", title="Head of Docks")
    key = a_deal(lead_id=lead)
    party = get_lead(each_services, actor=actor, lead_id=lead).person.id
    a_task(each_services, actor, "some day", deal_id=key)
    a_task(each_services, actor, "of the deal", deal_id=key, due_at=clock.at + DAY)
    first = a_task(each_services, actor, "of the person", party_id=party, due_at=clock.at - DAY)
    a_task(each_services, actor, "done", deal_id=key, status="DONE", completed_at=clock.at)
    a_task(each_services, actor, "another's", deal_id=a_deal(), due_at=clock.at - 9 * DAY)

    shown = detail(each_services, actor, key)

    assert [task.subject for task in shown.tasks] == ["of the person", "of the deal", "some day"]
    assert shown.next_step is not None
    assert (shown.next_step.kind, shown.next_step.id) == (NextKind.TASK, first)
    assert shown.person is not None
    assert (shown.person.title, shown.person.phone) == ("Head of Docks", "+493023125001")


def test_a_touch_that_comes_before_every_task_comes_next(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    lead = a_lead(each_services, actor)
    key = a_deal(lead_id=lead)
    later = {**EMAIL, "delay": {"value": 2, "unit": "DAYS"}}
    enrolled(each_services, actor, a_sequence(each_services, actor, later, name="Slow"), lead)
    a_task(each_services, actor, "later", deal_id=key, due_at=clock.at + 3 * DAY)
    a_task(each_services, actor, "some day", deal_id=key)

    step = detail(each_services, actor, key).next_step

    assert step is not None
    assert (step.kind, step.type, step.what) == (NextKind.TOUCH, "EMAIL_AUTO", "Slow")
    assert step.at == clock.at + 2 * DAY

    a_task(each_services, actor, "sooner", deal_id=key, due_at=clock.at + DAY)
    sooner = detail(each_services, actor, key).next_step
    assert sooner is not None
    assert (sooner.kind, sooner.what) == (NextKind.TASK, "sooner")


def test_a_call_that_a_sequence_gave_to_a_person_comes_next(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    lead = a_lead(each_services, actor)
    enrolled(each_services, actor, a_sequence(each_services, actor, CALL), lead)
    run_touches(each_services)

    step = detail(each_services, actor, a_deal(lead_id=lead)).next_step

    assert step is not None
    assert (step.kind, step.type) == (NextKind.TASK, "CALL")


def test_a_deal_of_another_workspace_is_not_there(services: Services, actor: Actor) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")
    for key in (1, 10**9):
        with pytest.raises(NotFound):
            detail(services, other, key)
