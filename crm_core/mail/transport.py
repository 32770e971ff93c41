"""Where messages go: the two shapes that every transport has, and the reading of its address.

A caller connects, sends over the connection while it is `usable`, and connects again when it no
longer is. What the outside does comes back as an `Answer`, never as an exception; what an answer
means is decided by `domain.refusals`.
"""

import re
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from crm_core.domain.refusals import Answer
from crm_core.errors import InvalidInput
from crm_core.mail.begin import Begin
from crm_core.mail.file import FileTransport
from crm_core.mail.smtp import SmtpTransport

_ESCAPES = "In a password, / ? # are written %2F %3F %23."
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class Connection(Protocol):
    """An open session. One thread at a time."""

    def send(
        self, *, sender: str, recipient: str, payload: bytes, begin: Begin | None = None
    ) -> Answer:
        """Hands one composed message over. Raises nothing for what server or network do.

        `begin` is called when the message itself is about to leave: until then, whatever becomes
        of this process, nobody has it.
        """

    @property
    def usable(self) -> bool:
        """False once the session has ended; the next message needs a new connection."""

    def close(self) -> None:
        """Ends the session; closing twice is harmless."""


class Transport(Protocol):
    """A way out. Holds no connection, so threads can share it."""

    @property
    def name(self) -> str:
        """For display, without secrets."""

    def connect(self) -> Connection | Answer:
        """A session, or the answer (stage CONNECT, TLS or AUTH) that stood against it."""


def transport_from_url(url: str, *, timeout: float = 30.0) -> Transport:
    """The transport that `CRM_MAIL_URL`, or a mailbox's own address of that form, names.

    `smtp://user:password@host:587` encrypts by STARTTLS whenever the server offers it and sends
    no password without; `smtps://…` (port 465) is encrypted from the start; user and password
    are percent-encoded. `?insecure=1` accepts any certificate and, should it come to that, a
    password in clear. `file:DIR` writes each message into a directory. `timeout`: the longest
    silence of a server, in seconds.

    Raises `InvalidInput`, which never repeats the address: it holds a password.
    """
    scheme, colon, rest = url.strip().partition(":")
    match scheme.lower():
        case "file" if colon:
            return _file(rest)
        case "smtp" | "smtps" if rest.startswith("//"):
            return _smtp(scheme.lower(), url.strip(), timeout)
    raise _fault("The mail address begins with smtp://, smtps:// or file:.")


def _fault(message: str) -> InvalidInput:
    return InvalidInput(message, field="CRM_MAIL_URL")


def _file(rest: str) -> FileTransport:
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host not in {"", "localhost"}:
            raise _fault("A directory is written file:DIR or file:///DIR, without a host.")
        rest = slash + path
    directory = unquote(rest)
    if not directory or "\0" in directory:
        raise _fault("The directory after file: is missing.")
    return FileTransport(directory)


def _smtp(scheme: str, url: str, timeout: float) -> SmtpTransport:
    parts = _split(url)
    port = _port(parts) if parts else 0
    if not parts or port == 0:
        raise _fault(f"The mail server's port is a number from 1 to 65535. {_ESCAPES}")
    if not parts.hostname:
        raise _fault("The mail server's name is missing.")
    if parts.path not in {"", "/"} or parts.fragment:
        raise _fault(f"Nothing follows the mail server's port but ?insecure=1. {_ESCAPES}")
    user, password = _credentials(parts)
    return SmtpTransport(
        host=parts.hostname,
        port=port or _DEFAULT_PORTS[scheme],
        tls_from_start=scheme == "smtps",
        user=user,
        password=password,
        insecure=_insecure(parts.query),
        timeout=timeout,
    )


def _split(url: str) -> SplitResult | None:
    """None: it cannot be read. The standard error would repeat it, password and all."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    """None: not given. 0: not a port."""
    try:
        return parts.port
    except ValueError:
        return 0


def _credentials(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise _fault("Signing in to the mail server takes a user and a password.")
    if _UNSENDABLE.search(user + password):
        raise _fault("The user and the password are UTF-8 and hold no NUL.")
    return user, password


def _insecure(query: str) -> bool:
    options = dict(parse_qsl(query, keep_blank_values=True))
    insecure = options.pop("insecure", "0")
    if options or insecure not in {"0", "1"}:
        raise _fault("The only option of a mail server's address is insecure=1.")
    return insecure == "1"
