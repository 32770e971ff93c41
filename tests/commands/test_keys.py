"""`key rotate`, `key reencrypt` and `key status`."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.secrets import UnsubscribeLink
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.tables import MailboxRow
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.keys import rotate_key
from crm_core.usecases.mailboxes import add_mailbox
from tests.commands.conftest import Command
from tests.conftest import MakeServices

KEY, NEW_KEY = "the key of the environment, at first", "the-key-of-the-environment-afterwards"


@pytest.fixture
def with_file(storage_url: str, make_services: MakeServices, tmp_path: Path) -> Services:
    """Services whose key stands in a file, on each database."""
    return make_services(storage_url, crm_secret_key=None, crm_data_dir=tmp_path)


@pytest.fixture
def mailbox(with_file: Services, boss: Actor) -> int:
    return add_mailbox(
        with_file, actor=boss, address="ann@example.com", display_name="",
        transport_url="smtp://ann:canary@mail.example.com",
    )  # fmt: skip


@pytest.fixture
def boss(with_file: Services) -> Actor:
    with with_file.storage.read() as session:
        return command_line_actor(first_workspace_id(session))


def transport_of(services: Services, mailbox: int) -> str:
    with services.storage.read() as session:
        return (
            session.scalars(select(MailboxRow.transport).where(MailboxRow.id == mailbox)).one()
            or ""
        )


def test_a_rotation_puts_everything_under_a_new_key_and_breaks_no_link(
    with_file: Services, boss: Actor, mailbox: int
) -> None:
    link = with_file.secrets.unsubscribe_token(1, "7")
    message_id = with_file.secrets.message_id(1, domain="a.test")
    other_process = build(with_file.settings)
    before = transport_of(with_file, mailbox)

    assert rotate_key(with_file, actor=boss) == 1

    after = transport_of(with_file, mailbox)
    assert after != before
    for services in (with_file, build(with_file.settings), other_process):
        assert services.secrets.decrypt(after) == "smtp://ann:canary@mail.example.com"
        assert services.secrets.read_unsubscribe_token(link) == UnsubscribeLink(1, 7)
        assert services.secrets.message_id(1, domain="a.test") == message_id
    other_process.close()


def test_a_secret_that_no_key_opens_is_left_as_it_is(
    with_file: Services, boss: Actor, mailbox: int
) -> None:
    with with_file.storage.write() as session:
        session.execute(update(MailboxRow).values(inbox="gAAAAA-lost"))

    assert rotate_key(with_file, actor=boss) == 1

    with with_file.storage.read() as session:
        assert set(session.scalars(select(MailboxRow.inbox))) == {"gAAAAA-lost"}


def test_the_command_rotates_the_file(crm: Command, tmp_path: Path) -> None:
    variables = {"CRM_SECRET_KEY": "", "CRM_DATA_DIR": str(tmp_path)}
    crm("migrate", **variables)
    before = (tmp_path / "secret.key").read_bytes()

    said = crm("key", "rotate", **variables)

    assert said.code == 0
    after = (tmp_path / "secret.key").read_bytes()
    assert after.endswith(b"\n" + before)
    assert before.decode() not in said.out
    status = crm("key", "status", **variables)
    assert "older keys   none" not in status.out


def test_a_key_of_the_environment_is_not_rotated_and_the_way_is_told(crm: Command) -> None:
    said = crm("key", "rotate", CRM_SECRET_KEY=KEY)

    assert said.code == 2
    assert said.err.startswith("CRM_SECRET_KEY: ")
    assert "CRM_SECRET_KEYS_OLD" in said.err
    assert "key reencrypt" in said.err
    assert KEY not in said.err


def test_the_way_for_a_key_of_the_environment_leads_there(
    crm: Command, services: Services, tmp_path: Path
) -> None:
    first = {"CRM_SECRET_KEY": NEW_KEY[::-1]}
    crm("mailbox", "add", "ann@example.com", "--url", f"file:{tmp_path}", **first)
    both = {"CRM_SECRET_KEY": NEW_KEY, "CRM_SECRET_KEYS_OLD": NEW_KEY[::-1]}
    assert "0 under the present key, 1 under an older" in crm("key", "status", **both).out

    assert crm("key", "reencrypt", **both).out == "1 secret is under the present key now.\n"

    status = crm("key", "status", CRM_SECRET_KEY=NEW_KEY).out
    assert "1 under the present key, 0 under an older" in status


def test_credentials_of_a_key_that_is_gone_are_told(crm: Command, tmp_path: Path) -> None:
    crm("mailbox", "add", "ann@example.com", "--url", f"file:{tmp_path}", CRM_SECRET_KEY=KEY)

    assert "1 under a key that is not here" in crm("key", "status", CRM_SECRET_KEY=NEW_KEY).out


def test_settings_show_no_key(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, crm_secret_key=KEY, crm_data_dir=tmp_path)
    assert KEY not in repr(settings)
