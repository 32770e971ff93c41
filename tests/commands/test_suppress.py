"""`suppress add`, `suppress import`, `suppress export` and `suppress list`."""

from pathlib import Path

from tests.commands.conftest import Command


def test_an_address_goes_on_the_list_once(crm: Command) -> None:
    first = crm("suppress", "add", "Ada@Example.com", "--reason", "COMPLAINED", "--note", "a call")
    assert first.out == "ada@example.com is on the list. Enrollments that ended: 0.\n"
    assert "was on the list already" in crm("suppress", "add", "ada@example.com").out
    assert crm("suppress", "list").out.split()[1:] == [
        "COMPLAINED", "ada@example.com", "a", "call",
    ]  # fmt: skip


def test_a_file_goes_in_and_comes_out(crm: Command, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("a@b.test\nacme.test\nno domain\n")
    said = crm("suppress", "import", str(file))
    assert (said.code, said.err) == (1, "line 3: Neither an address nor a domain.\n")
    assert said.out == "2 added, 0 known, 1 refused. Enrollments that ended: 0.\n"

    out = tmp_path / "out.csv"
    assert crm("suppress", "export", str(out)).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfaddress,reason,note,since\r\n")
    assert "acme.test,MANUAL" in crm("suppress", "export").out
    assert crm("suppress", "import", str(out)).out.startswith("0 added, 2 known, 0 refused")


def test_what_is_refused_names_its_field(crm: Command, tmp_path: Path) -> None:
    said = crm("suppress", "add", "no domain")
    assert (said.code, said.err) == (2, "address: Neither an address nor a domain.\n")
    assert crm("suppress", "import", str(tmp_path / "none.csv")).code == 2
