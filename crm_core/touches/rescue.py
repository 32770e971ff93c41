"""Taking over from runners that died, and showing that this one lives.

A delivery that was marked *sending* and whose runner is gone becomes *uncertain*: it may have
been accepted, so nobody sends it again by itself. One that was only planned is due again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

import structlog
from sqlalchemy import exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.process import ProcessIdentity, is_dead, process_token
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, RunnerRow
from crm_core.touches.write import LEASE

log = structlog.get_logger(__name__)

UNCERTAIN_REASON = (
    "The runner stopped after it began to hand this e-mail over and before it heard the answer."
)


def rescue(services: Services) -> int:
    """Free every lease that is over or whose runner is dead; returns how many were freed."""
    now = services.clock.now()
    with services.storage.write() as session:
        owners = set(
            session.scalars(
                select(EnrollmentRow.lease_owner)
                .where(EnrollmentRow.lease_owner.is_not(None))
                .distinct()
            )
        )
        dead = _dead_owners(session, {owner for owner in owners if owner is not None}, services)
        rows = session.execute(
            select(EnrollmentRow.id, EnrollmentRow.lease_owner)
            .where(
                EnrollmentRow.lease_owner.is_not(None),
                EnrollmentRow.lease_owner.in_(dead) | (EnrollmentRow.lease_until < now),
            )
            .order_by(EnrollmentRow.id)
            .with_for_update(skip_locked=True)
        ).all()
        if rows:
            _free(session, [row.id for row in rows], now)
        orphans = _settle_orphans(session, services, now)
    if rows or orphans:
        log.warning(
            "leases rescued", action="touches.rescue", count=len(rows), orphans=orphans,
            owners=sorted(dead),
        )  # fmt: skip
    return len(rows)


def _dead_owners(
    session: WriteSession,
    owners: set[str],
    services: Services,
    silent_since: datetime | None = None,
) -> set[str]:
    """The owners whose process is certainly dead, or, with `silent_since`, has not beaten since."""
    foreign = {owner for owner in owners if process_token(owner) != services.process.token}
    tokens = {process_token(owner) for owner in foreign}
    runners = session.execute(
        select(
            RunnerRow.owner, RunnerRow.host, RunnerRow.pid, RunnerRow.process_started,
            RunnerRow.beat_at,
        ).where(RunnerRow.owner.in_(tokens))
    )  # fmt: skip
    gone = {
        row.owner
        for row in runners
        if is_dead(row.host, row.pid, row.process_started)
        or (silent_since is not None and row.beat_at < silent_since)
    }
    return {owner for owner in foreign if process_token(owner) in gone}


def _settle_orphans(session: WriteSession, services: Services, now: datetime) -> int:
    """Make e-mails uncertain that were on their way when their enrollment was ended.

    Such an enrollment has no lease any more, so only the delivery still names the runner.
    """
    held = exists().where(
        EnrollmentRow.id == DeliveryRow.enrollment_id,
        EnrollmentRow.lease_owner == DeliveryRow.owner,
    )
    rows = session.execute(
        select(DeliveryRow.id, DeliveryRow.owner)
        .where(DeliveryRow.status == DeliveryStatus.SENDING, ~held)
        .order_by(DeliveryRow.id)
        .with_for_update(skip_locked=True)
    ).all()
    owners = {row.owner for row in rows if row.owner is not None}
    dead = _dead_owners(session, owners, services, silent_since=now - LEASE)
    ids = [row.id for row in rows if row.owner in dead]
    if ids:
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids))
            .values(status=DeliveryStatus.UNCERTAIN, reason=UNCERTAIN_REASON)
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def _free(session: WriteSession, ids: list[int], now: datetime) -> None:
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.enrollment_id.in_(ids), DeliveryRow.status == DeliveryStatus.SENDING)
        .values(status=DeliveryStatus.UNCERTAIN, reason=UNCERTAIN_REASON)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.enrollment_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
        )
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )
    uncertain = select(DeliveryRow.enrollment_id).where(
        DeliveryRow.enrollment_id.in_(ids), DeliveryRow.status == DeliveryStatus.UNCERTAIN
    )
    free = {"lease_owner": None, "lease_until": None}
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids), EnrollmentRow.id.in_(uncertain))
        .values(hold_gate="delivery", hold_reason=UNCERTAIN_REASON, **free)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(EnrollmentRow)
        .where(
            EnrollmentRow.id.in_(ids),
            EnrollmentRow.id.not_in(uncertain),
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
        )
        .values(next_run_at=now, **free)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids), EnrollmentRow.lease_owner.is_not(None))
        .values(**free)
        .execution_options(synchronize_session=False)
    )


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
