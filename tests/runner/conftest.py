"""Runners as processes of their own, and a mail server that answers when it is let."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from crm_core.services import Services

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class AnyPort(Controller):
    """Listens where the system has room; the base asks port 0 whether it is up."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class HoldingServer:
    """Takes messages, and says so once `release` is set."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.release = Event()
        self._controller = AnyPort(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received += envelope.rcpt_tos
        await asyncio.to_thread(self.release.wait, PATIENCE)
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self.release.set()
        self._controller.stop()


@pytest.fixture
def holding_server() -> Iterator[HoldingServer]:
    server = HoldingServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def environment(tmp_path: Path, outbox: Path) -> dict[str, str]:
    """What a runner is started with: the database of `services`, an outbox, a short tick."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CRM_")}
    return {
        **kept,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
        "CRM_SECRET_KEY": "a key for tests only, long enough",
        "CRM_MAIL_URL": f"file:{outbox}",
        "CRM_MAIL_LIMITS": "none",
        "CRM_TICK_SECONDS": "0.2",
        "PYTHONPATH": str(ROOT),
        "no_proxy": "*",
    }


@pytest.fixture
def once(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `runner.py --once` with further arguments and variables, to its end."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "runner.py"), "--once", *arguments],
            env={**environment, **variables},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the loop of `runner.py`; whatever still lives after the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "runner.py"), *arguments],
            env={**environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def eventually(condition: Callable[[], object]) -> None:
    """Wait until the condition holds; fail when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)


def the_only_line(text: str) -> dict[str, Any]:
    """The JSON of the one line that there is."""
    assert text.count("\n") == 1, text
    line: dict[str, Any] = json.loads(text)
    return line


@pytest.fixture(autouse=True)
def _a_database(services: Services) -> Services:
    """Every test of a runner has a migrated database beside it."""
    return services
