"""Everything that the installation's secret key does: message ids, token hashes, encryption.

Each use derives its own key (HKDF, RFC 5869), so that no output of one serves another.
"""

import base64
import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_core.errors import InvalidInput

_TOKEN = re.compile(r"[\x21-\x7e]{20,200}")
_UNSUBSCRIBE = re.compile(r"([0-9]{1,18})\.(p?)([0-9]{1,18})\.[A-Za-z0-9_-]{24}")


class UnsubscribeLink(NamedTuple):
    """Whom a link of a message names: an enrollment's person, or the person alone."""

    tenant_id: int
    enrollment_id: int | None
    party_id: int | None = None


class SecretBox:
    """Keyed operations of one installation. Immutable and thread-safe."""

    def __init__(self, key: bytes) -> None:
        self._message_key = _derive(key, b"message-id")
        self._unsubscribe_key = _derive(key, b"unsubscribe")
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(key, b"credentials")))

    def message_id(self, *parts: object, domain: str) -> str:
        """A Message-ID without brackets, the same for the same parts and not guessable."""
        text = "\x1f".join(map(str, parts)).encode()
        digest = hmac.digest(self._message_key, text, "sha256")
        return f"{base64.b32encode(digest[:20]).decode().lower()}@{domain}"

    def unsubscribe_token(self, tenant_id: int, delivery_key: str) -> str:
        """A purpose-bound token for a List-Unsubscribe link; holds no address.

        `delivery_key` is an enrollment's id, or a person's after a `p`.
        """
        payload = f"{tenant_id}.{delivery_key}"
        digest = hmac.digest(self._unsubscribe_key, payload.encode(), "sha256")
        return f"{payload}.{base64.urlsafe_b64encode(digest[:18]).decode()}"

    def read_unsubscribe_token(self, token: str) -> UnsubscribeLink | None:
        """What a token that this installation made says.

        None for any other text. The comparison takes the same time wherever they differ.
        """
        parts = _UNSUBSCRIBE.fullmatch(token)
        if parts is None:
            return None
        tenant_id, kind, number = int(parts[1]), parts[2], int(parts[3])
        made = self.unsubscribe_token(tenant_id, f"{kind}{number}")
        if not hmac.compare_digest(made, token):
            return None
        if kind:
            return UnsubscribeLink(tenant_id, None, number)
        return UnsubscribeLink(tenant_id, number)

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Raises `InvalidInput` when the key is not the one that encrypted."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as fault:
            raise InvalidInput(
                "The stored credentials belong to another secret key.", field="CRM_SECRET_KEY"
            ) from fault


def new_token(prefix: str) -> str:
    """A bearer secret of 256 bits, recognisable by its prefix."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """How a bearer secret is stored: 32 hex digits of its SHA-256; random, it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def new_step_key() -> str:
    """A step's stable id."""
    return f"st_{secrets.token_hex(8)}"


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"duestep:" + purpose).derive(key)


def may_be_token(text: str) -> bool:
    """Whether a cookie or a bearer token of ours could look like this; nothing else is hashed."""
    return _TOKEN.fullmatch(text) is not None
