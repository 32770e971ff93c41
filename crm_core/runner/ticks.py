"""The named runners beside the database, and the worker that ticks them.

To add a runner, add its name to `names.NAMES` and its function to `RUNNERS`.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import structlog

from crm_core.bootstrap import build
from crm_core.logs import mask_text
from crm_core.process import settle_memory
from crm_core.runner.bar import watched
from crm_core.runner.names import HOUSEKEEPING, INBOX, SEQUENCES
from crm_core.runner.worker import COUNTS, Counts, Outcome
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.touches.decide import Progress, RunCounts
from crm_core.touches.heartbeat import beat, retire
from crm_core.usecases.housekeeping import forget_the_old, note_tick
from crm_core.usecases.read_inboxes import InboxCounts, read_inboxes
from crm_core.usecases.run_sequences import run_sequence_steps

Tick = Callable[[Services, Event, Progress], RunCounts]

log = structlog.get_logger(__name__)


def inbox(services: Services, stop: Event, progress: Progress) -> RunCounts:
    """Read the inboxes to their end: `processed` are the messages that were new, `failed` the
    inboxes that could not be read."""
    return _as_run(read_inboxes(services, stop=stop))


def inbox_in_the_loop(services: Services, stop: Event, progress: Progress) -> RunCounts:
    """The same, without waiting for a slow server or asking one that failed all the time."""
    gap = timedelta(seconds=AT_LEAST[INBOX] / 2)
    return _as_run(read_inboxes(services, stop=stop, patience=INBOX_PATIENCE, at_least=gap))


def _as_run(counts: InboxCounts) -> RunCounts:
    return RunCounts(processed=counts.received, failed=counts.failed)


def sequences(services: Services, stop: Event, progress: Progress) -> RunCounts:
    """Execute every due step."""
    return run_sequence_steps(services, stop=stop, progress=progress)


def housekeeping(services: Services, stop: Event, progress: Progress) -> RunCounts:
    """Delete what nobody needs any more. It takes no decision, so its counts stay at zero."""
    gone = forget_the_old(services)
    if gone.total:
        log.info(
            "forgot the old", action="runner.housekeeping", sign_ins=gone.sign_ins,
            idempotency_keys=gone.idempotency_keys, ticks=gone.ticks, runners=gone.runners,
        )  # fmt: skip
    return RunCounts()


RUNNERS: dict[str, Tick] = {INBOX: inbox, SEQUENCES: sequences, HOUSEKEEPING: housekeeping}
AT_LEAST = {INBOX: 15.0, HOUSEKEEPING: 600.0}
"""Seconds between two ticks of a runner that has no hurry, however short CRM_TICK_SECONDS is."""
INBOX_PATIENCE = 3.0
"""Seconds that the loop waits for inboxes; what takes longer goes on beside it."""


def local_worker(settings: Settings, names: tuple[str, ...], *, once: bool) -> "Local":
    """Open, and where needed migrate, the database; raises what `build` raises."""
    services = build(settings)
    settle_memory()
    return Local(services, names, once=once)


def counts_of(counts: RunCounts) -> Counts:
    """A run's counts as the contract spells them."""
    return dict(zip(COUNTS, (getattr(counts, name) for name in RunCounts.__slots__), strict=True))


class Local:
    def __init__(self, services: Services, names: tuple[str, ...], *, once: bool = True) -> None:
        self._services = services
        self._names = names
        self._once = once
        beat(services, "starting")

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def seconds_between(self, name: str) -> float:
        return max(self._services.settings.crm_tick_seconds, AT_LEAST.get(name, 0.0))

    def tick(self, name: str, stop: Event) -> Outcome:
        """Execute one tick; one that did something, or raised, is noted for Runner health."""
        services = self._services
        started_at = services.clock.now()
        try:
            with watched(services, name) as progress:
                outcome = Outcome(counts_of(self._runner(name)(services, stop, progress)))
        except Exception as fault:
            log.exception("tick failed", action="runner.tick", runner=name)
            outcome = Outcome(error=mask_text(f"{type(fault).__name__}: {fault}"))
        if not outcome.is_worth_telling:
            return outcome
        if outcome.error is None:
            log.info("tick", action="runner.tick", runner=name, **outcome.counts)
        try:
            note_tick(
                services, runner=name, started_at=started_at, counts=outcome.counts,
                error=outcome.error,
            )  # fmt: skip
        except Exception:
            log.exception("tick not noted", action="runner.note", runner=name)
        return outcome

    def _runner(self, name: str) -> Tick:
        return inbox_in_the_loop if name == INBOX and not self._once else RUNNERS[name]

    def beat(self) -> None:
        try:
            beat(self._services, "idle")
        except Exception:
            log.exception("heartbeat failed", action="runner.heartbeat")

    def close(self) -> None:
        try:
            retire(self._services)
        except Exception:
            log.exception("no good-bye", action="runner.stop")
        self._services.close()
