"""What a run knows of its e-mails between two transactions: notes that outlive the process.

One line before an e-mail's bytes go out, one after its answer. What was written to a file stays
when its writer is killed, so the next runner of the same machine reads which e-mails were begun,
and which answers were heard and not recorded. A note says nothing once the machine has started
anew, since the disk may not have it: the first line names the machine and its start.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum, StrEnum, auto
from pathlib import Path

import structlog

from crm_core.process import machine

log = structlog.get_logger(__name__)

_SUFFIX = ".notes"
_OVER = "over"


class Mark(StrEnum):
    """The last that is known of an e-mail.

    BEGUN: its bytes may have gone out; no answer was heard. ACCEPTED: the server has it.
    REFUSED: the server surely has it not.
    """

    BEGUN = "begun"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class _State(Enum):
    UNUSED = auto()
    KEPT = auto()
    GIVEN_UP = auto()


class Notes:
    """The notes of one run. Lines may be written by many threads.

    The file is locked while the run lasts. The kernel gives the lock back when the process ends,
    however it ends, and at no other time: nobody who reads them mistakes a living run for a dead.

    Where notes cannot be kept there are none, and a crash leaves all that was marked as sending
    uncertain: a wrong note would be worse than none.
    """

    def __init__(self, directory: Path, owner: str, host: str) -> None:
        self._host = host
        self._path = _path(directory, owner)
        self._file: int | None = None
        self._state = _State.UNUSED

    def open(self) -> None:
        """Make the file; to be called before the first e-mail is marked as sending, for a run
        that leaves none may have begun anything."""
        if self._state is not _State.UNUSED:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._file = os.open(self._path, flags, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError as fault:
            self._without(str(fault))
            return
        self._state = _State.KEPT
        self._write(_header(self._host))

    def note(self, mark: Mark, message_id: str) -> None:
        """Write one line; when this returns, it survives this process."""
        if self._state is _State.KEPT:
            self._write(f"{mark} {message_id}\n".encode())

    def finish(self, *, recorded: bool) -> None:
        """The run is over and no thread of it sends any more.

        `recorded`: the database has all of it, so the notes go. Else they say that they are
        complete, for whoever takes over.
        """
        if self._state is _State.KEPT:
            if recorded:
                self._path.unlink(missing_ok=True)
            else:
                self._write(f"{_OVER} -\n".encode())
        if self._file is not None:
            os.close(self._file)

    def _write(self, line: bytes) -> None:
        assert self._file is not None
        try:
            if os.write(self._file, line) != len(line):
                self._give_up("the disk took a part of a line")
        except OSError as fault:
            self._give_up(str(fault))

    def _give_up(self, reason: str) -> None:
        """The file stays open to the end, since another thread may be writing to it; what it
        does not tell must not be read as "not begun"."""
        self._path.unlink(missing_ok=True)
        self._without(reason)

    def _without(self, reason: str) -> None:
        self._state = _State.GIVEN_UP
        log.warning("no notes of e-mails in flight", action="touches.notes", reason=reason)


class Found:
    """The notes that a run left: the last mark of each message id, and whether the run had ended
    when its process went on."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.marks: dict[str, Mark] = {}
        self.is_over = False
        for line in lines:
            word, _, message_id = line.rstrip("\n").partition(" ")
            if word == _OVER:
                self.is_over = True
            elif line.endswith("\n"):
                self.marks[message_id] = Mark(word)


class Living(Exception):
    """The run is not over: it holds its notes."""


def read(directory: Path, owner: str) -> Found | None:
    """The notes of a run of this machine since its start; None where there are none to read.

    Raises `Living` at once, whatever the file's size, while the run lasts.
    """
    try:
        with _path(directory, owner).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if file.readline() != _header(machine()):
                return None
            return Found(line.decode() for line in file)
    except BlockingIOError:
        raise Living from None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        log.warning("notes cannot be read", action="touches.notes", owner=owner, reason=str(fault))
        return None


def is_held(directory: Path, owner: str) -> bool:
    """Whether a run of this machine holds its notes, so that it lives."""
    try:
        read(directory, owner)
    except Living:
        return True
    return False


def owners(directory: Path) -> set[str]:
    """The runs that have notes."""
    return {path.name.removesuffix(_SUFFIX) for path in directory.glob(f"*{_SUFFIX}")}


def forget(directory: Path, owner: str) -> None:
    """Remove the notes of a run that nobody needs any more."""
    try:
        _path(directory, owner).unlink(missing_ok=True)
    except OSError as fault:
        log.warning("notes stay", action="touches.notes", owner=owner, reason=str(fault))


@contextmanager
def notes_of(directory: Path, owner: str, host: str) -> Iterator[Notes]:
    """The notes of a run on this machine, which is `host`, while it lasts."""
    notes = Notes(directory, owner, host)
    recorded = False
    try:
        yield notes
        recorded = True
    finally:
        notes.finish(recorded=recorded)


def _path(directory: Path, owner: str) -> Path:
    return directory / f"{owner}{_SUFFIX}"


def _header(host: str) -> bytes:
    return f"{host}\n".encode()
