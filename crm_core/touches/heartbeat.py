"""Showing that this process lives, and keeping its leases while it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from crm_core.process import ProcessIdentity
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, RunnerRow
from crm_core.touches.write import LEASE

log = structlog.get_logger(__name__)


def beat(services: Services, doing: str, owner: str | None = None) -> None:
    """Write this process's heartbeat and push the end of the leases that `owner` holds.

    A lease whose row is held at this moment is being worked on and keeps its end until the next
    beat: to wait for it could be a deadlock, and the one to lose it might be a recording.
    """
    now = services.clock.now()
    dialect = sqlite if services.storage.is_sqlite else postgresql
    alive = {"beat_at": now, "doing": doing, "stopped_at": None}
    own = dialect.insert(RunnerRow).values(**_facts(services.process, now), **alive)
    with services.storage.write() as session:
        # Two runs of one process may begin at the same time.
        session.execute(own.on_conflict_do_update(index_elements=["owner"], set_=alive))
        if owner is not None:
            leased = (
                select(EnrollmentRow.id)
                .where(EnrollmentRow.lease_owner == owner)
                .with_for_update(skip_locked=True)
            )
            session.execute(
                update(EnrollmentRow)
                .where(EnrollmentRow.id.in_(leased))
                .values(lease_until=now + LEASE)
                .execution_options(synchronize_session=False)
            )


def retire(services: Services) -> None:
    """Say that this process stopped by itself."""
    with services.storage.write() as session:
        session.execute(
            update(RunnerRow)
            .where(RunnerRow.owner == services.process.token)
            .values(stopped_at=services.clock.now(), doing="stopped")
        )


@contextmanager
def heartbeat(
    services: Services, doing: str, owner: str | None = None, every: float = 20.0
) -> Iterator[None]:
    """Beat at once and then every `every` seconds while the block runs."""
    beat(services, doing, owner)
    over = Event()

    def keep_beating() -> None:
        while not over.wait(every):
            try:
                beat(services, doing, owner)
            except Exception:
                log.exception("heartbeat failed", action="runner.heartbeat")

    thread = Thread(target=keep_beating, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _facts(own: ProcessIdentity, now: datetime) -> dict[str, object]:
    return {
        "owner": own.token,
        "host": own.host,
        "pid": own.pid,
        "process_started": own.started,
        "started_at": now,
    }
