"""Executing what is due: the use case behind the runner's tick and the internal route."""

from datetime import datetime
from threading import Event

from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.touches.decide import Progress, RunCounts
from crm_core.touches.run import run_touches

LIMIT_MOST = 1_000_000


def run_sequence_steps(
    services: Services,
    *,
    now: datetime | None = None,
    limit: int | None = None,
    stop: Event | None = None,
    progress: Progress | None = None,
) -> RunCounts:
    """Execute every due step of every workspace, at most `limit`; returns what was done.

    `now` moves the clock of the decisions and needs `CRM_ALLOW_CLOCK=1`; raises `InvalidInput`
    without it. The caller is the installation itself: its runner, or whoever holds the
    service token.
    """
    if limit is not None and not 0 < limit <= LIMIT_MOST:
        raise InvalidInput(f"Between 1 and {LIMIT_MOST:,}.", field="limit")
    if now is not None:
        if not services.settings.crm_allow_clock:
            raise InvalidInput("The clock can be moved only with CRM_ALLOW_CLOCK=1.", field="now")
        if now.tzinfo is None:
            raise InvalidInput("Must say its time zone.", field="now")
    return run_touches(services, now=now, limit=limit, stop=stop, progress=progress)
