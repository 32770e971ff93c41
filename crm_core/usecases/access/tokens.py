"""API tokens, and the actors that stand behind them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.errors import Conflict, Unauthenticated
from crm_core.secrets import may_be_token, new_token, token_hash
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ApiTokenRow, UserRow
from crm_core.usecases.access.roles import grantable


def create_token(services: Services, *, actor: Actor, role: object, name: object = "") -> str:
    """Make an API token; returns it, the only time that it can be seen.

    It belongs to the user who makes it, and ends with them.
    """
    actor.require(Permission.USERS_MANAGE)
    kind = grantable(actor, role)
    token = new_token("dst")
    now = services.clock.now()
    with services.storage.write() as session:
        row = ApiTokenRow(
            tenant_id=actor.tenant_id,
            user_id=actor.user_id,
            name=inputs.line(name, "name", 200) or f"{kind} token",
            role=kind,
            token_hash=token_hash(token),
            created_at=now,
        )
        session.add(row)
        session.flush()
        audit.note(session, actor, now, "token.created", "token", row.id, role=kind)
    return token


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One API token of the workspace; the token itself is not known to anybody.

    `owner` made it, and it ends with them; empty for one that was made on the server.
    """

    id: int
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None
    owner: str = ""


def list_tokens(services: Services, *, actor: Actor) -> tuple[TokenLine, ...]:
    """The workspace's API tokens, the revoked ones too, by their id."""
    actor.require(Permission.USERS_MANAGE)
    query = (
        select(
            ApiTokenRow.id,
            ApiTokenRow.name,
            ApiTokenRow.role,
            ApiTokenRow.created_at,
            ApiTokenRow.revoked_at,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("owner"),
        )
        .outerjoin(UserRow, UserRow.id == ApiTokenRow.user_id)
        .where(ApiTokenRow.tenant_id == actor.tenant_id)
        .order_by(ApiTokenRow.id)
    )
    with services.storage.read() as session:
        return tuple(
            TokenLine(row.id, row.name, row.role, row.created_at, row.revoked_at, row.owner)
            for row in session.execute(query)
        )


def revoke_token(services: Services, *, actor: Actor, token_id: int) -> str:
    """Make an API token worth nothing, at once and for good; returns its name.

    Raises `NotFound` naming `id`, and `Conflict` for one that was revoked before.
    """
    actor.require(Permission.USERS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, ApiTokenRow, actor.tenant_id, token_id, what="token", lock=True)
        if row.revoked_at is not None:
            raise Conflict("This token is revoked already.", field="id")
        row.revoked_at = now
        audit.note(session, actor, now, "token.revoked", "token", row.id)
        return row.name


def actor_of_token(services: Services, token: str | None) -> Actor:
    """Who a bearer token stands for; raises `Unauthenticated`."""
    if token and may_be_token(token):
        with services.storage.read() as session:
            row = session.scalar(
                select(ApiTokenRow).where(
                    ApiTokenRow.token_hash == token_hash(token), ApiTokenRow.revoked_at.is_(None)
                )
            )
        if row is not None:
            return Actor(row.tenant_id, Role(row.role), "token", row.user_id, row.name)
    raise Unauthenticated("The bearer token is missing, unknown or revoked.")


def command_line_actor(tenant_id: int) -> Actor:
    """Whoever may run a command on the server may do everything in the workspace."""
    return Actor(tenant_id, Role.ADMINISTRATOR, "cli", None, "the command line")
