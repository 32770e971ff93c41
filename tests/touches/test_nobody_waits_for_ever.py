"""Whatever happens while a batch decides or a line connects: everybody is looked at again."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Event

import psutil
import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer
from crm_core.domain.words import (
    ActivityStatus,
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    StopReason,
)
from crm_core.process import ProcessIdentity, is_dead, machine, start_of
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow, MailboxRow
from crm_core.touches import decide, deliver, mailbox_job
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import complete_activity, finishing
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.usecases.people import opt_out, update_person
from crm_core.usecases.sequences import set_sequence_status
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.processes import eventually
from tests.servers import ScriptedConnection, ScriptedTransport

ENOUGH = 30.0
"""Seconds that a meeting of threads may take."""
POSTGRESQL = pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ACTIVE, PAUSED = EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED

Arrange = Callable[..., list[Future[object]]]
"""Given the acts, what they make of themselves once a batch has begun to decide."""


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for what others do at the same moment."""
    with ThreadPoolExecutor(2) as made:
        yield made


def addresses(last: int) -> list[str]:
    return [f"ada{number}@example.com" for number in range(1, last + 1)]


def sent(transport: ScriptedTransport) -> list[str]:
    return sorted((to for to, _ in transport.sent), key=lambda to: (len(to), to))


def enrollments(services: Services) -> list[EnrollmentRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id)))


def enrollment(services: Services, key: int) -> EnrollmentRow:
    with services.storage.read() as session:
        return session.get_one(EnrollmentRow, key)


def calls(services: Services) -> list[ActivityRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(ActivityRow).order_by(ActivityRow.id)))


def waiting(services: Services) -> int:
    """How many transactions of this database wait for another one. Asked on a connection of
    its own, so that it may be asked inside a transaction."""
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with services.storage.engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def at_the_same_moment(
    services: Services, pool: ThreadPoolExecutor, *acts: Callable[[], object]
) -> list[Future[object]]:
    """The acts, under way: each is over, or waits for a lock that whoever calls this holds."""
    begun: list[Future[object]] = []

    def settled() -> bool:
        return waiting(services) >= sum(not act.done() for act in begun)

    for act in acts:
        begun.append(pool.submit(act))
        eventually(settled, "it is done or waits")
    return begun


@pytest.fixture
def while_a_batch_decides(
    each_services: Services, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> Arrange:
    """Lets acts happen after the facts of the first (or a later) batch were read and before
    anything is written."""

    def arrange(*acts: Callable[[], object], batch: int = 1) -> list[Future[object]]:
        begun: list[Future[object]] = []
        turns, write_verdicts = count(1), decide.write_verdicts

        def interrupted(*given: object) -> object:
            if next(turns) == batch:
                begun.extend(at_the_same_moment(each_services, pool, *acts))
            return write_verdicts(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(decide, "write_verdicts", interrupted)
        return begun

    return arrange


def run_and_run_again(services: Services, begun: list[Future[object]]) -> None:
    """A run, with what happens meanwhile, and the next one."""
    with capture_logs() as said:
        run_touches(services)
        for act in begun:
            act.result(ENOUGH)
        run_touches(services)
    assert "batch failed" not in {line["event"] for line in said}


@POSTGRESQL
@pytest.mark.parametrize("batch", [1, 2], ids=["the first batch", "a later batch"])
def test_a_sequence_that_is_activated_while_a_batch_decides_keeps_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    while_a_batch_decides: Arrange, batch: int,
) -> None:  # fmt: skip
    services = each_services
    sequence = a_sequence(services, actor)
    enroll_many(services, actor, sequence, 6)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="PAUSED")
    begun = while_a_batch_decides(
        lambda: set_sequence_status(services, actor=actor, sequence_id=sequence, status="ACTIVE"),
        batch=batch,
    )
    run_touches(services, batch=2)
    begun[0].result(ENOUGH)

    run_touches(services)

    assert sent(transport) == addresses(6)
    assert {row.hold_gate for row in enrollments(services)} == {None}


@POSTGRESQL
def test_a_mailbox_that_is_resumed_while_a_batch_decides_keeps_nobody(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    while_a_batch_decides: Arrange,
) -> None:  # fmt: skip
    services = each_services
    enroll_many(services, actor, a_sequence(services, actor), 3)
    with services.storage.write() as session:
        mailbox = session.scalars(select(MailboxRow)).one()
        mailbox.status, mailbox.paused_at = MailboxStatus.PAUSED, services.clock.now()
    begun = while_a_batch_decides(
        lambda: resume_mailbox(services, actor=actor, mailbox_id=mailbox.id)
    )

    run_and_run_again(services, begun)

    assert sent(transport) == addresses(3)
    assert {row.hold_gate for row in enrollments(services)} == {None}


@POSTGRESQL
def test_a_person_whose_missing_field_is_filled_while_a_batch_decides_is_looked_at_again(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    while_a_batch_decides: Arrange,
) -> None:  # fmt: skip
    services = each_services
    key = enrolled(services, actor, a_sequence(services, actor, {**EMAIL, "body": "{{ title }}"}))
    person = enrollment(services, key).party_id
    begun = while_a_batch_decides(
        lambda: update_person(services, actor=actor, party_id=person, changes={"title": "Dr."})
    )

    run_and_run_again(services, begun)

    assert sent(transport) == addresses(1)
    assert enrollment(services, key).status == EnrollmentStatus.COMPLETED


@POSTGRESQL
def test_an_opt_out_and_a_completed_task_beside_a_batch_are_no_deadlock_and_the_opt_out_holds(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    while_a_batch_decides: Arrange,
) -> None:  # fmt: skip
    services = each_services
    lead = a_lead(services, actor)
    # Not at once: the run that goes on beside the opt-out may still send what is due before it.
    later = {**EMAIL, "delay": {"value": 1, "unit": "HOURS"}}
    enrolled(services, actor, a_sequence(services, actor, CALL, later, name="First"), lead)
    run_touches(services)
    (call,) = calls(services)
    key = enrolled(services, actor, a_sequence(services, actor, CALL, name="Second"), lead)
    others = a_sequence(services, actor, CALL, name="Others")
    for number in range(2, 7):
        enrolled(services, actor, others, a_lead(services, actor, number))
    person = enrollment(services, key).party_id
    begun = while_a_batch_decides(
        lambda: opt_out(
            services, tenant_id=actor.tenant_id, party_id=person, source="the link in a message"
        ),
        lambda: complete_activity(services, actor=actor, activity_id=call.id),
    )

    run_and_run_again(services, begun)
    clock.move(timedelta(hours=2))
    run_touches(services)

    assert transport.tried == []
    theirs = [row for row in enrollments(services) if row.party_id == person]
    assert {(row.status, row.stop_reason) for row in theirs} == {
        (EnrollmentStatus.CANCELED, StopReason.OPTED_OUT)
    }
    assert [row.status for row in calls(services) if row.party_id == person] == [
        ActivityStatus.DONE,
        ActivityStatus.CANCELED,
    ]


@POSTGRESQL
def test_an_opt_out_at_the_moment_at_which_a_task_is_completed_is_no_deadlock_and_holds(
    each_services: Services, actor: Actor, transport: ScriptedTransport, pool: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    services = each_services
    key = enrolled(services, actor, a_sequence(services, actor, CALL, EMAIL))
    run_touches(services)
    (call,) = calls(services)
    person = enrollment(services, key).party_id
    begun: list[Future[object]] = []
    go_on = finishing.go_on

    def interrupted(*given: object) -> None:
        begun.extend(
            at_the_same_moment(
                services, pool,
                lambda: opt_out(
                    services, tenant_id=actor.tenant_id, party_id=person, source="the link"
                ),
            )
        )  # fmt: skip
        go_on(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(finishing, "go_on", interrupted)

    complete_activity(services, actor=actor, activity_id=call.id)
    begun[0].result(ENOUGH)
    run_touches(services)

    row = enrollment(services, key)
    assert (row.status, row.stop_reason) == (EnrollmentStatus.CANCELED, StopReason.OPTED_OUT)
    assert [row.status for row in calls(services)] == [ActivityStatus.DONE]
    assert transport.tried == []


@pytest.mark.parametrize("opted_out", [True, False])
def test_what_a_line_had_in_hand_while_it_connected_is_looked_at_again(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch, opted_out: bool,
) -> None:  # fmt: skip
    services = each_services
    enroll_many(services, actor, a_sequence(services, actor), 12)
    people = [row.party_id for row in enrollments(services)]
    connecting, go_on = Event(), Event()
    connect, seconds = transport.connect, [0.0]
    monkeypatch.setattr(deliver, "monotonic", lambda: seconds[0])
    monkeypatch.setattr(mailbox_job, "monotonic", lambda: seconds[0])

    def take_long() -> ScriptedConnection | Answer:
        connecting.set()
        assert go_on.wait(ENOUGH)
        return connect()

    transport.connect = take_long  # type: ignore[method-assign]
    with ThreadPoolExecutor(1) as running:
        run = running.submit(run_touches, services)
        assert connecting.wait(ENOUGH)
        for person in people if opted_out else []:
            opt_out(services, tenant_id=actor.tenant_id, party_id=person, source="the link")
        seconds[0] += 2 * mailbox_job.STALE
        go_on.set()
        counts = run.result(ENOUGH)

    assert sent(transport) == ([] if opted_out else addresses(12))
    assert counts.sent == len(transport.tried) == len(transport.sent)
    assert {row.lease_owner for row in enrollments(services)} == {None}
    with services.storage.read() as session:
        left = session.execute(select(DeliveryRow.status, DeliveryRow.attempts)).all()
    assert {tuple(row) for row in left} == (set() if opted_out else {(DeliveryStatus.SENT, 1)})


def test_a_step_of_the_clock_makes_no_living_run_look_dead(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The system derives its boot time, and from it each process's start, from the clock."""
    enroll_many(each_services, actor, a_sequence(each_services, actor), 40)
    theirs = ScriptedTransport()
    talking, go_on = Event(), Event()
    turns = count(1)

    def stop_after_eight(_: str) -> None:
        if next(turns) > 8:
            talking.set()
            assert go_on.wait(ENOUGH)

    theirs.before_send = stop_after_eight
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child,
        ThreadPoolExecutor(1) as running,
    ):
        living = ProcessIdentity("a" * 12, machine(), child.pid, start_of(child.pid))
        run = running.submit(
            run_touches,
            replace(each_services, process=living, open_transport=lambda _: theirs),
        )
        assert talking.wait(ENOUGH)
        step_the_clock(monkeypatch, clock)

        assert not is_dead(living.host, living.pid, living.started)
        counts = run_touches(each_services)
        go_on.set()
        assert run.result(ENOUGH).sent == 40

    assert (counts.processed, transport.tried) == (0, [])
    assert sent(theirs) == addresses(40)


def step_the_clock(monkeypatch: pytest.MonkeyPatch, clock: StoppedClock) -> None:
    """As NTP does when a machine's clock was found to be slow."""
    step = timedelta(seconds=5)
    linux = getattr(psutil, "_pslinux", None)
    if linux is None:
        pytest.skip("only Linux derives a process's start from the clock")
    boot_time = linux.boot_time
    monkeypatch.setattr(linux, "boot_time", lambda: boot_time() + step.total_seconds())
    clock.move(step)


def set_status(services: Services, actor: Actor, key: int, status: str) -> None:
    set_enrollment_status(services, actor=actor, enrollment_id=key, status=status)


def test_an_enrollment_that_is_to_begin_later_keeps_its_start_through_a_pause(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    start = clock.now() + 7 * DAY
    key = enroll_entity(
        each_services, actor=actor, sequence_id=a_sequence(each_services, actor),
        entity_type="LEAD", entity_id=a_lead(each_services, actor), start_at=start,
    ).enrollment_id  # fmt: skip

    set_status(each_services, actor, key, "PAUSED")
    assert enrollment(each_services, key).next_run_at is None
    clock.move(2 * DAY)
    set_status(each_services, actor, key, "ACTIVE")

    row = enrollment(each_services, key)
    assert (row.status, row.next_run_at, row.anchor_at) == (ACTIVE, start, start)
    assert run_touches(each_services).processed == 0
    clock.at = start
    assert run_touches(each_services).sent == 1


def test_a_start_that_passed_during_the_pause_is_now(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = enroll_entity(
        each_services, actor=actor, sequence_id=a_sequence(each_services, actor),
        entity_type="LEAD", entity_id=a_lead(each_services, actor), start_at=clock.now() + DAY,
    ).enrollment_id  # fmt: skip

    set_status(each_services, actor, key, "PAUSED")
    clock.move(3 * DAY)
    set_status(each_services, actor, key, "ACTIVE")

    assert enrollment(each_services, key).next_run_at == clock.now()
    assert run_touches(each_services).sent == 1


def test_a_pause_in_the_middle_of_a_delay_shifts_it_by_its_length(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    run_touches(each_services)
    due = enrollment(each_services, key).next_run_at
    assert due == clock.now() + DAY

    clock.move(6 * HOUR)
    set_status(each_services, actor, key, "PAUSED")
    clock.move(3 * DAY)
    assert (run_touches(each_services).processed, enrollment(each_services, key).status) == (
        0,
        PAUSED,
    )
    set_status(each_services, actor, key, "ACTIVE")

    assert enrollment(each_services, key).next_run_at == due + 3 * DAY
    clock.at = due + 3 * DAY
    assert run_touches(each_services).sent == 1
