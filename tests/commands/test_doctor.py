"""`python -m crm_core doctor`: what it finds, and that it finds fault only where there is one."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from crm_core.clock import SystemClock
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.touches.heartbeat import beat, retire
from crm_core.usecases.mailboxes import add_mailbox
from tests.clocks import StoppedClock
from tests.commands.conftest import Command, Said


@pytest.fixture(autouse=True)
def _a_runner(services: Services, clock: StoppedClock) -> None:
    clock.at = SystemClock().now()
    beat(services, "idle")


def failed(said: Said) -> dict[str, str]:
    """What FAILs, by its first word, in whole lines."""
    lines = [line for line in said.out.splitlines() if line.startswith("FAIL")]
    assert said.code == (1 if lines else 0)
    assert said.err == ""
    return {line.split()[1]: line for line in lines}


def test_a_sound_installation_has_a_line_for_each_check(crm: Command) -> None:
    said = crm("doctor")

    assert said.code == 0
    assert [line.split()[:2] for line in said.out.splitlines()] == [
        ["ok", "settings"], ["ok", "secret"], ["ok", "mail"], ["ok", "database"],
        ["ok", "migrations"], ["ok", "runner"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "what", "words"),
    [
        ({"CRM_TICK_SECONDS": "soon"}, "settings", "correct CRM_TICK_SECONDS"),
        ({"API_BASE_URL": "http://localhost:8501"}, "settings", "set SERVICE_TOKEN"),
        ({"CRM_MAIL_URL": "imap://x"}, "mail", "correct CRM_MAIL_URL"),
        ({"CRM_MAIL_URL": "smtp://ann:hidden@127.0.0.1:1"}, "mail", "Connection refused"),
        ({"CRM_MAIL_URL": "file:/proc/no/such/place"}, "mail", "correct CRM_MAIL_URL"),
        ({"DATABASE_URL": "nonsense"}, "database", "correct DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://crm:hidden@127.0.0.1:1/crm"}, "database", "refused"),
        ({"DATABASE_URL": "sqlite:///nowhere/crm.db"}, "database", "python -m crm_core migrate"),
    ],
)
def test_a_fault_of_the_settings_is_told_with_what_to_do(
    crm: Command, variables: dict[str, str], what: str, words: str
) -> None:
    said = crm("doctor", **variables)

    assert words in failed(said)[what]
    assert "hidden" not in said.out


def test_a_look_at_a_database_that_is_not_there_makes_none(crm: Command) -> None:
    crm("doctor", DATABASE_URL="sqlite:///nowhere/crm.db")

    assert not Path("nowhere").exists()


def test_a_database_without_its_migrations_is_told(crm: Command, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")

    said = crm("doctor", DATABASE_URL=f"sqlite:///{tmp_path / 'old.db'}")

    assert "at 0000, the code wants 0006" in failed(said)["migrations"]


@pytest.mark.parametrize(("key", "is_short"), [("hunter2", True), ("k" * 32, False)])
def test_a_short_secret_key_is_advised_against_and_not_shown(
    crm: Command, monkeypatch: pytest.MonkeyPatch, key: str, is_short: bool
) -> None:
    monkeypatch.setenv("CRM_SECRET_KEY", key)

    said = crm("doctor")

    assert ("it is short" in said.out) is is_short
    assert key not in said.out


def test_a_secret_key_that_others_may_read_is_told(
    crm: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_SECRET_KEY")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'crm.db'}", _env_file=None)
    settings.secret_keys()
    path = settings.secret_key_path()
    assert "secret" not in failed(crm("doctor"))

    path.chmod(0o644)

    assert f"chmod 600 {path}" in failed(crm("doctor"))["secret"]


def test_a_silent_runner_is_told(services: Services, crm: Command, clock: StoppedClock) -> None:
    clock.move(-timedelta(minutes=5))
    beat(services, "idle")

    assert "python runner.py" in failed(crm("doctor"))["runner"]


def test_a_runner_that_said_good_bye_is_none(services: Services, crm: Command) -> None:
    retire(services)

    assert "none runs" in failed(crm("doctor"))["runner"]


def test_a_mailbox_whose_credentials_belong_to_another_key_is_told(
    services: Services, actor: Actor, crm: Command
) -> None:
    add_mailbox(
        services, actor=actor, address="ann@example.com", display_name="",
        transport_url="file:out",
    )  # fmt: skip
    assert "mailbox" not in failed(crm("doctor"))

    said = crm("doctor", CRM_SECRET_KEY="another key, as long as the first one")

    assert "correct CRM_SECRET_KEY" in failed(said)["mailbox"]
