"""What a person decides about an e-mail that has not gone out: give up, try now, skip."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus, StopReason
from crm_core.errors import Conflict, CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, AuditRow, DeliveryRow, EnrollmentRow, StepRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.deliveries import give_up_delivery, retry_delivery, settle_delivery
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.steps import skip_step
from crm_core.views.enrollments import get_enrollment, list_decisions
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

NO_ANSWER = Answer(Stage.BODY, None, "reset")
LATER = Answer(Stage.RCPT, 451, "4.3.0 try again later")


def only(services: Services) -> DeliveryRow:
    with services.storage.read() as session:
        return session.scalars(select(DeliveryRow)).one()


def step_keys(services: Services) -> list[str]:
    with services.storage.read() as session:
        return list(session.scalars(select(StepRow.key).order_by(StepRow.position)))


def audited(services: Services, action: str) -> int:
    with services.storage.read() as session:
        return len(session.scalars(select(AuditRow.id).where(AuditRow.action == action)).all())


@pytest.fixture
def uncertain(each_services: Services, actor: Actor, transport: ScriptedTransport) -> int:
    """The enrollment whose first e-mail has no known fate; a follow-up would come after it."""
    transport.answer = lambda _: NO_ANSWER
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    run_touches(each_services)
    return enrollment


@pytest.fixture
def put_off(each_services: Services, actor: Actor, transport: ScriptedTransport) -> int:
    """The enrollment whose first e-mail the recipient's server wants later."""
    transport.answer = lambda _: LATER
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    run_touches(each_services)
    return enrollment


def test_an_uncertain_delivery_given_up_ends_its_enrollment_and_says_by_whom(
    each_services: Services, actor: Actor, uncertain: int, clock: StoppedClock
) -> None:
    by = Actor(actor.tenant_id, Role.MANAGER, "user", None, "Ada Lovelace")

    give_up_delivery(each_services, actor=by, delivery_id=only(each_services).id)

    row = only(each_services)
    assert row.status == DeliveryStatus.REFUSED
    assert row.reason.startswith("Given up by Ada Lovelace; it may have arrived. ")
    line = get_enrollment(each_services, actor=actor, enrollment_id=uncertain)
    assert (line.status, line.stop_reason) == (EnrollmentStatus.CANCELED, StopReason.BY_PERSON)
    assert line.stop_detail == row.reason
    clock.move(timedelta(days=9))
    assert run_touches(each_services).processed == 0
    assert audited(each_services, "delivery.given_up") == 1


def test_an_uncertain_delivery_is_given_up_once_and_cannot_be_settled_after_that(
    each_services: Services, actor: Actor, uncertain: int
) -> None:
    key = only(each_services).id
    give_up_delivery(each_services, actor=actor, delivery_id=key)

    with pytest.raises(InvalidInput, match="uncertain"):
        give_up_delivery(each_services, actor=actor, delivery_id=key)
    with pytest.raises(InvalidInput, match="uncertain"):
        settle_delivery(each_services, actor=actor, delivery_id=key, arrived=True)
    assert audited(each_services, "delivery.given_up") == 1


def test_giving_up_after_the_enrollment_was_canceled_leaves_its_end_as_it_was(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: NO_ANSWER
    enrollment = enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    set_enrollment_status(services, actor=actor, enrollment_id=enrollment, status="CANCELED")
    before = get_enrollment(services, actor=actor, enrollment_id=enrollment)

    give_up_delivery(services, actor=actor, delivery_id=only(services).id)

    assert get_enrollment(services, actor=actor, enrollment_id=enrollment) == before


def test_what_was_put_off_is_tried_with_the_next_run(
    each_services: Services, actor: Actor, put_off: int, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, 250, "2.0.0 queued")
    assert run_touches(each_services).processed == 0

    retry_delivery(each_services, actor=actor, delivery_id=only(each_services).id)

    assert run_touches(each_services).sent == 1
    assert (only(each_services).status, only(each_services).attempts) == (DeliveryStatus.SENT, 2)


def test_only_what_was_put_off_and_runs_can_be_tried_now(
    each_services: Services, actor: Actor, put_off: int, transport: ScriptedTransport
) -> None:
    key = only(each_services).id
    set_enrollment_status(each_services, actor=actor, enrollment_id=put_off, status="PAUSED")
    with pytest.raises(Conflict, match="paused; resume it first"):
        retry_delivery(each_services, actor=actor, delivery_id=key)
    set_enrollment_status(each_services, actor=actor, enrollment_id=put_off, status="ACTIVE")
    transport.answer = lambda _: NO_ANSWER
    retry_delivery(each_services, actor=actor, delivery_id=key)
    run_touches(each_services)
    with pytest.raises(InvalidInput, match="put off"):
        retry_delivery(each_services, actor=actor, delivery_id=key)


def test_a_skipped_step_sends_nothing_and_the_next_delay_counts_from_the_skip(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    first, second = step_keys(each_services)

    skip_step(each_services, actor=actor, enrollment_id=enrollment, step_key=first)

    line = get_enrollment(each_services, actor=actor, enrollment_id=enrollment)
    assert (line.current_step, line.next_run_at) == (1, clock.now() + timedelta(days=1))
    assert run_touches(each_services).processed == 0
    assert transport.tried == []
    ledger = list_decisions(each_services, actor=actor, enrollment_id=enrollment).items
    assert [(entry.step_id, entry.verdict) for entry in ledger] == [(first, "SKIP")]
    assert ledger[0].gates[0]["saw"] == "Skipped by the command line."

    skip_step(each_services, actor=actor, enrollment_id=enrollment, step_key=second)
    line = get_enrollment(each_services, actor=actor, enrollment_id=enrollment)
    assert (line.status, line.next_run_at) == (EnrollmentStatus.COMPLETED, None)
    assert line.finished_at == clock.now()


def test_a_second_click_does_not_skip_the_next_step(services: Services, actor: Actor) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    first = step_keys(services)[0]
    skip_step(services, actor=actor, enrollment_id=enrollment, step_key=first)

    with pytest.raises(Conflict, match="another step by now"):
        skip_step(services, actor=actor, enrollment_id=enrollment, step_key=first)

    line = get_enrollment(services, actor=actor, enrollment_id=enrollment)
    assert line.current_step == 1
    assert audited(services, "enrollment.step_skipped") == 1


def test_what_was_put_off_goes_with_its_skipped_step(
    each_services: Services, actor: Actor, put_off: int
) -> None:
    skip_step(
        each_services, actor=actor, enrollment_id=put_off, step_key=step_keys(each_services)[0]
    )

    with each_services.storage.read() as session:
        assert session.scalars(select(DeliveryRow)).all() == []


def test_a_step_that_is_held_can_be_skipped(services: Services, actor: Actor) -> None:
    needy = {**EMAIL, "subject": "For {{ company }}"}
    enrollment = enrolled(services, actor, a_sequence(services, actor, needy, CALL))
    run_touches(services)

    skip_step(services, actor=actor, enrollment_id=enrollment, step_key=step_keys(services)[0])

    with services.storage.read() as session:
        row = session.get_one(EnrollmentRow, enrollment)
    assert (row.position, row.hold_gate, row.hold_reason) == (1, None, None)
    assert run_touches(services).tasks_created == 1


def test_a_paused_enrollment_skips_and_stays_paused(services: Services, actor: Actor) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    set_enrollment_status(services, actor=actor, enrollment_id=enrollment, status="PAUSED")

    skip_step(services, actor=actor, enrollment_id=enrollment, step_key=step_keys(services)[0])

    line = get_enrollment(services, actor=actor, enrollment_id=enrollment)
    assert (line.status, line.current_step) == (EnrollmentStatus.PAUSED, 1)
    assert line.next_run_at is None


def test_an_uncertain_step_must_be_settled_before_anything_else(
    each_services: Services, actor: Actor, uncertain: int
) -> None:
    with pytest.raises(Conflict, match="whether the e-mail of this step arrived"):
        skip_step(
            each_services, actor=actor, enrollment_id=uncertain,
            step_key=step_keys(each_services)[0],
        )  # fmt: skip


def test_a_step_on_the_task_list_is_skipped_there_and_an_ended_enrollment_nowhere(
    services: Services, actor: Actor
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor, CALL))
    run_touches(services)
    key = step_keys(services)[0]
    with pytest.raises(Conflict, match="on the task list"):
        skip_step(services, actor=actor, enrollment_id=enrollment, step_key=key)
    with services.storage.read() as session:
        call = session.scalars(select(ActivityRow.id)).one()
    complete_activity(services, actor=actor, activity_id=call)
    with pytest.raises(Conflict, match="is completed"):
        skip_step(services, actor=actor, enrollment_id=enrollment, step_key=key)


def test_a_step_is_not_skipped_while_its_e_mail_is_on_the_wire(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    refused: list[str] = []

    def meanwhile(_: str) -> None:
        with pytest.raises(Conflict) as refusal:
            skip_step(
                each_services, actor=actor, enrollment_id=enrollment,
                step_key=step_keys(each_services)[0],
            )  # fmt: skip
        refused.append(refusal.value.message)

    transport.before_send = meanwhile
    assert run_touches(each_services).sent == 1

    assert refused == ["The e-mail of this step is being sent at this moment."]
    line = get_enrollment(each_services, actor=actor, enrollment_id=enrollment)
    assert line.current_step == 1


def test_of_a_runner_and_a_person_who_skips_one_wins_each_time(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    """Each enrollment is either sent to or skipped, never both, and stands one step further."""
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)
    enrollments = enroll_many(each_services, actor, sequence, 30)
    first = step_keys(each_services)[0]
    begin = Barrier(3)

    def skips(ids: list[int]) -> int:
        begin.wait(30)
        return sum(_skips(each_services, actor, key, first) for key in ids)

    def runs() -> int:
        begin.wait(30)
        return run_touches(each_services).sent

    with ThreadPoolExecutor(3) as pool:
        skipping = [pool.submit(skips, ids) for ids in (enrollments[::-1], enrollments[::-2])]
        sent = pool.submit(runs).result(60)
        skipped = sum(future.result(60) for future in skipping)

    assert sent + skipped == len(enrollments)
    assert len(transport.sent) == sent
    with each_services.storage.read() as session:
        assert set(session.scalars(select(EnrollmentRow.position))) == {1}


def _skip(services: Services, actor: Actor, enrollment_id: int, step_key: str) -> None:
    skip_step(services, actor=actor, enrollment_id=enrollment_id, step_key=step_key)


def _skips(services: Services, actor: Actor, enrollment_id: int, step_key: str) -> bool:
    try:
        _skip(services, actor, enrollment_id, step_key)
    except Conflict:
        return False
    return True


def test_who_may_only_read_decides_nothing_and_nobody_decides_next_door(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: LATER
    enrollment = enrolled(services, actor, a_sequence(services, actor), a_lead(services, actor))
    run_touches(services)
    key, step = only(services).id, step_keys(services)[0]
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    for who, refusal in ((reader, Forbidden), (stranger, NotFound)):
        acts: list[Callable[[], None]] = [
            lambda by=who: give_up_delivery(services, actor=by, delivery_id=key),  # type: ignore[misc]
            lambda by=who: retry_delivery(services, actor=by, delivery_id=key),  # type: ignore[misc]
            lambda by=who: _skip(services, by, enrollment, step),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(refusal):
                act()
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user")
    with pytest.raises(CrmError, match=r"crm\.mail\.manage"):
        give_up_delivery(services, actor=seller, delivery_id=key)
