"""One run: batches until nothing is due, the limit is reached or the runner is asked to stop."""

from datetime import datetime
from threading import Event

from crm_core.services import Services
from crm_core.touches.decide import Batch, Round, RunCounts, decide_batch
from crm_core.touches.deliver import Dispatch, Progress, sender
from crm_core.touches.heartbeat import heartbeat
from crm_core.touches.rescue import rescue

BATCH = 500


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
    on_its_way: Dispatch | None = None
    with heartbeat(services, "sequences", owner):
        rescue(services)
        with sender(services, owner, stop, progress) as out:
            while True:
                # The next batch is decided while the e-mails of the one before go out.
                size = batch if limit is None else min(batch, limit - total.processed)
                at = now or services.clock.now()
                round_ = Round(services, owner, at, now is not None, tenant_id)
                idle = stop.is_set() or size <= 0
                part = Batch() if idle else decide_batch(round_, size)
                total.add(part.counts)
                if progress is not None and part.counts.processed:
                    progress(part.counts)
                if on_its_way is not None:
                    total.add(on_its_way.finish())
                elif not part.counts.processed:
                    return total
                on_its_way = out.start(round_, part.envelopes) if part.envelopes else None
