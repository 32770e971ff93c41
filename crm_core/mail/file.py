"""Messages as files: each an `.eml` in one directory, for demonstrations, tests and trial runs.

A reader of the directory never sees half a message, and a message that is sent again overwrites
itself. Built by `transport.transport_from_url`.
"""

import hashlib
import os
import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crm_core.domain.refusals import Answer, Stage
from crm_core.mail.begin import Begin

_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>\r\n]+>)", re.IGNORECASE | re.MULTILINE)
_UNSAFE = re.compile(r"[^A-Za-z0-9@._+-]")


@dataclass(frozen=True, slots=True)
class FileTransport:
    directory: str

    @property
    def name(self) -> str:
        return f"file:{self.directory}"

    def connect(self) -> "FileConnection | Answer":
        """Makes the directory when it is missing."""
        directory = Path(self.directory)
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            return Answer(Stage.CONNECT, None, f"{self.directory}: {fault.strerror}")
        return FileConnection(directory)


class FileConnection:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open = True

    @property
    def usable(self) -> bool:
        return self._open

    def send(
        self, *, sender: str, recipient: str, payload: bytes, begin: Begin | None = None
    ) -> Answer:
        name = _file_name(recipient, payload)
        unfinished = self._directory / f".{name}.{os.getpid()}-{threading.get_ident()}.tmp"
        try:
            unfinished.write_bytes(payload)
            if begin is not None:
                begin()
            unfinished.replace(self._directory / name)
        except OSError as fault:
            self._open = False
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return Answer(Stage.DATA, None, f"{self._directory}: {fault.strerror}")
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        return Answer(Stage.BODY, 250, f"2.0.0 written to {name}")

    def close(self) -> None:
        self._open = False


def _file_name(recipient: str, payload: bytes) -> str:
    """`recipient-digest.eml`; the digest is of the Message-ID, else of the whole message."""
    found = _MESSAGE_ID.search(payload.partition(b"\r\n\r\n")[0])
    identity = found[1] if found else payload
    digest = hashlib.blake2b(identity + b"\0" + recipient.encode("utf-8", "replace"), digest_size=8)
    readable = _UNSAFE.sub("_", recipient)[:80].lstrip(".") or "message"
    return f"{readable}-{digest.hexdigest()}.eml"
