"""Messages as they come in, and how they are read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crm_core.mail.inbound.classify import read_message
from crm_core.mail.inbound.mail import InboundMail

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS = frozenset({"rep@ours.example"})

Read = Callable[..., InboundMail]


def message(
    body: str = "Hello",
    *,
    subject: str = "Re: Your message",
    sender: str = "Ann Lee <ann@example.com>",
    content_type: str = "text/plain; charset=utf-8",
    headers: str = "",
) -> bytes:
    """A plain message to our representative, with any further header lines."""
    lines = [
        f"From: {sender}",
        "To: Rep <rep@ours.example>",
        f"Subject: {subject}",
        "Date: Mon, 02 Mar 2026 10:00:00 +0100",
        "Message-ID: <m1@example.com>",
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        "Content-Transfer-Encoding: 8bit",
        *headers.strip().splitlines(),
    ]
    return ("\r\n".join([*lines, "", *body.splitlines()]) + "\r\n").encode()


@pytest.fixture
def read() -> Read:
    def reading(body: str | bytes = "Hello", **fields: str) -> InboundMail:
        raw = body if isinstance(body, bytes) else message(body, **fields)
        return read_message(raw, now=NOW, own_addresses=OURS)

    return reading
