"""Signatures that receivers can check, over everything that may not be changed."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from dkim.canonicalization import CanonicalizationPolicy

from crm_core.domain.refusals import Answer
from crm_core.errors import InvalidInput
from crm_core.mail.dkim import ED25519, RSA, DkimKey, SigningTransport
from crm_core.mail.message import OutgoingMessage, compose
from crm_core.mail.smtp import SmtpTransport

if TYPE_CHECKING:
    from tests.mail.conftest import Sink

TEXT = "Hello Ada,\n\n.a line that begins with a dot\n..two\n.\nÜber alles:\ttrailing   \n\n\n"


@pytest.fixture(scope="session")
def key() -> DkimKey:
    return DkimKey.make("example.com", "s1", RSA)


def a_message(text: str = TEXT, subject: str = "Grüße an alle, " * 9) -> bytes:
    return compose(
        OutgoingMessage(
            "abc@example.com", "ann@example.com", "Ann Lee", "ada@example.net", "Ada Byron",
            subject, text, "<p>Hello</p>\n<p>.dot</p>", datetime(2026, 3, 2, 10, tzinfo=UTC),
            in_reply_to="x@example.com", references=("x@example.com",),
            unsubscribe_url="https://crm.example.com/u/" + "t" * 120,
        )
    )  # fmt: skip


def is_good(signed: bytes, key: DkimKey) -> bool:
    """What a receiver finds that looks the key up."""

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        assert name.decode().rstrip(".") == key.dns_name
        return key.dns_record.encode()

    return bool(dkim.verify(signed, dnsfunc=look_up))


def is_good_by_ed25519(signed: bytes, key: DkimKey) -> bool:
    """RFC 8463 §3, step by step; the verifier used above needs another library for it."""
    head, _, _ = signed.partition(b"\r\n\r\n")
    fields = [
        (line.partition(b":")[0], line.partition(b":")[2] + b"\r\n")
        for line in re.split(rb"\r\n(?![ \t])", head)
    ]
    value = fields[0][1].removesuffix(b"\r\n")
    tags = dict(re.findall(rb"(\w+)=([^;]*)", re.sub(rb"\s", b"", value)))
    names = tags[b"h"].lower().split(b":")[:-1]
    picked = [next(f for f in reversed(fields) if f[0].lower() == name) for name in names]
    bare = re.sub(rb"(;\r\n b=).*", rb"\1", value, flags=re.DOTALL)
    policy = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
    lines = policy.canonicalize_headers([*picked, (b"DKIM-Signature", bare)])
    data = b"".join(name + b":" + content for name, content in lines).removesuffix(b"\r\n")
    raw = base64.b64decode(key.dns_record.partition("p=")[2])
    import hashlib

    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(
            base64.b64decode(tags[b"b"]), hashlib.sha256(data).digest()
        )
    except Exception:
        return False
    return True


@pytest.mark.parametrize(
    "text", [TEXT, "", "\n", "x", "one line\n", "ends with blanks  \n \n\n", "ü" * 500]
)
def test_a_receiver_finds_the_signature_good(key: DkimKey, text: str) -> None:
    payload = a_message(text)
    signed = key.signed(payload)

    assert signed.endswith(payload)
    assert is_good(signed, key)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"From: ", b"From: Eve "),
        (b"\r\nTo: ", b"\r\nTo: Eve "),
        (b"\r\nSubject: ", b"\r\nSubject: Re: "),
        (b"\r\nDate: Mon", b"\r\nDate: Tue"),
        (b"\r\nMessage-ID: <a", b"\r\nMessage-ID: <b"),
        (b"\r\nList-Unsubscribe: <https", b"\r\nList-Unsubscribe: <http"),
        (b"\r\nList-Unsubscribe-Post: List", b"\r\nList-Unsubscribe-Post: Lost"),
        (b"\r\nMIME-Version: 1.0", b"\r\nMIME-Version: 1.1"),
        (b"boundary=", b"boundery="),
        (b"Hello", b"Hallo"),
    ],
)
def test_whatever_is_changed_breaks_it(key: DkimKey, before: bytes, after: bytes) -> None:
    signed = key.signed(a_message())
    assert before in signed

    assert not is_good(signed.replace(before, after, 1), key)


def test_a_second_from_in_front_breaks_it(key: DkimKey) -> None:
    signed = key.signed(a_message())

    assert not is_good(b"From: eve@example.org\r\n" + signed, key)


def test_an_ed25519_signature_is_good_and_breaks_by_a_change() -> None:
    key = DkimKey.make("example.com", "e1", ED25519)
    signed = key.signed(a_message())

    assert b"a=ed25519-sha256" in signed
    assert is_good_by_ed25519(signed, key)
    assert not is_good_by_ed25519(signed.replace(b"\r\nTo: ", b"\r\nTo: Eve "), key)


def test_over_the_wire_it_arrives_as_it_was_signed(
    key: DkimKey, real_server: "Callable[..., Sink]"
) -> None:
    sink = real_server()
    transport = SigningTransport(SmtpTransport("127.0.0.1", sink.port), key)
    connection = transport.connect()
    assert not isinstance(connection, Answer)

    for text in (TEXT, "."):
        said = connection.send(
            sender="ann@example.com", recipient="ada@example.net", payload=a_message(text)
        )
        assert said.code == 250
    connection.close()

    assert not connection.usable
    assert [is_good(one.payload, key) for one in sink.delivered] == [True, True]


def test_lines_of_the_signature_are_short(key: DkimKey) -> None:
    signature = key.signed(a_message()).partition(b"\r\nMessage-ID")[0].partition(b"\r\nFrom")[0]

    assert max(map(len, signature.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("algorithm", [RSA, ED25519])
def test_a_key_is_kept_and_read_again(algorithm: str) -> None:
    made = DkimKey.make("example.com", "S1", algorithm)
    read = DkimKey.from_json(made.to_json(), "example.com")

    assert (read.dns_name, read.dns_record) == (made.dns_name, made.dns_record)
    assert made.dns_name == "s1._domainkey.example.com"
    assert made.dns_record.startswith(f"v=DKIM1; k={algorithm}; p=")


@pytest.mark.parametrize(
    ("selector", "pem", "field"),
    [
        ("s1", "canary", "privateKey"),
        ("s1", "", "privateKey"),
        ("under_score", None, "selector"),
        ("-x", None, "selector"),
        ("", None, "selector"),
    ],
)
def test_a_key_or_a_selector_that_cannot_be_is_refused(
    selector: str, pem: str | None, field: str
) -> None:
    good = DkimKey("example.com", "s", Ed25519PrivateKey.generate())
    given = pem if pem is not None else __import__("orjson").loads(good.to_json())["privateKey"]

    with pytest.raises(InvalidInput) as refusal:
        DkimKey.read("example.com", selector, given)

    assert refusal.value.field == field
    assert "canary" not in refusal.value.message
