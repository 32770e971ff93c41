"""The bench of reading counts what it says."""

from pathlib import Path

import pytest

from bench.reading import main, readings, shares
from tests.mail.inbound.conftest import message
from tests.mail.inbound.test_bounces import FAILED, report


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    files = {
        "hard_bounce/a.eml": report(FAILED),
        "hard_bounce/b.eml": report(FAILED.replace("User unknown", "mailbox full")),
        "soft_bounce/a.eml": report(FAILED),
        "out_of_office/a.eml": message("Away.", subject="Automatic reply: Out of office"),
        "reply/a.eml": message("Hello"),
        "replies/a.eml": message("Yes,  Tuesday.\n\nOn 2 Mar 2026 Rep wrote:\n> Hi"),
        "replies/a.txt": b"Yes, Tuesday.\n",
        "replies/b.eml": message("Yes."),
        "replies/b.txt": b"Another beginning of it.\n",
        "any/a": b"\x00\xff",
    }
    for name, raw in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
    return tmp_path


def test_each_figure_is_of_the_messages_that_it_is_about(directory: Path) -> None:
    assert shares(readings(directory)) == {
        "hard bounces found": (50, 2),
        "soft bounces called hard": (100, 1),
        "soft bounces found": (0, 1),
        "automatic replies found": (100, 1),
        "absences found": (100, 1),
        "human mail called a bounce": (0, 3),
        "human mail called automatic": (0, 3),
        "own text exact": (50, 2),
        "own text without its start": (50, 2),
        "own text begun elsewhere": (50, 2),
    }


def test_it_names_what_was_called_wrongly(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(directory), "--wrong"])
    shown = capsys.readouterr().out
    assert "  b.eml: soft_bounce: A mail server returned it: the mailbox is full" in shown
    assert "own text exact" in shown
    assert "slowest message" in shown
