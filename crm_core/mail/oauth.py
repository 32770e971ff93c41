"""Access tokens for signing in to mail servers without a password (OAuth 2.0, RFC 6749 §6).

A refresh token buys short-lived access tokens at the provider's endpoint; SMTP and IMAP sign in
with one by XOAUTH2. Tokens are kept for the process until shortly before they end, and several
connections of a mailbox ask for one together. No transaction is open while the endpoint is asked.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import orjson

from crm_core.errors import InvalidInput

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

TIMEOUT = 10.0
EARLY = 60.0
"""Seconds before its end from which a token is not used any more."""
USUAL_LIFE = 3_600.0
_LONGEST_ANSWER = 65_536
_FIELDS = ("tokenUrl", "clientId", "clientSecret", "refreshToken", "scope")


class NoToken(Exception):
    """The endpoint gave none. `is_final`: it will not give one until somebody acts."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.words = words
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class OAuthAccount:
    """Who asks for tokens, and where. `client_secret` and `scope` may be empty."""

    token_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scope: str = ""

    @classmethod
    def parse(cls, given: dict[str, object], path: str = "oauth") -> "OAuthAccount":
        """Of `{tokenUrl, clientId, clientSecret?, refreshToken, scope?}`; raises `InvalidInput`
        that names the field and repeats no value."""
        for name in given:
            if name not in _FIELDS:
                raise InvalidInput(
                    f"Unknown field; known are {', '.join(_FIELDS)}.", field=f"{path}.{name}"
                )
        texts = {name: given.get(name) or "" for name in _FIELDS}
        for name, text in texts.items():
            if not isinstance(text, str) or len(text) > 8_000 or not text.isprintable():
                raise InvalidInput("Must be a line of text.", field=f"{path}.{name}")
        url, client, secret, refresh, scope = (str(texts[name]).strip() for name in _FIELDS)
        _check_endpoint(url, f"{path}.tokenUrl")
        for name, value in (("clientId", client), ("refreshToken", refresh)):
            if not value:
                raise InvalidInput("Must not be empty.", field=f"{path}.{name}")
        return cls(url, client, secret, refresh, scope)

    @classmethod
    def from_json(cls, text: str) -> "OAuthAccount":
        """What `to_json` wrote."""
        return cls.parse(orjson.loads(text))

    def to_json(self) -> str:
        """With the secrets: for encrypted storage alone."""
        values = (
            self.token_url, self.client_id, self.client_secret, self.refresh_token, self.scope,
        )  # fmt: skip
        return orjson.dumps(dict(zip(_FIELDS, values, strict=True))).decode()

    @property
    def key(self) -> str:
        """What tells this account's tokens from another's, without its secrets."""
        return sha256(self.to_json().encode()).hexdigest()


class AccessTokens:
    """The tokens of a process. Thread-safe; one asks at a time for each account."""

    def __init__(self, fetch: "Callable[[OAuthAccount], tuple[str, float]] | None" = None) -> None:
        self._fetch = fetch or _fetched
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._kept: dict[str, tuple[str, float]] = {}

    def get(self, account: OAuthAccount, *, instead_of: str = "") -> str:
        """A token that is in force; raises `NoToken`. `instead_of`: one that a server refused."""
        key = account.key
        with self._lock:
            own = self._locks.setdefault(key, Lock())
        with own:
            token, ends = self._kept.get(key, ("", 0.0))
            if token and token != instead_of and monotonic() < ends:
                return token
            token, life = self._fetch(account)
            self._kept[key] = token, monotonic() + max(life - EARLY, life / 2)
            return token


def xoauth2(user: str, token: str) -> bytes:
    """The initial response of XOAUTH2, as SMTP and IMAP take it, in Base64.

    https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
    """
    return base64.b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode())


@cache
def _opener() -> "OpenerDirector":
    """Without redirects: a refresh token goes to the endpoint that a person named, to no other."""
    from urllib.request import HTTPRedirectHandler, build_opener

    class NoRedirects(HTTPRedirectHandler):
        def redirect_request(self, *_: object, **__: object) -> None:
            return None

    return build_opener(NoRedirects)


def _fetched(account: OAuthAccount) -> tuple[str, float]:
    """A token and the seconds that it lasts."""
    form = {
        "grant_type": "refresh_token",
        "client_id": account.client_id,
        "refresh_token": account.refresh_token,
        "client_secret": account.client_secret,
        "scope": account.scope,
    }
    # The libraries of HTTP are a part of a start, and few mailboxes need them.
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    body = urlencode({name: value for name, value in form.items() if value}).encode()
    request = Request(account.token_url, body, {"Accept": "application/json"})
    try:
        with _opener().open(request, timeout=TIMEOUT) as answer:
            said = _read(answer.read(_LONGEST_ANSWER))
    except HTTPError as fault:
        with fault:
            raise _refusal(fault.code, _read(fault.read(_LONGEST_ANSWER))) from None
    except (URLError, OSError, HTTPException) as fault:
        reason = getattr(fault, "reason", None) or type(fault).__name__
        raise NoToken(f"The token endpoint did not answer: {reason}", is_final=False) from None
    token = said.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise NoToken("The token endpoint gave no access token", is_final=False)
    life = said.get("expires_in")
    return token, float(life) if isinstance(life, int | float) and life > 0 else USUAL_LIFE


def _refusal(status: int, said: dict[str, object]) -> NoToken:
    """RFC 6749 §5.2; of its words only the error's name is repeated."""
    name = str(said.get("error", ""))[:60]
    word = name if name.replace("_", "").isalnum() and name.isascii() else ""
    if status in (400, 401, 403) and word not in ("temporarily_unavailable", "slow_down"):
        mend = "sign in at the provider anew and give its refresh token"
        words = f"The token endpoint refused ({word or status}): {mend}"
        return NoToken(words, is_final=True)
    return NoToken(f"The token endpoint answered {status} {word}".strip(), is_final=False)


def _read(body: bytes) -> dict[str, object]:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _check_endpoint(url: str, field: str) -> None:
    """https, or a server on this machine."""
    try:
        parts = urlsplit(url)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        fits = bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and here)
        )
    except ValueError:
        fits = False
    if not fits:
        raise InvalidInput("Must be an address that begins with https://.", field=field)


TOKENS = AccessTokens()
"""Those of this process."""
