"""The real server in a process of its own, as `streamlit run app.py` starts it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx
from sqlalchemy import select

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.tables import UserRow
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import add_user, command_line_actor
from tests import databases

APP = Path(__file__).resolve().parents[2] / "app.py"
STARTS_WITHIN = 90.0
SERVICE_TOKEN = "service-token-of-browser-tests"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"


@dataclass(frozen=True)
class Live:
    """A server on loopback, and services on its database to prepare it and to look at it."""

    url: str
    services: Services
    actor: Actor

    def user(self) -> Actor:
        """Whoever signs in."""
        with self.services.storage.read() as session:
            row = session.scalars(select(UserRow).where(UserRow.email == EMAIL)).one()
        return Actor(row.tenant_id, Role(row.role), "user", row.id, row.name)

    def run_due(self) -> dict[str, int]:
        """Have the server execute what is due."""
        answer = httpx.post(
            f"{self.url}/internal/crm/sequences/run",
            json={},
            headers={"Authorization": f"Bearer {SERVICE_TOKEN}"},
            timeout=60,
        )
        answer.raise_for_status()
        counts: dict[str, int] = answer.json()
        return counts


@contextmanager
def serving(directory: Path, role: str = "manager", **more: str) -> Iterator[Live]:
    """A new process on a new database in `directory`, where one user of the role may sign in.

    `more`: settings, such as `crm_mail_url`.
    """
    settings = {**_settings(directory), **more}
    services = build(Settings(_env_file=None, **settings))  # type: ignore[arg-type, call-arg]
    try:
        with services.storage.read() as session:
            actor = command_line_actor(first_workspace_id(session))
        add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role=role, name="Ada")
        with _process(directory, settings) as url:
            yield Live(url, services, actor)
    finally:
        services.close()


def _settings(directory: Path) -> dict[str, str]:
    return {
        "database_url": databases.sqlite_url(directory),
        "crm_secret_key": "a key for tests only, long enough",
        "crm_mail_url": f"file:{directory / 'outbox'}",
        "crm_mail_limits": "none",
        "service_token": SERVICE_TOKEN,
    }


@contextmanager
def serving_script(script: Path) -> Iterator[str]:
    """The address of a Streamlit script of its own, for comparisons."""
    with _process(script.parent, {}, script) as url:
        yield url


@contextmanager
def _process(directory: Path, settings: dict[str, str], script: Path = APP) -> Iterator[str]:
    port = _free_port()
    log = directory / "server.log"
    inherited = {key: value for key, value in os.environ.items() if key not in _OURS}
    given = {name.upper(): value for name, value in settings.items()}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=directory,
            env={**inherited, **given},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://localhost:{port}"
            _wait_until_healthy(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(20)


_OURS = {"API_BASE_URL", "CRM_PUBLIC_URL", "CRM_MAIL_FROM", "CRM_ALLOW_CLOCK"}


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = monotonic() + STARTS_WITHIN
    while monotonic() < end:
        try:
            # Waiting for the process's end is also the pause between two looks.
            code = process.wait(0.1)
            raise AssertionError(f"The server ended with {code}:\n{log.read_text()}")
        except subprocess.TimeoutExpired:
            pass
        try:
            if httpx.get(f"{url}/_stcore/health", timeout=2).is_success:
                return
        except httpx.TransportError:
            continue
    raise AssertionError(f"No answer within {STARTS_WITHIN} s:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
