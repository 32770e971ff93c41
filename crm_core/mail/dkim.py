"""Signing messages (DKIM, RFC 6376; Ed25519 by RFC 8463): a mailbox's key, and its transport.

A library canonicalises; the signatures are `cryptography`'s, a tenth of the time that signing in
Python takes and without a second library for Ed25519. The signature covers what a reader sees and
what may not be taken away: the List-Unsubscribe headers too, as Gmail's and Yahoo's rules for
senders ask. `SigningTransport` signs at the last moment, in the thread of the connection.
"""

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from textwrap import wrap

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from dkim.canonicalization import (  # type: ignore[import-untyped] # untyped there
    CanonicalizationPolicy,
)

from crm_core.domain.refusals import Answer
from crm_core.errors import InvalidInput
from crm_core.mail.begin import Begin
from crm_core.mail.transport import Connection, Transport

RSA, ED25519 = "rsa", "ed25519"
ALGORITHMS = (RSA, ED25519)
LEAST_RSA_BITS = 1024
_SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"reply-to", b"mime-version", b"content-type", b"content-transfer-encoding",
    b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
_POLICY = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
_FIELD = re.compile(rb"\r\n(?![ \t])")
_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class DkimKey:
    """A domain's key under a selector. `private` never leaves but into encrypted storage."""

    domain: str
    selector: str
    private: _PrivateKey

    @classmethod
    def make(cls, domain: str, selector: str, algorithm: str) -> "DkimKey":
        """A new key; raises `InvalidInput` for a selector or an algorithm that cannot be."""
        if algorithm == RSA:
            return cls(domain, _checked(selector), rsa.generate_private_key(65_537, 2_048))
        if algorithm == ED25519:
            return cls(domain, _checked(selector), ed25519.Ed25519PrivateKey.generate())
        raise InvalidInput(f"Must be one of {', '.join(ALGORITHMS)}.", field="algorithm")

    @classmethod
    def read(cls, domain: str, selector: str, pem: str) -> "DkimKey":
        """Of a PEM text; raises `InvalidInput`, which never repeats it."""
        try:
            private = serialization.load_pem_private_key(pem.strip().encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidInput(
                "Must be a private key in PEM, without a passphrase.", field="privateKey"
            ) from None
        if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= LEAST_RSA_BITS:
            return cls(domain, _checked(selector), private)
        if isinstance(private, ed25519.Ed25519PrivateKey):
            return cls(domain, _checked(selector), private)
        raise InvalidInput(
            f"Must be an RSA key of {LEAST_RSA_BITS} bits or more, or an Ed25519 key.",
            field="privateKey",
        )

    @classmethod
    def from_json(cls, text: str, domain: str) -> "DkimKey":
        """What `to_json` wrote."""
        stored = orjson.loads(text)
        return cls.read(domain, stored["selector"], stored["privateKey"])

    def to_json(self) -> str:
        """With the private key: for encrypted storage alone."""
        pem = self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        return orjson.dumps({"selector": self.selector, "privateKey": pem}).decode()

    @property
    def dns_name(self) -> str:
        """Where the record is published."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def dns_record(self) -> str:
        """The TXT record that receivers check signatures with."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            kind, raw = RSA, self.private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )  # fmt: skip
        else:
            kind, raw = ED25519, self.private.public_key().public_bytes_raw()
        return f"v=DKIM1; k={kind}; p={base64.b64encode(raw).decode()}"

    def signed(self, payload: bytes) -> bytes:
        """The message with its signature in front; its lines end with CRLF, as `compose` does."""
        head, _, body = payload.partition(b"\r\n\r\n")
        fields = [_parts(line) for line in _FIELD.split(head)]
        body_hash = base64.b64encode(sha256(_POLICY.canonicalize_body(body)).digest())
        present = [name for name in _SIGNED if any(name == key for key, _ in fields)]
        # From once more than it is there: nobody can put a second one in front (RFC 6376 §8.15).
        names = [*present, b"from"]
        kind = RSA if isinstance(self.private, rsa.RSAPrivateKey) else ED25519
        unsigned = b"".join((
            b"v=1; a=", kind.encode(), b"-sha256; c=relaxed/relaxed; d=", self.domain.encode(),
            b";\r\n s=", self.selector.encode(), b"; q=dns/txt;\r\n h=", b":\r\n ".join(names),
            b";\r\n bh=", body_hash, b";\r\n b=",
        ))  # fmt: skip
        picked = [_last(fields, name) for name in present]
        canonical = _POLICY.canonicalize_headers([*picked, (b"DKIM-Signature", unsigned)])
        data = b"".join(key + b":" + value for key, value in canonical).removesuffix(b"\r\n")
        signature = "\r\n ".join(wrap(base64.b64encode(self._sign(data)).decode(), 72)).encode()
        return b"DKIM-Signature: " + unsigned + signature + b"\r\n" + payload

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(sha256(data).digest())


@dataclass(frozen=True)
class SigningTransport:
    """A way out whose messages are signed."""

    transport: Transport
    key: DkimKey

    @property
    def name(self) -> str:
        return self.transport.name

    def connect(self) -> "Connection | Answer":
        opened = self.transport.connect()
        return opened if isinstance(opened, Answer) else _SigningConnection(opened, self.key)


class _SigningConnection:
    def __init__(self, connection: Connection, key: DkimKey) -> None:
        self._connection = connection
        self._key = key

    def send(
        self, *, sender: str, recipient: str, payload: bytes, begin: Begin | None = None
    ) -> Answer:
        signed = self._key.signed(payload)
        return self._connection.send(
            sender=sender, recipient=recipient, payload=signed, begin=begin
        )

    @property
    def usable(self) -> bool:
        return self._connection.usable

    def close(self) -> None:
        self._connection.close()


def _checked(selector: str) -> str:
    clean = selector.strip().lower()
    if not _SELECTOR.fullmatch(clean) or len(clean) > 100:
        raise InvalidInput(
            "A selector is letters, digits and hyphens, such as duestep.", field="selector"
        )
    return clean


def _parts(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value + b"\r\n"


def _last(fields: list[tuple[bytes, bytes]], name: bytes) -> tuple[bytes, bytes]:
    """Of a field that is there several times the lowest (RFC 6376 §5.4.2)."""
    return next((key, value) for key, value in reversed(fields) if key == name)
