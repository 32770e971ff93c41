"""A mailbox's way out as a run uses it: connections opened when needed, reopened once, noted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event, Lock
from typing import Protocol

from crm_core.domain.limits import domain_of
from crm_core.domain.refusals import Answer, Judgement, Meaning, Stage, judge
from crm_core.errors import CrmError
from crm_core.mail.begin import Withdrawn
from crm_core.mail.message import OutgoingMessage
from crm_core.mail.oauth import TOKENS, OAuthAccount
from crm_core.mail.smtp import SmtpTransport
from crm_core.mail.transport import Connection, Transport
from crm_core.services import Services
from crm_core.touches.envelopes import Envelope
from crm_core.touches.in_flight import Mark, Notes
from crm_core.touches.lookups import Mailbox
from crm_core.touches.tracking import as_tracked, step_key_of

OPENING = frozenset({Stage.CONNECT, Stage.TLS, Stage.AUTH})
BEFORE_THE_MESSAGE = OPENING | {Stage.MAIL}
"""Where a session that breaks does so for no message's sake."""


class Addressed(Protocol):
    """What a line needs to know of an e-mail besides its bytes."""

    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def recipient(self) -> str: ...
    @property
    def message_id(self) -> str: ...


def way_out(
    services: Services, mailbox: Mailbox, *, within: tuple[float, float] | None = None
) -> Transport:
    """How a mailbox sends; raises a refusal for one whose secrets belong to another key.

    `within`: the longest silence and the longest time to open it, where a person waits for that.
    """
    url = services.settings.crm_mail_url
    if mailbox.transport is not None:
        url = services.secrets.decrypt(mailbox.transport)
    transport = services.open_transport(url)
    if within is not None and isinstance(transport, SmtpTransport):
        transport = replace(transport, timeout=within[0], deadline=within[1])
    if mailbox.oauth is not None and isinstance(transport, SmtpTransport):
        account = OAuthAccount.from_json(services.secrets.decrypt(mailbox.oauth))
        transport = replace(
            transport,
            user=transport.user or mailbox.address,
            token=lambda refused: TOKENS.get(account, instead_of=refused),
        )
    if mailbox.dkim is not None:
        # Few need its libraries.
        from crm_core.mail.dkim import DkimKey, SigningTransport

        key = services.secrets.decrypt(mailbox.dkim)
        return SigningTransport(transport, DkimKey.from_json(key, domain_of(mailbox.address)))
    return transport


def shut(fault: CrmError) -> Judgement:
    """What follows from a way out that cannot be opened."""
    words = f"The way out of this mailbox cannot be used: {fault.message}"
    return Judgement(Meaning.MAILBOX_FAULT, suppress=False, reason=words)


class Line:
    """A connection that is opened when first needed and reopened once when the server left.

    `turned_away`: the server takes fewer connections than there are lines, so this one is no use.
    """

    def __init__(self, transport: Transport, notes: Notes, first: "_First") -> None:
        self._transport = transport
        self._notes = notes
        self._first = first
        self._connection: Connection | None = None
        self.turned_away = False

    def send(
        self,
        envelope: Addressed,
        payload: bytes,
        *,
        unless: Callable[[], bool],
        is_withdrawn: Callable[[], bool] = lambda: False,
    ) -> tuple[Answer, Judgement] | None:
        """Hand one message over; the notes tell a successor how far it came.

        `unless` is asked once the connection stands, which may take long, and `is_withdrawn` when
        the server has agreed to take the message, which may take as long; if one says so, the
        message stays here and None is returned.
        """
        reused = self._connection is not None
        said = self._once(envelope, payload, unless, is_withdrawn)
        if reused and said is not None and said[1].meaning is Meaning.SERVER_AWAY:
            # Servers end idle or well-used sessions; the message was not accepted.
            self.close()
            said = self._once(envelope, payload, unless, is_withdrawn)
        return said

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(
        self,
        envelope: Addressed,
        payload: bytes,
        unless: Callable[[], bool],
        is_withdrawn: Callable[[], bool],
    ) -> tuple[Answer, Judgement] | None:
        if self._connection is None or not self._connection.usable:
            self.close()
            opened = self._first.connect(self._transport)
            if isinstance(opened, Answer):
                return opened, judge(opened)
            self._connection = opened
            if unless():
                return None

        def begin() -> None:
            if is_withdrawn():
                raise Withdrawn
            self._notes.note(Mark.BEGUN, envelope.message_id)

        try:
            answer = self._connection.send(
                sender=envelope.mailbox.address, recipient=envelope.recipient, payload=payload,
                begin=begin,
            )  # fmt: skip
        except Withdrawn:
            return None
        judgement = judge(answer)
        # What is not noted was not begun.
        if judgement.meaning is Meaning.ACCEPTED:
            self._notes.note(Mark.ACCEPTED, envelope.message_id)
        elif judgement.meaning is not Meaning.UNCERTAIN:
            self._notes.note(Mark.REFUSED, envelope.message_id)
        return answer, judgement


class _First:
    """Lets one line connect before the others do: a server that takes no further connection is
    then told from one that is away."""

    def __init__(self) -> None:
        self._leading = Lock()
        self._over = Event()

    def connect(self, transport: Transport) -> Connection | Answer:
        if not self._leading.acquire(blocking=False):
            self._over.wait()
            return transport.connect()
        try:
            return transport.connect()
        finally:
            self._over.set()


class Outlet:
    """What a run keeps of a mailbox from batch to batch: its lines, and how fast they are.

    `seconds`: how long a line was busy with a message lately; 0.0 while none is known.
    """

    def __init__(self, transport: Transport, notes: Notes) -> None:
        self._transport = transport
        self._notes = notes
        self._first = _First()
        self._lines: list[Line] = []
        self._most: int | None = None
        self._used = 0
        self.seconds = 0.0

    def lines(self, number: int) -> list[Line]:
        """Up to `number` lines; no more than the server was found to take."""
        if any(line.turned_away for line in self._lines):
            self._lines = [line for line in self._lines if not line.turned_away]
            self._most = max(1, len(self._lines))
        number = min(number, self._most or number)
        while len(self._lines) < number:
            self._lines.append(Line(self._transport, self._notes, self._first))
        self._used = number
        return self._lines[:number]

    def has_another_open(self, line: Line) -> bool:
        """Whether the server serves us over another line at this moment, as far as we know."""
        return any(other.is_open for other in self._lines if other is not line)

    def worth(self, seconds: float, most: int) -> int:
        """How many e-mails the lines that were used send within `seconds`, as far as is known."""
        if not self.seconds:
            return 0
        return min(most, int(self._used * seconds / self.seconds))

    def was_busy(self, seconds: float) -> None:
        """Note how long one message took, from composing to the answer."""
        self.seconds = (self.seconds + seconds) / 2 if self.seconds else seconds

    def close(self) -> None:
        for line in self._lines:
            line.close()


def outgoing(services: Services, envelope: Envelope, date: datetime) -> OutgoingMessage:
    """The envelope as the mail composer wants it."""
    return OutgoingMessage(
        message_id=envelope.message_id,
        sender_address=envelope.mailbox.address,
        sender_name=envelope.mailbox.display_name,
        recipient_address=envelope.recipient,
        recipient_name=envelope.recipient_name,
        subject=envelope.subject,
        text=envelope.written.text,
        html=as_tracked(
            services,
            envelope.plan.settings,
            envelope.tenant_id,
            step_key_of(envelope.enrollment_id, envelope.step_key),
            envelope.written.html,
        ),
        date=date,
        in_reply_to=envelope.in_reply_to,
        references=envelope.references,
        unsubscribe_url=envelope.unsubscribe_url,
    )
