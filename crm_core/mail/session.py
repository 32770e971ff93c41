"""An SMTP session that keeps to a deadline: the standard library's, with its own wire.

`smtplib` bounds each read by a time-out, so a server that drips can hold a message for ever; and
its sign-in speaks ASCII only and tries a wrong password once per mechanism. This one counts the
whole exchange against one deadline and says which bytes went out. Used by `smtp` alone.
"""

import base64
import hmac
import smtplib
import socket
import ssl
from math import inf
from select import POLLIN, poll
from time import monotonic
from typing import TYPE_CHECKING

from crm_core.mail.oauth import xoauth2

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LONGEST_REPLY = 65_536
_CHALLENGES = 5


class NoAnswer(smtplib.SMTPServerDisconnected):
    """The session is over without an answer that could be read; the text says why."""


class Session(smtplib.SMTP):
    """One conversation. `silence`: the longest wait for the server's next word, in seconds.

    Commands and replies are the base's (`ehlo`, `docmd`, `putcmd`, `has_extn`); what can fail
    raises `NoAnswer` and closes the session.
    """

    def __init__(self, *, silence: float) -> None:
        super().__init__(local_hostname="localhost")
        self._silence = silence
        self._ends_at = inf
        self._unread = bytearray()
        self._patience_set: float | None = None
        self._poll = poll()

    def allow(self, seconds: float) -> None:
        """All that follows must be done within `seconds` from now."""
        self._ends_at = monotonic() + seconds

    def dial(self, host: str, port: int) -> None:
        """Opens the connection; every address that the name has is tried within the deadline."""
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            raise NoAnswer(f"The name {host} was not found: {fault}") from None
        failure: OSError | NoAnswer = NoAnswer(f"The name {host} has no address")
        for family, kind, protocol, _, address in addresses:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self._patience())
                sock.connect(address)
            except OSError as fault:
                sock.close()
                failure = fault
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            here = sock.getsockname()[0].partition("%")[0]
            # an address literal needs no look-up and says as much as most names (RFC 5321 §4.1.3)
            self.local_hostname = f"[IPv6:{here}]" if family == socket.AF_INET6 else f"[{here}]"
            self._adopt(sock)
            return
        raise NoAnswer(_words(failure))

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """TLS from here on. Raises `ssl.SSLError` when it fails for the certificate or the like.

        Words that came in clear after the server's consent are an attack (RFC 3207 §6,
        CVE-2021-38371). What it offered before is forgotten by the `ehlo` that must follow.
        """
        plain = self._socket()
        if self._unread:
            self.close()
            raise NoAnswer("The server spoke in clear after it agreed to encryption")
        try:
            plain.settimeout(self._patience())
            self._adopt(context.wrap_socket(plain, server_hostname=host))
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as fault:
            self.close()
            raise NoAnswer(_words(fault)) from None
        except ssl.SSLError:
            self.close()
            raise
        except (OSError, ValueError) as fault:
            self.close()
            raise NoAnswer(_words(fault)) from None

    @property
    def idle(self) -> bool:
        """Open, and the server has not said anything unasked, such as good-bye."""
        return self.sock is not None and not self._unread and not self._poll.poll(0)

    def send(self, s: "ReadableBuffer | str") -> None:
        """Hands all of `s` to the system; when this returns, the server may have it all."""
        sock = self._socket()
        if self._unread:
            self.close()
            raise NoAnswer("The server spoke out of turn")
        rest = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        try:
            while rest:
                self._wait_at_most(sock, self._patience())
                rest = rest[sock.send(rest) :]
        except OSError as fault:
            self.close()
            raise NoAnswer(_words(fault)) from None

    def getreply(self, *, patient: bool = False) -> tuple[int, bytes]:
        """The next reply: its code, its lines joined. `patient`: up to the deadline itself."""
        sock, lines, length = self._socket(), [], 0
        while True:
            end = self._unread.find(b"\n")
            if end < 0:
                self._receive(sock, patient=patient)
                continue
            line = bytes(self._unread[:end]).rstrip(b"\r")
            del self._unread[: end + 1]
            length += len(line)
            code, mark = line[:3], line[3:4]
            if not code.isdigit() or len(code) != 3 or mark not in b" -" or length > _LONGEST_REPLY:
                self.close()
                raise NoAnswer("The server's words are not SMTP")
            lines.append(line[4:].strip())
            if mark != b"-":
                return int(code), b"\n".join(lines)

    def sign_in(self, user: str, password: str) -> tuple[int, bytes]:
        """The answer to the first mechanism that both sides know (RFC 4954); 235 is success.

        In clear the one that keeps the password to itself goes first. A server that says no to
        the mechanism, not to the password, is asked for the next. Non-ASCII is UTF-8 (RFC 4616).
        """
        order = ["PLAIN", "LOGIN", "CRAM-MD5"]
        if not isinstance(self.sock, ssl.SSLSocket):
            order = ["CRAM-MD5", "PLAIN", "LOGIN"]
        offered = self.esmtp_features.get("auth", "").upper().split()
        answer = 504, b"5.5.4 The server offers no way to sign in that is known here"
        for mechanism in order:
            if mechanism in offered:
                answer = self._exchange(mechanism, user.encode(), password.encode())
                if answer[0] not in {500, 501, 502, 504, 534}:
                    break
        return answer

    def sign_in_by_token(self, user: str, token: str) -> tuple[int, bytes]:
        """The answer to XOAUTH2; 235 is success. A refusal comes in two parts: what is wrong as a
        challenge, which an empty line answers, then the code."""
        code, text = self.docmd("AUTH", f"XOAUTH2 {xoauth2(user, token).decode()}")
        if code == 334:
            code, text = self.docmd("")
        return code, text

    def _exchange(self, mechanism: str, user: bytes, password: bytes) -> tuple[int, bytes]:
        both = b"\0" + user + b"\0" + password
        first = " " + base64.b64encode(both).decode("ascii") if mechanism == "PLAIN" else ""
        code, text = self.docmd("AUTH", mechanism + first)
        for turn in range(_CHALLENGES):
            if code != 334:
                break
            match mechanism:
                case "PLAIN":
                    said = both
                case "LOGIN":
                    said = user if turn == 0 else password
                case _:
                    said = user + b" " + self._proof(password, text)
            code, text = self.docmd(base64.b64encode(said).decode("ascii"))
        return code, text

    def _proof(self, password: bytes, challenge: bytes) -> bytes:
        """That the password is known, without it (RFC 2195)."""
        try:
            digest = hmac.new(password, base64.b64decode(challenge, validate=True), "md5")
        except ValueError:
            self.close()
            raise NoAnswer("The server's challenge cannot be read") from None
        return digest.hexdigest().encode("ascii")

    def close(self) -> None:
        self._unread.clear()
        sock, self.sock = self.sock, None
        if sock is not None:
            self._poll = poll()
            sock.close()

    def _adopt(self, sock: socket.socket) -> None:
        self.sock = sock
        self._patience_set = None
        self._poll = poll()
        self._poll.register(sock, POLLIN)

    def _socket(self) -> socket.socket:
        if self.sock is None:
            raise NoAnswer("The session has ended")
        return self.sock

    def _patience(self, *, patient: bool = False) -> float:
        left = self._ends_at - monotonic()
        if left <= 0:
            raise TimeoutError
        return left if patient else min(left, self._silence)

    def _receive(self, sock: socket.socket, *, patient: bool) -> None:
        if len(self._unread) > _LONGEST_REPLY:
            self.close()
            raise NoAnswer("The server's words are not SMTP")
        try:
            self._wait_at_most(sock, self._patience(patient=patient))
            received = sock.recv(8192)
        except OSError as fault:
            self.close()
            raise NoAnswer(_words(fault)) from None
        if not received:
            self.close()
            raise NoAnswer("The server closed the connection")
        self._unread += received

    def _wait_at_most(self, sock: socket.socket, seconds: float) -> None:
        """Set a time-out, unless the one that is set is hardly another: each costs a call into
        the system."""
        present = self._patience_set
        if present is None or not 0.95 * present <= seconds <= present:
            sock.settimeout(seconds)
            self._patience_set = seconds


def _words(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "The server did not answer in time"
    if isinstance(fault, NoAnswer):
        return str(fault)
    if isinstance(fault, OSError) and fault.strerror:
        return f"The connection failed: {fault.strerror}"
    return "The connection failed"
