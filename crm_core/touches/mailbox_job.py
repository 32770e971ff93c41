"""Sending one mailbox's part of a batch, over lines that never touch the database.

Whichever line finds no e-mail left that is marked as *sending* sees to it for all lines of its
mailbox: one short transaction records the answers that came in and marks the next e-mails, as
many as go out in the next moment. So no transaction is open while a line talks, little time lies
between the last look at an enrollment and its e-mail, and a fast server costs few transactions.
It composes them too: threads that compute while others talk keep them from the interpreter.
"""

from collections import deque
from dataclasses import replace
from functools import partial
from threading import Event, Lock, Thread
from time import monotonic
from typing import NamedTuple

import structlog

from crm_core.domain.refusals import Judgement, Meaning
from crm_core.mail.message import HeaderFault, compose
from crm_core.storage.deliveries import withdrawn
from crm_core.touches.decide import Progress, Round, RunCounts
from crm_core.touches.envelopes import MOST_TEXT, Envelope
from crm_core.touches.lines import BEFORE_THE_MESSAGE, OPENING, Line, Outlet, outgoing
from crm_core.touches.record import Result, exchange, release

log = structlog.get_logger(__name__)

AHEAD = 0.5
"""Seconds' worth of e-mails that are marked as sending at a time."""
MOST = 500
"""E-mails that are marked as sending at a time, however fast the server is."""
STALE = 2.0
"""Seconds after which an e-mail that was marked and has not gone out is decided anew."""
LOOK = 0.1
"""Seconds after the last look at a marked e-mail's enrollment until its bytes need another."""
LINE_WORTH = 4
"""E-mails for which one more line is opened."""
PERSONAL = frozenset({"recipientAddress", "recipientName", "subject"})
"""The fields of a message that are one person's; the others are the mailbox's or ours."""
BROKEN_IN_A_ROW = 3
"""Sessions that break on messages, one after the other, until the server is taken to be away."""


def at_once(outlet: Outlet) -> int:
    """How many e-mails of a mailbox go out in the next moment, as far as its pace is known."""
    return outlet.worth(AHEAD, MOST)


class _Ready(NamedTuple):
    """An e-mail that is marked as sending, and composed."""

    envelope: Envelope
    payload: bytes

    def is_stale(self) -> bool:
        """Whether so much time has passed since the last look that it needs another."""
        return monotonic() - (self.envelope.marked_at or 0.0) > STALE


class MailboxJob:
    """One mailbox's part of a batch: shared by its lines, each a thread.

    `_waiting` e-mails are planned, `_ready` ones marked as sending, `_results` not recorded yet.
    The deques are handed from thread to thread without a lock; `_desk` is for the transaction.
    """

    def __init__(
        self,
        outlet: Outlet,
        round_: Round,
        envelopes: list[Envelope],
        stop: Event,
        progress: Progress | None,
        is_through: Event,
    ) -> None:
        """`is_through` is set when no line has anything to do any more."""
        self._outlet = outlet
        self._round = round_
        self._waiting = deque(e for e in envelopes if e.marked_at is None)
        self._stop = stop
        self._progress = progress
        self._ready: deque[_Ready] = deque()
        self._results: deque[Result] = deque()
        self._desk = Lock()
        # Enrollments whose e-mail is marked and has not gone out; those that ended meanwhile.
        self._marked_ids: set[int] = set()
        self._withdrawn: set[int] = set()
        self._looked_at = 0.0
        self._looking = Lock()
        self._suspects: deque[Result] = deque()
        self._closed = Event()
        self._fault: BaseException | None = None
        self._mailbox = envelopes[0].mailbox
        self.counts = RunCounts()
        most = round_.services.settings.crm_send_connections
        self._lines = outlet.lines(min(most, -(-len(envelopes) // LINE_WORTH)))
        self._threads = [
            Thread(target=self._work, args=(line,), name=f"send-{n}")
            for n, line in enumerate(self._lines)
        ]
        self._at_work = len(self._threads)
        self._counting = Lock()
        self._tell = is_through
        self._compose([e for e in envelopes if e.marked_at is not None])

    @property
    def mailbox_id(self) -> int:
        return self._mailbox.id

    def start(self) -> None:
        """Raises where a line's thread cannot be started; those that were go on."""
        started: list[Thread] = []
        try:
            for thread in self._threads:
                thread.start()
                started.append(thread)
        finally:
            self._came_home(len(self._threads) - len(started))
            self._threads = started

    @property
    def is_through(self) -> bool:
        return self._at_work == 0

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
        for thread in self._threads:
            thread.join()
        self._blame_the_suspects()
        self._results.extend(Result(ready.envelope, None) for ready in self._ready)
        self._ready.clear()
        if self._results:
            self._exchange([])
        release(self._round, list(self._waiting))
        if self._fault is not None:
            raise self._fault

    def _work(self, line: Line) -> None:
        try:
            while (ready := self._next(line)) is not None:
                begun = monotonic()
                self._results.extend(self._send(line, ready))
                self._marked_ids.discard(ready.envelope.enrollment_id)
                self._outlet.was_busy(monotonic() - begun)
        except BaseException as fault:
            self._break(fault)
        finally:
            self._came_home(1)

    def _came_home(self, lines: int) -> None:
        with self._counting:
            self._at_work -= lines
        if self.is_through:
            self._tell.set()

    def _break(self, fault: BaseException) -> None:
        log.error(
            "a sending line broke", action="touches.deliver", mailbox_id=self._mailbox.id,
            exc_info=fault,
        )  # fmt: skip
        self._fault = fault
        self._closed.set()

    def _next(self, line: Line) -> "_Ready | None":
        """The next e-mail for a line; None when there is nothing to do for it any more."""
        while not self._closed.is_set() and not line.turned_away:
            ready = self._marked()
            if ready is not None:
                return ready
            with self._desk:
                if self._ready:
                    continue
                if self._closed.is_set() or self._stop.is_set() or not self._waiting:
                    return None
                self._exchange(self._cut())
        return None

    def _marked(self) -> "_Ready | None":
        try:
            ready = self._ready.popleft()
            while ready.is_stale():
                self._results.append(Result(ready.envelope, None))
                ready = self._ready.popleft()
        except IndexError:
            return None
        return ready

    def _cut(self) -> list[Envelope]:
        size = max(len(self._lines), at_once(self._outlet))
        chunk: list[Envelope] = []
        text = 0
        while self._waiting and len(chunk) < size and text < MOST_TEXT:
            envelope = self._waiting.popleft()
            text += envelope.size
            chunk.append(envelope)
        return chunk

    def _exchange(self, chunk: list[Envelope]) -> None:
        results = _drained(self._results)
        taken, counts = exchange(self._round, self._mailbox, results, chunk)
        self.counts.add(counts)
        if self._progress is not None and results:
            self._progress(counts)
        now = monotonic()
        self._compose([e._replace(marked_at=now) for e in taken])

    def _compose(self, taken: list[Envelope]) -> None:
        date, services = self._round.instant(), self._round.services
        self._marked_ids.update(envelope.enrollment_id for envelope in taken)
        composed = []
        for envelope in taken:
            try:
                composed.append(_Ready(envelope, compose(outgoing(services, envelope, date))))
            except HeaderFault as fault:
                self._results.append(Result(envelope, self._unwritable(fault)))
            except Exception as fault:
                # One step's execution: it is held with the reason, the others go on.
                log.exception(
                    "composing failed", action="touches.compose",
                    enrollment_id=envelope.enrollment_id,
                )  # fmt: skip
                self._results.append(Result(envelope, None, fault))
        self._ready.extend(composed)

    def _unwritable(self, fault: HeaderFault) -> Judgement:
        """What cannot stand in a header is the person's own, or else no message can go out."""
        words = f"The e-mail could not be written: {fault.message}"
        if fault.field in PERSONAL:
            return Judgement(Meaning.REFUSED, suppress=False, reason=words)
        self._closed.set()
        return Judgement(Meaning.MAILBOX_FAULT, suppress=False, reason=f"{words} ({fault.field})")

    def _send(self, line: Line, ready: "_Ready") -> list[Result]:
        """Send one e-mail; the results that are known then, none or several."""
        envelope = ready.envelope
        said = line.send(
            envelope, ready.payload, unless=ready.is_stale,
            is_withdrawn=partial(self._is_withdrawn, envelope, monotonic()),
        )  # fmt: skip
        if said is None:
            return [Result(envelope, None)]
        answer, judgement = said
        if judgement.meaning is not Meaning.SERVER_AWAY:
            self._blame_the_suspects()
            if judgement.meaning is Meaning.MAILBOX_FAULT:
                self._closed.set()
                judgement = replace(judgement, reason=f"{judgement.reason} ({envelope.recipient})")
        elif answer.stage not in BEFORE_THE_MESSAGE:
            return self._suspect(envelope, judgement)
        elif answer.stage in OPENING and self._outlet.has_another_open(line):
            # The server takes fewer connections than we open: the others go on without this one.
            line.turned_away = True
            return [Result(envelope, None)]
        else:
            self._closed.set()
        return [Result(envelope, judgement)]

    def _is_withdrawn(self, envelope: Envelope, begun: float) -> bool:
        """Whether the person answered or opted out, or all was paused, since the e-mail was marked:
        asked when the server waits for its bytes. One look tells of all that are marked.

        `begun`: when its conversation began. After a server that took its time only a look from
        now on will do; else one from just before.
        """
        now = monotonic()
        since = now if now - begun > LOOK else now - LOOK
        if max(self._looked_at, envelope.marked_at or 0.0) < since:
            with self._looking:
                # Another line may have looked while this one waited.
                if max(self._looked_at, envelope.marked_at or 0.0) < since:
                    self._look()
        return envelope.enrollment_id in self._withdrawn

    def _look(self) -> None:
        at, ids = monotonic(), set(self._marked_ids)
        with self._round.services.storage.read() as session:
            self._withdrawn |= withdrawn(session, self._round.owner, ids)
        self._looked_at = at

    def _suspect(self, envelope: Envelope, judgement: Judgement) -> list[Result]:
        """A session broke on a message. It is kept back until it is known who is at fault: the
        message if the server answers another one, the server if several in a row break."""
        self._suspects.append(Result(envelope, judgement, goes_last=True))
        if len(self._suspects) < BROKEN_IN_A_ROW and not self._closed.is_set():
            return []
        self._closed.set()
        return _drained(self._suspects)

    def _blame_the_suspects(self) -> None:
        """The server is not at fault, or nobody can tell: it costs the messages an attempt."""
        for result in _drained(self._suspects):
            assert result.judgement is not None
            judgement = replace(result.judgement, meaning=Meaning.RETRY_LATER)
            self._results.append(Result(result.envelope, judgement))


def _drained(results: deque[Result]) -> list[Result]:
    """All that is in there, taken out; others may be putting in."""
    drained = []
    while results:
        try:
            drained.append(results.popleft())
        except IndexError:
            break
    return drained
