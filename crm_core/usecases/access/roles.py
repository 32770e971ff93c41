"""Who may give or take which role, and who must remain."""

from collections.abc import Collection

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Conflict, Forbidden, InvalidInput
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import UserRow


def held_administrators(session: WriteSession, actor: Actor) -> frozenset[int]:
    """The ids of the workspace's administrators who can sign in, all held, in one order.

    Asked for before any user is held: of two who shut each other out, one waits and is refused.
    """
    return frozenset(
        session.scalars(
            select(UserRow.id)
            .where(
                UserRow.tenant_id == actor.tenant_id,
                UserRow.role == Role.ADMINISTRATOR,
                UserRow.is_active,
            )
            .order_by(UserRow.id)
            .with_for_update()
        )
    )


def refuse_last(actor: Actor, administrators: Collection[int], row: UserRow) -> None:
    """Refuse what would leave the workspace without an administrator.

    Whoever may run a command on the server can add another one, and may do it.
    """
    if actor.kind != "cli" and set(administrators) == {row.id}:
        raise Conflict("The workspace would be left without an administrator.", field="email")


def grantable(actor: Actor, value: object) -> Role:
    """The role that is named; raises `Forbidden` where it holds what the actor does not."""
    role = role_from(value)
    if not actor.may_give(role):
        raise Forbidden(f"Your role does not hold all that the role {role} holds.", field="role")
    return role


def refuse_above(actor: Actor, row: UserRow) -> None:
    """Refuse to change a user who may do more than whoever changes them."""
    if not actor.may_give(Role(row.role)):
        raise Forbidden("This user's role holds more than yours.", field="email")


def role_from(value: object) -> Role:
    """One of the roles; raises `InvalidInput` listing them."""
    try:
        return Role(str(value).strip().lower())
    except ValueError:
        raise InvalidInput(f"Must be one of {', '.join(Role)}.", field="role") from None
