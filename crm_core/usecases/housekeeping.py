"""What the installation does for itself: noting ticks, and forgetting what nobody needs any more.

Called by the runner; both serve every workspace and ask no permission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete, select

from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import IdempotencyRow, RunnerRow, RunnerTickRow, SignInRow

IDEMPOTENCY_KEPT = timedelta(hours=48)
TICKS_KEPT = 1_000
SILENT_RUNNERS_KEPT = timedelta(days=7)
ERROR_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of each kind went."""

    sign_ins: int
    idempotency_keys: int
    ticks: int
    runners: int

    @property
    def total(self) -> int:
        return self.sign_ins + self.idempotency_keys + self.ticks + self.runners


def note_tick(
    services: Services,
    *,
    runner: str,
    started_at: datetime,
    counts: Mapping[str, int],
    error: str | None,
) -> None:
    """Keep what one tick did, or why it failed, for Runner health."""
    with services.storage.write() as session:
        session.add(
            RunnerTickRow(
                owner=services.process.token,
                runner=runner,
                started_at=started_at,
                finished_at=services.clock.now(),
                counts=dict(counts),
                error=error[:ERROR_LIMIT] if error else None,
            )
        )


def forget_the_old(services: Services) -> Forgotten:
    """Delete expired sign-ins, replayed answers older than two days, ticks beyond the last
    thousand, and runners that were silent for a week."""
    now = services.clock.now()
    with services.storage.write() as session:
        last_kept = session.scalar(
            select(RunnerTickRow.id)
            .order_by(RunnerTickRow.id.desc())
            .offset(TICKS_KEPT - 1)
            .limit(1)
        )
        old = now - IDEMPOTENCY_KEPT
        return Forgotten(
            sign_ins=_deleted(session, delete(SignInRow).where(SignInRow.expires_at < now)),
            idempotency_keys=_deleted(
                session, delete(IdempotencyRow).where(IdempotencyRow.created_at < old)
            ),
            ticks=_deleted(session, delete(RunnerTickRow).where(RunnerTickRow.id < last_kept))
            if last_kept is not None
            else 0,
            runners=_deleted(
                session, delete(RunnerRow).where(RunnerRow.beat_at < now - SILENT_RUNNERS_KEPT)
            ),
        )


def _deleted(session: WriteSession, statement: Delete) -> int:
    return session.connection().execute(statement).rowcount
