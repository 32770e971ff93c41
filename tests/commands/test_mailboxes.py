"""The commands about mailboxes, besides adding one."""

import pytest
from sqlalchemy import select

from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from tests.commands.conftest import Command

URL = "smtp://ann:hidden-word@127.0.0.1:1"


def added(services: Services) -> MailboxRow:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow).where(~MailboxRow.is_default)).one()


def test_a_mailbox_is_added_with_an_inbox_and_limits(services: Services, crm: Command) -> None:
    said = crm(
        "mailbox", "add", "ann@example.com", "--url", URL, "--limits", "day=9,ramp=2+1",
        "--inbox", "imaps://ann:hidden-word@mail.example.com/INBOX",
    )  # fmt: skip

    row = added(services)
    assert said.code == 0
    assert row.limits == {"day": 9, "ramp": "2+1"}
    assert services.secrets.decrypt(row.inbox or "").startswith("imaps://ann:hidden-word@")
    assert "hidden-word" not in said.out + said.err + (row.inbox or "")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--limits", "week=9", "--limits: Must be none, or limits such as"),
        ("--inbox", "http://x", "--inbox: An inbox is written"),
        ("--url", "http://x", "--url: The mail address begins with"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(
    crm: Command, option: str, value: str, said: str
) -> None:
    given = {"--url": URL, option: value}

    refused = crm("mailbox", "add", "ann@example.com", *(x for pair in given.items() for x in pair))

    assert refused.code == 2
    assert refused.err.startswith(said)


def test_mailboxes_are_listed_without_their_passwords(services: Services, crm: Command) -> None:
    crm("mailbox", "add", "ann@example.com", "--url", URL)

    said = crm("mailbox", "list")

    lines = said.out.splitlines()
    assert [line.split()[:5] for line in lines[1:]] == [
        ["sales@example.com", "active", "0", "of", "50"],
        ["ann@example.com", "active", "0", "of", "50"],
    ]
    assert "hidden-word" not in said.out


def test_a_mailbox_is_paused_and_resumed(services: Services, crm: Command) -> None:
    crm("mailbox", "add", "ann@example.com", "--url", URL)

    assert crm("mailbox", "pause", "Ann@example.com").code == 0
    assert added(services).status == "PAUSED"
    assert crm("mailbox", "resume", "ann@example.com").code == 0
    assert added(services).status == "ACTIVE"
    assert crm("mailbox", "pause", "nobody@example.com").err.startswith("address: No mailbox")


def test_a_test_ends_with_one_where_a_step_fails(services: Services, crm: Command) -> None:
    crm("mailbox", "add", "ann@example.com", "--url", URL)

    passed, failed = (
        crm("mailbox", "test", address) for address in ("sales@example.com", "ann@example.com")
    )

    assert (passed.code, failed.code) == (0, 1)
    assert "ok    Sign in" in passed.out
    assert "FAIL  Reach the mail server: smtp://127.0.0.1:1 as ann" in failed.out
    assert "hidden-word" not in failed.out
