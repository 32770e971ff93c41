"""Everything that the installation's secret keys do: message ids, signed links, encryption.

Each use derives its own key (HKDF, RFC 5869), so that no output of one serves another.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_core.errors import CrmError, InvalidInput

_TOKEN = re.compile(r"[\x21-\x7e]{20,200}")
_REPLY_TAG = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-[a-z2-7]{16}")
_UNSUBSCRIBE = re.compile(r"([0-9]{1,18})\.(p?)([0-9]{1,18})\.([A-Za-z0-9_-]{24})")

_TRACKED = re.compile(r"([A-Za-z0-9_-]{4,12000})\.([A-Za-z0-9_-]{24})")


class UnsubscribeLink(NamedTuple):
    """Whom a link of a message names: an enrollment's person, or the person alone."""

    tenant_id: int
    enrollment_id: int | None
    party_id: int | None = None


class TrackedLink(NamedTuple):
    """What the token of a pixel or a link says. `delivery_key`: an enrollment's id with the
    step's key, or a draft's id. `url` is empty for the pixel and for the hidden link."""

    tenant_id: int
    delivery_key: str
    url: str


class _Ring(NamedTuple):
    """What is derived from the keys, the present one's first."""

    keys: tuple[bytes, ...]
    unsubscribe: tuple[bytes, ...]
    opens: tuple[bytes, ...]
    clicks: tuple[bytes, ...]
    fernet: MultiFernet
    oldest: bytes

    @classmethod
    def of(cls, keys: Sequence[bytes]) -> "_Ring":
        return cls(
            keys=tuple(keys),
            unsubscribe=tuple(_derive(key, b"unsubscribe") for key in keys),
            opens=tuple(_derive(key, b"open") for key in keys),
            clicks=tuple(_derive(key, b"click") for key in keys),
            fernet=MultiFernet([_fernet(key) for key in keys]),
            oldest=keys[-1],
        )


_KeysOf = Callable[[_Ring], tuple[bytes, ...]]
_unsubscribe: _KeysOf = attrgetter("unsubscribe")
_opens: _KeysOf = attrgetter("opens")
_clicks: _KeysOf = attrgetter("clicks")


class SecretBox:
    """Keyed operations of one installation. Thread-safe.

    What is made is made with the present key; what comes back is read with any key of the ring,
    so a rotation breaks no link and no credentials. Message ids, hashes of addresses and reply
    tags have to be the same for ever, so they are made with the oldest key: take a key away from
    the end of the ring only when nothing that was sent or erased under it matters any more.
    `reread` gives the ring anew when something comes back that no key fits: another process may
    have rotated.
    """

    def __init__(
        self, key: bytes, *older: bytes, reread: Callable[[], Sequence[bytes]] | None = None
    ) -> None:
        self._ring = _Ring.of((key, *older))
        self._reread = reread
        self._message_key = _derive(self._ring.oldest, b"message-id")
        self._address_key = _derive(self._ring.oldest, b"address")
        self._source_key = _derive(self._ring.oldest, b"source")
        self._reply_key = _derive(self._ring.oldest, b"reply-tag")

    def message_id(self, *parts: object, domain: str) -> str:
        """A Message-ID without brackets, the same for the same parts and not guessable."""
        text = "\x1f".join(map(str, parts)).encode()
        digest = hmac.digest(self._message_key, text, "sha256")
        return f"{base64.b32encode(digest[:20]).decode().lower()}@{domain}"

    def address_hash(self, tenant_id: int, address: str) -> str:
        """What stays of an erased person's address: it tells whether an address is that one."""
        text = f"{tenant_id}\x1f{address.lower()}".encode()
        return hmac.digest(self._address_key, text, "sha256").hex()

    def source_hash(self, source: str) -> str:
        """Tells two network addresses apart and names neither."""
        return hmac.digest(self._source_key, source.encode(), "sha256").hex()[:32]

    def reply_tag(self, tenant_id: int, enrollment_id: int) -> str:
        """What stands behind the plus of an address to which answers to an enrollment go. In
        lower case, since servers may fold it."""
        payload = f"{tenant_id}-{enrollment_id}"
        digest = hmac.digest(self._reply_key, payload.encode(), "sha256")
        return f"{payload}-{base64.b32encode(digest[:10]).decode().lower()}"

    def read_reply_tag(self, tag: str) -> tuple[int, int] | None:
        """The tenant's and the enrollment's id of a tag of ours; None for any other text."""
        parts = _REPLY_TAG.fullmatch(tag.lower())
        if parts is None:
            return None
        tenant_id, enrollment_id = int(parts[1]), int(parts[2])
        made = self.reply_tag(tenant_id, enrollment_id)
        return (tenant_id, enrollment_id) if hmac.compare_digest(made, tag.lower()) else None

    def unsubscribe_token(self, tenant_id: int, delivery_key: str) -> str:
        """A purpose-bound token for a List-Unsubscribe link; holds no address.

        `delivery_key` is an enrollment's id, or a person's after a `p`.
        """
        payload = f"{tenant_id}.{delivery_key}"
        return f"{payload}.{_mark(self._ring.unsubscribe[0], payload.encode())}"

    def read_unsubscribe_token(self, token: str) -> UnsubscribeLink | None:
        """What a token that this installation made says.

        None for any other text. The comparison takes the same time wherever they differ, and
        whichever key made it.
        """
        parts = _UNSUBSCRIBE.fullmatch(token)
        if parts is None:
            return None
        tenant_id, kind, number = int(parts[1]), parts[2], int(parts[3])
        # Leading zeros would be another spelling of the same link.
        payload, mark = f"{tenant_id}.{kind}{number}", parts[4]
        if token != f"{payload}.{mark}" or not self._made(_unsubscribe, payload.encode(), mark):
            return None
        if kind:
            return UnsubscribeLink(tenant_id, None, number)
        return UnsubscribeLink(tenant_id, number)

    def open_token(self, tenant_id: int, delivery_key: str) -> str:
        """The token of a delivery's pixel."""
        return _signed(self._ring.opens[0], TrackedLink(tenant_id, delivery_key, ""))

    def read_open_token(self, token: str) -> TrackedLink | None:
        """What a pixel's token that was made here says; None for any other text."""
        return self._read_signed(_opens, token)

    def click_token(self, tenant_id: int, delivery_key: str, url: str) -> str:
        """The token of a link that leads to `url`; "" for the hidden link."""
        return _signed(self._ring.clicks[0], TrackedLink(tenant_id, delivery_key, url))

    def read_click_token(self, token: str) -> TrackedLink | None:
        """What a link's token that was made here says; None for any other text."""
        return self._read_signed(_clicks, token)

    def _read_signed(self, keys_of: _KeysOf, token: str) -> TrackedLink | None:
        parts = _TRACKED.fullmatch(token)
        if parts is None or not self._made(keys_of, parts[1].encode(), parts[2]):
            return None
        packed = parts[1] + "=" * (-len(parts[1]) % 4)
        tenant, key, url = base64.urlsafe_b64decode(packed).decode().split("\x1f", 2)
        return TrackedLink(int(tenant), key, url)

    def _made(self, keys_of: _KeysOf, payload: bytes, mark: str) -> bool:
        """Whether a key of the ring marked the payload; the ring is read again where none did."""
        while True:
            ring = self._ring
            if _is_marked(keys_of(ring), payload, mark):
                return True
            if not self._has_another(ring):
                return False

    def encrypt(self, text: str) -> str:
        return self._ring.fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Raises `InvalidInput` when no key of the ring is the one that encrypted."""
        return self._opened(token, lambda ring: ring.fernet.decrypt(token.encode()))

    def encrypted_anew(self, token: str) -> str:
        """The same secret under the present key; raises as `decrypt` does."""
        return self._opened(token, lambda ring: ring.fernet.rotate(token.encode()))

    def is_under_present_key(self, token: str) -> bool:
        """Whether the present key encrypted it."""
        try:
            _fernet(self._ring.keys[0]).decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def read_ring_again(self) -> None:
        """Take up a key that this process has just added."""
        self._has_another(self._ring)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The keys' fingerprints, the present one's first: they tell keys apart and tell none."""
        return tuple(_derive(key, b"fingerprint").hex()[:8] for key in self._ring.keys)

    def _opened(self, token: str, open_: Callable[[_Ring], bytes]) -> str:
        while True:
            ring = self._ring
            try:
                return open_(ring).decode()
            except InvalidToken as fault:
                if not self._has_another(ring):
                    raise InvalidInput(
                        "The stored credentials belong to another secret key.",
                        field="CRM_SECRET_KEY",
                    ) from fault

    def _has_another(self, seen: _Ring) -> bool:
        """Whether there is another ring than the one that was tried, or is one by now."""
        if self._ring is seen and self._reread is not None:
            try:
                keys = tuple(self._reread())
            except (CrmError, OSError):
                return False
            # Of another oldest key this process would make other message ids than before.
            if keys != seen.keys and keys[-1] == seen.oldest:
                self._ring = _Ring.of(keys)
        return self._ring is not seen


def new_token(prefix: str) -> str:
    """A bearer secret of 256 bits, recognisable by its prefix."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """How a bearer secret is stored: 32 hex digits of its SHA-256; random, it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def new_step_key() -> str:
    """A step's stable id."""
    return f"st_{secrets.token_hex(8)}"


def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derive(key, b"credentials")))


def _mark(key: bytes, payload: bytes) -> str:
    digest = hmac.digest(key, payload, "sha256")
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _signed(key: bytes, link: TrackedLink) -> str:
    text = f"{link.tenant_id}\x1f{link.delivery_key}\x1f{link.url}"
    payload = base64.urlsafe_b64encode(text.encode()).rstrip(b"=")
    return f"{payload.decode()}.{_mark(key, payload)}"


def _is_marked(keys: tuple[bytes, ...], payload: bytes, mark: str) -> bool:
    """Whether one of the keys made the mark; all are tried, whichever it is."""
    found = False
    for key in keys:
        found |= hmac.compare_digest(_mark(key, payload), mark)
    return found


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"duestep:" + purpose).derive(key)


def may_be_token(text: str) -> bool:
    """Whether a cookie or a bearer token of ours could look like this; nothing else is hashed."""
    return _TOKEN.fullmatch(text) is not None
