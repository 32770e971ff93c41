"""Sending what a run's batches plan, over lines that never touch the database.

Whichever line finds few e-mails left that are marked as *sending* sees to it for all lines of
its mailbox: one short transaction records the answers that came in and marks the next e-mails,
as many as go out in the next moment. The others send meanwhile. So no transaction is open while a
line talks, little time lies between the last look at an enrollment and its e-mail, and a fast
server costs few transactions.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Lock, Thread
from time import monotonic

import structlog

from crm_core.domain.refusals import Judgement, Meaning, Stage
from crm_core.mail.message import compose
from crm_core.services import Services
from crm_core.touches.decide import Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.in_flight import Notes, notes_of
from crm_core.touches.lines import Line, Outlet, outgoing
from crm_core.touches.lookups import Mailbox
from crm_core.touches.record import Result, exchange, release

log = structlog.get_logger(__name__)

AHEAD = 0.5
"""Seconds' worth of e-mails that are marked as sending at a time."""
MOST = 500
"""E-mails that are marked as sending at a time, however fast the server is."""
STALE = 2.0
"""Seconds after which an e-mail that was marked and has not gone out is decided anew."""
TAIL = 0.1
"""Seconds until the last answers are recorded though another line still talks."""
LINE_WORTH = 4
"""E-mails for which one more line is opened."""
OPENING = frozenset({Stage.CONNECT, Stage.TLS, Stage.AUTH})
BROKEN_IN_A_ROW = 3
"""Sessions that break on messages, one after the other, until the server is taken to be away."""

Progress = Callable[[RunCounts], None]


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
        self._outlets: dict[tuple[int, str | None], Outlet] = {}
        self._dispatch: Dispatch | None = None

    def start(self, round_: Round, envelopes: list[Envelope]) -> "Dispatch":
        """Begin to send a batch's envelopes; the one before must have finished. When `stop` is
        set, what is marked still goes out and the rest is given back, untouched."""
        self._notes.open()
        by_mailbox: defaultdict[int, deque[Envelope]] = defaultdict(deque)
        for envelope in envelopes:
            by_mailbox[envelope.mailbox.id].append(envelope)
        jobs = [
            _Job(self._outlet(round_, waiting[0].mailbox), round_, waiting, self._stop,
                 self._progress)
            for waiting in by_mailbox.values()
        ]  # fmt: skip
        self._dispatch = Dispatch(jobs)
        self._dispatch.start()
        return self._dispatch

    def close(self) -> None:
        try:
            if self._dispatch is not None:
                self._dispatch.break_off()
        finally:
            for outlet in self._outlets.values():
                outlet.close()

    def _outlet(self, round_: Round, mailbox: Mailbox) -> Outlet:
        key = mailbox.id, mailbox.transport
        if key not in self._outlets:
            services = round_.services
            url = services.settings.crm_mail_url
            if mailbox.transport is not None:
                url = services.secrets.decrypt(mailbox.transport)
            self._outlets[key] = Outlet(services.open_transport(url), self._notes)
        return self._outlets[key]


class Dispatch:
    """A batch on its way."""

    def __init__(self, jobs: "list[_Job]") -> None:
        self._jobs = jobs
        self._running: list[Thread] = []

    def start(self) -> None:
        for job in self._jobs:
            for thread in job.threads:
                thread.start()
                self._running.append(thread)

    def finish(self) -> RunCounts:
        """Wait until every answer is recorded; raises what broke a line."""
        while self._running:
            self._running[-1].join(TAIL)
            if self._running[-1].is_alive():
                for job in self._jobs:
                    job.record_the_tail()
            else:
                self._running.pop()
        counts = RunCounts()
        faults = []
        for job in self._jobs:
            try:
                job.finish()
            except BaseException as fault:
                faults.append(fault)
            counts.add(job.counts)
        self._jobs = []
        if faults:
            raise faults[0]
        return counts

    def break_off(self) -> None:
        """Let the lines end what they are saying, and no more; nothing if all is finished."""
        for job in self._jobs:
            job.close()
        self.finish()


class _Job:
    """One mailbox's part of a batch: shared by its lines, each a thread.

    `_waiting` e-mails are planned, `_ready` ones marked as sending, `_results` not recorded yet.
    The deques are handed from thread to thread without a lock; `_desk` is for the transaction.
    """

    def __init__(
        self,
        outlet: Outlet,
        round_: Round,
        waiting: deque[Envelope],
        stop: Event,
        progress: Progress | None,
    ) -> None:
        self._outlet = outlet
        self._round = round_
        self._waiting = waiting
        self._stop = stop
        self._progress = progress
        self._ready: deque[tuple[float, Envelope]] = deque()
        self._results: deque[Result] = deque()
        self._desk = Lock()
        self._closed = Event()
        self._low = 0
        self._fault: BaseException | None = None
        self._mailbox = waiting[0].mailbox
        self.counts = RunCounts()
        most = round_.services.settings.crm_send_connections
        self._lines = outlet.lines(min(most, -(-len(waiting) // LINE_WORTH)))
        self.threads = [
            Thread(target=self._work, args=(line,), name=f"send-{n}")
            for n, line in enumerate(self._lines)
        ]

    def close(self) -> None:
        """Nothing more is to be sent."""
        self._closed.set()

    def record_the_tail(self) -> None:
        """Record what is known while a line still talks and no other has anything to do."""
        if self._results and not self._ready and self._fault is None:
            try:
                with self._desk:
                    self._exchange([])
            except BaseException as fault:
                self._break(fault)

    def finish(self) -> None:
        """After the last thread: record what is left, give the rest back, tell of a fault."""
        self._results.extend(Result(envelope, None) for _, envelope in self._ready)
        self._ready.clear()
        if self._results:
            self._exchange([])
        release(self._round, list(self._waiting))
        if self._fault is not None:
            raise self._fault

    def _work(self, line: Line) -> None:
        try:
            while (envelope := self._next(line)) is not None:
                begun = monotonic()
                self._results.append(self._send(line, envelope))
                self._outlet.was_busy(monotonic() - begun)
        except BaseException as fault:
            self._break(fault)

    def _break(self, fault: BaseException) -> None:
        log.error(
            "a sending line broke", action="touches.deliver", mailbox_id=self._mailbox.id,
            exc_info=fault,
        )  # fmt: skip
        self._fault = fault
        self._closed.set()

    def _next(self, line: Line) -> Envelope | None:
        """The next e-mail for a line; None when there is nothing to do for it any more."""
        if self._waiting and len(self._ready) <= self._low and self._desk.acquire(blocking=False):
            try:
                self._refill(self._low)
            finally:
                self._desk.release()
        while not self._closed.is_set() and not line.turned_away:
            envelope = self._marked()
            if envelope is not None:
                return envelope
            with self._desk:
                if not self._ready and not self._refill(0):
                    return None
        return None

    def _refill(self, low: int) -> bool:
        """At the desk: mark the next e-mails; False when none are left that may go out."""
        if self._closed.is_set() or self._stop.is_set() or not self._waiting:
            return False
        if len(self._ready) <= low:
            self._exchange(self._cut())
        return True

    def _marked(self) -> Envelope | None:
        try:
            marked_at, envelope = self._ready.popleft()
            while monotonic() - marked_at > STALE:
                self._results.append(Result(envelope, None))
                marked_at, envelope = self._ready.popleft()
        except IndexError:
            return None
        return envelope

    def _cut(self) -> list[Envelope]:
        seconds = self._outlet.seconds
        size = len(self._lines)
        if seconds:
            size = max(size, min(MOST, int(size * AHEAD / seconds)))
        self._low = size // 4
        return [self._waiting.popleft() for _ in range(min(size, len(self._waiting)))]

    def _exchange(self, chunk: list[Envelope]) -> None:
        results = [self._results.popleft() for _ in range(len(self._results))]
        taken, counts = exchange(self._round, self._mailbox, results, chunk)
        now = monotonic()
        self._ready.extend((now, envelope) for envelope in taken)
        self.counts.add(counts)
        if self._progress is not None and results:
            self._progress(counts)

    def _send(self, line: Line, envelope: Envelope) -> Result:
        try:
            payload = compose(outgoing(envelope, self._round.instant()))
        except Exception as fault:
            # One step's execution: the person is stopped with the reason, the others go on.
            log.exception(
                "composing failed", action="touches.compose", enrollment_id=envelope.enrollment_id
            )
            words = f"The e-mail could not be written: {fault}"
            return Result(envelope, Judgement(Meaning.REFUSED, suppress=False, reason=words))
        answer, judgement = line.send(envelope, payload)
        if judgement.meaning is not Meaning.SERVER_AWAY:
            line.broken = 0
            if judgement.meaning is Meaning.MAILBOX_FAULT:
                self._closed.set()
        elif answer.stage not in OPENING:
            line.broken += 1
            if line.broken < BROKEN_IN_A_ROW:
                # It may be this message that breaks the session: it waits, the others go on.
                return Result(envelope, replace(judgement, meaning=Meaning.RETRY_LATER))
            self._closed.set()
        elif self._outlet.has_another_open(line):
            # The server takes fewer connections than we open: the others go on without this one.
            line.turned_away = True
            return Result(envelope, None)
        else:
            self._closed.set()
        return Result(envelope, judgement)
