"""One's own account, as the settings show it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import SignInRow, UserRow


@dataclass(frozen=True, slots=True)
class Account:
    """A user as they see themselves. `sessions`: in how many browsers they are signed in."""

    email: str
    name: str
    role: Role
    timezone: str | None
    sessions: int


def get_account(services: Services, *, actor: Actor) -> Account:
    """The actor's own account; raises `NotFound` where no user stands behind the actor."""
    sessions = (
        select(func.count())
        .where(SignInRow.user_id == UserRow.id, SignInRow.expires_at > services.clock.now())
        .scalar_subquery()
    )
    with services.storage.read() as session:
        row = session.execute(
            select(UserRow.email, UserRow.name, UserRow.role, UserRow.timezone, sessions).where(
                UserRow.id == actor.user_id, UserRow.tenant_id == actor.tenant_id
            )
        ).one_or_none()
    if row is None:
        raise NotFound("No user stands behind this.")
    email, name, role, timezone, number = row
    return Account(email, name, Role(role), timezone, number)
