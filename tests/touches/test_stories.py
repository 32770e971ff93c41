"""Stories of a touch, on both databases: sent once, waited for, retried, taken over, dropped."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event, Lock

import pytest
from sqlalchemy import func, select, update

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    SuppressionRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import complete_activity, skip_activity
from crm_core.usecases.deliveries import settle_delivery
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.usecases.people import opt_out, update_person
from crm_core.usecases.sequences import revise_sequence, set_sequence_status
from crm_core.views.enrollments import get_enrollment, list_decisions
from tests.builders import (
    ALWAYS,
    CALL,
    DRAFT,
    EMAIL,
    FOLLOW_UP,
    TASK,
    a_lead,
    a_sequence,
    enroll_many,
    enrolled,
)
from tests.clocks import StoppedClock
from tests.servers import ScriptedConnection, ScriptedTransport

DAY = timedelta(days=1)


def deliveries(services: Services) -> list[DeliveryRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


def activities(services: Services) -> list[ActivityRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(ActivityRow).order_by(ActivityRow.id)))


def enrollment(services: Services, enrollment_id: int) -> EnrollmentRow:
    with services.storage.read() as session:
        return session.get_one(EnrollmentRow, enrollment_id)


def parsed(payload: bytes) -> EmailMessage:
    message = message_from_bytes(payload, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_each_person_gets_the_e_mail_once(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 20)

    first = run_touches(each_services)
    second = run_touches(each_services)

    assert (first.processed, first.sent, second.processed) == (20, 20, 0)
    assert sorted(to for to, _ in transport.sent) == sorted(
        f"ada{n}@example.com" for n in range(1, 21)
    )
    assert {row.status for row in deliveries(each_services)} == {DeliveryStatus.SENT}
    assert {row.status for row in activities(each_services)} == {"DONE"}


def test_the_message_carries_the_persons_values_in_both_alternatives(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(services, actor, {**EMAIL, "body": "Hi {{ first_name }} & co!"})
    enrolled(services, actor, sequence, first_name="Zoë <b>")

    run_touches(services)

    message = parsed(transport.sent[0][1])
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert message["Subject"] == "Hello Zoë <b>"
    assert "Hi Zoë <b> & co!" in plain.get_content()
    assert "Hi Zoë &lt;b&gt; &amp; co!" in html.get_content()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_follow_up_replies_in_the_thread(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP, FOLLOW_UP)
    enrolled(services, actor, sequence)
    for _ in range(3):
        run_touches(services)
        clock.move(DAY)

    first, second, third = (parsed(payload) for _, payload in transport.sent)
    assert first["In-Reply-To"] is None
    assert second["Subject"] == third["Subject"] == "Re: Hello Ada1"
    assert second["In-Reply-To"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]


def test_the_steps_come_on_their_days_and_a_task_starts_the_next_delay_when_completed(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    a_day = {"delay": {"value": 1, "unit": "DAYS"}}
    sequence = a_sequence(
        each_services, actor, EMAIL, {**CALL, **a_day}, {**DRAFT, **a_day}, {**TASK, **a_day}
    )
    key = enrolled(each_services, actor, sequence)
    assert run_touches(each_services).sent == 1
    assert run_touches(each_services).processed == 0

    clock.move(DAY)
    assert run_touches(each_services).tasks_created == 1
    call = activities(each_services)[-1]
    assert (call.type, call.status, call.subject) == ("CALL", "OPEN", "Call Ada1")
    assert enrollment(each_services, key).next_run_at is None

    clock.move(3 * DAY)
    assert run_touches(each_services).processed == 0
    complete_activity(
        each_services, actor=actor, activity_id=call.id, disposition="Spoke", sentiment="positive"
    )
    assert enrollment(each_services, key).next_run_at == clock.now() + DAY

    clock.move(DAY)
    assert run_touches(each_services).tasks_created == 1
    draft = activities(each_services)[-1]
    assert (draft.type, draft.status, draft.body) == ("EMAIL", "DRAFT", "Dear Ada1, …")
    skip_activity(each_services, actor=actor, activity_id=draft.id)

    clock.move(DAY)
    assert run_touches(each_services).tasks_created == 1
    complete_activity(each_services, actor=actor, activity_id=activities(each_services)[-1].id)
    assert enrollment(each_services, key).status == EnrollmentStatus.COMPLETED


def test_a_step_outside_the_window_waits_and_later_steps_shift_with_it(
    services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    office = {"sendWindow": {"timezone": "UTC", "days": {"MON": [["09:00", "17:00"]]}}}
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP, settings=office)
    clock.move(timedelta(hours=8))
    key = enrolled(services, actor, sequence)

    assert run_touches(services).processed == 0
    next_monday = clock.now().replace(hour=9) + 7 * DAY
    assert enrollment(services, key).next_run_at == next_monday

    clock.at = next_monday
    assert run_touches(services).sent == 1
    assert enrollment(services, key).next_run_at == next_monday + 7 * DAY


def test_an_overdue_step_does_not_go_out_outside_the_window(
    services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    office = {"sendWindow": {"timezone": "UTC", "days": {"MON": [["09:00", "17:00"]]}}}
    key = enrolled(services, actor, a_sequence(services, actor, settings=office))
    clock.move(timedelta(hours=12))

    counts = run_touches(services)

    assert (counts.waiting, counts.sent) == (1, 0)
    line = list_decisions(services, actor=actor, enrollment_id=key).items[0]
    assert (line.verdict, line.binding_gate) == ("WAIT", "window")
    assert line.earliest_at == enrollment(services, key).next_run_at


def test_a_missing_value_holds_the_message_and_names_the_field_until_it_is_filled_in(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(services, actor, {**EMAIL, "body": "At {{ company }} and {{ title }}"})
    key = enrolled(services, actor, sequence)

    assert run_touches(services).waiting == 1
    assert transport.sent == []
    line = get_enrollment(services, actor=actor, enrollment_id=key)
    assert line.next_run_at is None
    assert line.hold_reason == "The text has no value for company, title."

    update_person(
        services, actor=actor, party_id=line.party_id,
        changes={"company": "Acme", "title": "CTO"},
    )  # fmt: skip
    assert run_touches(services).sent == 1


def test_pausing_the_sequence_keeps_due_people_and_activating_lets_them_go_on(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 3)
    set_sequence_status(each_services, actor=actor, sequence_id=sequence, status="PAUSED")

    assert run_touches(each_services).waiting == 3
    assert run_touches(each_services).processed == 0
    set_sequence_status(each_services, actor=actor, sequence_id=sequence, status="ACTIVE")
    assert run_touches(each_services).sent == 3


def test_archiving_ends_every_live_enrollment(services: Services, actor: Actor) -> None:
    sequence = a_sequence(services, actor)
    key = enrolled(services, actor, sequence)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="ARCHIVED")

    row = enrollment(services, key)
    assert (row.status, row.stop_reason) == ("CANCELED", "SEQUENCE_ARCHIVED")
    assert run_touches(services).processed == 0


def test_pausing_an_enrollment_keeps_the_rest_of_the_delay(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    two_days = {**EMAIL, "delay": {"value": 2, "unit": "DAYS"}}
    key = enrolled(services, actor, a_sequence(services, actor, two_days))
    clock.move(DAY)
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="PAUSED")
    assert enrollment(services, key).next_run_at is None

    clock.move(10 * DAY)
    assert run_touches(services).processed == 0
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="ACTIVE")
    assert enrollment(services, key).next_run_at == clock.now() + DAY


def test_an_opt_out_stops_every_sequence_of_the_person(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    lead = a_lead(services, actor)
    keys = [
        enrolled(services, actor, a_sequence(services, actor, name=name), lead)
        for name in ("One", "Two")
    ]
    party = get_enrollment(services, actor=actor, enrollment_id=keys[0]).party_id
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="the link")

    assert run_touches(services).processed == 0
    assert {enrollment(services, key).stop_reason for key in keys} == {"OPTED_OUT"}


def test_a_suppression_that_comes_after_the_enrolment_stops_at_the_claim(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))
    with services.storage.write() as session:
        session.add(
            SuppressionRow(
                tenant_id=actor.tenant_id, email="ada1@example.com", reason="COMPLAINED",
                created_at=clock.now(),
            )
        )  # fmt: skip

    assert run_touches(services).stopped == 1
    assert transport.sent == []
    assert enrollment(services, key).stop_reason == "COMPLAINED"


def test_a_temporary_refusal_is_tried_again_later(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    transport.answer = lambda _: Answer(Stage.RCPT, 450, "4.2.0 greylisted")
    key = enrolled(each_services, actor, a_sequence(each_services, actor))

    assert run_touches(each_services).waiting == 1
    row = deliveries(each_services)[0]
    assert (row.status, row.attempts) == (DeliveryStatus.DEFERRED, 1)
    assert row.retry_at == enrollment(each_services, key).next_run_at
    assert run_touches(each_services).processed == 0

    transport.answer = ScriptedTransport.answer
    clock.move(timedelta(minutes=10))
    assert run_touches(each_services).sent == 1
    row = deliveries(each_services)[0]
    assert (row.status, row.attempts) == (DeliveryStatus.SENT, 2)


def test_after_the_last_retry_the_person_is_stopped_with_the_reason(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.3.0 later")
    key = enrolled(services, actor, a_sequence(services, actor))
    for _ in range(8):
        run_touches(services)
        clock.move(2 * DAY)

    row = enrollment(services, key)
    assert (row.status, row.stop_reason) == ("CANCELED", "GAVE_UP")
    assert "8 attempts" in (row.stop_detail or "")
    assert len(transport.tried) == 8


def test_an_unknown_recipient_is_stopped_everywhere_and_suppressed_and_others_go_on(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    unknown = Answer(Stage.RCPT, 550, "5.1.1 no such user")
    transport.answer = lambda to: (
        unknown if to.startswith("ada2@") else ScriptedTransport.answer(to)
    )
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 3)

    counts = run_touches(each_services)

    assert (counts.sent, counts.stopped) == (2, 1)
    stopped = enrollment(each_services, keys[1])
    assert (stopped.status, stopped.stop_reason) == ("CANCELED", "BOUNCED")
    with each_services.storage.read() as session:
        assert session.scalars(select(SuppressionRow.email)).all() == ["ada2@example.com"]


def test_a_content_refusal_stops_the_person_and_suppresses_nobody(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, 554, "5.6.0 bad content")
    key = enrolled(services, actor, a_sequence(services, actor))

    assert run_touches(services).stopped == 1
    assert enrollment(services, key).stop_reason == "REFUSED"
    with services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(SuppressionRow)) == 0


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Stage.BODY, 550, "5.7.26 DMARC"),
        Answer(Stage.AUTH, 535, "5.7.8 bad credentials"),
        Answer(Stage.MAIL, 530, "5.7.0 authenticate first"),
    ],
)
def test_a_fault_of_the_mailbox_pauses_it_and_harms_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport, answer: Answer
) -> None:
    transport.answer = lambda _: answer
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 30)

    run_touches(each_services)

    with each_services.storage.read() as session:
        box = session.scalars(select(MailboxRow)).one()
    assert (box.status, answer.text in box.paused_reason) == ("PAUSED", True)
    assert {enrollment(each_services, key).hold_gate for key in keys} == {"mailbox"}
    assert {row.attempts for row in deliveries(each_services)} == {0}
    assert run_touches(each_services).processed == 0

    transport.answer = ScriptedTransport.answer
    resume_mailbox(each_services, actor=actor, mailbox_id=box.id)
    assert run_touches(each_services).sent == 30


def test_a_server_that_is_away_makes_the_mailbox_wait_and_costs_no_attempt(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    transport.opening = Answer(Stage.CONNECT, None, "connection refused")
    enroll_many(each_services, actor, a_sequence(each_services, actor), 30)

    run_touches(each_services)
    assert run_touches(each_services).processed == 0
    assert {row.attempts for row in deliveries(each_services)} == {0}

    transport.opening = None
    clock.move(timedelta(minutes=1))
    assert run_touches(each_services).sent == 30
    with each_services.storage.read() as session:
        assert session.scalars(select(MailboxRow.away_failures)).one() == 0


def test_a_lost_answer_leaves_the_delivery_uncertain_and_it_is_never_sent_again_by_itself(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, None, "connection reset")
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))

    assert run_touches(each_services).failed == 1
    transport.answer = ScriptedTransport.answer
    clock.move(30 * DAY)
    assert run_touches(each_services).processed == 0
    row = deliveries(each_services)[0]
    assert row.status == DeliveryStatus.UNCERTAIN
    assert "no answer" in row.reason
    assert enrollment(each_services, key).hold_gate == "delivery"

    settle_delivery(each_services, actor=actor, delivery_id=row.id, arrived=True)
    assert run_touches(each_services).sent == 1
    assert len(transport.tried) == 2


def test_an_uncertain_delivery_can_be_sent_again_on_purpose(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, None, "connection reset")
    enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    before = deliveries(services)[0]
    transport.answer = ScriptedTransport.answer

    settle_delivery(services, actor=actor, delivery_id=before.id, arrived=False)
    assert run_touches(services).sent == 1
    after = deliveries(services)[0]
    assert (after.status, after.message_id) == (DeliveryStatus.SENT, before.message_id)


def test_canceling_while_the_message_is_claimed_keeps_it_from_going_out(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    keys = enroll_many(services, actor, a_sequence(services, actor), 40)
    canceled = []

    def cancel_the_last(_: str) -> None:
        if not canceled:
            canceled.append(keys[-1])
            set_enrollment_status(services, actor=actor, enrollment_id=keys[-1], status="CANCELED")

    transport.before_send = cancel_the_last
    counts = run_touches(services)

    assert counts.sent == 39
    assert "ada40@example.com" not in transport.tried
    assert len(deliveries(services)) == 39


def test_pausing_while_the_message_is_on_its_way_records_it_and_stays_paused(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    transport.before_send = lambda _: (
        set_enrollment_status(services, actor=actor, enrollment_id=key, status="PAUSED"),
        None,
    )[1]
    assert run_touches(services).sent == 1

    row = enrollment(services, key)
    assert (row.status, row.position, row.next_run_at) == ("PAUSED", 1, None)
    transport.before_send = lambda _: None
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="ACTIVE")
    clock.move(DAY)
    assert run_touches(services).sent == 1


def test_an_enrollment_stays_on_its_version_when_the_sequence_is_edited(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP)
    enrolled(services, actor, sequence)
    run_touches(services)

    revise_sequence(
        services, actor=actor, sequence_id=sequence, name="Shorter", settings=ALWAYS,
        steps=[{**EMAIL, "subject": "Other"}],
    )  # fmt: skip
    enrolled(services, actor, sequence, a_lead(services, actor, 2))
    clock.move(DAY)
    run_touches(services)

    subjects = [(to, parsed(payload)["Subject"]) for to, payload in transport.sent]
    assert sorted(subjects) == [
        ("ada1@example.com", "Hello Ada1"),
        ("ada1@example.com", "Re: Hello Ada1"),
        ("ada2@example.com", "Other"),
    ]


def test_the_minimum_gap_holds_across_sequences(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    lead = a_lead(each_services, actor)
    for name in ("One", "Two"):
        sequence = a_sequence(each_services, actor, name=name, settings={"minGapHours": 48})
        enrolled(each_services, actor, sequence, lead)

    counts = run_touches(each_services)
    assert (counts.sent, counts.waiting) == (1, 1)
    clock.move(timedelta(hours=47))
    assert run_touches(each_services).sent == 0
    clock.move(timedelta(hours=1))
    assert run_touches(each_services).sent == 1


def test_one_row_that_cannot_be_written_is_set_aside_and_the_others_go_on(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, CALL)
    keys = enroll_many(services, actor, sequence, 7)
    with services.storage.write() as session:
        step_key = session.scalars(select(EnrollmentRow.version_id)).first()
        plan = services.plans.get(session, [step_key or 0])
        key = next(iter(plan.values())).steps[0].step.key
        session.add(
            ActivityRow(
                tenant_id=actor.tenant_id, type="CALL", status="OPEN", source="SEQUENCE",
                enrollment_id=keys[3], step_key=key, created_at=clock.now(),
            )
        )  # fmt: skip

    counts = run_touches(services)

    assert (counts.tasks_created, counts.failed) == (6, 1)
    broken = enrollment(services, keys[3])
    assert (broken.hold_gate, broken.hold_reason) == (
        "error",
        "This step could not be executed: IntegrityError.",
    )
    assert run_touches(services).processed == 0


def test_every_decision_stands_in_the_ledger_with_its_gates(
    each_services: Services, actor: Actor
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    run_touches(each_services)

    line = list_decisions(each_services, actor=actor, enrollment_id=key).items[0]
    assert (line.verdict, line.binding_gate) == ("ACT", None)
    assert [gate["gate"] for gate in line.gates][:3] == ["enrollment", "sequence", "person"]
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 1


def test_a_late_answer_settles_a_delivery_that_was_taken_for_uncertain(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))

    def lose_the_lease(_: str) -> None:
        with services.storage.write() as session:
            session.execute(
                update(EnrollmentRow).values(
                    lease_owner=None, lease_until=None, hold_gate="delivery", hold_reason="?"
                )
            )
            session.execute(update(DeliveryRow).values(status=DeliveryStatus.UNCERTAIN))

    transport.before_send = lose_the_lease
    counts = run_touches(services)

    assert (counts.sent, counts.skipped) == (1, 1)
    assert deliveries(services)[0].status == DeliveryStatus.SENT
    assert enrollment(services, key).status == EnrollmentStatus.COMPLETED
    assert len(transport.sent) == 1


def test_a_server_that_takes_fewer_connections_gets_fewer_and_everything_still_goes_out(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 60)
    first_is_in = Event()
    turn = Lock()
    opened: list[ScriptedConnection] = []
    connect = transport.connect

    def one_at_a_time() -> ScriptedConnection | Answer:
        with turn:
            if not any(connection.usable for connection in opened):
                connection = connect()
                assert isinstance(connection, ScriptedConnection)
                opened.append(connection)
                return connection
        assert first_is_in.wait(10)
        return Answer(Stage.CONNECT, 421, "4.7.0 too many connections")

    transport.connect = one_at_a_time  # type: ignore[method-assign]
    transport.before_send = lambda _: first_is_in.set() if transport.sent else None
    counts = run_touches(services)

    assert (counts.sent, len(transport.sent)) == (60, 60)
    assert {row.attempts for row in deliveries(services)} == {1}


def test_a_value_of_several_lines_never_breaks_a_header(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(services, actor, {**EMAIL, "subject": "About {{ custom.plan }}"})
    enrolled(services, actor, sequence, custom={"plan": "Gold\r\nBcc: x@example.com\x0b!"})

    assert run_touches(services).sent == 1
    message = parsed(transport.sent[0][1])
    assert message["Subject"] == "About Gold Bcc: x@example.com !"
    assert message["Bcc"] is None


def test_an_answer_that_cannot_be_noted_leaves_its_delivery_uncertain_and_the_others_recorded(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 5)

    def occupy_the_place_of_one(_: str) -> None:
        transport.before_send = lambda _: None
        with each_services.storage.write() as session:
            step_key = session.scalars(
                select(DeliveryRow.step_key).where(DeliveryRow.enrollment_id == keys[2])
            ).one()
            session.add(
                ActivityRow(
                    tenant_id=actor.tenant_id, type="EMAIL", status="DONE", source="SEQUENCE",
                    enrollment_id=keys[2], step_key=step_key, created_at=clock.now(),
                )
            )  # fmt: skip

    transport.before_send = occupy_the_place_of_one
    counts = run_touches(each_services)

    assert (counts.sent, counts.failed, len(transport.sent)) == (4, 1, 5)
    states = {row.enrollment_id: row.status for row in deliveries(each_services)}
    assert states.pop(keys[2]) == DeliveryStatus.UNCERTAIN
    assert set(states.values()) == {DeliveryStatus.SENT}
    assert enrollment(each_services, keys[2]).hold_gate == "delivery"


def test_a_message_that_breaks_every_session_waits_alone_and_stalls_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    transport.answer = lambda to: (
        Answer(Stage.DATA, None, "connection reset")
        if to.startswith("ada2@")
        else ScriptedTransport.answer(to)
    )
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 20)

    counts = run_touches(each_services)

    assert (counts.sent, counts.waiting) == (19, 1)
    row = next(row for row in deliveries(each_services) if row.enrollment_id == keys[1])
    assert (row.status, row.attempts) == (DeliveryStatus.DEFERRED, 1)
    with each_services.storage.read() as session:
        assert session.scalars(select(MailboxRow.away_until)).one() is None


def test_a_server_that_breaks_session_after_session_is_taken_to_be_away(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.DATA, None, "connection reset")
    enroll_many(services, actor, a_sequence(services, actor), 40)

    run_touches(services)

    with services.storage.read() as session:
        assert session.scalars(select(MailboxRow.away_failures)).one() == 1
    assert len(transport.tried) < 40
    assert run_touches(services).processed == 0
