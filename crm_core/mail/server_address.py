"""The address of a mail server, with the credentials in it, taken apart and put together.

`smtp://user:password@host:587`, `imaps://user:password@host/INBOX`, `file:DIR`. The forms of the
dashboard show the parts without the password, the use cases keep a stored one where none is typed.
Whether an address can be used is for its reader to say (`transport_from_url` for the way out).
"""

from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit

DIRECTORY = "file"
WAYS_OUT = ("smtp", "smtps", DIRECTORY)
WAYS_IN = ("imaps", "imap")
PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """`port` 0: the scheme's own. `path`: the directory of `file:`, the folder of an inbox.
    `insecure`: any certificate will do, and should it come to that a password in clear."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    path: str = ""
    insecure: bool = False

    @classmethod
    def parse(cls, url: str) -> "ServerAddress | None":
        """None for what is no such address."""
        scheme, colon, rest = url.strip().partition(":")
        scheme = scheme.lower()
        if not colon or scheme not in (*WAYS_OUT, *WAYS_IN):
            return None
        if scheme == DIRECTORY:
            return cls(scheme, path=unquote(rest.removeprefix("//")))
        try:
            parts = urlsplit(url.strip())
            port = parts.port or 0
        except ValueError:
            return None
        return cls(
            scheme,
            parts.hostname or "",
            port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.lstrip("/")),
            "insecure=1" in parts.query,
        )

    @property
    def account(self) -> tuple[str, str]:
        """Whose password it is: the server and the user."""
        return self.host.lower(), self.user

    def with_password_of(self, other: "ServerAddress") -> "ServerAddress":
        """With the other's password, which is for the same user on the same server."""
        return replace(self, password=other.password)

    def without_password(self) -> "ServerAddress":
        return replace(self, password="")

    def __str__(self) -> str:
        """As `parse` reads it, with the password."""
        if self.scheme == DIRECTORY:
            return f"{DIRECTORY}:{quote(self.path)}"
        signed_in = ""
        if self.user or self.password:
            password = f":{quote(self.password, safe='')}" if self.password else ""
            signed_in = f"{quote(self.user, safe='')}{password}@"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        path = f"/{quote(self.path)}" if self.path else ""
        return f"{self.scheme}://{signed_in}{host}{port}{path}{'?insecure=1' * self.insecure}"
