"""Commands about who may sign in or call the API."""

import secrets
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from crm_core.commands.opening import Tenant, opened_as_actor
from crm_core.domain.permissions import Role
from crm_core.errors import InvalidInput
from crm_core.usecases.access import (
    activate_user,
    add_user,
    change_password,
    create_token,
    deactivate_user,
    list_tokens,
    list_users,
    revoke_token,
    typed_address,
)

ROLES = ", ".join(Role)
DIGITS_MOST = 18


PasswordOption = Annotated[
    str | None, typer.Option("--password", help="Seen by others in the process list; better typed.")
]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line.")
]
UserAddress = Annotated[str, typer.Argument(help="The address that the user signs in with.")]


def user_add(
    email: UserAddress,
    role: Annotated[str, typer.Option(help=f"One of {ROLES}.")] = Role.SALESPERSON,
    name: Annotated[str, typer.Option(help="The name that others see.")] = "",
    password: PasswordOption = None,
    password_stdin: PasswordStdin = False,
    tenant: Tenant = None,
) -> None:
    """Add a user. Without a password one is asked for, or made up where nobody can answer."""
    _refuse_two_passwords(password, password_stdin)
    with opened_as_actor(tenant) as (services, actor):
        chosen, made_up = _chosen_password(password, password_stdin)
        add_user(services, actor=actor, email=email, password=chosen, role=role, name=name)
    typer.echo(f"{typed_address(email)} can sign in as {role}.")
    if made_up:
        typer.echo(f"password: {chosen}")


def user_list(tenant: Tenant = None) -> None:
    """List the users: address, role, whether they may sign in, in how many browsers they are."""
    with opened_as_actor(tenant) as (services, actor):
        users = list_users(services, actor=actor)
    rows = [
        (user.email, user.role, "active" if user.is_active else "deactivated",
         str(user.sessions), user.name)
        for user in users
    ]  # fmt: skip
    print_table(("ADDRESS", "ROLE", "STATE", "SESSIONS", "NAME"), rows)


def user_password(
    email: UserAddress,
    password: PasswordOption = None,
    password_stdin: PasswordStdin = False,
    tenant: Tenant = None,
) -> None:
    """Change a user's password and end their sessions. Asks for it as `user add` does."""
    _refuse_two_passwords(password, password_stdin)
    with opened_as_actor(tenant) as (services, actor):
        chosen, made_up = _chosen_password(password, password_stdin)
        change_password(services, actor=actor, email=email, password=chosen)
    typer.echo(f"{typed_address(email)} has another password and is signed out everywhere.")
    if made_up:
        typer.echo(f"password: {chosen}")


def user_deactivate(email: UserAddress, tenant: Tenant = None) -> None:
    """Let a user in no longer, and end their sessions. What they own and did stays."""
    with opened_as_actor(tenant) as (services, actor):
        deactivate_user(services, actor=actor, email=email)
    typer.echo(f"{typed_address(email)} can no longer sign in and is signed out everywhere.")


def user_activate(email: UserAddress, tenant: Tenant = None) -> None:
    """Let a deactivated user in again, with the password from before."""
    with opened_as_actor(tenant) as (services, actor):
        activate_user(services, actor=actor, email=email)
    typer.echo(f"{typed_address(email)} can sign in again.")


def token_create(
    role: Annotated[str, typer.Option(help=f"One of {ROLES}.")],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "",
    tenant: Tenant = None,
) -> None:
    """Make an API token and print it, and nothing else; it can't be seen again."""
    with opened_as_actor(tenant) as (services, actor):
        typer.echo(create_token(services, actor=actor, role=role, name=name))


def token_list(tenant: Tenant = None) -> None:
    """List the API tokens: id, role, when each was made, whether it is in force, its name."""
    with opened_as_actor(tenant) as (services, actor):
        tokens = list_tokens(services, actor=actor)
    rows = [
        (str(token.id), token.role, f"{token.created_at:%Y-%m-%d}",
         "in force" if token.revoked_at is None else f"revoked {token.revoked_at:%Y-%m-%d}",
         token.name)
        for token in tokens
    ]  # fmt: skip
    print_table(("ID", "ROLE", "CREATED", "STATE", "NAME"), rows)


def token_revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.")],
    tenant: Tenant = None,
) -> None:
    """Make an API token worth nothing, at once and for good."""
    # Read as a text: whoever gives the token itself must not find it in an error message.
    if not (token_id.isascii() and token_id.isdigit() and len(token_id) <= DIGITS_MOST):
        raise InvalidInput("Give the id that `token list` shows, not the token.", field="id")
    with opened_as_actor(tenant) as (services, actor):
        name = revoke_token(services, actor=actor, token_id=int(token_id))
    typer.echo(f"Token {int(token_id)} ({name}) is revoked.")


def _refuse_two_passwords(password: str | None, stdin: bool) -> None:
    if password is not None and stdin:
        raise InvalidInput("Give --password or --password-stdin, not both.", field="--password")


def _chosen_password(password: str | None, stdin: bool) -> tuple[str, bool]:
    """The password that is meant, and whether it was made up here."""
    typed = sys.stdin.readline().rstrip("\r\n") if stdin else password
    if typed is None:
        typed = _asked_for_password()
    return (secrets.token_urlsafe(12), True) if typed is None else (typed, False)


def print_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Columns as wide as they need to be; the last one ends where its text ends."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def _asked_for_password() -> str | None:
    """What a person types, twice; None where no person is there or none is wanted."""
    if not sys.stdin.isatty():
        return None
    typed: str = typer.prompt(
        "Password (empty: one is made up)",
        default="",
        show_default=False,
        hide_input=True,
        confirmation_prompt=True,
    )
    return typed or None
