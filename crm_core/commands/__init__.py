"""The command line: setting an installation up and looking after it.

Each command is thin: it opens the services, calls one use case as `command_line_actor`, and
prints. What a rule refuses is told as `field: message` on stderr, with the exit code 2.
"""

import logging
import sys
from collections.abc import Callable

import typer

from crm_core.commands import (
    accounts,
    check,
    imports,
    keys,
    mailboxes,
    start,
    suppressions,
    workspaces,
)
from crm_core.errors import CrmError
from crm_core.logs import configure_logs

REFUSED = 2

app = typer.Typer(
    name="python -m crm_core",
    help="Set up and look after a Duestep installation.",
    no_args_is_help=True,
    add_completion=False,
    # A pretty traceback shows the local variables, and so the secrets.
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(workspaces.migrate)
app.command()(workspaces.demo)
app.command("import")(imports.import_file)
app.command()(check.doctor)
app.command()(start.start)


_MANY = {"suppress": "who gets no mail"}


def _group(name: str, **commands: Callable[..., None]) -> None:
    names = _MANY.get(name) or (f"{name}es" if name.endswith("x") else f"{name}s")
    part = typer.Typer(help=f"Look after {names}.", no_args_is_help=True)
    for verb, command in commands.items():
        part.command(verb)(command)
    app.add_typer(part, name=name)


_group(
    "user",
    add=accounts.user_add,
    list=accounts.user_list,
    password=accounts.user_password,
    deactivate=accounts.user_deactivate,
    activate=accounts.user_activate,
)
_group(
    "token",
    create=accounts.token_create,
    list=accounts.token_list,
    revoke=accounts.token_revoke,
)
_group(
    "mailbox",
    add=mailboxes.mailbox_add,
    list=mailboxes.mailbox_list,
    pause=mailboxes.mailbox_pause,
    resume=mailboxes.mailbox_resume,
    test=mailboxes.mailbox_test,
)
_group("key", rotate=keys.key_rotate, reencrypt=keys.key_reencrypt, status=keys.key_status)
_group(
    "suppress",
    add=suppressions.suppress_add,
    list=suppressions.suppress_list,
    **{"import": suppressions.suppress_import, "export": suppressions.suppress_export},
)
_group("tenant", add=workspaces.tenant_add)


def main() -> None:
    """Run the command that the arguments name, and exit."""
    configure_logs(logging.WARNING)
    try:
        app()
    except CrmError as refusal:
        field = f"{refusal.field}: " if refusal.field else ""
        print(f"{field}{refusal.message}", file=sys.stderr)
        sys.exit(REFUSED)
