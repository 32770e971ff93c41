"""Finding what the command line names: a workspace, a user by address."""

from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import TenantRow, UserRow
from crm_core.storage.workspace import first_workspace_id


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
