"""Commands about the suppression list: who gets no mail."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crm_core.commands.opening import Tenant, opened_as_actor
from crm_core.domain.words import SuppressionReason
from crm_core.errors import InvalidInput
from crm_core.usecases.suppressions import BYTES_MOST, add_suppression, import_suppressions
from crm_core.views.paging import Window
from crm_core.views.suppressions import export_suppressions, list_suppressions

SOME_REFUSED = 1
_REASONS = ", ".join(SuppressionReason)


def suppress_add(
    address: Annotated[str, typer.Argument(help="An address, or a domain with all below it.")],
    reason: Annotated[str, typer.Option(help=f"One of {_REASONS}.")] = SuppressionReason.MANUAL,
    note: Annotated[str, typer.Option(help="Why, or from where.")] = "",
    tenant: Tenant = None,
) -> None:
    """Send no more mail to an address or a domain; enrollments of its people end at once."""
    with opened_as_actor(tenant) as (services, actor):
        done = add_suppression(services, actor=actor, address=address, reason=reason, note=note)
    what = "is on the list" if done.added else "was on the list already"
    typer.echo(f"{address.strip().lower()} {what}. Enrollments that ended: {done.stopped}.")


def suppress_import(
    file: Annotated[Path, typer.Argument(help="Addresses and domains, one a line, or a CSV.")],
    tenant: Tenant = None,
) -> None:
    """Put the addresses and domains of a file on the list.

    Exit codes: 0 all lines are in, 1 some were refused, 2 nothing was imported.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(BYTES_MOST + 1)
    except OSError as fault:
        raise InvalidInput(f"Cannot be read: {fault.strerror}.", field=str(file)) from fault
    with opened_as_actor(tenant) as (services, actor):
        done = import_suppressions(services, actor=actor, content=content)
    typer.echo(
        f"{done.added:,} added, {done.known:,} known, {len(done.refused):,} refused. "
        f"Enrollments that ended: {done.stopped:,}."
    )
    for number, why in done.refused:
        print(f"line {number}: {why}", file=sys.stderr)
    if done.refused:
        raise typer.Exit(SOME_REFUSED)


def suppress_export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without it, to the output.")
    ] = None,
    tenant: Tenant = None,
) -> None:
    """Write the list as a CSV file that can be imported again."""
    with opened_as_actor(tenant) as (services, actor):
        content = export_suppressions(services, actor=actor)
    if file is None:
        typer.echo(content.decode("utf-8-sig"), nl=False)
    else:
        file.write_bytes(content)


def suppress_list(
    typed: Annotated[str, typer.Option("--find", help="What occurs in the address.")] = "",
    limit: Annotated[int, typer.Option(help="How many, the newest first.")] = 50,
    tenant: Tenant = None,
) -> None:
    """Show who gets no mail: address or domain, reason, since when, from where."""
    with opened_as_actor(tenant) as (services, actor):
        page = list_suppressions(services, actor=actor, typed=typed, window=Window(limit))
    for line in page.items:
        who = line.value or "(an erased person)"
        typer.echo(f"{line.created_at:%Y-%m-%d}  {line.reason:<10}  {who}  {line.source}".rstrip())
