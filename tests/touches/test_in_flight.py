"""Notes of e-mails in flight: what a run leaves of itself, and what its successor reads."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE
from threading import Barrier

import pytest
from structlog.testing import capture_logs

from crm_core.process import machine
from crm_core.touches import in_flight
from crm_core.touches.in_flight import Mark, Notes, forget, notes_of, owners, read
from tests.processes import clean_environment

OWNER = "a run-1"
ONE, TWO = "<1@example.com>", "<2@example.com>"
BEGUN, ACCEPTED, REFUSED = Mark
HEADER = f"{machine()}\n".encode()
Write = Callable[[int, bytes], int]


def kept(directory: Path, *marks: tuple[Mark, str], host: str | None = None) -> Notes:
    """Open notes with these marks."""
    notes = Notes(directory, OWNER, host or machine())
    notes.open()
    for mark, message_id in marks:
        notes.note(mark, message_id)
    return notes


def left(directory: Path, *marks: tuple[Mark, str], host: str | None = None) -> None:
    """The notes of a process that is gone: the system has closed them."""
    notes = kept(directory, *marks, host=host)
    assert notes._file is not None
    os.close(notes._file)


def file_of(directory: Path) -> Path:
    return directory / f"{OWNER}.notes"


def marks_in(directory: Path, owner: str = OWNER) -> dict[str, Mark]:
    found = read(directory, owner)
    assert found is not None
    return found.marks


def warned(logs: list[dict[str, object]]) -> list[object]:
    """The log's warnings that there are no notes: one reason each."""
    wanted = "no notes of e-mails in flight"
    return [e["reason"] for e in logs if (e["log_level"], e["event"]) == ("warning", wanted)]


@pytest.mark.parametrize(
    ("marks", "last"),
    [
        ([], {}),
        ([(BEGUN, ONE)], {ONE: BEGUN}),
        ([(BEGUN, ONE), (ACCEPTED, ONE)], {ONE: ACCEPTED}),
        ([(BEGUN, ONE), (REFUSED, ONE)], {ONE: REFUSED}),
        ([(BEGUN, ONE), (REFUSED, ONE), (BEGUN, ONE)], {ONE: BEGUN}),
        ([(BEGUN, ONE), (REFUSED, ONE), (BEGUN, ONE), (ACCEPTED, ONE)], {ONE: ACCEPTED}),
        ([(BEGUN, ONE), (BEGUN, TWO), (ACCEPTED, ONE)], {ONE: ACCEPTED, TWO: BEGUN}),
    ],
)
def test_the_last_mark_of_each_e_mail_counts(
    tmp_path: Path, marks: list[tuple[Mark, str]], last: dict[str, Mark]
) -> None:
    left(tmp_path, *marks)

    assert marks_in(tmp_path) == last


@pytest.mark.parametrize("torn", [b"a", b"accepted", b"accepted ", b"accepted <1@exam"])
def test_a_last_line_without_its_end_says_nothing_and_those_before_it_stay(
    tmp_path: Path, torn: bytes
) -> None:
    left(tmp_path, (BEGUN, ONE), (ACCEPTED, TWO))
    with file_of(tmp_path).open("ab") as file:
        file.write(torn)

    assert marks_in(tmp_path) == {ONE: BEGUN, TWO: ACCEPTED}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEADER[:-1],
        b"another machine\n",
        f"{machine()} another start\n".encode(),
        f"accepted {ONE}\n".encode(),
        HEADER + f"begun {ONE}\nforgotten {ONE}\n".encode(),
        HEADER + f"begun {ONE}\n\n".encode(),
        HEADER + b"begun \xff\n",
    ],
)
def test_a_file_that_is_not_wholly_of_this_start_of_this_machine_is_no_notes(
    tmp_path: Path, content: bytes
) -> None:
    file_of(tmp_path).write_bytes(content)

    assert read(tmp_path, OWNER) is None


def test_a_run_without_a_file_has_no_notes(tmp_path: Path) -> None:
    assert read(tmp_path, OWNER) is None
    assert read(tmp_path / "nowhere", OWNER) is None


def test_notes_of_another_host_are_none_here(tmp_path: Path) -> None:
    left(tmp_path, (BEGUN, ONE), host="another machine")

    assert read(tmp_path, OWNER) is None


def test_notes_end_with_the_start_of_the_machine_that_they_were_written_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(tmp_path, (BEGUN, ONE))
    assert marks_in(tmp_path) == {ONE: BEGUN}

    monkeypatch.setattr(in_flight, "machine", lambda: "the same after another start")

    assert read(tmp_path, OWNER) is None


def test_notes_of_a_run_that_ended_in_the_midst_do_not_say_that_it_is_over(tmp_path: Path) -> None:
    left(tmp_path, (BEGUN, ONE), (ACCEPTED, ONE))

    found = read(tmp_path, OWNER)
    assert found is not None
    assert not found.is_over


def test_notes_of_a_run_that_still_goes_on_are_not_read(tmp_path: Path) -> None:
    notes = kept(tmp_path, (BEGUN, ONE))
    with pytest.raises(in_flight.Living):
        read(tmp_path, OWNER)

    notes.finish(recorded=False)
    assert marks_in(tmp_path) == {ONE: BEGUN}


def test_a_run_that_recorded_everything_takes_its_notes_away(tmp_path: Path) -> None:
    kept(tmp_path, (BEGUN, ONE)).finish(recorded=True)

    assert list(tmp_path.iterdir()) == []


def test_a_run_that_did_not_record_everything_leaves_complete_notes(tmp_path: Path) -> None:
    kept(tmp_path, (BEGUN, ONE), (ACCEPTED, TWO)).finish(recorded=False)

    found = read(tmp_path, OWNER)
    assert found is not None
    assert (found.is_over, found.marks) == (True, {ONE: BEGUN, TWO: ACCEPTED})


def test_a_run_that_sends_nothing_makes_no_file(tmp_path: Path) -> None:
    for recorded in (True, False):
        notes = Notes(tmp_path / "in-flight", OWNER, machine())
        notes.note(BEGUN, ONE)
        notes.finish(recorded=recorded)

    assert list(tmp_path.iterdir()) == []


def test_opening_notes_again_goes_on_with_them(tmp_path: Path) -> None:
    notes = kept(tmp_path, (BEGUN, ONE))
    notes.open()
    notes.note(BEGUN, TWO)
    notes.finish(recorded=False)

    assert marks_in(tmp_path) == {ONE: BEGUN, TWO: BEGUN}


def test_notes_last_as_long_as_their_block_and_stay_when_it_breaks(tmp_path: Path) -> None:
    with notes_of(tmp_path, OWNER, machine()) as notes:
        notes.open()
        notes.note(BEGUN, ONE)
        assert file_of(tmp_path).read_bytes().endswith(f"begun {ONE}\n".encode())
    assert list(tmp_path.iterdir()) == []

    def break_off() -> None:
        with notes_of(tmp_path, OWNER, machine()) as notes:
            notes.open()
            notes.note(BEGUN, TWO)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    found = read(tmp_path, OWNER)
    assert found is not None
    assert (found.is_over, found.marks) == (True, {TWO: BEGUN})


def test_only_the_user_of_the_run_can_read_its_notes(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept(tmp_path)
    finally:
        os.umask(before)

    assert S_IMODE(file_of(tmp_path).stat().st_mode) == 0o600


def test_the_runs_that_have_notes_are_known_until_they_are_forgotten(tmp_path: Path) -> None:
    directory = tmp_path / "in-flight"
    assert owners(directory) == set()
    for owner in ("a-1", "a-2"):
        Notes(directory, owner, machine()).open()
    (directory / "a-3.other").touch()
    assert owners(directory) == {"a-1", "a-2"}

    forget(directory, "a-1")
    forget(directory, "a-1")

    assert owners(directory) == {"a-2"}
    assert {path.name for path in directory.iterdir()} == {"a-2.notes", "a-3.other"}


@pytest.mark.parametrize("recorded", [True, False])
def test_where_no_directory_can_be_made_there_are_no_notes_and_a_warning(
    tmp_path: Path, recorded: bool
) -> None:
    (tmp_path / "data").write_text("a file")
    with capture_logs() as logs:
        notes = kept(tmp_path / "data" / "in-flight", (BEGUN, ONE))
        notes.open()
        notes.finish(recorded=recorded)

    assert len(warned(logs)) == 1
    assert (tmp_path / "data").read_text() == "a file"


def test_notes_are_never_mixed_with_those_that_a_file_of_their_name_has(tmp_path: Path) -> None:
    left(tmp_path, (BEGUN, ONE))
    with capture_logs() as logs:
        kept(tmp_path, (BEGUN, TWO)).finish(recorded=True)

    assert len(warned(logs)) == 1
    assert marks_in(tmp_path) == {ONE: BEGUN}


os_write = os.write


def full(file: int, line: bytes) -> int:
    raise OSError(28, "No space left on device")


def nearly_full(file: int, line: bytes) -> int:
    return os_write(file, line[:-1])


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("disk", [full, nearly_full])
def test_notes_that_cannot_be_written_are_taken_away_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: Write, nth: int, recorded: bool
) -> None:
    tried = []

    def write(file: int, line: bytes) -> int:
        tried.append(line)
        return (disk if len(tried) == nth else os_write)(file, line)

    monkeypatch.setattr(in_flight.os, "write", write)
    with capture_logs() as logs:
        notes = kept(tmp_path, (BEGUN, ONE), (BEGUN, TWO), (ACCEPTED, ONE), (ACCEPTED, TWO))
        assert list(tmp_path.iterdir()) == []
        notes.finish(recorded=recorded)

    assert len(tried) == nth
    assert len(warned(logs)) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_lines_of_many_threads_all_arrive_whole(tmp_path: Path) -> None:
    notes = kept(tmp_path)
    begin = Barrier(8)

    def send(line: int) -> None:
        begin.wait(60)
        for number in range(500):
            notes.note(BEGUN, f"<{line}.{number}@{'x' * number}>")
            notes.note(ACCEPTED if number % 2 else REFUSED, f"<{line}.{number}@{'x' * number}>")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    notes.finish(recorded=False)

    assert marks_in(tmp_path) == {
        f"<{line}.{number}@{'x' * number}>": ACCEPTED if number % 2 else REFUSED
        for line in range(8)
        for number in range(500)
    }
    assert file_of(tmp_path).read_bytes().count(b"\n") == 1 + 8 * 500 * 2 + 1


A_RUN_THAT_WAITS_TO_BE_KILLED = """
import sys
from pathlib import Path

from crm_core.process import machine
from crm_core.touches.in_flight import Mark, Notes

notes = Notes(Path(sys.argv[1]), sys.argv[2], machine())
notes.open()
for number in range(300):
    notes.note(Mark.BEGUN, f"<{number}@example.com>")
print("written", flush=True)
sys.stdin.read()
"""


def test_a_process_that_is_killed_leaves_every_line_that_it_wrote(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_RUN_THAT_WAITS_TO_BE_KILLED, str(tmp_path), OWNER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean_environment(), text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "written\n"
        child.kill()
        assert child.wait() != 0

    assert marks_in(tmp_path) == {f"<{number}@example.com>": BEGUN for number in range(300)}
    found = read(tmp_path, OWNER)
    assert found is not None
    assert not found.is_over


def test_a_file_that_another_process_took_away_is_missed_by_nobody(tmp_path: Path) -> None:
    notes = kept(tmp_path, (BEGUN, ONE))
    forget(tmp_path, OWNER)

    notes.note(ACCEPTED, ONE)
    notes.finish(recorded=True)

    assert list(tmp_path.iterdir()) == []
