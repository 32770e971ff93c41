"""Who works in the workspace: whose something is, and to whom it can be given."""

from dataclasses import dataclass

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.services import Services
from crm_core.storage.tables import UserRow


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user as the others see them; one who is not `active` is given nothing new."""

    id: int
    name: str
    active: bool


def list_colleagues(services: Services, *, actor: Actor) -> tuple[Colleague, ...]:
    """The workspace's users by name; one without a name by their address. One query."""
    actor.require(Permission.PEOPLE_READ)
    name = func.coalesce(func.nullif(UserRow.name, ""), UserRow.email)
    query = (
        select(UserRow.id, name, UserRow.is_active)
        .where(UserRow.tenant_id == actor.tenant_id)
        .order_by(func.lower(name), UserRow.id)
    )
    with services.storage.read() as session:
        return tuple(Colleague(*tuple(row)) for row in session.execute(query))
