"""Commands about the mailboxes: which there are, whether they may send, whether they can."""

import sys
from typing import Annotated

import typer

from crm_core.commands.accounts import print_table
from crm_core.commands.opening import Tenant, opened_as_actor
from crm_core.errors import InvalidInput
from crm_core.usecases.access import typed_address
from crm_core.usecases.mailbox_tests import try_mailbox
from crm_core.usecases.mailboxes import (
    USUAL_LIMITS,
    add_mailbox,
    pause_mailbox,
    resume_mailbox,
)
from crm_core.views.mailbox_cards import MailboxCard, find_mailbox, list_mailbox_cards
from crm_core.views.workspaces import find_user

MailboxAddress = Annotated[str, typer.Argument(help="Its address, as `mailbox list` shows it.")]


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
    inbox: Annotated[
        str,
        typer.Option(
            envvar="CRM_MAILBOX_INBOX",
            help="Its inbox, as in CRM_INBOX_URL; better by the variable, it holds a password.",
        ),
    ] = "",
    limits: Annotated[str, typer.Option(help="As in CRM_MAIL_LIMITS.")] = USUAL_LIMITS,
    tenant: Tenant = None,
) -> None:
    """Add a mailbox beside the default one; it sends for its owner."""
    with opened_as_actor(tenant) as (services, actor):
        owner_id = (
            find_user(services, actor=actor, email=typed_address(owner), field="--owner")
            if owner
            else None
        )
        try:
            added = add_mailbox(
                services, actor=actor, address=address, display_name=name,
                transport_url=url or _asked_for_url(), owner_id=owner_id,
                inbox_url=inbox, limits=limits,
            )  # fmt: skip
        except InvalidInput as refusal:
            options = {"transportUrl": "--url", "inboxUrl": "--inbox", "limits": "--limits"}
            if refusal.field not in options:
                raise
            raise InvalidInput(refusal.message, field=options[refusal.field]) from refusal
    typer.echo(f"Mailbox {added} sends from {address.strip().lower()}.")


def mailbox_list(tenant: Tenant = None) -> None:
    """List the mailboxes: address, state, what they sent in 24 hours, way out, for whom."""
    with opened_as_actor(tenant) as (services, actor):
        boxes = list_mailbox_cards(services, actor=actor)
    rows = [
        (box.address, box.status.lower(), _used(box), box.way, box.owner or "everybody"
         if box.is_default else box.owner or "nobody")
        for box in boxes
    ]  # fmt: skip
    print_table(("ADDRESS", "STATE", "SENT", "SENDS BY", "SENDS FOR"), rows)


def mailbox_pause(address: MailboxAddress, tenant: Tenant = None) -> None:
    """Let a mailbox send nothing more until somebody resumes it."""
    with opened_as_actor(tenant) as (services, actor):
        box = find_mailbox(services, actor=actor, address=address)
        pause_mailbox(services, actor=actor, mailbox_id=box)
    typer.echo(f"{address} is paused.")


def mailbox_resume(address: MailboxAddress, tenant: Tenant = None) -> None:
    """Let a paused mailbox send again."""
    with opened_as_actor(tenant) as (services, actor):
        box = find_mailbox(services, actor=actor, address=address)
        resume_mailbox(services, actor=actor, mailbox_id=box)
    typer.echo(f"{address} sends again.")


def mailbox_test(address: MailboxAddress, tenant: Tenant = None) -> None:
    """Sign in to a mailbox's servers without sending anything, and say what fails and why."""
    with opened_as_actor(tenant) as (services, actor):
        box = find_mailbox(services, actor=actor, address=address)
        steps = try_mailbox(services, actor=actor, mailbox_id=box)
    for step in steps:
        typer.echo(f"{'ok  ' if step.passed else 'FAIL'}  {step.name}: {step.said}")
        if step.mend:
            typer.echo(f"      {step.mend}")
    if not all(step.passed for step in steps):
        raise typer.Exit(1)


def _used(box: MailboxCard) -> str:
    return str(box.used_day) if box.day_cap is None else f"{box.used_day} of {box.day_cap}"


def _asked_for_url() -> str:
    if not sys.stdin.isatty():
        raise InvalidInput("Give --url, or set CRM_MAILBOX_URL.", field="--url")
    typed: str = typer.prompt("The mailbox's URL, such as smtp://…", hide_input=True)
    return typed
