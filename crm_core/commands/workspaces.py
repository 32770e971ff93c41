"""Commands about the database and its workspaces."""

from typing import Annotated

import typer

from crm_core.commands.opening import Tenant, opened, opened_as_actor
from crm_core.storage.schema import newest_revision
from crm_core.usecases.workspaces import add_workspace


def migrate() -> None:
    """Bring the database to the newest revision; a first workspace is made where none is."""
    with opened():
        typer.echo(f"The database is at revision {newest_revision()}.")


def demo(tenant: Tenant = None) -> None:
    """Load the demo workspace: made-up people, sequences, deals and a history."""
    from crm_core.demo import load_demo

    with opened_as_actor(tenant) as (services, actor):
        access = load_demo(services, actor.tenant_id)
        url = services.settings.crm_public_url
    typer.echo(f"The demo is loaded. Sign in at {url}")
    typer.echo(f"  address:  {access.email}")
    typer.echo(f"  password: {access.password}")


def tenant_add(name: Annotated[str, typer.Argument(help="What the workspace is called.")]) -> None:
    """Add an empty workspace; prints its id."""
    with opened() as services:
        typer.echo(add_workspace(services, name=name))
