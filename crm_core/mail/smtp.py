"""Sending by SMTP (RFC 5321): the conversation, and what each way of ending it is called.

Built by `transport.transport_from_url`. A caller must be able to tell a message that was surely
not accepted from one that may have been, so every failure names the stage it happened in: until
the final dot has left this side the stage is at most DATA, from then on it is BODY.
"""

import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from crm_core.domain.refusals import Answer, Stage
from crm_core.mail.begin import Begin
from crm_core.mail.headers import ascii_address
from crm_core.mail.oauth import NoToken, xoauth2
from crm_core.mail.session import NoAnswer, Session

_FAREWELL = 2.0
_LONGEST_TEXT = 2_000


@lru_cache(maxsize=2)
def tls_context(*, insecure: bool) -> ssl.SSLContext:
    """Shared, since reading the trusted certificates takes tens of milliseconds."""
    context = ssl.create_default_context()
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server and how to sign in to it; `transport_from_url` explains the parts.

    `timeout`: the longest silence; `deadline`: the longest that opening a session, and then each
    message, may take. Both in seconds. `token`: gives an access token to sign in with, another
    than the one that is named; raises `NoToken`.
    """

    host: str
    port: int
    tls_from_start: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    insecure: bool = False
    timeout: float = 30.0
    deadline: float = 120.0
    context: ssl.SSLContext | None = field(default=None, repr=False)
    token: Callable[[str], str] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        scheme = "smtps" if self.tls_from_start else "smtp"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}" + (f" as {self.user}" if self.user else "")

    def connect(self) -> "SmtpConnection | Answer":
        """Greets, encrypts and signs in. A password is never sent in clear unless `insecure`."""
        session = Session(silence=self.timeout)
        session.allow(self.deadline)
        refusal = _Opening(self, session).run()
        if refusal is None:
            return SmtpConnection(session, self.deadline)
        session.close()
        return refusal


class _Opening:
    """From nothing to a session that takes messages, or the answer that stood against it."""

    def __init__(self, transport: SmtpTransport, session: Session) -> None:
        self._transport = transport
        self._session = session
        self._stage = Stage.CONNECT
        self._token = ""

    def run(self) -> Answer | None:
        try:
            return self._greet() or self._secure() or self._sign_in()
        except NoAnswer as fault:
            return Answer(self._stage, None, self._clean(str(fault)))
        except ssl.SSLError as fault:
            # no server said this, yet it stays until somebody acts: RFC 3463 X.7.5
            why = getattr(fault, "verify_message", "") or fault.reason or "handshake failed"
            return Answer(Stage.TLS, 554, f"5.7.5 No trusted encryption with the server: {why}")

    def _greet(self) -> Answer | None:
        self._session.dial(self._transport.host, self._transport.port)
        if self._transport.tls_from_start:
            self._encrypt()
        code, text = self._session.getreply()
        if code != 220:
            return self._answer(Stage.CONNECT, code, text)
        return self._hello()

    def _hello(self) -> Answer | None:
        code, text = self._session.ehlo()
        if code in {500, 501, 502, 504}:
            code, text = self._session.helo()
        return None if 200 <= code <= 299 else self._answer(self._stage, code, text)

    def _secure(self) -> Answer | None:
        """STARTTLS where it is offered (RFC 3207)."""
        if self._transport.tls_from_start:
            return None
        if not self._session.has_extn("starttls"):
            secret = self._transport.password or self._transport.token
            if secret and not self._transport.insecure:
                return Answer(
                    Stage.TLS,
                    538,  # RFC 4954 §6
                    "5.7.11 The server offers no encryption, so the password was not sent",
                )
            return None
        self._stage = Stage.TLS
        code, text = self._session.docmd("STARTTLS")
        if code != 220:
            return self._answer(Stage.TLS, code, text)
        self._encrypt()
        return self._hello()

    def _encrypt(self) -> None:
        self._stage = Stage.TLS
        context = self._transport.context or tls_context(insecure=self._transport.insecure)
        self._session.encrypt(context, self._transport.host)
        self._stage = Stage.CONNECT

    def _sign_in(self) -> Answer | None:
        if self._transport.token is not None:
            return self._sign_in_by_token(self._transport.token)
        if not self._transport.password:
            return None
        self._stage = Stage.AUTH
        code, text = self._session.sign_in(self._transport.user, self._transport.password)
        return None if code in {235, 503} else self._answer(Stage.AUTH, code, text)

    def _sign_in_by_token(self, token: Callable[[str], str]) -> Answer | None:
        """Once more with a new token where the server refuses the first: it may have ended early.

        A refusal of the endpoint that stays until somebody acts is the server's 535 (RFC 4954 §6).
        """
        self._stage = Stage.AUTH
        refused = ""
        for _ in range(2):
            try:
                refused = token(refused)
            except NoToken as fault:
                if fault.is_final:
                    return Answer(Stage.AUTH, 535, f"5.7.8 {fault.words}")
                return Answer(Stage.AUTH, None, fault.words)
            self._token = refused
            code, text = self._session.sign_in_by_token(self._transport.user, refused)
            if code in {235, 503}:
                return None
            if code != 535:
                break
        return self._answer(Stage.AUTH, code, text)

    def _answer(self, stage: Stage, code: int, text: bytes) -> Answer:
        return Answer(stage, code, self._clean(_readable(text)))

    def _clean(self, text: str) -> str:
        """Without the password or token, should the server repeat what it was told."""
        if self._token:
            said = xoauth2(self._transport.user, self._token).decode()
            text = text.replace(said, "***").replace(self._token, "***")
        user, password = self._transport.user.encode(), self._transport.password.encode()
        if not password:
            return text
        plain = b64encode(b"\0" + user + b"\0" + password).decode()
        for secret in (plain, b64encode(password).decode(), self._transport.password):
            text = text.replace(secret, "***")
        return text


class SmtpConnection:
    """A session that takes one message after another."""

    def __init__(self, session: Session, deadline: float) -> None:
        self._session = session
        self._deadline = deadline
        self._pipelining = session.has_extn("pipelining")
        self._size = session.has_extn("size")

    @property
    def usable(self) -> bool:
        """False too when the server has said good-bye meanwhile."""
        return self._session.idle

    def send(
        self, *, sender: str, recipient: str, payload: bytes, begin: Begin | None = None
    ) -> Answer:
        """One transaction. `payload`'s lines end with CRLF, as `compose` makes them.

        To be called while the connection is `usable`; a good-bye that came since is the answer.
        `begin` is called when the server has agreed to take the message.
        Raises `HeaderFault` for what is no address, before anything is sent.
        """
        size = f" SIZE={len(payload)}" if self._size else ""
        envelope = (
            f"MAIL FROM:<{ascii_address(sender, 'senderAddress')}>{size}\r\n",
            f"RCPT TO:<{ascii_address(recipient, 'recipientAddress')}>\r\n",
        )
        if self._session.sock is None:
            return Answer(Stage.CONNECT, None, "The session has ended")
        self._session.allow(self._deadline)
        refusal = self._envelope(*envelope)
        if refusal is not None:
            return refusal
        if begin is not None:
            try:
                begin()
            except BaseException:
                # The server waits for the message; without an end of it nothing is accepted.
                self._session.close()
                raise
        return self._body(payload)

    def close(self) -> None:
        if self._session.sock is None:
            return
        self._session.allow(_FAREWELL)
        try:
            self._session.docmd("QUIT")
        except NoAnswer:
            pass
        finally:
            self._session.close()

    def _envelope(self, mail: str, rcpt: str) -> Answer | None:
        """MAIL, RCPT and DATA, in one write where the server allows (RFC 2920 §3.1).

        None: the server waits for the message. Else the first refusal, the session being fit for
        the next message or closed.
        """
        commands = ((Stage.MAIL, mail), (Stage.RCPT, rcpt), (Stage.DATA, "DATA\r\n"))
        refusal: Answer | None = None
        stage, code = Stage.MAIL, 0
        try:
            if self._pipelining:
                self._session.send(mail + rcpt + "DATA\r\n")
            for stage, command in commands:
                if not self._pipelining:
                    self._session.send(command)
                code, text = self._session.getreply()
                if refusal is None and code // 100 != (3 if stage is Stage.DATA else 2):
                    refusal = Answer(stage, code, _readable(text))
                if refusal and (code == 421 or not self._pipelining):
                    break
            if refusal:
                self._clear(refusal, last_code=code)
        except NoAnswer as fault:
            return refusal or Answer(stage, None, str(fault))
        return refusal

    def _clear(self, refusal: Answer, *, last_code: int) -> None:
        """Ends a refused transaction. A server that waits for the message although it refused
        the recipient gets an empty one, which it must refuse; any other disorder ends all."""
        settled = False
        if last_code // 100 == 3 and refusal.stage is Stage.RCPT:
            self._session.send(".\r\n")
            settled = self._session.getreply()[0] // 100 == 5
        elif last_code // 100 in {4, 5} and last_code != 421:
            settled = self._session.rset()[0] // 100 == 2
        if not settled:
            self._session.close()

    def _body(self, payload: bytes) -> Answer:
        stuffed = payload.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        stage = Stage.DATA
        try:
            self._session.send(stuffed + end)
            stage = Stage.BODY
            code, text = self._session.getreply(patient=True)
        except NoAnswer as fault:
            return Answer(stage, None, str(fault))
        if code == 421 or code // 100 not in {2, 4, 5}:
            self._session.close()
        return Answer(stage, code, _readable(text))


def _readable(text: bytes) -> str:
    """Lines kept apart, since an enhanced code may begin any of them; nothing else unprintable."""
    words = text[:_LONGEST_TEXT].decode("utf-8", "replace")
    if words.isprintable():
        return words
    return "".join(c if c == "\n" or c.isprintable() else " " for c in words)
