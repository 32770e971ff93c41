"""`python -m crm_core import`: what it takes, tells and writes, and how it ends."""

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import add_user
from crm_core.views.imports import list_imports
from crm_core.views.people import LeadLine, list_leads
from tests.commands.conftest import ROOT, Command


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Two people, one of them without an address that is one."""
    path = tmp_path / "people.csv"
    path.write_text(
        "Vorname;Name;E-Mail;Etage\nAda;Byron;ada@example.com;007\nGrace;Hopper;nobody;2\n",
        encoding="cp1252",
    )
    return path


def leads(services: Services, actor: Actor) -> list[LeadLine]:
    return list(list_leads(services, actor=actor).items)


def test_a_file_is_imported_and_the_refused_rows_are_told_and_written(
    services: Services, actor: Actor, crm: Command, people: Path, tmp_path: Path
) -> None:
    target = tmp_path / "refused.csv"

    said = crm("import", str(people), "--refused", str(target))

    assert (said.code, said.err) == (1, "")
    assert said.out == (
        f"2 rows: 1 added, 0 known, 1 refused.\nThe refused rows are in {target}.\n"
    )
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Refused because;Vorname;Name;E-Mail;Etage"
    assert lines[1].startswith("E-Mail: Not an e-mail address")
    assert lines[1].endswith(";Grace;Hopper;nobody;2")
    (lead,) = leads(services, actor)
    assert (lead.person.name, lead.person.custom, lead.status) == ("Ada Byron", {}, "NEW")
    assert list_imports(services, actor=actor).items[0].file_name == "people.csv"


def test_a_file_that_is_mended_and_imported_again_ends_well(
    services: Services, actor: Actor, crm: Command, people: Path, tmp_path: Path
) -> None:
    crm("import", str(people))
    people.write_bytes(people.read_bytes().replace(b"nobody", b"grace@example.com"))
    target = tmp_path / "refused.csv"

    said = crm("import", str(people), "--refused", str(target))

    assert (said.code, said.out) == (0, "2 rows: 1 added, 1 known, 0 refused.\n")
    assert not target.exists()


def test_the_meaning_of_columns_and_what_rows_get_can_be_said(
    services: Services, actor: Actor, crm: Command, people: Path
) -> None:
    owner = add_user(
        services, actor=actor, email="ann@example.com", password="a long password",
        role=Role.SALESPERSON,
    )  # fmt: skip

    said = crm(
        "import", str(people), "--map", "etage=custom.floor", "--map", "E-Mail=ignore",
        "--source", "Fair", "--status", "working", "--owner", "Ann@Example.com",
    )  # fmt: skip

    assert (said.code, said.out) == (0, "2 rows: 2 added, 0 known, 0 refused.\n")
    grace, ada = leads(services, actor)
    assert (ada.source, ada.status, ada.owner_id) == ("Fair", "WORKING", owner)
    assert [lead.person.custom["floor"] for lead in (ada, grace)] == ["007", "2"]
    assert ada.person.email is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--map", "Etage"], "--map: Give COLUMN=FIELD"),
        (["--map", "Keller=email"], "Keller: The file has no such column."),
        (["--map", "Etage=shoe"], "Etage: Must be one of firstName"),
        (["--map", "Etage=email"], "Etage: The column “E-Mail” gives this field already."),
        (["--owner", "eve@example.com"], "email: The workspace has no user with this address."),
        (["--status", "SOLD"], "status: Must be one of NEW"),
        (["--refused", "/no/such/folder/x.csv"], "--refused: Its folder does not exist."),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_written(
    services: Services, actor: Actor, crm: Command, people: Path, arguments: list[str], told: str
) -> None:
    said = crm("import", str(people), *arguments)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert list_imports(services, actor=actor).items == ()


def test_a_file_that_cannot_be_read_is_told_in_words(crm: Command, tmp_path: Path) -> None:
    absent = crm("import", str(tmp_path / "absent.csv"))
    assert (absent.code, absent.out) == (2, "")
    assert "absent.csv: Cannot be read: No such file or directory." in absent.err

    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    said = crm("import", str(empty))
    assert (said.code, said.err) == (2, "file: The file is empty.\n")


def test_whoever_watches_a_terminal_sees_a_bar(environment: dict[str, str], people: Path) -> None:
    """A process whose stderr is a terminal; its stdout stays a line of counts."""
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 100))
    process = subprocess.run(
        [sys.executable, "-m", "crm_core", "import", str(people)],
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=end, timeout=60, check=False,
    )  # fmt: skip
    os.close(end)
    seen = os.read(terminal, 10_000).decode()
    os.close(terminal)

    assert process.stdout == b"2 rows: 1 added, 0 known, 1 refused.\n"
    assert "people.csv" in seen
    assert "2/2" in seen
