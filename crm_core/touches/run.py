"""One run: batches until nothing is due, the limit is reached or the runner is asked to stop."""

from datetime import datetime
from threading import Event
from time import monotonic

from crm_core.services import Services
from crm_core.touches.decide import Progress, Round, RunCounts, decide_batch
from crm_core.touches.deliver import PATIENCE, sender
from crm_core.touches.heartbeat import heartbeat
from crm_core.touches.inbound.absences import resume_returned
from crm_core.touches.rescue import rescue

BATCH = 500
RESCUE_EVERY = 60.0
"""Seconds of a long run after which it looks again for runs that died."""


def run_touches(
    services: Services,
    *,
    now: datetime | None = None,
    limit: int | None = None,
    tenant_id: int | None = None,
    stop: Event | None = None,
    progress: Progress | None = None,
    batch: int = BATCH,
) -> RunCounts:
    """Execute what is due. `now` fixes the clock of every decision (tests, demonstrations).

    `limit` bounds the decisions taken. `progress` is called with the counts of each part.
    """
    stop = stop or Event()
    total = RunCounts()
    owner = services.process.new_owner()
    with heartbeat(services, "sequences", owner):
        rescue(services)
        resume_returned(services, now or services.clock.now())
        rescued_at = monotonic()
        with sender(services, owner, stop, progress) as out:
            while not stop.is_set():
                if monotonic() - rescued_at > RESCUE_EVERY:
                    rescue(services)
                    rescued_at = monotonic()
                size = batch if limit is None else min(batch, limit - total.processed)
                if size <= 0:
                    break
                at = now or services.clock.now()
                round_ = Round(services, owner, at, now is not None, tenant_id, out.ahead, out.busy)
                part = decide_batch(round_, size)
                if part.counts.processed == 0:
                    if not out.busy:
                        break
                    total.add(out.wait(PATIENCE))
                    continue
                if progress is not None:
                    progress(part.counts)
                if part.envelopes:
                    part.counts.add(out.send(round_, part.envelopes))
                total.add(part.counts)
            total.add(out.wait())
    return total
