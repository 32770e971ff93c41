"""What the commands share: the services, and the workspace that `--tenant` names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.access import command_line_actor
from crm_core.views.workspaces import find_workspace

Tenant = Annotated[
    int | None,
    typer.Option("--tenant", metavar="ID", help="The workspace; without it the oldest."),
]


@contextmanager
def opened() -> Iterator[Services]:
    """The services of the installation that the environment describes."""
    services = build()
    try:
        yield services
    finally:
        services.close()


@contextmanager
def opened_as_actor(tenant_id: int | None) -> Iterator[tuple[Services, Actor]]:
    """The services, and the command line as an actor of the workspace that is meant."""
    with opened() as services:
        yield services, command_line_actor(find_workspace(services, tenant_id))
