"""A workspace and what it proposes; finding what the command line names."""

from dataclasses import dataclass

from sqlalchemy import select

from crm_core.domain.calendar import SendWindow
from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import TenantRow, UserRow
from crm_core.storage.workspace import first_workspace_id


@dataclass(frozen=True, slots=True)
class WorkspaceDetail:
    """A workspace. `send_window` (the contract's form) and `holiday_countries` are what a new
    sequence begins with in the builder."""

    id: int
    name: str
    timezone: str
    send_window: str | dict[str, object]
    holiday_countries: tuple[str, ...]
    is_demo: bool


def get_workspace(services: Services, *, actor: Actor) -> WorkspaceDetail:
    """The actor's workspace; everybody in it may see it. One query."""
    with services.storage.read() as session:
        row = session.get_one(TenantRow, actor.tenant_id)
        return WorkspaceDetail(
            id=row.id,
            name=row.name,
            timezone=row.timezone,
            send_window=SendWindow.parse(row.send_window).to_json(),
            holiday_countries=tuple(row.holiday_countries),
            is_demo=row.is_demo,
        )


def find_workspace(services: Services, tenant_id: int | None) -> int:
    """The id of the workspace that is meant: this one, or the oldest; raises `NotFound`."""
    with services.storage.read() as session:
        if tenant_id is None:
            return first_workspace_id(session)
        found = session.scalar(select(TenantRow.id).where(TenantRow.id == tenant_id))
    if found is None:
        raise NotFound(f"There is no workspace with the id {tenant_id}.", field="--tenant")
    return found


def find_user(services: Services, *, actor: Actor, email: str, field: str = "email") -> int:
    """The id of the workspace's user with this address; raises `NotFound`."""
    with services.storage.read() as session:
        found = session.scalar(
            select(UserRow.id).where(
                UserRow.tenant_id == actor.tenant_id, UserRow.email == email.strip().lower()
            )
        )
    if found is None:
        raise NotFound("The workspace has no user with this address.", field=field)
    return found
