"""Reading an inbox by IMAP (RFC 3501): what is new in a folder, and each message in bounds.

The folder is opened read-only and messages are peeked at, so nothing there ever changes: no flag,
no mark of having been read. Used by `crm_core.usecases.read_inboxes` through the two protocols,
which tests may fill otherwise.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol

from crm_core.errors import InvalidInput
from crm_core.mail.server_address import PORTS, WAYS_IN, ServerAddress
from crm_core.mail.smtp import tls_context

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

WHOLE_MOST = 8 * 1024 * 1024
"""Bytes up to which a message is fetched whole."""
PART = 1024 * 1024
"""Bytes of a longer one: its headers, and the text, which comes before what makes it long."""
_AT_A_TIME = 500
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"UID (\d+) RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) UID (\d+)")
_FORM = "An inbox is written imaps://user:password@host/INBOX, or imap://…"


class InboxFault(Exception):
    """The inbox cannot be read at this moment; the text says why, without secrets."""


class OpenInbox(Protocol):
    """A folder that is being read. One thread at a time; everything raises `InboxFault`."""

    @property
    def uid_validity(self) -> int:
        """Under another value than before, all uids mean other messages (RFC 3501 §2.3.1.1)."""

    def since(self, day: date) -> list[int]:
        """The uids, ascending, of what the server got on that day or later."""

    def after(self, uid: int, day: date) -> list[int]:
        """The uids, ascending, that are greater, what has come by now among them, of what the
        server got on that day or later."""

    def last(self) -> int:
        """The greatest uid that there is; 0 in an empty folder."""

    def messages(self, uids: Iterable[int]) -> Iterator[tuple[int, bytes | None]]:
        """Each uid with its message, cut when it is very long; None for one that is gone."""

    def close(self) -> None:
        """Raises nothing."""


class Inbox(Protocol):
    """A way in. Holds no connection."""

    @property
    def name(self) -> str:
        """For display, without secrets."""

    def open(self) -> OpenInbox:
        """Connect, sign in and open the folder; raises `InboxFault`."""


def inbox_from_url(url: str, *, token: Callable[[], str] | None = None) -> Inbox:
    """The inbox that `CRM_INBOX_URL`, or a mailbox's own address of that form, names.

    `imaps://user:password@host:993/FOLDER` is encrypted from the start; `imap://…` by STARTTLS
    where the server offers it. A password goes in clear to this machine only, or with
    `?insecure=1`, which accepts any certificate as well. `token` gives an access token, with which
    the user signs in by XOAUTH2 in place of a password.

    Raises `InvalidInput`, which never repeats the address: it holds a password.
    """
    parts = ServerAddress.parse(url)
    if parts is None or parts.scheme not in WAYS_IN or not parts.host or not parts.user:
        raise InvalidInput(_FORM, field="CRM_INBOX_URL")
    if not parts.password and token is None:
        raise InvalidInput("Signing in to an inbox takes a password.", field="CRM_INBOX_URL")
    return ImapInbox(parts, token=token)


@dataclass(frozen=True, slots=True)
class ImapInbox:
    """An IMAP server and how to sign in to it. `silence`: the longest wait for its next word;
    `deadline`: the longest that one reading may take. Both in seconds."""

    address: ServerAddress
    token: Callable[[], str] | None = field(default=None, repr=False)
    silence: float = 20.0
    deadline: float = 300.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        host = f"[{self.address.host}]" if ":" in self.address.host else self.address.host
        port = self.address.port or PORTS[self.address.scheme]
        return f"{self.address.scheme}://{host}:{port}/{self._folder} as {self.address.user}"

    @property
    def _folder(self) -> str:
        return self.address.path or "INBOX"

    def open(self) -> "ImapFolder":
        with _told(self.address.password):
            box = self._connect()
        folder = ImapFolder(box, self.deadline, self.address.password)
        try:
            with _told(self.address.password):
                self._sign_in(box)
                # Read-only: EXAMINE, not SELECT.
                box.folder.set(self._folder, readonly=True)
        except BaseException:
            folder.close()
            raise
        return folder

    def _connect(self) -> "BaseMailBox":
        # The library is a tenth of a second of every start, and few mailboxes have an inbox.
        from imap_tools import MailBox, MailBoxUnencrypted

        host, insecure = self.address.host, self.address.insecure
        port = self.address.port or PORTS[self.address.scheme]
        context = self.context or tls_context(insecure=insecure)
        if self.address.scheme == "imaps":
            return MailBox(host, port, timeout=self.silence, ssl_context=context)
        box = MailBoxUnencrypted(host, port, timeout=self.silence)
        try:
            if "STARTTLS" in box.client.capabilities:
                box.client.starttls(context)
            elif not insecure and not _is_this_machine(host):
                raise InboxFault("The server offers no encryption, so the password was not sent.")
        except BaseException:
            with suppress(OSError, imaplib.IMAP4.error):
                box.client.shutdown()
            raise
        return box

    def _sign_in(self, box: "BaseMailBox") -> None:
        user, password = self.address.user, self.address.password
        if self.token is not None:
            box.xoauth2(user, self.token(), initial_folder=None)
        elif (user + password).isascii():
            box.login(user, password, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)


class ImapFolder:
    """Implements `OpenInbox`. After `deadline` seconds its connection is cut, so that a server
    that drips holds nobody for ever."""

    def __init__(self, box: "BaseMailBox", deadline: float, secret: str) -> None:
        self._box = box
        self._secret = secret
        self._guard = Timer(deadline, self._cut)
        self._guard.daemon = True
        self._guard.start()

    @property
    def uid_validity(self) -> int:
        told = self._box.client.untagged_responses.get("UIDVALIDITY", [None])[0]
        if not isinstance(told, bytes):
            raise InboxFault("The server does not say how long its numbers hold (UIDVALIDITY).")
        return int(told)

    def since(self, day: date) -> list[int]:
        return self._search(_since(day))

    def after(self, uid: int, day: date) -> list[int]:
        # The last message answers to every such range, whatever its uid.
        return [found for found in self._search(f"UID {uid + 1}:* {_since(day)}") if found > uid]

    def last(self) -> int:
        return max(self._search("UID *"), default=0)

    def messages(self, uids: Iterable[int]) -> Iterator[tuple[int, bytes | None]]:
        wanted = list(uids)
        for start in range(0, len(wanted), _AT_A_TIME):
            piece = wanted[start : start + _AT_A_TIME]
            sizes = self._sizes(piece)
            for uid in piece:
                yield uid, self._message(uid, sizes[uid]) if uid in sizes else None

    def close(self) -> None:
        self._guard.cancel()
        with suppress(OSError, imaplib.IMAP4.error, ValueError):
            self._box.client.sock.settimeout(2.0)
            self._box.client.logout()
        with suppress(OSError, imaplib.IMAP4.error, ValueError):
            self._box.client.shutdown()

    def _search(self, what: str) -> list[int]:
        with _told(self._secret):
            # What has come meanwhile is taken notice of by a command that may tell (§7).
            self._box.client.noop()
            kind, answer = self._box.client.uid("SEARCH", what)
            _refused(kind, answer)
            numbers = b" ".join(line for line in answer if line).split()
            return sorted(map(int, numbers))

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        with _told(self._secret):
            among = ",".join(map(str, uids))
            kind, answer = self._box.client.uid("FETCH", among, "(UID RFC822.SIZE)")
            _refused(kind, answer)
        found: dict[int, int] = {}
        for line in answer:
            told = _SIZE.search(line if isinstance(line, bytes) else b"")
            if told is not None:
                found[int(told[1] or told[4])] = int(told[2] or told[3])
        return found

    def _message(self, uid: int, size: int) -> bytes | None:
        part = "" if size <= WHOLE_MOST else f"<0.{PART}>"
        with _told(self._secret):
            kind, answer = self._box.client.uid("FETCH", str(uid), f"(UID BODY.PEEK[]{part})")
            _refused(kind, answer)
        for item in answer:
            if isinstance(item, tuple) and len(item) == 2:
                raw: bytes = item[1]
                return raw
        return None

    def _cut(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error, ValueError):
            self._box.client.shutdown()


def _since(day: date) -> str:
    # Not strftime: the months' names are English in every locale.
    return f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _refused(kind: str, answer: list[Any]) -> None:
    if kind != "OK":
        words = answer[0] if answer and isinstance(answer[0], bytes) else b""
        raise InboxFault(f"The server refused: {words.decode('utf-8', 'replace')[:200]}")


@contextmanager
def _told(secret: str) -> Iterator[None]:
    """Everything that connection and server do, as an `InboxFault` in words without the secret."""
    from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

    try:
        yield
    except InboxFault:
        raise
    except MailboxLoginError as fault:
        raise InboxFault(f"The sign-in was refused: {_safe(fault, secret)}") from None
    except MailboxFolderSelectError as fault:
        raise InboxFault(f"The folder cannot be opened: {_safe(fault, secret)}") from None
    except ssl.SSLError as fault:
        why = getattr(fault, "verify_message", "") or fault.reason or "handshake failed"
        raise InboxFault(f"No trusted encryption with the server: {why}") from None
    except TimeoutError:
        raise InboxFault("The server did not answer in time.") from None
    except (OSError, EOFError) as fault:
        words = fault.strerror if isinstance(fault, OSError) and fault.strerror else "it broke off"
        raise InboxFault(f"The connection failed: {words}") from None
    except imaplib.IMAP4.abort:
        raise InboxFault("The connection broke off.") from None
    except (ImapToolsError, imaplib.IMAP4.error, ValueError, AttributeError) as fault:
        raise InboxFault(f"The server's words are not understood: {_safe(fault, secret)}") from None


def _safe(fault: Exception, secret: str) -> str:
    words = str(fault)[:300]
    return words.replace(secret, "***") if secret else words


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
