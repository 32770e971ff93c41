"""`user …` and `token …`: looking after who may come in, from the command line."""

import io

import pytest

from crm_core.errors import Unauthenticated
from crm_core.services import Services
from crm_core.usecases.access import actor_of_cookie, actor_of_token, sign_in
from tests.commands.conftest import Command, Terminal

EMAIL, PASSWORD, OTHER = "ann@example.com", "a long enough password", "another long password"


@pytest.fixture
def user(crm: Command) -> str:
    crm("user", "add", EMAIL, "--name", "Ann Lee", "--role", "manager", "--password", PASSWORD)
    return EMAIL


@pytest.fixture
def token(crm: Command) -> str:
    return crm("token", "create", "--role", "robot", "--name", "the website").out.strip()


def test_the_address_that_is_told_is_one_that_signs_in(services: Services, crm: Command) -> None:
    typed = "U@xn--bcher-kva.example.com"

    said = crm("user", "add", typed, "--password", PASSWORD)

    told = said.out.split()[0]
    for address in (typed, told):
        assert sign_in(services, email=address, password=PASSWORD)


def test_the_password_of_a_user_is_changed_from_stdin(
    services: Services, crm: Command, user: str
) -> None:
    cookie = sign_in(services, email=user, password=PASSWORD)

    said = crm("user", "password", "ANN@example.com", "--password-stdin",
               stdin=io.StringIO(f"{OTHER}\n"))  # fmt: skip

    assert (said.code, said.err) == (0, "")
    assert said.out == "ann@example.com has another password and is signed out everywhere.\n"
    assert actor_of_cookie(services, cookie) is None
    assert sign_in(services, email=user, password=OTHER)


def test_a_changed_password_that_is_made_up_is_printed(
    services: Services, crm: Command, user: str
) -> None:
    said = crm("user", "password", user)

    password = said.out.splitlines()[1].removeprefix("password: ")
    assert sign_in(services, email=user, password=password)


def test_a_changed_password_is_asked_for_without_being_shown(
    services: Services, crm: Command, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("typer.prompt", lambda _, **how: asked.append(how) or OTHER)

    said = crm("user", "password", user, stdin=Terminal())

    assert OTHER not in said.out + said.err
    assert (asked[0]["hide_input"], asked[0]["confirmation_prompt"]) == (True, True)
    assert sign_in(services, email=user, password=OTHER)


def test_a_user_is_deactivated_and_activated_again(
    services: Services, crm: Command, user: str
) -> None:
    assert crm("user", "deactivate", user).out == (
        "ann@example.com can no longer sign in and is signed out everywhere.\n"
    )
    with pytest.raises(Unauthenticated):
        sign_in(services, email=user, password=PASSWORD)

    assert crm("user", "activate", user).out == "ann@example.com can sign in again.\n"
    assert sign_in(services, email=user, password=PASSWORD)


def test_the_users_are_listed(crm: Command, user: str) -> None:
    crm("user", "add", "bo.longer.name@example.com", "--password", PASSWORD)
    crm("user", "deactivate", "bo.longer.name@example.com")

    assert crm("user", "list").out == (
        "ADDRESS                     ROLE         STATE        SESSIONS  NAME\n"
        "ann@example.com             manager      active       0         Ann Lee\n"
        "bo.longer.name@example.com  salesperson  deactivated  0\n"
    )


def test_the_tokens_are_listed_without_what_they_are(crm: Command, token: str) -> None:
    crm("token", "create", "--role", "read-only", "--name", "reports")
    crm("token", "revoke", "2")

    said = crm("token", "list")

    head, first, second = said.out.splitlines()
    assert head.split() == ["ID", "ROLE", "CREATED", "STATE", "NAME"]
    assert first.split()[:2] == ["1", "robot"]
    assert first.endswith("in force            the website")
    assert second.split()[:2] == ["2", "read-only"]
    assert " revoked 20" in second
    assert token not in said.out
    assert "dst_" not in said.out


def test_a_token_is_revoked_by_its_id(services: Services, crm: Command, token: str) -> None:
    said = crm("token", "revoke", "1")

    assert (said.code, said.out) == (0, "Token 1 (the website) is revoked.\n")
    with pytest.raises(Unauthenticated):
        actor_of_token(services, token)


def test_a_token_is_never_named_by_itself(services: Services, crm: Command, token: str) -> None:
    said = crm("token", "revoke", token)

    assert (said.code, said.out) == (2, "")
    assert said.err == "id: Give the id that `token list` shows, not the token.\n"
    assert actor_of_token(services, token)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("user", "password", "b@example.com", "--password", OTHER), "email: The workspace has no"),
        (("user", "password", EMAIL, "--password", "short"), "password: At least 10"),
        (("user", "password", EMAIL, "--password", OTHER, "--password-stdin"),
         "--password: Give --password or --password-stdin"),
        (("user", "deactivate", "nobody"), "email: The workspace has no user"),
        (("user", "deactivate", "a\udcffb"), "email: The workspace has no user"),
        (("user", "activate", EMAIL), "email: This user is not deactivated."),
        (("token", "revoke", "99"), "id: There is no token with the id 99."),
        (("token", "revoke", "9" * 19), "id: Give the id"),
        (("token", "revoke", "¹"), "id: Give the id"),
        (("user", "list", "--tenant", "99"), "--tenant: There is no workspace"),
    ],
)  # fmt: skip
def test_a_refusal_names_its_field_and_changes_nothing(
    services: Services, crm: Command, user: str, token: str, arguments: tuple[str, ...], words: str
) -> None:
    said = crm(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(words)
    assert said.err.count("\n") == 1
    assert sign_in(services, email=user, password=PASSWORD)
    assert actor_of_token(services, token)


def test_the_help_speaks_of_mailboxes_and_users(crm: Command) -> None:
    text = crm("--help").out

    assert "Look after mailboxes." in text
    assert "Look after users." in text
