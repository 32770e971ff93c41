"""What is wrong with one mailbox, server, message or line of ours keeps nobody else waiting."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from threading import Event

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus, MailboxStatus
from crm_core.mail.message import OutgoingMessage
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    LeadRow,
    MailboxRow,
)
from crm_core.touches import decide, deliver, mailbox_job, run
from crm_core.touches.decide import RunCounts
from crm_core.touches.run import run_touches
from crm_core.usecases.deliveries import retry_held
from crm_core.usecases.enrollments import enroll_entity
from crm_core.usecases.mailboxes import resume_mailbox
from tests.builders import CALL, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ACCEPTED, ScriptedTransport

ENOUGH = 30.0
"""Seconds that a meeting of threads may take."""
DROPPED = Answer(Stage.MAIL, None, "The server closed the connection")
BROKEN = Answer(Stage.DATA, None, "The connection failed: reset")
NOBODY_THERE = Answer(Stage.CONNECT, None, "connection refused")
NOT_FROM_OUTSIDE = Answer(
    Stage.RCPT, 550, "5.7.1 RESOLVER.RST.AuthRequired; authentication required"
)

LIVE = EnrollmentStatus.ACTIVE
Delivered = tuple[str, int, str | None]


def address(number: int) -> str:
    return f"ada{number}@example.com"


def addresses(first: int, last: int) -> list[str]:
    return [address(number) for number in range(first, last + 1)]


def sent(transport: ScriptedTransport) -> list[str]:
    return sorted((to for to, _ in transport.sent), key=lambda to: (len(to), to))


def with_connections(services: Services, number: int) -> Services:
    settings = services.settings.model_copy(update={"crm_send_connections": number})
    return replace(services, settings=settings)


def states(services: Services) -> dict[str, Delivered]:
    """Each recipient's delivery: its status, attempts and owner."""
    with services.storage.read() as session:
        rows = session.scalars(select(DeliveryRow)).all()
        return {row.recipient: (row.status, row.attempts, row.owner) for row in rows}


def enrollments(services: Services) -> list[EnrollmentRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id)))


def statuses(services: Services) -> set[str]:
    return {row.status for row in enrollments(services)}


def the_mailbox(services: Services) -> MailboxRow:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow)).one()


def run_for(services: Services, clock: StoppedClock, time: timedelta, every: timedelta) -> None:
    """The runs of a time, one after each interval."""
    end = clock.now() + time
    while clock.now() < end:
        run_touches(services)
        clock.move(every)


def test_a_slow_server_keeps_neither_other_mailboxes_nor_tasks_waiting(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The slow one's are due first, more than a batch of them."""
    monkeypatch.setattr(deliver, "PATIENCE", 0.01)
    monkeypatch.setattr(run, "PATIENCE", 0.01)
    enroll_many(each_services, actor, a_sequence(each_services, actor), 12)
    with each_services.storage.write() as session:
        other = MailboxRow(
            tenant_id=actor.tenant_id, address="fast@example.com",
            created_at=each_services.clock.now(),
        )  # fmt: skip
        session.add(other)
        session.flush()
        other_id = other.id
    fast = [
        enrolled(each_services, actor, a_sequence(each_services, actor, name="Fast"),
                 a_lead(each_services, actor, number))
        for number in (21, 22)
    ]  # fmt: skip
    enrolled(
        each_services, actor, a_sequence(each_services, actor, CALL, name="Calls"),
        a_lead(each_services, actor, 31),
    )  # fmt: skip
    with each_services.storage.write() as session:
        for key in fast:
            session.get_one(EnrollmentRow, key).mailbox_id = other_id
    others_are_done = Event()

    def talk(to: str) -> None:
        if to not in (address(21), address(22)):
            assert others_are_done.wait(ENOUGH)
        elif len(transport.sent) == 1:
            others_are_done.set()

    transport.before_send = talk
    counts = run.run_touches(each_services, batch=5)

    assert (counts.sent, counts.tasks_created) == (14, 1)
    assert {to for to, _ in transport.sent[:2]} == {address(21), address(22)}


def test_a_mailbox_whose_way_out_cannot_be_opened_is_paused_and_the_others_send(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    """Such as after a change of the secret key that its transport was encrypted with."""
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 20)
    with each_services.storage.write() as session:
        closed = MailboxRow(
            tenant_id=actor.tenant_id, address="closed@example.com", transport="of another key",
            created_at=each_services.clock.now(),
        )  # fmt: skip
        session.add(closed)
        session.flush()
        for key in keys[7:9]:
            session.get_one(EnrollmentRow, key).mailbox_id = closed.id

    counts = run_touches(each_services)

    others = addresses(1, 7) + addresses(10, 20)
    assert (counts.sent, sent(transport)) == (18, others)
    with each_services.storage.read() as session:
        paused = session.get_one(MailboxRow, closed.id)
    assert paused.status == MailboxStatus.PAUSED
    assert paused.paused_reason.startswith("The way out of this mailbox cannot be used: ")
    held = [row for row in enrollments(each_services) if row.mailbox_id == closed.id]
    assert [(row.status, row.hold_gate, row.lease_owner) for row in held] == [
        (LIVE, "mailbox", None)
    ] * 2
    assert states(each_services)[address(8)] == (DeliveryStatus.PLANNED, 0, None)

    with each_services.storage.write() as session:
        session.get_one(MailboxRow, closed.id).transport = None
    resume_mailbox(each_services, actor=actor, mailbox_id=closed.id)
    assert run_touches(each_services).sent == 2


@pytest.mark.parametrize(
    ("column", "field"), [("address", "messageId"), ("display_name", "senderName")]
)
def test_a_mailbox_that_cannot_stand_in_a_header_is_paused_and_stops_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport, column: str, field: str
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor), 5)
    with each_services.storage.write() as session:
        mailbox = session.scalars(select(MailboxRow)).one()
        fine = getattr(mailbox, column)
        setattr(mailbox, column, "Sales\n <sales@example.com>")

    run_touches(each_services)

    paused = the_mailbox(each_services)
    assert (paused.status, transport.tried) == (MailboxStatus.PAUSED, [])
    assert paused.paused_reason.startswith("The e-mail could not be written: ")
    assert paused.paused_reason.endswith(f"({field})")
    assert statuses(each_services) == {LIVE}

    with each_services.storage.write() as session:
        setattr(session.get_one(MailboxRow, paused.id), column, fine)
    resume_mailbox(each_services, actor=actor, mailbox_id=paused.id)
    assert run_touches(each_services).sent == 5


def test_a_public_address_that_no_message_can_carry_pauses_the_mailbox_and_stops_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    settings = each_services.settings.model_copy(update={"crm_public_url": "crm.example.com"})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 5)

    run_touches(replace(each_services, settings=settings))

    paused = the_mailbox(each_services)
    assert (paused.status, transport.tried) == (MailboxStatus.PAUSED, [])
    assert paused.paused_reason.endswith("(unsubscribeUrl)")
    assert statuses(each_services) == {LIVE}

    resume_mailbox(each_services, actor=actor, mailbox_id=paused.id)
    assert run_touches(each_services).sent == 5


def test_an_error_of_ours_holds_the_one_that_it_befell_and_the_others_go_out(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 9)
    compose = mailbox_job.compose

    def fail_for_one(message: OutgoingMessage) -> bytes:
        if message.recipient_address == address(4):
            raise RuntimeError("not foreseen")
        return compose(message)

    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(mailbox_job, "compose", fail_for_one)
        counts = run_touches(each_services)

    assert (counts.sent, counts.failed, counts.stopped) == (8, 1, 0)
    assert sent(transport) == addresses(1, 3) + addresses(5, 9)
    held = enrollments(each_services)[3]
    assert (held.status, held.hold_gate, held.next_run_at) == (LIVE, "error", None)
    assert (held.hold_reason, held.lease_owner) == (
        "This step could not be executed: RuntimeError.",
        None,
    )
    assert states(each_services)[address(4)] == (DeliveryStatus.PLANNED, 0, None)

    retry_held(each_services, actor=actor, enrollment_id=keys[3])
    assert run_touches(each_services).sent == 1


def test_the_reason_of_a_mailbox_that_one_recipients_answer_paused_names_the_recipient(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    """The answer may be about this recipient alone: whoever looks can tell, and take them out."""
    enroll_many(each_services, actor, a_sequence(each_services, actor), 12)
    transport.answer = lambda to: NOT_FROM_OUTSIDE if to == address(1) else ACCEPTED

    run_touches(each_services)

    paused = the_mailbox(each_services)
    assert paused.status == MailboxStatus.PAUSED
    assert paused.paused_reason.endswith(f"{NOT_FROM_OUTSIDE.text} ({address(1)})")
    assert statuses(each_services) <= {LIVE, EnrollmentStatus.COMPLETED}


@pytest.mark.parametrize(("answer", "connections"), [(DROPPED, 4), (BROKEN, 1), (BROKEN, 4)])
def test_a_server_that_breaks_each_session_for_days_costs_nobody_an_attempt(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    answer: Answer, connections: int,
) -> None:  # fmt: skip
    sending = with_connections(services, connections)
    enroll_many(services, actor, a_sequence(services, actor), 30)
    transport.answer = lambda _: answer

    run_for(sending, clock, timedelta(days=3), timedelta(minutes=30))

    assert (statuses(services), transport.sent) == ({LIVE}, [])
    assert set(states(services).values()) == {(DeliveryStatus.PLANNED, 0, None)}
    assert {row.hold_gate for row in enrollments(services)} == {None}

    transport.answer = ScriptedTransport.answer
    run_for(sending, clock, timedelta(hours=1), timedelta(minutes=5))

    assert sent(transport) == addresses(1, 30)
    assert {state[:2] for state in states(services).values()} == {(DeliveryStatus.SENT, 1)}
    assert the_mailbox(services).away_failures == 0


@pytest.mark.parametrize("connections", [1, 4])
def test_two_messages_that_break_their_sessions_while_others_go_through_are_charged_an_attempt(
    services: Services, actor: Actor, transport: ScriptedTransport, connections: int
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 12)
    breaking = {address(2), address(3)}
    transport.answer = lambda to: BROKEN if to in breaking else ACCEPTED

    counts = run_touches(with_connections(services, connections))

    assert (counts.sent, counts.waiting) == (10, 2)
    left = states(services)
    assert {left[to] for to in breaking} == {(DeliveryStatus.DEFERRED, 1, None)}
    assert {left[to][:2] for to in left.keys() - breaking} == {(DeliveryStatus.SENT, 1)}
    assert the_mailbox(services).away_until is None


def test_messages_that_broke_in_a_row_go_last_when_the_server_is_tried_again(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    one = with_connections(each_services, 1)
    enroll_many(each_services, actor, a_sequence(each_services, actor), 6)
    breaking = set(addresses(1, 3))
    transport.answer = lambda to: BROKEN if to in breaking else ACCEPTED

    run_touches(one)
    away_until = the_mailbox(each_services).away_until
    assert away_until is not None
    assert set(transport.tried) == breaking
    first = len(transport.tried)

    clock.at = away_until + timedelta(seconds=10)
    assert run_touches(one).sent == 3
    assert transport.tried[first:] == addresses(4, 6)

    clock.move(timedelta(minutes=2))
    transport.answer = ScriptedTransport.answer
    assert run_touches(one).sent == 3
    assert {state[:2] for state in states(each_services).values()} == {(DeliveryStatus.SENT, 1)}


def test_while_a_server_is_away_the_ledger_does_not_grow_with_the_backlog(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    """And what needs no server, such as a call of the same people, waits for none."""
    started = clock.now()
    people = 200
    enroll_many(services, actor, a_sequence(services, actor), people)
    calls_at = [started + timedelta(minutes=minutes) for minutes in (0, 7, 100)]
    for at in calls_at:
        enroll_in_calls(services, actor, at)
    transport.opening = NOBODY_THERE

    run_for(services, clock, timedelta(hours=6), timedelta(minutes=1))

    with services.storage.read() as session:
        lines = session.scalar(select(func.count()).select_from(DecisionRow))
        called = session.execute(
            select(ActivityRow.created_at, func.count())
            .group_by(ActivityRow.created_at)
            .order_by(ActivityRow.created_at)
        ).all()
    assert (lines or 0) < people * 5
    assert [tuple(row) for row in called] == [(at, 10) for at in calls_at]

    transport.opening = None
    run_for(services, clock, timedelta(hours=1), timedelta(minutes=1))
    assert sent(transport) == addresses(1, people)


def enroll_in_calls(services: Services, actor: Actor, at: datetime) -> None:
    """Ten of the people also get a call, at a time."""
    sequence = a_sequence(services, actor, CALL, name=f"Calls at {at}")
    with services.storage.read() as session:
        leads = session.scalars(select(LeadRow.id).order_by(LeadRow.id).limit(10)).all()
    for lead in leads:
        enroll_entity(
            services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_id=lead,
            start_at=at,
        )  # fmt: skip


@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
def test_two_runners_over_people_of_a_gap_and_a_free_sequence_never_fail_a_batch(
    each_services: Services, actor: Actor, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each holds people for their gap and refers, by a new activity, to those of the other."""
    services = each_services
    gap = a_sequence(services, actor, CALL, settings={"minGapHours": 24}, name="Gap")
    free = a_sequence(services, actor, CALL, name="Free")
    leads = [a_lead(services, actor, number) for number in range(1, 9)]
    for first, second in ((gap, free), (free, gap)):
        for lead in leads[:4]:
            enrolled(services, actor, first, lead)
        for lead in leads[4:]:
            enrolled(services, actor, second, lead)
        clock.move(timedelta(seconds=1))
    turns, both, others = count(1), Event(), list[Future[RunCounts]]()
    write_verdicts = decide.write_verdicts

    def meet(*given: object) -> object:
        """The first one writes when the other one is about to, or has had nothing to do."""
        turn = next(turns)
        if turn == 1:
            others.append(pool.submit(run_touches, services, batch=8))
            others[0].add_done_callback(lambda _: both.set())
            assert both.wait(ENOUGH)
        elif turn == 2:
            both.set()
        return write_verdicts(*given)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as pool, capture_logs() as said:
        monkeypatch.setattr(decide, "write_verdicts", meet)
        counts = run_touches(services, batch=8)
        counts.add(others[0].result())

    assert "batch failed" not in {line["event"] for line in said}
    counts.add(run_touches(services))
    assert counts.tasks_created == 16
    assert {row.hold_gate for row in enrollments(services)} == {"task"}
