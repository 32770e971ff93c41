"""Composing a message: from its parts to the bytes that go out.

Called by the runner for each e-mail, so it is built for speed: what is the same for a mailbox's
messages is encoded once, the person's parts are checked and spliced in, and the bodies are made
quoted-printable by C code. Composing the same message twice gives the same bytes.
"""

import hashlib
from binascii import b2a_qp
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

from crm_core.mail.headers import (
    FOLD,
    HeaderFault,
    foreign_message_id,
    link,
    mailbox,
    own_message_id,
    unstructured,
)

__all__ = ["HeaderFault", "OutgoingMessage", "compose"]


class OutgoingMessage(NamedTuple):
    """What a person will read and what the mail programs need to file it.

    Ids stand without their angle brackets; `date` is aware; `recipient_name` may be empty.
    """

    message_id: str
    sender_address: str
    sender_name: str
    recipient_address: str
    recipient_name: str
    subject: str
    text: str
    html: str
    date: datetime
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    unsubscribe_url: str | None = None


_PART = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
_TEXT = _PART % b"plain" + b"\r\n"
_HTML = _PART % b"html" + b"\r\n"
_MULTIPART = b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="'


def compose(message: OutgoingMessage) -> bytes:
    """The message of RFC 5322, `multipart/alternative`, all in seven bits, lines ended by CRLF.

    Raises `HeaderFault`, naming the field, when a value cannot stand in a header.
    """
    message_id = own_message_id(message.message_id, "messageId")
    boundary = _boundary(message_id)
    return b"".join(
        (
            _sender_line(message.sender_name, message.sender_address),
            b"To: ",
            mailbox(
                message.recipient_name,
                message.recipient_address,
                name_field="recipientName",
                address_field="recipientAddress",
            ),
            b"\r\nSubject: ",
            unstructured(message.subject, name="Subject", field="subject"),
            b"\r\nDate: ",
            _date(_utc(message.date)),
            b"\r\nMessage-ID: ",
            message_id,
            _thread(message),
            _unsubscribe(message.unsubscribe_url),
            _MULTIPART,
            boundary,
            b'"\r\n\r\n--',
            boundary,
            b"\r\n",
            _TEXT,
            _quoted_printable(message.text),
            b"\r\n--",
            boundary,
            b"\r\n",
            _HTML,
            _quoted_printable(message.html),
            b"\r\n--",
            boundary,
            b"--\r\n",
        )
    )


@lru_cache(maxsize=1024)
def _sender_line(name: str, address: str) -> bytes:
    sender = mailbox(name, address, name_field="senderName", address_field="senderAddress")
    return b"From: " + sender + b"\r\n"


def _utc(date: datetime) -> datetime:
    if date.utcoffset() is None:
        raise ValueError("a message's date is aware")
    return date.astimezone(UTC)


@lru_cache(maxsize=64)
def _date(date: datetime) -> bytes:
    return format_datetime(date).encode("ascii")


def _thread(message: OutgoingMessage) -> bytes:
    lines = b""
    if message.in_reply_to is not None:
        lines += b"\r\nIn-Reply-To: " + foreign_message_id(message.in_reply_to, "inReplyTo")
    if message.references:
        ids = (foreign_message_id(reference, "references") for reference in message.references)
        lines += b"\r\nReferences: " + FOLD.join(ids)
    return lines


def _unsubscribe(url: str | None) -> bytes:
    """The pair of RFC 8058 §3.1."""
    if url is None:
        return b""
    return (
        b"\r\nList-Unsubscribe: "
        + link(url, "unsubscribeUrl")
        + b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"
    )


def _boundary(message_id: bytes) -> bytes:
    """Cannot occur in a body: in quoted-printable no underscore follows "=" (RFC 2045 §6.7)."""
    digest = hashlib.blake2b(message_id, digest_size=16).hexdigest()
    return b"=_" + digest.encode("ascii")


def _quoted_printable(text: str) -> bytes:
    """Line by line: most of a step's lines are the same for everybody, and encoded once."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return b"\r\n".join(
        [
            _known_line(line) if len(line) < 1_000 else _quoted_line(line)
            for line in text.split("\n")
        ]
    )


@lru_cache(maxsize=4096)
def _known_line(line: str) -> bytes:
    return _quoted_line(line)


def _quoted_line(line: str) -> bytes:
    return b2a_qp(line.encode("utf-8", "replace")).replace(b"\n", b"\r\n")
