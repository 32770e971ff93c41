"""The command line on a database of its own, in this process and as a process."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from crm_core.commands import main
from crm_core.services import Services

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


class Terminal(io.StringIO):
    """An input behind which a person sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The installation of `services`, as variables."""
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
        "CRM_SECRET_KEY": "a key for tests only, long enough",
        "CRM_MAIL_URL": f"file:{tmp_path / 'outbox'}",
    }


@pytest.fixture
def crm(
    services: Services,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Command]:
    """Runs one command; `stdin` is what it reads, `variables` come on top of the environment."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, stdin: io.StringIO | None = None, **variables: str) -> Said:
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["crm_core", *arguments])
            patch.setattr(sys, "stdin", stdin or io.StringIO())
            with pytest.raises(SystemExit) as end:
                main()
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    yield run
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def crm_process(environment: dict[str, str]) -> Command:
    """Runs one command as a process of its own."""

    def run(*arguments: str, **variables: str) -> Said:
        result = subprocess.run(
            [sys.executable, "-m", "crm_core", *arguments],
            env={**os.environ, **environment, **variables, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Said(result.returncode, result.stdout, result.stderr)

    return run
