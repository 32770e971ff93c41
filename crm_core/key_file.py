"""The file that keeps the secret keys where the environment gives none: one a line, newest first.

`crm_core.settings` reads it; `crm_core.usecases.keys` puts a new key in front. Nobody ever sees
half of the file: it is written under a name of its own and moved into place, with mode 0600.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crm_core.errors import InvalidInput

KEY_LEAST = 32
"""The characters of a key. What signs for every mailbox must not be guessed."""


def read_keys(path: Path) -> tuple[bytes, ...]:
    """The keys of the file, the present one first; raises `InvalidInput` where one is damaged.

    A line break at the end belongs to the last key, and a file that is no text is one key: the
    whole file was the key once, and what it signed stands in messages.
    """
    content = path.read_bytes()
    body = content.rstrip(b"\n")
    keys = body.split(b"\n") if body.isascii() else [body]
    if any(len(key) < KEY_LEAST for key in keys):
        raise InvalidInput(f"The key file {path.name} is damaged.", field="CRM_SECRET_KEY")
    keys[-1] += content[len(body) :]
    return tuple(keys)


def make_key(path: Path) -> None:
    """Make the file with a first key; of two processes that start together one does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Where the file is there, the other process was first.
    with _written(path, _new_key()) as file, suppress(FileExistsError):
        os.link(file, path)


def put_new_key_in_front(path: Path) -> None:
    """Add a key before those of the file. The caller sees to it that nobody else does."""
    with _written(path, _new_key() + b"\n" + path.read_bytes()) as file:
        file.replace(path)


def _new_key() -> bytes:
    return secrets.token_hex(32).encode()


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    """A file beside `path` with the content on the disk; gone afterwards if it was not moved."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
