"""A mail server on 127.0.0.1 that takes every message and remembers it.

It lives in the test's process, outside the processes that send: a message counts from the
moment its last line is in, before the answer goes out, so one whose sender did not live to
hear the answer counts as well.
"""

import base64
import re
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler
from threading import Condition
from typing import Any

from tests.listening import listening

PATIENCE = 60.0
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
_PATH = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message as it came in, with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    payload: bytes

    @property
    def message_id(self) -> str:
        """With its angle brackets."""
        found = _MESSAGE_ID.search(self.payload)
        assert found is not None, self.payload[:500]
        return found[1].decode()

    def parsed(self) -> EmailMessage:
        message = message_from_bytes(self.payload, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        return message


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that was tried."""

    user: str
    right: bool
    encrypted: bool


@dataclass
class MailServer:
    """What it took, in order. `tls` offers STARTTLS; `account` (user, password) is asked for.

    `before_answer` is called with the number of messages so far, when one is in and before
    its answer goes out.
    """

    tls: ssl.SSLContext | None = None
    account: tuple[str, str] | None = None
    before_answer: Callable[[int], None] = lambda number: None
    accepted: list[Accepted] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    port: int = 0
    _changed: Condition = field(default_factory=Condition)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def count(self) -> int:
        return len(self.accepted)

    @property
    def times(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(message.message_id for message in tuple(self.accepted))

    def take(self, message: Accepted) -> None:
        with self._changed:
            self.accepted.append(message)
            number = len(self.accepted)
            self._changed.notify_all()
        self.before_answer(number)

    def wait_for(self, number: int, unless: Callable[[], bool] = lambda: False) -> bool:
        """Wait until so many were accepted; False when `unless` came true before."""
        with self._changed:
            for _ in range(int(PATIENCE * 20)):
                if self._changed.wait_for(lambda: len(self.accepted) >= number, 0.05):
                    return True
                if unless():
                    return False
        raise AssertionError(f"{self.count} messages came, not {number}")


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, account: tuple[str, str] | None = None
) -> Iterator[MailServer]:
    """A server that listens while the block runs; a fault of its own fails the test."""
    server = MailServer(tls, account)

    class Conversation(_Conversation):
        mail = server

    with listening(Conversation) as server.port:
        yield server
    assert not server.faults, server.faults


class _Conversation(StreamRequestHandler):
    """The server's side of RFC 5321, with PIPELINING, STARTTLS and AUTH PLAIN."""

    mail: MailServer
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.sender = ""
        self.recipients: list[str] = []
        self.encrypted = self.signed_in = False
        try:
            self._say("220 mail.example.com ready")
            while line := self.rfile.readline():
                verb, _, rest = line.strip().partition(b" ")
                if verb.upper() == b"QUIT":
                    self._say("221 2.0.0 bye")
                    return
                self._answer(verb.upper(), rest)
        except (TimeoutError, ConnectionError, ssl.SSLError):
            return  # The other side was killed, or broke off.
        except BaseException as fault:
            self.mail.faults.append(fault)
            raise

    def _answer(self, verb: bytes, rest: bytes) -> None:
        match verb:
            case b"EHLO":
                self._say(*self._greeting())
            case b"STARTTLS" if self.mail.tls is not None:
                self._encrypt(self.mail.tls)
            case b"AUTH":
                self._sign_in(rest)
            case b"MAIL" if self.mail.account is not None and not self.signed_in:
                self._say("530 5.7.0 sign in first")
            case b"MAIL":
                self.sender, self.recipients = _address(rest), []
                self._say("250 2.1.0 fine")
            case b"RCPT":
                self.recipients.append(_address(rest))
                self._say("250 2.1.5 fine")
            case b"DATA" if self.recipients:
                self._say("354 go on")
                self._take_message()
            case b"RSET" | b"NOOP":
                self._say("250 2.0.0 fine")
            case _:
                self._say("503 5.5.1 not now")

    def _greeting(self) -> list[str]:
        lines = ["mail.example.com", "PIPELINING", "8BITMIME", "SIZE 10000000"]
        if self.mail.tls is not None and not self.encrypted:
            lines.append("STARTTLS")
        if self.mail.account is not None:
            lines.append("AUTH PLAIN")
        return [*(f"250-{line}" for line in lines), "250 HELP"]

    def _encrypt(self, context: ssl.SSLContext) -> None:
        self._say("220 2.0.0 go ahead")
        self.request = self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.encrypted, self.signed_in = True, False

    def _sign_in(self, rest: bytes) -> None:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        self.signed_in = (user, password) == self.mail.account
        self.mail.sign_ins.append(SignIn(user, self.signed_in, self.encrypted))
        self._say("235 2.7.0 welcome" if self.signed_in else "535 5.7.8 not right")

    def _take_message(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                raise ConnectionError("broke off within a message")
            assert line.endswith(b"\r\n"), line
            lines.append(line[1:] if line.startswith(b".") else line)
        self.mail.take(Accepted(self.sender, tuple(self.recipients), b"".join(lines)))
        self._say("250 2.0.0 taken")

    def _say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())


def _address(argument: bytes) -> str:
    found: Any = _PATH.search(argument)
    return str(found[1].decode()) if found else ""
