"""The workspace's users: added, listed, given a role or a password, let in and shut out."""

from dataclasses import dataclass

from sqlalchemy import and_, delete, func, select, update

from crm_core.domain import inputs
from crm_core.domain.permissions import PERMISSIONS, Actor, Permission, Role
from crm_core.errors import Conflict, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ApiTokenRow, SignInRow, UserRow
from crm_core.usecases.access.passwords import hashed, new_password_from
from crm_core.usecases.access.roles import grantable, held_administrators, refuse_above, refuse_last
from crm_core.usecases.person_facts import clean_email

ADDRESS_MOST = 320


def add_user(
    services: Services,
    *,
    actor: Actor,
    email: object,
    password: object,
    role: object,
    name: object = "",
    timezone: object = None,
) -> int:
    """Add a user who signs in with address and password (at least ten characters)."""
    actor.require(Permission.USERS_MANAGE)
    address = clean_email(email)
    if address is None:
        raise InvalidInput("A user needs an e-mail address.", field="email")
    secret = new_password_from(password)
    kind = grantable(actor, role)
    now = services.clock.now()
    with services.storage.write() as session:
        if session.scalar(select(UserRow.id).where(UserRow.email == address)) is not None:
            raise Conflict("There is a user with this address.", field="email")
        row = UserRow(
            tenant_id=actor.tenant_id,
            email=address,
            name=inputs.line(name, "name", 200),
            role=kind,
            password_hash=hashed(secret),
            timezone=inputs.line(timezone, "timezone", 32) or None,
            created_at=now,
        )
        session.add(row)
        session.flush()
        audit.note(session, actor, now, "user.added", "user", row.id, role=kind)
        return row.id


def typed_address(email: str) -> str:
    """An address as `add_user` stores it, however it was typed; empty for what cannot be one.

    One that a new user could not have is only put into lower case: a user may have it from before.
    """
    try:
        return clean_email(email) or ""
    except InvalidInput:
        plain = email.strip().lower()
        return plain if plain.isprintable() and len(plain) <= ADDRESS_MOST else ""


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user of the workspace. `sessions`: in how many browsers they are signed in."""

    id: int
    email: str
    name: str
    role: str
    is_active: bool
    sessions: int


def list_users(services: Services, *, actor: Actor) -> tuple[UserLine, ...]:
    """The workspace's users, the deactivated ones too, by their id."""
    actor.require(Permission.USERS_MANAGE)
    live = and_(SignInRow.user_id == UserRow.id, SignInRow.expires_at > services.clock.now())
    query = (
        select(
            UserRow.id,
            UserRow.email,
            UserRow.name,
            UserRow.role,
            UserRow.is_active,
            func.count(SignInRow.cookie_hash).label("sessions"),
        )
        .outerjoin(SignInRow, live)
        .where(UserRow.tenant_id == actor.tenant_id)
        .group_by(UserRow.id)
        .order_by(UserRow.id)
    )
    with services.storage.read() as session:
        return tuple(
            UserLine(row.id, row.email, row.name, row.role, row.is_active, row.sessions)
            for row in session.execute(query)
        )


def change_role(services: Services, *, actor: Actor, email: str, role: object) -> None:
    """Give the user with this address another role, which holds from their next click on.

    Tokens of theirs that may do more than the new role are revoked. Raises `NotFound` naming
    `email`, `Forbidden` naming `role` or `email` where either role holds what the actor does
    not, `Conflict` for the last administrator and for the role that they have already.
    """
    actor.require(Permission.USERS_MANAGE)
    kind = grantable(actor, role)
    now = services.clock.now()
    with services.storage.write() as session:
        administrators = held_administrators(session, actor)
        row = _user_called(session, actor, email)
        if row.role == kind:
            raise Conflict("The user has this role already.", field="role")
        refuse_above(actor, row)
        refuse_last(actor, administrators, row)
        row.role = kind
        above = [other for other in Role if not PERMISSIONS[other] <= PERMISSIONS[kind]]
        session.execute(
            update(ApiTokenRow)
            .where(
                ApiTokenRow.user_id == row.id,
                ApiTokenRow.revoked_at.is_(None),
                ApiTokenRow.role.in_(above),
            )
            .values(revoked_at=now)
        )
        audit.note(session, actor, now, "user.role", "user", row.id, role=kind)


def change_password(services: Services, *, actor: Actor, email: str, password: object) -> None:
    """Give the user with this address another password, and end their sessions.

    Tries that were counted against the account are forgotten. Raises `NotFound` naming `email`.
    """
    actor.require(Permission.USERS_MANAGE)
    secret = new_password_from(password)
    now = services.clock.now()
    with services.storage.write() as session:
        row = _user_called(session, actor, email)
        refuse_above(actor, row)
        row.password_hash = hashed(secret)
        row.failed_sign_ins, row.locked_until = 0, None
        session.execute(delete(SignInRow).where(SignInRow.user_id == row.id))
        audit.note(session, actor, now, "user.password", "user", row.id)


def deactivate_user(services: Services, *, actor: Actor, email: str) -> None:
    """Let the user with this address in no longer: no sign-in, no session, no token of theirs.

    What they own and did stays. Raises `NotFound` naming `email`, `Conflict` where it was done, for
    oneself, and for the last administrator unless it is done on the server itself.
    """
    actor.require(Permission.USERS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        administrators = held_administrators(session, actor)
        row = _user_called(session, actor, email)
        if not row.is_active:
            raise Conflict("This user is deactivated already.", field="email")
        refuse_above(actor, row)
        if row.id == actor.user_id:
            raise Conflict("Nobody deactivates themselves.", field="email")
        refuse_last(actor, administrators, row)
        row.is_active = False
        session.execute(delete(SignInRow).where(SignInRow.user_id == row.id))
        session.execute(
            update(ApiTokenRow)
            .where(ApiTokenRow.user_id == row.id, ApiTokenRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        audit.note(session, actor, now, "user.deactivated", "user", row.id)


def activate_user(services: Services, *, actor: Actor, email: str) -> None:
    """Let a deactivated user in again, with the password from before; tokens stay revoked.

    Raises `NotFound` naming `email`, `Conflict` for a user who was not deactivated.
    """
    actor.require(Permission.USERS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = _user_called(session, actor, email)
        if row.is_active:
            raise Conflict("This user is not deactivated.", field="email")
        refuse_above(actor, row)
        row.is_active = True
        audit.note(session, actor, now, "user.activated", "user", row.id)


def _user_called(session: WriteSession, actor: Actor, email: str) -> UserRow:
    """The workspace's user with this address, locked; raises `NotFound`."""
    row = session.scalar(
        select(UserRow)
        .where(UserRow.tenant_id == actor.tenant_id, UserRow.email == typed_address(email))
        .with_for_update()
    )
    if row is None:
        raise NotFound("The workspace has no user with this address.", field="email")
    return row
