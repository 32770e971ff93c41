"""`python -m crm_core …`: what each command does, prints and refuses."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, MailboxRow, TenantRow, UserRow
from crm_core.usecases.access import actor_of_cookie, actor_of_token, add_user, sign_in
from tests.builders import a_lead
from tests.commands.conftest import Command, Terminal

PASSWORD = "a long enough password"


def users(services: Services) -> list[UserRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(UserRow).order_by(UserRow.id)))


def mailboxes(services: Services) -> list[MailboxRow]:
    with services.storage.read() as session:
        query = select(MailboxRow).where(~MailboxRow.is_default).order_by(MailboxRow.id)
        return list(session.scalars(query))


def test_migrate_makes_the_database_and_its_first_workspace(
    crm_process: Command, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'crm.db'}"

    first = crm_process("migrate", DATABASE_URL=url)
    again = crm_process("migrate", DATABASE_URL=url)

    assert (first.code, first.err) == (0, "")
    assert first.out == again.out == "The database is at revision 0006.\n"


def test_a_user_signs_in_with_the_password_from_stdin(services: Services, crm: Command) -> None:
    said = crm("user", "add", "Ann@Example.com", "--role", "manager", "--name", "Ann Lee",
               "--password-stdin", stdin=io.StringIO(f"{PASSWORD}\n"))  # fmt: skip

    assert (said.code, said.out) == (0, "ann@example.com can sign in as manager.\n")
    actor = actor_of_cookie(services, sign_in(services, email="ann@example.com", password=PASSWORD))
    assert actor is not None
    assert (actor.role, actor.name) == ("manager", "Ann Lee")


def test_a_password_that_is_made_up_is_printed(services: Services, crm: Command) -> None:
    said = crm("user", "add", "ann@example.com")

    password = said.out.splitlines()[1].removeprefix("password: ")
    assert sign_in(services, email="ann@example.com", password=password)


def test_a_password_that_was_given_is_not_printed(services: Services, crm: Command) -> None:
    said = crm("user", "add", "ann@example.com", "--password", PASSWORD)

    assert PASSWORD not in said.out + said.err
    assert sign_in(services, email="ann@example.com", password=PASSWORD)


def test_who_adds_a_user_stands_in_the_audit_trail(services: Services, crm: Command) -> None:
    crm("user", "add", "ann@example.com")

    with services.storage.read() as session:
        (note,) = session.scalars(select(AuditRow))
    assert (note.action, note.actor_kind) == ("user.added", "cli")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("user", "add", "nobody"), "email: Not an e-mail address"),
        (("user", "add", "a@example.com", "--role", "boss"), "role: Must be one of administrator"),
        (("user", "add", "a@example.com", "--password", "short"), "password: At least 10"),
        (("user", "add", "a@example.com", "--password", PASSWORD, "--password-stdin"),
         "--password: Give --password or --password-stdin"),
        (("user", "add", "a@example.com", "--tenant", "99"), "--tenant: There is no workspace"),
        (("token", "create", "--role", "boss"), "role: Must be one of"),
        (("mailbox", "add", "a@example.com"), "--url: Give --url"),
        (("mailbox", "add", "a@example.com", "--url", "imap://x"), "--url: The mail address"),
        (("mailbox", "add", "nobody", "--url", "file:out"), "address: Not an e-mail address"),
        (("mailbox", "add", "a@example.com", "--url", "file:out", "--owner", "b@example.com"),
         "--owner: The workspace has no user"),
        (("tenant", "add", " "), "name: A workspace needs a name."),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_words_with_its_field(
    services: Services, crm: Command, arguments: tuple[str, ...], words: str
) -> None:
    said = crm(*arguments)

    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith(words)
    assert said.err.count("\n") == 1
    assert (users(services), mailboxes(services)) == ([], [])


def test_a_refusal_of_a_process_shows_no_traceback(
    services: Services, crm_process: Command
) -> None:
    said = crm_process("token", "create", "--role", "boss")

    assert said.code == 2
    assert said.err.startswith("role: Must be one of")
    assert "Traceback" not in said.err


def test_a_database_that_does_not_open_is_told_without_its_password(crm: Command) -> None:
    said = crm("migrate", DATABASE_URL="postgresql://crm:hidden-word@127.0.0.1:1/crm")

    assert said.code == 2
    assert said.err.startswith("DATABASE_URL: The database cannot be opened")
    assert "hidden-word" not in said.err


def test_token_create_prints_the_token_and_nothing_else(
    services: Services, crm_process: Command
) -> None:
    said = crm_process("token", "create", "--role", "robot", "--name", "the website")

    assert (said.code, said.err) == (0, "")
    assert said.out == said.out.strip() + "\n"
    actor = actor_of_token(services, said.out.strip())
    assert (actor.role, actor.name) == ("robot", "the website")


@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_mailbox_is_added_with_its_credentials_encrypted(
    services: Services, actor: Actor, crm: Command, way: str
) -> None:
    add_user(services, actor=actor, email="ann@example.com", password=PASSWORD, role="manager")
    url = "smtp://ann:hidden-word@mail.example.com"
    given = ("--url", url) if way == "option" else ()
    variables = {} if way == "option" else {"CRM_MAILBOX_URL": url}

    said = crm("mailbox", "add", "ann@example.com", "--name", "Ann Lee", "--owner",
               "Ann@example.com", *given, **variables)  # fmt: skip

    (row,) = mailboxes(services)
    assert said.code == 0
    assert (row.address, row.display_name) == ("ann@example.com", "Ann Lee")
    assert row.owner_id == users(services)[0].id
    assert "hidden-word" not in (row.transport or "") + said.out
    assert services.secrets.decrypt(row.transport or "") == url


def test_a_second_mailbox_of_the_same_address_is_refused(services: Services, crm: Command) -> None:
    crm("mailbox", "add", "ann@example.com", "--url", "file:out")

    said = crm("mailbox", "add", "ANN@example.com", "--url", "file:out")

    assert (said.code, said.err) == (2, "address: The workspace has a mailbox with this address.\n")
    assert len(mailboxes(services)) == 1


def test_a_workspace_is_added_and_can_be_named(services: Services, crm: Command) -> None:
    tenant_id = int(crm("tenant", "add", "Second").out)

    crm("user", "add", "ann@example.com", "--tenant", str(tenant_id))

    with services.storage.read() as session:
        assert session.get_one(TenantRow, tenant_id).name == "Second"
    assert users(services)[0].tenant_id == tenant_id


def test_without_a_name_the_oldest_workspace_is_meant(services: Services, crm: Command) -> None:
    crm("tenant", "add", "Second")

    crm("user", "add", "ann@example.com")

    with services.storage.read() as session:
        oldest = session.scalar(select(TenantRow.id).order_by(TenantRow.id))
    assert users(services)[0].tenant_id == oldest


def test_a_command_that_is_unknown_or_incomplete_shows_how_it_is_used(crm: Command) -> None:
    assert "Usage:" in crm("nonsense").err
    assert crm("token", "create").code == 2


def test_a_person_types_the_password_twice(
    services: Services, crm: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def type_it(text: str, **how: object) -> str:
        asked.append(how)
        return PASSWORD

    monkeypatch.setattr("typer.prompt", type_it)

    said = crm("user", "add", "ann@example.com", stdin=Terminal())

    assert said.out == "ann@example.com can sign in as salesperson.\n"
    assert (asked[0]["hide_input"], asked[0]["confirmation_prompt"]) == (True, True)
    assert sign_in(services, email="ann@example.com", password=PASSWORD)


def test_the_demo_is_loaded_and_its_sign_in_told(crm: Command) -> None:
    first = crm("demo")
    again = crm("demo")

    assert (first.code, first.err) == (0, "")
    assert first.out == again.out
    assert "demo@example.com" in first.out
    assert "duestep-demo" in first.out


def test_the_demo_stays_away_from_real_data(services: Services, actor: Actor, crm: Command) -> None:
    a_lead(services, actor)

    said = crm("demo")

    assert (said.code, said.out) == (2, "")
    assert said.err == "The workspace has people of its own; the demo needs an empty one.\n"
