"""How the address of a mail server or a directory is read."""

import pytest

from crm_core.errors import InvalidInput
from crm_core.mail.file import FileTransport
from crm_core.mail.smtp import SmtpTransport
from crm_core.mail.transport import transport_from_url


@pytest.mark.parametrize(
    ("url", "transport", "name"),
    [
        ("smtp://mail.example", SmtpTransport("mail.example", 587), "smtp://mail.example:587"),
        ("smtp://mail.example:25", SmtpTransport("mail.example", 25), "smtp://mail.example:25"),
        ("smtp://mail.example:25/", SmtpTransport("mail.example", 25), "smtp://mail.example:25"),
        (
            "smtps://mail.example",
            SmtpTransport("mail.example", 465, tls_from_start=True),
            "smtps://mail.example:465",
        ),
        (
            "smtp://ann%40x.example:p%2Fa%3Ass%25@mail.example:2525",
            SmtpTransport("mail.example", 2525, user="ann@x.example", password="p/a:ss%"),
            "smtp://mail.example:2525 as ann@x.example",
        ),
        (
            "smtp://ann@x.example:p@ss@mail.example",
            SmtpTransport("mail.example", 587, user="ann@x.example", password="p@ss"),
            "smtp://mail.example:587 as ann@x.example",
        ),
        (
            "SMTP://ann:secret@MAIL.example:587?insecure=1",
            SmtpTransport("mail.example", 587, user="ann", password="secret", insecure=True),
            "smtp://mail.example:587 as ann",
        ),
        ("smtp://mail.example?insecure=0", SmtpTransport("mail.example", 587), None),
        ("smtp://[::1]:2525", SmtpTransport("::1", 2525), "smtp://[::1]:2525"),
        (" smtp://mail.example\n", SmtpTransport("mail.example", 587), None),
        ("file:data/outbox", FileTransport("data/outbox"), "file:data/outbox"),
        ("file:/var/outbox", FileTransport("/var/outbox"), "file:/var/outbox"),
        ("file:///var/outbox", FileTransport("/var/outbox"), "file:/var/outbox"),
        ("file://localhost/var/outbox", FileTransport("/var/outbox"), None),
        ("file:my%20outbox#1?", FileTransport("my outbox#1?"), None),
        ("file:.", FileTransport("."), None),
    ],
)
def test_an_address_names_a_transport(url: str, transport: object, name: str | None) -> None:
    found = transport_from_url(url)
    assert found == transport
    if name is not None:
        assert found.name == name


def test_the_longest_silence_can_be_set() -> None:
    transport = transport_from_url("smtp://mail.example", timeout=7)
    assert isinstance(transport, SmtpTransport)
    assert transport.timeout == 7


SECRET = "s3cr3t"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "smtp:mail.example",
        "smtp://",
        "smtp://:25",
        "http://mail.example",
        f"imap://ann:{SECRET}@mail.example",
        f"smtp://ann:{SECRET}@",
        f"smtp://ann:{SECRET}@mail.example:0",
        f"smtp://ann:{SECRET}@mail.example:65536",
        f"smtp://ann:{SECRET}@mail.example:-1",
        f"smtp://ann:{SECRET}@mail.example:{SECRET}",
        f"smtp://ann:{SECRET}/x@mail.example",
        f"smtp://ann:{SECRET}#x@mail.example",
        f"smtp://ann:{SECRET}?x@mail.example",
        f"smtp://ann:1/{SECRET}@mail.example",
        f"smtp://ann:1?{SECRET}@mail.example",
        f"smtp://ann:{SECRET}@mail.example/path",
        f"smtp://ann:{SECRET}@mail.example#fragment",
        f"smtp://ann:{SECRET}@mail.example?insecure=yes",
        f"smtp://ann:{SECRET}@mail.example?insecur=1",
        f"smtp://ann:{SECRET}@[mail.example",
        f"smtp://ann:{SECRET}@mail\u2100.example",
        f"smtp://ann:{SECRET}%00@mail.example",
        f"smtp://ann:{SECRET}\udcff@mail.example",
        f"smtp://:{SECRET}@mail.example",
        "smtp://ann@mail.example",
        "smtp://ann:@mail.example",
        "file",
        "file:",
        "file://",
        "file://host/dir",
        "file:a%00b",
    ],
)
def test_a_bad_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        transport_from_url(url)
    assert refusal.value.field == "CRM_MAIL_URL"
    error: BaseException | None = refusal.value
    while error is not None:
        assert SECRET not in repr(error)
        error = error.__cause__ or error.__context__
