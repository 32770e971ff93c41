"""Fixtures that every room shares. `services` runs on SQLite; `each_services` on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor, passwords
from tests import databases, statements
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

MakeServices = Callable[..., Services]


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    databases.be_hasty()
    yield
    databases.stop_servers()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hashing is slow on purpose, and hundreds of tests sign somebody in."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_statements() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        statements.compile_once(patch)
        yield


@pytest.fixture(autouse=True)
def _away_from_the_checkout(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads this checkout's `.env` or writes into its `data`."""
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def transport() -> ScriptedTransport:
    """The outside world's mail server: accepts everything unless told otherwise."""
    return ScriptedTransport()


@pytest.fixture
def make_services(
    tmp_path: Path, clock: StoppedClock, transport: ScriptedTransport
) -> Iterator[MakeServices]:
    """Builds services on a URL, with settings by keyword; closes them after the test."""
    built: list[Services] = []

    def make(url: str, **settings: object) -> Services:
        given: dict[str, object] = {
            "crm_secret_key": "a key for tests only, long enough",
            "crm_mail_url": f"file:{tmp_path / 'outbox'}",
            "crm_mail_limits": "none",
            "crm_allow_clock": True,
            "service_token": "service-token-of-tests",
            **settings,
        }
        services = build(
            Settings(database_url=url, _env_file=None, **given),  # type: ignore[arg-type]
            clock=clock,
            open_transport=lambda _: transport,
        )
        built.append(services)
        return services

    yield make
    for services in built:
        services.close()


@pytest.fixture
def services(make_services: MakeServices, tmp_path: Path) -> Services:
    """Services on a new SQLite database."""
    return make_services(databases.sqlite_url(tmp_path))


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new migrated database, of each kind in turn."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path)
        return
    with databases.postgres_url() as url:
        yield url


@pytest.fixture
def each_services(storage_url: str, make_services: MakeServices) -> Services:
    """Services on each database in turn. Made after their database, they close before it ends."""
    return make_services(storage_url)


@pytest.fixture
def actor(request: pytest.FixtureRequest) -> Actor:
    """An administrator of the first workspace of whichever services the test uses."""
    name = "each_services" if "each_services" in request.fixturenames else "services"
    services: Services = request.getfixturevalue(name)
    with services.storage.read() as session:
        return command_line_actor(first_workspace_id(session))
