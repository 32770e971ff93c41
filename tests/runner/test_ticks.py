"""The worker beside the database: ticks, what is noted of them, housekeeping."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor
from crm_core.runner import ticks
from crm_core.runner.names import HOUSEKEEPING, NAMES, SEQUENCES
from crm_core.runner.ticks import Local
from crm_core.services import Services
from crm_core.storage.tables import IdempotencyRow, RunnerRow, RunnerTickRow, SignInRow
from crm_core.touches.decide import RunCounts
from crm_core.usecases.access import actor_of_cookie, add_user, sign_in
from crm_core.usecases.housekeeping import TICKS_KEPT
from crm_core.views.health import get_health
from tests.builders import a_sequence, enroll_many
from tests.clocks import StoppedClock

DAY = timedelta(days=1)


@pytest.fixture
def worker(services: Services) -> Iterator[Local]:
    worker = Local(services, NAMES)
    yield worker
    worker.close()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the sequences' runner raise."""

    def fail(words: str) -> None:
        def raises(*_: object) -> RunCounts:
            raise RuntimeError(words)

        monkeypatch.setitem(ticks.RUNNERS, SEQUENCES, raises)

    return fail


def count(services: Services, row: type) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def test_a_tick_gives_the_counts_of_its_run(
    services: Services, actor: Actor, worker: Local
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 3)

    outcome = worker.tick(SEQUENCES, Event())

    assert (outcome.error, outcome.counts["processed"], outcome.counts["sent"]) == (None, 3, 3)


def test_a_tick_that_raises_is_noted_with_its_error_and_the_next_one_runs(
    services: Services, actor: Actor, worker: Local, failing: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with monkeypatch.context():
        failing("lost ann.lee@example.com at smtp://user:hidden@mail.example.com")
        outcome = worker.tick(SEQUENCES, Event())

    (tick,) = get_health(services, actor=actor).ticks
    assert outcome.error == tick.error
    assert tick.error == "RuntimeError: lost a***@example.com at smtp://***@mail.example.com"
    assert worker.tick(HOUSEKEEPING, Event()).error is None


def test_a_tick_that_cannot_be_noted_does_not_end_the_loop(
    services: Services, worker: Local, failing: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def no_database(*_: object, **__: object) -> None:
        raise OSError("disk full")

    failing("first")
    monkeypatch.setattr(ticks, "note_tick", no_database)

    assert worker.tick(SEQUENCES, Event()).error == "RuntimeError: first"


def test_an_idle_tick_leaves_no_row(services: Services, worker: Local) -> None:
    for name in NAMES:
        worker.tick(name, Event())

    assert count(services, RunnerTickRow) == 0


def test_housekeeping_forgets_expired_sign_ins_only(
    services: Services, actor: Actor, worker: Local, clock: StoppedClock
) -> None:
    add_user(
        services, actor=actor, email="ann@example.com", password="a long password",
        role="administrator",
    )  # fmt: skip
    sign_in(services, email="ann@example.com", password="a long password")
    clock.move(10 * DAY)
    fresh = sign_in(services, email="ann@example.com", password="a long password")
    clock.move(5 * DAY)

    worker.tick(HOUSEKEEPING, Event())

    assert count(services, SignInRow) == 1
    assert actor_of_cookie(services, fresh) is not None


def test_housekeeping_forgets_idempotency_keys_after_two_days(
    services: Services, actor: Actor, worker: Local, clock: StoppedClock
) -> None:
    for key, age in (("old", timedelta(hours=49)), ("young", timedelta(hours=47))):
        with services.storage.write() as session:
            session.add(
                IdempotencyRow(
                    tenant_id=actor.tenant_id, caller="token:1", key=key, request_hash="0",
                    status=201, body=b"{}", created_at=clock.now() - age,
                )
            )  # fmt: skip

    worker.tick(HOUSEKEEPING, Event())

    with services.storage.read() as session:
        assert session.scalars(select(IdempotencyRow.key)).all() == ["young"]


def test_housekeeping_keeps_the_last_thousand_ticks(
    services: Services, worker: Local, clock: StoppedClock
) -> None:
    now = clock.now()
    with services.storage.write() as session:
        session.add_all(
            RunnerTickRow(
                owner="r", runner="sequences", started_at=now, finished_at=now, counts={"n": n}
            )
            for n in range(TICKS_KEPT + 7)
        )

    worker.tick(HOUSEKEEPING, Event())
    worker.tick(HOUSEKEEPING, Event())

    with services.storage.read() as session:
        kept = [row.counts["n"] for row in session.scalars(select(RunnerTickRow))]
    assert sorted(kept) == list(range(7, TICKS_KEPT + 7))


def test_housekeeping_forgets_runners_that_were_silent_for_a_week(
    services: Services, worker: Local, clock: StoppedClock
) -> None:
    clock.move(8 * DAY)
    living = Local(services, NAMES)
    with services.storage.write() as session:
        now = clock.now()
        session.add_all(
            RunnerRow(
                owner=f"other-{days}", host="far", pid=1, process_started=0.0, started_at=now,
                beat_at=now - timedelta(days=days), doing="idle",
            )
            for days in (6, 8)
        )  # fmt: skip

    living.tick(HOUSEKEEPING, Event())

    with services.storage.read() as session:
        owners = set(session.scalars(select(RunnerRow.owner)))
    assert owners == {services.process.token, "other-6"}


def test_housekeeping_is_in_no_hurry(worker: Local) -> None:
    assert worker.seconds_between(SEQUENCES) == 5
    assert worker.seconds_between(HOUSEKEEPING) == 600
