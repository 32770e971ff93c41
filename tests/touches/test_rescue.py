"""A runner dies between every two commits of a message; the next one does the right thing."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import psutil
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.process import ProcessIdentity, machine
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow, RunnerRow
from crm_core.touches import deliver, record, rescue
from crm_core.touches import run as runs
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


def after_the_claim(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(runs, "deliver", die)


def before_the_claims_commit(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr("crm_core.touches.decide.write_verdicts", die)


def before_the_first_is_taken(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(deliver, "exchange", die)


def before_the_take_commits(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def take_and_die(*given: object) -> None:
        take(*given)  # type: ignore[arg-type]
        raise Killed

    take = record._take
    patch.setattr(record, "_take", take_and_die)


def before_the_bytes_go_out(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    transport.before_send = die


def after_the_acceptance(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def record_nothing(*given: object) -> object:
        if given[2]:
            raise Killed
        return exchange(*given)  # type: ignore[arg-type]

    exchange = deliver.exchange
    patch.setattr(deliver, "exchange", record_nothing)


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

    exchange = deliver.exchange
    patch.setattr(deliver, "exchange", exchange_and_die)


def before_the_rest_is_given_back(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    after_the_acceptance(patch, transport)
    patch.setattr(deliver, "release", die)


def gone(services: Services) -> Services:
    """The same as another process of this machine, one that does not live any more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return replace(services, process=ProcessIdentity("d" * 12, machine(), child.pid, 1.0))


def elsewhere(services: Services) -> Services:
    """The same as a process of another machine, whose life nobody here can see."""
    return replace(services, process=ProcessIdentity("e" * 12, "another machine", 1, 1.0))


def in_small_chunks(services: Services) -> Services:
    """The same with four connections that take two messages at a time."""
    sending = {"crm_send_connections": 4, "crm_send_chunk": 2}
    return replace(services, settings=services.settings.model_copy(update=sending))


@pytest.fixture
def crash(
    monkeypatch: pytest.MonkeyPatch, transport: ScriptedTransport
) -> Callable[[Services, Crash], None]:
    """Lets a run of these services die at a moment; afterwards nothing is patched any more."""

    def crash(services: Services, moment: Crash) -> None:
        with monkeypatch.context() as patch, capture_logs():
            moment(patch, transport)
            with pytest.raises(Killed):
                run_touches(services)
        transport.before_send = ScriptedTransport.before_send

    return crash


def statuses(services: Services) -> list[str]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow.status).order_by(DeliveryRow.id)))


def leases(services: Services) -> list[str]:
    with services.storage.read() as session:
        held = EnrollmentRow.lease_owner.is_not(None)
        return [
            owner or "" for owner in session.scalars(select(EnrollmentRow.lease_owner).where(held))
        ]


MOMENTS = [
    (before_the_claims_commit, [], 0, SENT_ONCE),
    (after_the_claim, [DeliveryStatus.PLANNED], 0, SENT_ONCE),
    (before_the_first_is_taken, [DeliveryStatus.PLANNED], 0, SENT_ONCE),
    (before_the_take_commits, [DeliveryStatus.PLANNED], 0, SENT_ONCE),
    (before_the_bytes_go_out, [DeliveryStatus.SENDING], 0, UNCERTAIN),
    (after_the_acceptance, [DeliveryStatus.SENDING], 1, UNCERTAIN),
    (before_the_records_commit, [DeliveryStatus.SENDING], 1, UNCERTAIN),
    (after_the_record, [DeliveryStatus.SENT], 1, SENT_ONCE),
]


@pytest.mark.parametrize(("moment", "left", "arrived", "at_last"), MOMENTS)
def test_a_message_whose_runner_died_is_sent_once_or_shown_as_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
    moment: Crash, left: list[str], arrived: int, at_last: list[str],
) -> None:  # fmt: skip
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    crash(gone(each_services), moment)
    assert (statuses(each_services), len(transport.sent)) == (left, arrived)

    for _ in range(3):
        run_touches(each_services)
        clock.move(A_LONG_WAY)

    assert statuses(each_services) == at_last
    assert leases(each_services) == []
    assert len(transport.sent) == (arrived if at_last == UNCERTAIN else 1)
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        timeline = len(session.scalars(select(ActivityRow.id)).all())
    if at_last == UNCERTAIN:
        assert (row.status, row.hold_gate, timeline) == (EnrollmentStatus.ACTIVE, "delivery", 0)
        (line,) = get_health(each_services, actor=actor).deliveries
        assert (line.status, line.reason) == (DeliveryStatus.UNCERTAIN, row.hold_reason)
        assert "before it heard the answer" in line.reason
    else:
        assert (row.status, row.hold_gate, timeline) == (EnrollmentStatus.COMPLETED, None, 1)


@pytest.mark.parametrize(("moment", "left", "arrived", "at_last"), MOMENTS)
def test_a_runner_of_another_machine_is_given_up_when_its_lease_is_over(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
    moment: Crash, left: list[str], arrived: int, at_last: list[str],
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
        started = psutil.Process(child.pid).create_time()
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


def test_of_many_only_those_on_their_way_become_uncertain_and_the_rest_goes_out(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 40)
    crash(gone(in_small_chunks(each_services)), before_the_rest_is_given_back)
    accepted = len(transport.sent)
    on_their_way = statuses(each_services).count(DeliveryStatus.SENDING)
    assert 0 < accepted <= on_their_way <= 4 * 2

    counts = run_touches(each_services)

    assert counts.sent == 40 - on_their_way
    assert statuses(each_services).count(DeliveryStatus.UNCERTAIN) == on_their_way
    assert len(transport.sent) == len({to for to, _ in transport.sent}) == accepted + counts.sent
    assert leases(each_services) == []


def test_a_crash_in_the_second_e_mail_leaves_the_first_as_it_is(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    clock.move(timedelta(days=1))

    crash(gone(services), after_the_acceptance)
    run_touches(services)

    assert statuses(services) == [DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN]
    with services.storage.read() as session:
        assert session.get_one(EnrollmentRow, key).position == 1


@pytest.mark.parametrize(
    ("wanted", "hold_gate"), [("PAUSED", "delivery"), ("CANCELED", None)]
)  # fmt: skip
@pytest.mark.parametrize("process", [gone, elsewhere])
def test_what_a_person_did_while_the_message_was_on_its_way_stays_and_it_is_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Crash], None], wanted: str, hold_gate: str | None,
    process: Callable[[Services], Services],
) -> None:  # fmt: skip
    key = enrolled(each_services, actor, a_sequence(each_services, actor))

    def at_once(_: str) -> None:
        set_enrollment_status(each_services, actor=actor, enrollment_id=key, status=wanted)

    def meanwhile(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
        after_the_acceptance(patch, transport)
        transport.before_send = at_once

    crash(process(each_services), meanwhile)
    clock.move(LEASE + timedelta(seconds=1))
    run_touches(each_services)

    assert (statuses(each_services), len(transport.sent)) == (UNCERTAIN, 1)
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, key)
        assert (row.status, row.hold_gate, row.lease_owner) == (wanted, hold_gate, None)


def test_rescuers_that_come_together_free_each_lease_once(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Crash], None],
) -> None:  # fmt: skip
    enroll_many(each_services, actor, a_sequence(each_services, actor), 40)
    crash(gone(in_small_chunks(each_services)), before_the_rest_is_given_back)
    begin = Barrier(4)

    def free(_: int) -> int:
        begin.wait(60)
        return rescue.rescue(each_services)

    with ThreadPoolExecutor(4) as pool:
        freed = sum(pool.map(free, range(4)))

    assert (freed, leases(each_services)) == (40, [])
    assert set(statuses(each_services)) == {DeliveryStatus.UNCERTAIN, DeliveryStatus.PLANNED}


def test_runs_of_one_process_that_begin_together_share_its_heartbeat(
    each_services: Services,
) -> None:
    begin = Barrier(8)

    def beat(number: int) -> None:
        begin.wait(60)
        rescue.beat(each_services, f"run {number}")

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
        beat = Thread(target=rescue.beat, args=(each_services, "sequences", owner))
        beat.start()
        beat.join(30)
        assert not beat.is_alive()

    with each_services.storage.read() as session:
        ends = {key: session.get_one(EnrollmentRow, key).lease_until for key in (recorded, other)}
    assert ends == {recorded: until, other: later}
