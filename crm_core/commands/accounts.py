"""Commands about who may sign in or call the API, and which mailboxes send."""

import secrets
import sys
from typing import Annotated

import typer

from crm_core.commands.opening import Tenant, opened_as_actor
from crm_core.domain.permissions import Role
from crm_core.errors import InvalidInput
from crm_core.usecases.access import add_user, create_token
from crm_core.usecases.deliveries import add_mailbox
from crm_core.views.workspaces import find_user

ROLES = ", ".join(Role)


def user_add(
    email: Annotated[str, typer.Argument(help="The address that the user signs in with.")],
    role: Annotated[str, typer.Option(help=f"One of {ROLES}.")] = Role.SALESPERSON,
    name: Annotated[str, typer.Option(help="The name that others see.")] = "",
    password: Annotated[
        str | None, typer.Option(help="Seen by others in the process list; better typed.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the first line.")
    ] = False,
    tenant: Tenant = None,
) -> None:
    """Add a user. Without a password one is asked for, or made up where nobody can answer."""
    if password is not None and password_stdin:
        raise InvalidInput("Give --password or --password-stdin, not both.", field="--password")
    with opened_as_actor(tenant) as (services, actor):
        typed = sys.stdin.readline().rstrip("\r\n") if password_stdin else password
        if typed is None:
            typed = _asked_for_password()
        chosen = typed if typed is not None else secrets.token_urlsafe(12)
        add_user(services, actor=actor, email=email, password=chosen, role=role, name=name)
    typer.echo(f"{email.strip().lower()} can sign in as {role}.")
    if typed is None:
        typer.echo(f"password: {chosen}")


def token_create(
    role: Annotated[str, typer.Option(help=f"One of {ROLES}.")],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "",
    tenant: Tenant = None,
) -> None:
    """Make an API token and print it, and nothing else; it can't be seen again."""
    with opened_as_actor(tenant) as (services, actor):
        typer.echo(create_token(services, actor=actor, role=role, name=name))


def mailbox_add(
    address: Annotated[str, typer.Argument(help="The address that it sends from.")],
    url: Annotated[
        str | None,
        typer.Option(
            envvar="CRM_MAILBOX_URL",
            help="Its way out, as in CRM_MAIL_URL; holds a password, so better typed.",
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="The sender's name that recipients see.")] = "",
    owner: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="The user whose people it writes to.")
    ] = None,
    tenant: Tenant = None,
) -> None:
    """Add a mailbox beside the default one; it sends for its owner."""
    with opened_as_actor(tenant) as (services, actor):
        owner_id = find_user(services, actor=actor, email=owner, field="--owner") if owner else None
        try:
            added = add_mailbox(
                services, actor=actor, address=address, display_name=name,
                transport_url=url or _asked_for_url(), owner_id=owner_id,
            )  # fmt: skip
        except InvalidInput as refusal:
            if refusal.field != "CRM_MAIL_URL":
                raise
            raise InvalidInput(refusal.message, field="--url") from refusal
    typer.echo(f"Mailbox {added} sends from {address.strip().lower()}.")


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


def _asked_for_url() -> str:
    if not sys.stdin.isatty():
        raise InvalidInput("Give --url, or set CRM_MAILBOX_URL.", field="--url")
    typed: str = typer.prompt("The mailbox's URL, such as smtp://…", hide_input=True)
    return typed
