"""A runner dies between every two commits of a message; the next one does the right thing."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Barrier, Lock, Thread

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.process import ProcessIdentity, machine, start_of
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow, RunnerRow
from crm_core.touches import deliver, heartbeat, in_flight, mailbox_job, record, rescue
from crm_core.touches.run import run_touches
from crm_core.touches.write import LEASE
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.views.health import get_health
from tests.builders import EMAIL, FOLLOW_UP, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

Crash = Callable[[pytest.MonkeyPatch, ScriptedTransport], None]
SENT_ONCE = [DeliveryStatus.SENT]
UNCERTAIN = [DeliveryStatus.UNCERTAIN]
A_LONG_WAY = timedelta(days=60)


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


def die(*_: object, **__: object) -> None:
    raise Killed


def let_go(notes: in_flight.Notes, *, recorded: bool) -> None:
    """What the system does with a dead process's notes: it closes them, and so unlocks them."""
    if notes._file is not None:
        os.close(notes._file)


def after_the_claim(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(deliver.Sender, "send", die)


def before_the_claims_commit(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr("crm_core.touches.decide.write_verdicts", die)


def before_the_first_is_marked(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(mailbox_job, "exchange", die)


def before_the_mark_commits(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def take_and_die(*given: object) -> None:
        take(*given)  # type: ignore[arg-type]
        raise Killed

    take = record._take
    patch.setattr(record, "_take", take_and_die)


def before_it_is_begun(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(mailbox_job, "compose", die)


def before_the_bytes_go_out(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    transport.before_send = die


def after_the_acceptance(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def record_nothing(*given: object) -> object:
        if given[2]:
            raise Killed
        return exchange(*given)  # type: ignore[arg-type]

    exchange = mailbox_job.exchange
    patch.setattr(mailbox_job, "exchange", record_nothing)


def before_the_records_commit(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def record_and_die(*given: object) -> object:
        counts = recorded(*given)  # type: ignore[arg-type]
        if given[3]:
            raise Killed
        return counts

    recorded = record._record
    patch.setattr(record, "_record", record_and_die)


def after_the_record(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def exchange_and_die(*given: object) -> object:
        answer = exchange(*given)  # type: ignore[arg-type]
        if given[2]:
            raise Killed
        return answer

    exchange = mailbox_job.exchange
    patch.setattr(mailbox_job, "exchange", exchange_and_die)


def gone(services: Services) -> Services:
    """The same as another process of this machine, one that does not live any more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return replace(services, process=ProcessIdentity("d" * 12, machine(), child.pid, 1.0))


def elsewhere(services: Services) -> Services:
    """The same as a process of another machine, whose life nobody here can see."""
    return replace(services, process=ProcessIdentity("e" * 12, "another machine", 1, 1.0))


@pytest.fixture
def crash(
    monkeypatch: pytest.MonkeyPatch, transport: ScriptedTransport
) -> Callable[[Services, Crash], None]:
    """Lets a run of these services die at a moment; afterwards nothing is patched any more."""

    def crash(services: Services, moment: Crash) -> None:
        with monkeypatch.context() as patch, capture_logs():
            moment(patch, transport)
            # A dead process does no more: it gives nothing back and ends no notes.
            patch.setattr(mailbox_job, "release", lambda *_: None)
            patch.setattr(in_flight.Notes, "finish", let_go)
            with pytest.raises(Killed):
                run_touches(services)
        transport.before_send = ScriptedTransport.before_send

    return crash


def statuses(services: Services) -> list[str]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow.status).order_by(DeliveryRow.id)))


def notes(services: Services) -> list[str]:
    directory = services.settings.in_flight_directory()
    return [path.name for path in directory.iterdir()] if directory.exists() else []


def leases(services: Services) -> list[str]:
    with services.storage.read() as session:
        held = EnrollmentRow.lease_owner.is_not(None)
        return [
            owner or "" for owner in session.scalars(select(EnrollmentRow.lease_owner).where(held))
        ]


PLANNED = [DeliveryStatus.PLANNED]
SENDING = [DeliveryStatus.SENDING]
MOMENTS = [
    (before_the_claims_commit, [], 0, SENT_ONCE, SENT_ONCE),
    (after_the_claim, PLANNED, 0, SENT_ONCE, SENT_ONCE),
    (before_the_first_is_marked, PLANNED, 0, SENT_ONCE, SENT_ONCE),
    (before_the_mark_commits, PLANNED, 0, SENT_ONCE, SENT_ONCE),
    (before_it_is_begun, SENDING, 0, SENT_ONCE, UNCERTAIN),
    (before_the_bytes_go_out, SENDING, 0, UNCERTAIN, UNCERTAIN),
    (after_the_acceptance, SENDING, 1, SENT_ONCE, UNCERTAIN),
    (before_the_records_commit, SENDING, 1, SENT_ONCE, UNCERTAIN),
    (after_the_record, SENT_ONCE, 1, SENT_ONCE, SENT_ONCE),
]
"""When a runner died; what it left; what the server has; what its own machine makes of it at
last, and what another machine does, which cannot read its notes."""


@pytest.mark.parametrize(("moment", "left", "arrived", "at_last", "_"), MOMENTS)
def test_a_message_whose_runner_died_is_sent_once_or_shown_as_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
    moment: Crash, left: list[str], arrived: int, at_last: list[str], _: list[str],
) -> None:  # fmt: skip
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    crash(gone(each_services), moment)
    assert (statuses(each_services), len(transport.sent)) == (left, arrived)

    for _n in range(3):
        run_touches(each_services)
        clock.move(A_LONG_WAY)

    assert statuses(each_services) == at_last
    assert leases(each_services) == []
    assert len(transport.sent) == (arrived if at_last == UNCERTAIN else 1)
    assert notes(each_services) == []
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        timeline = session.scalars(select(ActivityRow.body)).all()
    if at_last == UNCERTAIN:
        assert (row.status, row.hold_gate, timeline) == (EnrollmentStatus.ACTIVE, "delivery", [])
        (line,) = get_health(each_services, actor=actor).deliveries
        assert (line.status, line.reason) == (DeliveryStatus.UNCERTAIN, row.hold_reason)
        assert "before it heard the answer" in line.reason
    else:
        assert (row.status, row.hold_gate) == (EnrollmentStatus.COMPLETED, None)
        assert timeline == ["Hi Ada1!"]


@pytest.mark.parametrize(("moment", "left", "arrived", "_", "at_last"), MOMENTS)
def test_a_runner_of_another_machine_is_given_up_when_its_lease_is_over(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
    moment: Crash, left: list[str], arrived: int, _: list[str], at_last: list[str],
) -> None:  # fmt: skip
    enrolled(services, actor, a_sequence(services, actor))
    crash(elsewhere(services), moment)
    held = leases(services)

    clock.move(LEASE)
    run_touches(services)
    assert leases(services) == held
    clock.move(timedelta(seconds=1))
    run_touches(services)

    assert (statuses(services), leases(services)) == (at_last, [])
    assert len(transport.sent) == (arrived if at_last == UNCERTAIN else 1)


def test_the_lease_of_a_process_that_lives_is_left_alone(
    services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enrolled(services, actor, a_sequence(services, actor))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        started = start_of(child.pid)
        alive = ProcessIdentity("a" * 12, machine(), child.pid, started)
        crash(replace(services, process=alive), after_the_claim)

        assert run_touches(services).processed == 0
        assert len(leases(services)) == 1
    assert run_touches(services).sent == 1


def test_a_process_id_that_another_process_has_by_now_is_no_life(
    services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enrolled(services, actor, a_sequence(services, actor))
    reused = ProcessIdentity("f" * 12, machine(), services.process.pid, 1.0)

    crash(replace(services, process=reused), after_the_claim)

    assert run_touches(services).sent == 1


def with_connections(services: Services, number: int) -> Services:
    settings = services.settings.model_copy(update={"crm_send_connections": number})
    return replace(services, settings=settings)


def with_forty_on_their_way(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    """The process dies when of 40 marked messages the server has taken 37 and three are on the
    wire."""
    after_the_acceptance(patch, transport)
    patch.setattr(mailbox_job, "LINE_WORTH", 1)
    all_begun = Barrier(40)

    def three_die(_: str) -> None:
        if all_begun.wait(60) < 3:
            raise Killed

    def one_for_each_line(job: object, line: object) -> object:
        if line in served:
            raise Killed
        served.add(line)
        return next_one(job, line)

    served: set[object] = set()
    next_one = mailbox_job.MailboxJob._next
    transport.before_send = three_die
    patch.setattr(mailbox_job.MailboxJob, "_next", one_for_each_line)


def test_of_many_only_those_on_the_wire_become_uncertain_and_the_rest_goes_out(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 50)
    crash(with_connections(gone(each_services), 40), with_forty_on_their_way)
    assert statuses(each_services) == 40 * SENDING + 10 * PLANNED
    assert len(transport.sent) == 37

    counts = run_touches(each_services)

    assert counts.sent == 10
    assert statuses(each_services).count("uncertain") == 3
    assert statuses(each_services).count("sent") == 47
    assert len(transport.sent) == len({to for to, _ in transport.sent}) == 47
    assert leases(each_services) == []


def test_what_was_marked_with_its_decision_and_not_begun_is_due_again(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 20)
    send, batches = deliver.Sender.send, count(1)

    def die_with_the_second(*given: object) -> object:
        if next(batches) == 2:
            raise Killed
        return send(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(deliver.Sender, "send", die_with_the_second)
        patch.setattr(in_flight.Notes, "finish", let_go)
        with pytest.raises(Killed):
            run_touches(gone(each_services), batch=10)
    assert statuses(each_services) == 10 * SENT_ONCE + 10 * SENDING

    assert run_touches(each_services).sent == 10
    assert (statuses(each_services), len(transport.sent)) == (20 * SENT_ONCE, 20)


def test_a_run_that_broke_off_is_taken_over_at_once_though_its_process_lives(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Such as when the database was away while an answer was to be recorded."""
    enrolled(each_services, actor, a_sequence(each_services, actor))
    with monkeypatch.context() as patch, capture_logs():
        after_the_acceptance(patch, transport)
        with pytest.raises(Killed):
            run_touches(each_services)
    assert (statuses(each_services), len(transport.sent)) == (SENDING, 1)

    run_touches(each_services)

    assert (statuses(each_services), len(transport.sent)) == (SENT_ONCE, 1)
    assert (leases(each_services), notes(each_services)) == ([], [])


def test_without_its_notes_all_that_a_dead_run_had_marked_are_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 50)
    crash(with_connections(gone(each_services), 40), with_forty_on_their_way)
    for name in notes(each_services):
        (each_services.settings.in_flight_directory() / name).unlink()

    assert run_touches(each_services).sent == 10

    assert statuses(each_services) == 40 * UNCERTAIN + 10 * SENT_ONCE


def test_notes_from_before_the_machine_started_anew_say_nothing(
    services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What was written last may not have reached the disk."""
    enrolled(services, actor, a_sequence(services, actor))
    crash(gone(services), before_it_is_begun)
    monkeypatch.setattr(in_flight, "machine", lambda: "the same after another start")

    run_touches(services)

    assert (statuses(services), transport.sent) == (UNCERTAIN, [])


def test_a_living_run_that_is_taken_for_dead_keeps_what_it_has_marked(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
) -> None:  # fmt: skip
    """By whatever mistake, such as a process table that hides it: it holds its notes."""
    enroll_many(each_services, actor, a_sequence(each_services, actor), 12)
    taken_for_dead = gone(each_services)
    freed: list[int] = []

    def look_on(_: str) -> None:
        with lock:
            if not freed:
                freed.append(rescue.rescue(each_services))

    lock = Lock()
    transport.before_send = look_on

    assert run_touches(taken_for_dead).sent == 12
    run_touches(each_services)

    assert freed == [0]
    assert len({to for to, _ in transport.sent}) == len(transport.sent) == 12


def test_a_crash_in_the_second_e_mail_leaves_the_first_as_it_is(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    clock.move(timedelta(days=1))

    crash(gone(services), before_the_bytes_go_out)
    run_touches(services)

    assert statuses(services) == [DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN]
    with services.storage.read() as session:
        assert session.get_one(EnrollmentRow, key).position == 1


def test_the_next_delay_counts_from_when_the_recovered_message_went_out(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    went_out = clock.now()
    crash(gone(services), after_the_acceptance)
    clock.move(timedelta(hours=2))

    assert run_touches(services).processed == 0

    with services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        (mail,) = session.scalars(select(ActivityRow)).all()
    assert (row.position, row.anchor_at) == (1, went_out)
    assert row.next_run_at == went_out + timedelta(days=1)
    assert (mail.completed_at, mail.subject, mail.status) == (went_out, "Hello Ada1", "DONE")


@pytest.mark.parametrize("wanted", ["PAUSED", "CANCELED"])
@pytest.mark.parametrize(
    ("process", "begun", "at_last"),
    [
        (gone, True, UNCERTAIN),
        (elsewhere, True, UNCERTAIN),
        (gone, False, SENT_ONCE),
        (elsewhere, False, UNCERTAIN),
    ],
)
def test_what_a_person_did_while_the_message_was_on_its_way_stays(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None], wanted: str, begun: bool, at_last: list[str],
    process: Callable[[Services], Services],
) -> None:  # fmt: skip
    key = enrolled(each_services, actor, a_sequence(each_services, actor))

    def at_once(_: str) -> None:
        set_enrollment_status(each_services, actor=actor, enrollment_id=key, status=wanted)
        if begun:
            raise Killed

    def meanwhile(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
        after_the_acceptance(patch, transport)
        transport.before_send = at_once

    crash(process(each_services), meanwhile)
    clock.move(LEASE + timedelta(seconds=1))
    run_touches(each_services)

    assert (statuses(each_services), len(transport.sent)) == (at_last, 0 if begun else 1)
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        timeline = session.scalars(select(ActivityRow.body)).all()
    held = "delivery" if at_last == UNCERTAIN and wanted == "PAUSED" else None
    assert (row.status, row.hold_gate, row.lease_owner) == (wanted, held, None)
    assert timeline == (["Hi Ada1!"] if at_last == SENT_ONCE else [])


@pytest.mark.parametrize(("wanted", "left"), [("PAUSED", PLANNED), ("CANCELED", [])])
def test_what_was_not_begun_and_is_not_wanted_any_more_never_goes_out(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None], wanted: str, left: list[str],
) -> None:  # fmt: skip
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    crash(gone(each_services), before_it_is_begun)
    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status=wanted)

    run_touches(each_services)

    assert (statuses(each_services), transport.sent) == (left, [])
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        assert (row.status, row.hold_gate, row.lease_owner) == (wanted, None, None)


def test_rescuers_that_come_together_free_each_lease_once(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 50)
    crash(with_connections(gone(each_services), 40), with_forty_on_their_way)
    begin = Barrier(4)

    def free(_: int) -> int:
        begin.wait(60)
        return rescue.rescue(each_services)

    with ThreadPoolExecutor(4) as pool:
        freed = sum(pool.map(free, range(4)))

    assert (freed, leases(each_services)) == (50, [])
    left = statuses(each_services)
    assert (left.count("sent"), left.count("uncertain"), left.count("planned")) == (37, 3, 10)
    with each_services.storage.read() as session:
        assert len(session.scalars(select(ActivityRow.id)).all()) == 37


def test_runs_of_one_process_that_begin_together_share_its_heartbeat(
    each_services: Services,
) -> None:
    begin = Barrier(8)

    def beat(number: int) -> None:
        begin.wait(60)
        heartbeat.beat(each_services, f"run {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(beat, range(8)))

    with each_services.storage.read() as session:
        assert session.scalars(select(RunnerRow.owner)).all() == [each_services.process.token]


@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
def test_a_heartbeat_waits_for_no_recording_and_renews_the_other_leases(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    """A beat that waits for one row while it holds others can be a deadlock with a recording."""
    recorded, other = enroll_many(each_services, actor, a_sequence(each_services, actor), 2)
    crash(elsewhere(each_services), after_the_claim)
    (owner, _) = leases(each_services)
    until = clock.now() + LEASE
    later = clock.move(timedelta(minutes=1)) + LEASE

    with each_services.storage.write() as session:
        session.get_one(EnrollmentRow, recorded, with_for_update=True)
        beat = Thread(target=heartbeat.beat, args=(each_services, "sequences", owner))
        beat.start()
        beat.join(30)
        assert not beat.is_alive()

    with each_services.storage.read() as session:
        ends = {key: session.get_one(EnrollmentRow, key).lease_until for key in (recorded, other)}
    assert ends == {recorded: until, other: later}
