"""What `start` makes ready before it serves."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_core.bootstrap import build
from crm_core.commands.start import _prepare
from crm_core.demo.access import DemoAccess
from crm_core.storage.tables import PartyRow, UserRow
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import add_user, command_line_actor


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/crm.db")
    monkeypatch.setenv("CRM_MAIL_URL", f"file:{tmp_path}/outbox")


def people_and_users() -> tuple[int, int]:
    services = build()
    try:
        with services.storage.read() as session:
            counts = [
                session.scalar(select(func.count()).select_from(row)) for row in (PartyRow, UserRow)
            ]
    finally:
        services.close()
    return counts[0] or 0, counts[1] or 0


def test_a_first_start_brings_the_demo_and_a_second_one_finds_it() -> None:
    assert _prepare() == DemoAccess()
    before = people_and_users()
    assert before[0] > 50

    assert _prepare() == DemoAccess()

    assert people_and_users() == before


def test_where_somebody_can_sign_in_the_demo_and_its_known_password_stay_away() -> None:
    services = build()
    with services.storage.read() as session:
        actor = command_line_actor(first_workspace_id(session))
    add_user(
        services, actor=actor, email="me@example.com", name="Me", role="administrator",
        password="a long password of mine",
    )  # fmt: skip
    services.close()

    assert _prepare() is None

    assert people_and_users() == (0, 1)
