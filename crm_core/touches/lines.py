"""A mailbox's way out as a run uses it: connections opened when needed, reopened once, noted."""

from datetime import datetime
from functools import partial

from crm_core.domain.refusals import Answer, Judgement, Meaning, judge
from crm_core.mail.message import OutgoingMessage
from crm_core.mail.transport import Connection, Transport
from crm_core.touches.envelopes import Envelope
from crm_core.touches.in_flight import Mark, Notes


class Line:
    """A connection that is opened when first needed and reopened once when the server left.

    `broken`: sessions that broke on messages, one after the other. `turned_away`: the server
    takes fewer connections than there are lines.
    """

    def __init__(self, transport: Transport, notes: Notes) -> None:
        self._transport = transport
        self._notes = notes
        self._connection: Connection | None = None
        self.turned_away = False
        self.broken = 0

    def send(self, envelope: Envelope, payload: bytes) -> tuple[Answer, Judgement]:
        """Hand one message over; the notes tell a successor how far it came."""
        reused = self._connection is not None
        answer, judgement = self._once(envelope, payload)
        if reused and judgement.meaning is Meaning.SERVER_AWAY:
            # Servers end idle or well-used sessions; the message was not accepted.
            self.close()
            answer, judgement = self._once(envelope, payload)
        return answer, judgement

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(self, envelope: Envelope, payload: bytes) -> tuple[Answer, Judgement]:
        if self._connection is None or not self._connection.usable:
            self.close()
            opened = self._transport.connect()
            if isinstance(opened, Answer):
                return opened, judge(opened)
            self._connection = opened
        answer = self._connection.send(
            sender=envelope.mailbox.address, recipient=envelope.recipient, payload=payload,
            begin=partial(self._notes.note, Mark.BEGUN, envelope.message_id),
        )  # fmt: skip
        judgement = judge(answer)
        # What is not noted was not begun.
        if judgement.meaning is Meaning.ACCEPTED:
            self._notes.note(Mark.ACCEPTED, envelope.message_id)
        elif judgement.meaning is not Meaning.UNCERTAIN:
            self._notes.note(Mark.REFUSED, envelope.message_id)
        return answer, judgement


class Outlet:
    """What a run keeps of a mailbox from batch to batch: its lines, and how fast they are.

    `pace`: e-mails a second lately.
    """

    def __init__(self, transport: Transport, notes: Notes) -> None:
        self._transport = transport
        self._notes = notes
        self._lines: list[Line] = []
        self.pace = 0.0

    def lines(self, number: int) -> list[Line]:
        """Up to `number` lines; one that was turned away is no line any more."""
        self._lines = [line for line in self._lines if not line.turned_away]
        while len(self._lines) < number:
            self._lines.append(Line(self._transport, self._notes))
        return self._lines[:number]

    def close(self) -> None:
        for line in self._lines:
            line.close()


def outgoing(envelope: Envelope, date: datetime) -> OutgoingMessage:
    """The envelope as the mail composer wants it."""
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
