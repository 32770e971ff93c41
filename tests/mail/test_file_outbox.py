"""Messages as files in a directory."""

from pathlib import Path

import pytest

from crm_core.domain.refusals import Answer, Meaning, Stage, judge
from crm_core.mail.file import FileConnection, FileTransport


def message(message_id: str, text: str = "Hello") -> bytes:
    return f"From: a@x.example\r\nMessage-ID: <{message_id}>\r\n\r\n{text}\r\n".encode()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there yet"


@pytest.fixture
def connection(outbox: Path) -> FileConnection:
    opened = FileTransport(str(outbox)).connect()
    assert isinstance(opened, FileConnection)
    return opened


def send(connection: FileConnection, payload: bytes, recipient: str = "b@y.example") -> Answer:
    return connection.send(sender="a@x.example", recipient=recipient, payload=payload)


def test_each_message_is_a_file_of_its_own(connection: FileConnection, outbox: Path) -> None:
    payloads = {message(f"{number}@x.example") for number in range(10)}
    answers = [send(connection, payload) for payload in payloads]
    assert {judge(answer).meaning for answer in answers} == {Meaning.ACCEPTED}
    assert {path.read_bytes() for path in outbox.iterdir()} == payloads
    assert {path.suffix for path in outbox.iterdir()} == {".eml"}
    assert all(path.name.startswith("b@y.example-") for path in outbox.iterdir())


def test_the_same_message_again_overwrites_itself(connection: FileConnection, outbox: Path) -> None:
    send(connection, message("1@x.example", "first"))
    send(connection, message("1@x.example", "second"))
    assert [path.read_bytes() for path in outbox.iterdir()] == [message("1@x.example", "second")]


def test_a_message_to_two_people_is_two_files(connection: FileConnection, outbox: Path) -> None:
    send(connection, message("1@x.example"), "b@y.example")
    send(connection, message("1@x.example"), "c@y.example")
    assert len(list(outbox.iterdir())) == 2


def test_a_message_without_an_id_is_told_by_its_content(
    connection: FileConnection, outbox: Path
) -> None:
    for text in (b"x: y\r\n\r\none", b"x: y\r\n\r\nMessage-ID: <1@x>", b"x: y\r\n\r\none"):
        send(connection, text)
    assert len(list(outbox.iterdir())) == 2


@pytest.mark.parametrize(
    "recipient",
    ["../../up@x.example", "/etc/passwd", "..", ".", "", "\0", "a" * 500, "ü/ß\\@x", "\ud800"],
)
def test_no_recipient_leads_out_of_the_directory(
    connection: FileConnection, outbox: Path, recipient: str
) -> None:
    assert send(connection, message("1@x.example"), recipient).code == 250
    (only,) = outbox.iterdir()
    assert only.suffix == ".eml"
    assert not only.name.startswith(".")
    assert sorted(outbox.parent.parent.rglob("*.eml")) == [only]


def test_a_directory_that_cannot_be_made_is_an_answer(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    answer = FileTransport(str(tmp_path / "taken" / "outbox")).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.CONNECT, None)
    assert judge(answer).meaning is Meaning.SERVER_AWAY


def test_a_message_that_cannot_be_written_was_not_accepted(
    connection: FileConnection, outbox: Path
) -> None:
    outbox.rmdir()
    outbox.write_text("a file")
    answer = send(connection, message("1@x.example"))
    assert (answer.stage, answer.code) == (Stage.DATA, None)
    assert judge(answer).meaning is Meaning.SERVER_AWAY
    assert not connection.usable


def test_a_file_that_is_in_the_way_leaves_nothing_unfinished(
    connection: FileConnection, outbox: Path
) -> None:
    send(connection, message("1@x.example"))
    (only,) = outbox.iterdir()
    only.unlink()
    only.mkdir()
    assert send(connection, message("1@x.example")).code is None
    assert [path.name for path in outbox.iterdir()] == [only.name]


def test_a_closed_connection_is_not_usable(connection: FileConnection) -> None:
    assert connection.usable
    connection.close()
    connection.close()
    assert not connection.usable
