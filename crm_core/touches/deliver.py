"""Sending what a batch planned: connections that are reused, no transaction open while one talks.

Each connection works in chunks. One short transaction records the answers of the chunk before
and marks the next chunk as *sending*; only then do its bytes go out. So a crash leaves at most
one chunk for each connection uncertain, and a row that was never marked is sent by whoever
takes it over.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Lock, Thread

import structlog

from crm_core.domain.refusals import Answer, Judgement, Meaning, Stage, judge
from crm_core.mail.message import OutgoingMessage, compose
from crm_core.mail.transport import Connection, Transport
from crm_core.touches.decide import Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.lookups import Mailbox
from crm_core.touches.record import Result, exchange, release

log = structlog.get_logger(__name__)

OPENING = frozenset({Stage.CONNECT, Stage.TLS, Stage.AUTH})
BROKEN_IN_A_ROW = 3
"""Sessions that break on messages, one after the other, until the server is taken to be away."""

Progress = Callable[[RunCounts], None]


@dataclass(slots=True)
class _Queue:
    """One mailbox's planned e-mails, shared by its connections."""

    mailbox: Mailbox
    transport: Transport
    waiting: deque[Envelope]
    counts: RunCounts = field(default_factory=RunCounts)
    lock: Lock = field(default_factory=Lock)
    closed: Event = field(default_factory=Event)
    accepted: Event = field(default_factory=Event)
    fault: BaseException | None = None

    def next_chunk(self, size: int) -> list[Envelope]:
        with self.lock:
            if self.closed.is_set():
                return []
            return [self.waiting.popleft() for _ in range(min(size, len(self.waiting)))]


def deliver(
    round_: Round, envelopes: list[Envelope], stop: Event, progress: Progress | None = None
) -> RunCounts:
    """Send the envelopes and record every answer. When `stop` is set, chunks under way finish
    and the rest is given back, untouched."""
    by_mailbox: dict[int, deque[Envelope]] = defaultdict(deque)
    for envelope in envelopes:
        by_mailbox[envelope.mailbox.id].append(envelope)
    queues = []
    threads = []
    for waiting in by_mailbox.values():
        mailbox = waiting[0].mailbox
        queue = _Queue(mailbox, _transport(round_, mailbox), waiting)
        queues.append(queue)
        chunk = round_.services.settings.crm_send_chunk
        lines = min(round_.services.settings.crm_send_connections, -(-len(waiting) // chunk))
        threads += [
            Thread(target=_work, args=(round_, queue, stop, progress), name=f"send-{n}")
            for n in range(lines)
        ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = RunCounts()
    for queue in queues:
        counts.add(queue.counts)
        release(round_, list(queue.waiting))
    for queue in queues:
        if queue.fault is not None:
            raise queue.fault
    return counts


def _transport(round_: Round, mailbox: Mailbox) -> Transport:
    services = round_.services
    if mailbox.transport is None:
        return services.open_transport(services.settings.crm_mail_url)
    return services.open_transport(services.secrets.decrypt(mailbox.transport))


def _work(round_: Round, queue: _Queue, stop: Event, progress: Progress | None) -> None:
    """One connection's life: chunks until the queue is empty or its mailbox is closed."""
    line = _Line(queue.transport)
    results: list[Result] = []
    try:
        while True:
            ending = stop.is_set() or line.turned_away
            chunk = [] if ending else queue.next_chunk(round_.services.settings.crm_send_chunk)
            if not chunk and not results:
                return
            taken, counts = exchange(round_, queue.mailbox, results, chunk)
            with queue.lock:
                queue.counts.add(counts)
            if progress is not None and results:
                progress(counts)
            results = []
            for envelope in taken:
                results.append(_send(round_, queue, line, envelope))
    except BaseException as fault:
        log.exception("a sending line broke", action="touches.deliver", mailbox_id=queue.mailbox.id)
        queue.fault = fault
        queue.closed.set()
    finally:
        line.close()


def _send(round_: Round, queue: _Queue, line: "_Line", envelope: Envelope) -> Result:
    if queue.closed.is_set() or line.turned_away:
        return Result(envelope, None)
    try:
        payload = compose(_message(envelope, round_.instant()))
    except Exception as fault:
        # One step's execution: the person is stopped with the reason, the others go on.
        log.exception(
            "composing failed", action="touches.compose", enrollment_id=envelope.enrollment_id
        )
        words = f"The e-mail could not be written: {fault}"
        return Result(envelope, Judgement(Meaning.REFUSED, suppress=False, reason=words))
    answer = line.send(envelope, payload)
    judgement = judge(answer)
    if judgement.meaning is Meaning.ACCEPTED:
        queue.accepted.set()
        line.broken = 0
    elif judgement.meaning is Meaning.SERVER_AWAY and answer.stage not in OPENING:
        line.broken += 1
        if line.broken < BROKEN_IN_A_ROW:
            # It may be this message that breaks the session: it waits, the others go on.
            return Result(envelope, replace(judgement, meaning=Meaning.RETRY_LATER))
        queue.closed.set()
    elif judgement.meaning is Meaning.SERVER_AWAY and queue.accepted.is_set():
        # The server takes fewer connections than we open: the others go on without this one.
        line.turned_away = True
        return Result(envelope, None)
    elif judgement.meaning in (Meaning.MAILBOX_FAULT, Meaning.SERVER_AWAY):
        queue.closed.set()
    return Result(envelope, judgement)


def _message(envelope: Envelope, date: datetime) -> OutgoingMessage:
    return OutgoingMessage(
        message_id=envelope.message_id,
        sender_address=envelope.mailbox.address,
        sender_name=envelope.mailbox.display_name,
        recipient_address=envelope.recipient,
        recipient_name=envelope.recipient_name,
        subject=envelope.subject,
        text=envelope.written.text,
        html=envelope.written.html,
        date=date,
        in_reply_to=envelope.in_reply_to,
        references=envelope.references,
        unsubscribe_url=envelope.unsubscribe_url,
    )


class _Line:
    """A connection that is opened when first needed and reopened once when the server left."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._connection: Connection | None = None
        self.turned_away = False
        self.broken = 0

    def send(self, envelope: Envelope, payload: bytes) -> Answer:
        reused = self._connection is not None
        answer = self._once(envelope, payload)
        gone = judge(answer).meaning is Meaning.SERVER_AWAY
        if gone and reused:
            # Servers end idle or well-used sessions; the message was not accepted.
            self.close()
            answer = self._once(envelope, payload)
        return answer

    def _once(self, envelope: Envelope, payload: bytes) -> Answer:
        if self._connection is None or not self._connection.usable:
            self.close()
            opened = self._transport.connect()
            if isinstance(opened, Answer):
                return opened
            self._connection = opened
        return self._connection.send(
            sender=envelope.mailbox.address, recipient=envelope.recipient, payload=payload
        )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
