"""The demo, loaded once for the tests that only look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_core.bootstrap import build
from crm_core.demo import load_demo
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor
from tests import databases
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services on a loaded demo. Look at it only; the module's tests share it."""
    directory: Path = tmp_path_factory.mktemp("demo")
    services = build(
        Settings(
            database_url=databases.sqlite_url(directory),
            crm_secret_key="a key for tests only, long enough",
            crm_mail_url=f"file:{directory / 'outbox'}",
            _env_file=None,  # type: ignore[call-arg]
        ),
        clock=StoppedClock(),
        open_transport=lambda _: ScriptedTransport(),
    )
    with services.storage.read() as session:
        load_demo(services, first_workspace_id(session))
    yield services
    services.close()


@pytest.fixture(scope="module")
def visitor(demo: Services) -> Actor:
    """An administrator of the demo workspace."""
    with demo.storage.read() as session:
        return command_line_actor(first_workspace_id(session))
