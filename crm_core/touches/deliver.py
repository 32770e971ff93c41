"""Sending what a run's batches plan: each mailbox's part by itself, so that none holds up another.

How one mailbox's part goes out is `mailbox_job`'s.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from threading import Event
from time import monotonic

from crm_core.errors import CrmError
from crm_core.services import Services
from crm_core.touches.decide import Progress, Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.in_flight import Notes, notes_of
from crm_core.touches.lines import Outlet, shut, way_out
from crm_core.touches.lookups import Mailbox
from crm_core.touches.mailbox_job import MailboxJob, at_once
from crm_core.touches.record import Result, exchange

TAIL = 0.1
"""Seconds until the last answers are recorded though another line still talks."""
PATIENCE = 2.0
"""Seconds that a batch waits for its slowest mailbox before the others go on, at most."""
COURTESY = 0.05
"""Seconds that it waits for the slower ones, at least, once a mailbox is through."""


@contextmanager
def sender(
    services: Services, owner: str, stop: Event, progress: Progress | None = None
) -> Iterator["Sender"]:
    """The sender of one run, with its notes of what is in flight."""
    directory, host = services.settings.in_flight_directory(), services.process.host
    with notes_of(directory, owner, host) as notes:
        made = Sender(notes, stop, progress)
        try:
            yield made
        finally:
            # Whatever broke the run: what is marked goes out or is given back before the notes end.
            made.close()


class Sender:
    """Sends a run's e-mails; its connections last as long as the run."""

    def __init__(self, notes: Notes, stop: Event, progress: Progress | None) -> None:
        self._notes = notes
        self._stop = stop
        self._progress = progress
        self._outlets: dict[tuple[object, ...], Outlet] = {}
        self._jobs: list[MailboxJob] = []
        self._one_is_through = Event()

    def send(self, round_: Round, envelopes: list[Envelope]) -> RunCounts:
        """Send a batch's envelopes and record every answer. When `stop` is set, what is marked
        still goes out and the rest is given back, untouched.

        A mailbox that takes more than twice as long as the first that is through, be it one of an
        earlier batch, or longer than `PATIENCE`, goes on beside the next batches, which leave it
        out (see `busy`); its counts come with a later call.
        """
        self._notes.open()
        by_mailbox: defaultdict[int, list[Envelope]] = defaultdict(list)
        for envelope in envelopes:
            by_mailbox[envelope.mailbox.id].append(envelope)
        counts = RunCounts()
        new: list[MailboxJob] = []
        for part in by_mailbox.values():
            try:
                outlet = self._outlet(round_, part[0].mailbox)
            except CrmError as fault:
                counts.add(_shut(round_, part, fault))
            else:
                job = MailboxJob(
                    outlet, round_, part, self._stop, self._progress, self._one_is_through
                )
                new.append(job)
                self._jobs.append(job)
                job.start()
        self._wait_for_the_fastest(new)
        counts.add(self.wait(0.0))
        return counts

    def _wait_for_the_fastest(self, new: list[MailboxJob]) -> None:
        """Until all the new are through, or any one is and as much time has passed again."""
        begun = monotonic()
        until = begun + PATIENCE
        running = self._jobs
        while (now := monotonic()) < until and not all(job.is_through for job in new):
            slower = [job for job in running if not job.is_through]
            if len(slower) < len(running):
                until = min(until, now + max(now - begun, COURTESY))
                running = slower
            self._record_until(min(until, now + TAIL))

    @property
    def busy(self) -> frozenset[int]:
        """The mailboxes that still send what an earlier batch planned."""
        return frozenset(job.mailbox_id for job in self._jobs)

    def wait(self, patience: float | None = None) -> RunCounts:
        """Record what the mailboxes send, until all are through; with `patience` until one is, or
        for so many seconds.

        Raises what broke a line, once the others are through.
        """
        until = monotonic() + (inf if patience is None else patience)
        counts = RunCounts()
        faults: list[BaseException] = []
        while self._jobs:
            through = [job for job in self._jobs if job.is_through]
            for job in through:
                self._jobs.remove(job)
                try:
                    job.finish()
                except BaseException as fault:
                    faults.append(fault)
                counts.add(job.counts)
            now = monotonic()
            is_enough = patience is not None and (through or now >= until) and not faults
            if is_enough or not self._jobs:
                break
            self._record_until(min(until, now + TAIL) if not faults else now + TAIL)
        if faults:
            raise faults[0]
        return counts

    def _record_until(self, time: float) -> None:
        """Wait until a mailbox is through; if none is until then, record what is known."""
        if self._one_is_through.wait(time - monotonic()):
            self._one_is_through.clear()
        else:
            for job in self._jobs:
                job.record_the_tail()

    def ahead(self, mailbox: Mailbox) -> int:
        """How many e-mails of a mailbox would go out in the next moment, if its pace is known."""
        outlet = self._outlets.get(_key(mailbox))
        return at_once(outlet) if outlet is not None else 0

    def close(self) -> None:
        """Let the lines end what they are saying, and no more; nothing if all is finished."""
        try:
            for job in self._jobs:
                job.close()
            self.wait()
        finally:
            for outlet in self._outlets.values():
                outlet.close()

    def _outlet(self, round_: Round, mailbox: Mailbox) -> Outlet:
        key = _key(mailbox)
        if key not in self._outlets:
            self._outlets[key] = Outlet(way_out(round_.services, mailbox), self._notes)
        return self._outlets[key]


def _key(mailbox: Mailbox) -> tuple[object, ...]:
    """Another way out, another sign-in or another signature is another outlet."""
    return mailbox.id, mailbox.transport, mailbox.oauth, mailbox.dkim


def _shut(round_: Round, envelopes: list[Envelope], fault: CrmError) -> RunCounts:
    """Pause a mailbox whose way out cannot be opened, such as after a change of the secret key."""
    results = [Result(envelope, shut(fault)) for envelope in envelopes]
    return exchange(round_, envelopes[0].mailbox, results, [])[1]
