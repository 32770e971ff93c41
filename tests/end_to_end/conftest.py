"""The server as `streamlit run app.py` starts it, spoken to over HTTP only."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.certificates import Authority, make_authority
from tests.processes import PATIENCE, ROOT, clean_environment, eventually

Json = dict[str, Any]
SERVICE_TOKEN = "service-token-of-tests"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `crm` calls as a manager, `runner` as the installation's own runner."""

    url: str
    crm: httpx.Client
    runner: httpx.Client

    def run(self, **body: object) -> dict[str, int]:
        """Trigger the internal run; its counts, without those that are zero."""
        answer = self.runner.post("/internal/crm/sequences/run", json=body)
        assert answer.status_code == 200, answer.text
        return {name: number for name, number in answer.json().items() if number}

    def make(self, path: str, **body: object) -> Json:
        """POST what must be answered with 201."""
        answer = self.crm.post(f"/crm/{path}", json=body)
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    def show(self, path: str) -> Json:
        answer = self.crm.get(f"/crm/{path}")
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    def all_of(self, path: str, **filters: Any) -> list[Json]:
        """Every line of a list, page after page."""
        lines: list[Json] = []
        cursor = ""
        while cursor is not None:
            asked = httpx.QueryParams({**filters, "limit": 150, "cursor": cursor})
            page = self.show(f"{path}?{asked}")
            lines += page["items"]
            cursor = page["nextCursor"]
        return lines


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """`serve(CRM_MAIL_URL=…)` starts a server on a new database; ended after the test."""
    processes: list[subprocess.Popen[bytes]] = []
    log = tmp_path / "server.log"

    def start(**variables: str) -> Server:
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {
            **clean_environment(),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
            "SERVICE_TOKEN": SERVICE_TOKEN,
            "CRM_ALLOW_CLOCK": "1",
            "CRM_PUBLIC_URL": url,
            **variables,
        }
        token = subprocess.run(
            [sys.executable, "-m", "crm_core", "token", "create", "--role", "manager"],
            env=environment, cwd=tmp_path, check=True, capture_output=True, text=True,
            timeout=PATIENCE,
        ).stdout.strip()  # fmt: skip
        command = [
            sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"),
            "--server.port", str(port), "--server.address", "127.0.0.1",
            "--server.headless", "true", "--server.fileWatcherType", "none",
            "--browser.gatherUsageStats", "false",
        ]  # fmt: skip
        with log.open("ab") as said:
            process = subprocess.Popen(
                command, env=environment, cwd=tmp_path, stdin=subprocess.DEVNULL,
                stdout=said, stderr=said,
            )  # fmt: skip
        processes.append(process)
        server = Server(url, _client(url, token), _client(url, SERVICE_TOKEN))
        eventually(lambda: process.poll() is not None or _is_ready(url), "the server is ready")
        assert process.poll() is None, log.read_text()
        return server

    yield start
    for process in processes:
        process.terminate()
        process.wait(PATIENCE)
    print(log.read_text() if log.exists() else "")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path)


def _client(url: str, token: str) -> httpx.Client:
    return httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE,
        trust_env=False,
    )  # fmt: skip


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
