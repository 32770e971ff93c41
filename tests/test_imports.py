"""The directions of the imports, read from the source, and the names that no file has."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENTRANCES = ("crm_core.api", "crm_core.runner", "crm_core.commands", "pages", "app", "runner")
ABOVE = ("crm_core.copilot", *ENTRANCES)

NEVER: list[tuple[str, tuple[str, ...]]] = [
    ("crm_core/storage", ("crm_core.usecases", "crm_core.views", *ABOVE)),
    ("crm_core/usecases", ABOVE),
    ("crm_core/views", ABOVE),
    ("crm_core/mail", ("crm_core.storage", "crm_core.usecases", "crm_core.views", *ABOVE)),
    ("crm_core/texts", ("crm_core.storage", "crm_core.usecases", "crm_core.mail", *ABOVE)),
    ("crm_core/touches", ("crm_core.usecases", *ABOVE)),
    ("crm_core/copilot", ENTRANCES),
    ("crm_core/runner", ("crm_core.copilot", "crm_core.api", "pages", "app")),
    ("crm_core/copilot/evidence", ("crm_core.storage", "crm_core.usecases", "crm_core.views")),
    ("crm_core/copilot/tools", ("crm_core.copilot.consent",)),
    ("crm_core/copilot/loop.py", ("crm_core.copilot.consent",)),
    ("crm_core", ("streamlit", "pages", "tests", "bench")),
]
"""A folder, and what nothing in it imports."""


def sources(place: str) -> Iterator[Path]:
    path = ROOT / place
    return iter([path]) if path.is_file() else path.rglob("*.py")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def forbidden(folder: str, packages: tuple[str, ...]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources(folder)
        for line, name in imports_of(path)
        if is_within(name, packages)
    ]


@pytest.mark.parametrize(("folder", "packages"), NEVER)
def test_a_room_never_imports_what_lies_above_it(folder: str, packages: tuple[str, ...]) -> None:
    assert list(sources(folder))
    assert forbidden(folder, packages) == []


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    allowed = ("crm_core.domain", "crm_core.errors", *sys.stdlib_module_names)
    strangers = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources("crm_core/domain")
        for line, name in imports_of(path)
        if not is_within(name, allowed)
    ]
    assert strangers == []


def test_an_import_is_found_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "late.py"
    path.write_text("import os\ndef f():\n    from crm_core import views\n    import pages.deals\n")
    assert [name for _, name in imports_of(path)] == ["os", "crm_core.views", "pages.deals"]
    assert is_within("crm_core.views", ("crm_core.views",))
    assert not is_within("crm_core.viewsx", ("crm_core.views",))


@pytest.mark.parametrize("folder", ["crm_core", "pages", "tests", "bench"])
def test_no_file_has_a_name_that_says_nothing(folder: str) -> None:
    empty = {"util", "utils", "helper", "helpers", "manager", "managers", "service"}
    stems = {path: {path.stem, path.parent.name} for path in sources(folder)}
    assert [str(path) for path, names in stems.items() if names & empty] == []


def test_a_process_starts_without_what_only_a_message_that_comes_in_needs() -> None:
    """The phrases of all languages take as long as a third of everything else together."""
    script = (
        "import sys, crm_core.api, crm_core.commands, crm_core.runner, crm_core.touches.run\n"
        "print([name for name in sys.modules if name.startswith('crm_core.mail.inbound.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ast.literal_eval(done.stdout) == ["crm_core.mail.inbound.mail"]
