"""The loop of `runner.py`: ticks until it is asked to stop, or once."""

import json
import sys
from collections.abc import Callable
from threading import Event, Thread

import schedule
import structlog

from crm_core.errors import CrmError
from crm_core.logs import configure_logs
from crm_core.runner.names import EVERYTHING, INBOX, choose
from crm_core.runner.worker import Outcome, Worker, total
from crm_core.settings import Settings, load_settings

BEAT_EVERY = 20.0
"""Seconds; a runner counts as silent after 90."""
DONE, FAILED, REFUSED = 0, 1, 2

log = structlog.get_logger(__name__)


def run(*, once: bool, chosen: str | None, stop: Event) -> int:
    """Run the chosen runners (the setting's, when None) until `stop`, or once; the exit code."""
    configure_logs()
    try:
        settings = load_settings()
        names = _chosen(chosen, settings)
        worker = _worker(settings, names, once=once)
    except CrmError as refusal:
        print(f"{refusal.field}: {refusal.message}", file=sys.stderr)
        return REFUSED
    try:
        if once:
            return tick_once(worker, stop)
        tick_until(worker, stop)
        return DONE
    finally:
        worker.close()


def tick_once(worker: Worker, stop: Event) -> int:
    """One tick of each runner and one JSON line on stdout: the sums, then each runner's own.

    What the inbox counts are messages, no steps of sequences; it stands for itself.
    """
    outcomes = {name: _tick(worker, name, stop) for name in worker.names}
    own = {name: dict(outcome.counts) for name, outcome in outcomes.items()}
    steps = total(counts for name, counts in own.items() if name != INBOX)
    print(json.dumps({**steps, **own}), flush=True)
    return FAILED if any(outcome.error for outcome in outcomes.values()) else DONE


def tick_until(worker: Worker, stop: Event) -> None:
    """Tick each runner at once and then at its interval, and beat in between.

    The inbox comes first and goes on in a thread of its own: an answer is heard while a thousand
    e-mails go out, and not after them.
    """
    seconds = min(map(worker.seconds_between, worker.names))
    log.info("runner started", action="runner.start", runners=worker.names, seconds=seconds)
    listening = [name for name in worker.names if name == INBOX]
    acting = [name for name in worker.names if name != INBOX]
    for name in listening:
        _tick(worker, name, stop)
    ears = Thread(target=_keep_ticking, args=(worker, listening, stop), name=INBOX)
    ears.start()
    try:
        for name in acting:
            _tick(worker, name, stop)
        _keep_ticking(worker, acting, stop, beat=worker.beat)
    finally:
        stop.set()
        ears.join()
    log.info("runner stopped", action="runner.stop")


def _keep_ticking(
    worker: Worker, names: list[str], stop: Event, *, beat: Callable[[], None] = lambda: None
) -> None:
    """One after the other, each at its interval from now on, until `stop`; of none, only beat."""
    scheduler = schedule.Scheduler()
    for name in names:
        seconds = worker.seconds_between(name)
        # The library takes fractions as well, as its timedelta does.
        scheduler.every(seconds).seconds.do(_tick, worker, name, stop)  # type: ignore[arg-type]
    shortest = min(map(worker.seconds_between, names), default=BEAT_EVERY)
    while not stop.is_set():
        beat()
        idle = shortest if scheduler.idle_seconds is None else scheduler.idle_seconds
        if idle > shortest:
            # The library counts on the wall clock, and somebody or daylight saving set it back.
            scheduler.run_all()
            continue
        stop.wait(min(max(idle, 0.0), BEAT_EVERY))
        scheduler.run_pending()


def _tick(worker: Worker, name: str, stop: Event) -> Outcome:
    return Outcome() if stop.is_set() else worker.tick(name, stop)


def _chosen(chosen: str | None, settings: Settings) -> tuple[str, ...]:
    if chosen is not None:
        return choose(chosen, "--runners")
    return choose(settings.worker_tick_runners.strip() or EVERYTHING, "WORKER_TICK_RUNNERS")


def _worker(settings: Settings, names: tuple[str, ...], *, once: bool) -> Worker:
    """Beside the database, or, with API_BASE_URL, without any: what is heavy stays unimported."""
    if settings.api_base_url:
        from crm_core.runner.remote import remote_worker

        return remote_worker(settings, names)
    from crm_core.runner.ticks import local_worker

    return local_worker(settings, names, once=once)
