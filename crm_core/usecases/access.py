"""Users, sign-ins and API tokens: who an actor is."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import and_, delete, func, select, update

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from crm_core.secrets import new_token, token_hash
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ApiTokenRow, SignInRow, UserRow
from crm_core.usecases.person_facts import clean_email
from crm_core.usecases.sign_in_limits import (
    ACCOUNT_TRIES,
    ACCOUNT_WAITS,
    NO_PEER,
    SignInBusy,
    Turns,
    limits_of,
)

SIGN_IN_LASTS = timedelta(days=14)
PASSWORD_LEAST, PASSWORD_MOST = 10, 200
ADDRESS_MOST = 320

_hasher = PasswordHasher()
# A hash of nobody's password: an unknown address costs as much time as a known one.
_NOBODY = _hasher.hash("nobody has this password")
# A check takes 64 MiB and a core.
_checks = Turns(at_once=2, waiting=8, patience=3.0)
_TOKEN = re.compile(r"[\x21-\x7e]{20,200}")


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
    secret = _password(password)
    kind = _role(role)
    now = services.clock.now()
    with services.storage.write() as session:
        if session.scalar(select(UserRow.id).where(UserRow.email == address)) is not None:
            raise Conflict("There is a user with this address.", field="email")
        row = UserRow(
            tenant_id=actor.tenant_id,
            email=address,
            name=inputs.line(name, "name", 200),
            role=kind,
            password_hash=_hasher.hash(secret),
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


def change_password(services: Services, *, actor: Actor, email: str, password: object) -> None:
    """Give the user with this address another password, and end their sessions.

    Tries that were counted against the account are forgotten. Raises `NotFound` naming `email`.
    """
    actor.require(Permission.USERS_MANAGE)
    secret = _password(password)
    now = services.clock.now()
    with services.storage.write() as session:
        row = _user_called(session, actor, email)
        row.password_hash = _hasher.hash(secret)
        row.failed_sign_ins, row.locked_until = 0, None
        session.execute(delete(SignInRow).where(SignInRow.user_id == row.id))
        audit.note(session, actor, now, "user.password", "user", row.id)


def deactivate_user(services: Services, *, actor: Actor, email: str) -> None:
    """Let the user with this address in no longer: no sign-in, no session, no token of theirs.

    What they own and did stays. Raises `NotFound` naming `email`, `Conflict` where it was done.
    """
    actor.require(Permission.USERS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = _user_called(session, actor, email)
        if not row.is_active:
            raise Conflict("This user is deactivated already.", field="email")
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


def sign_in(services: Services, *, email: str, password: str, peer: str = NO_PEER) -> str:
    """Check a password and open a session; returns the cookie's secret.

    `peer` is the network address that the try comes from. Raises `Unauthenticated` with the same
    words whatever was wrong, `TooManyTries` and `SignInBusy` before a password is looked at.

    Three counts slow guessing down. After ten wrong tries at one account from one peer, that
    peer waits a quarter of an hour for that account, whether it exists or not; its owner signs
    in from elsewhere meanwhile. After thirty at whatever accounts within a minute, a peer waits
    a minute. After a hundred at one account from everywhere together it takes none for five
    minutes, in the same words as a wrong password: only many peers at once keep its owner out,
    and not for long. The first two are this process's, the last is in the database.
    """
    now = services.clock.now()
    address = typed_address(email)
    limits = limits_of(services.storage)
    limits.take(address, peer, now)
    try:
        user = _checked(services, address, password, now)
    except SignInBusy:
        limits.give_back(address, peer)
        raise
    limits.passed(address, peer)
    return _open_session(services, user, now)


def _checked(services: Services, address: str, password: str, now: datetime) -> UserRow:
    """The user whose address and password these are; raises `Unauthenticated`."""
    with services.storage.read() as session:
        user = session.scalar(select(UserRow).where(UserRow.email == address))
    locked = user is not None and user.locked_until is not None and user.locked_until > now
    usable = user is not None and user.is_active and not locked
    known = user.password_hash if user is not None and usable else _NOBODY
    # Outside any transaction: the check is slow on purpose.
    with _checks.turn():
        try:
            right = _hasher.verify(known, password[:PASSWORD_MOST]) and usable
        except VerificationError:
            right = False
    if user is None or not right:
        if user is not None and usable:
            _count_failure(services, user.id, now)
        raise _wrong()
    return user


def _wrong() -> Unauthenticated:
    return Unauthenticated("The address or the password is not right.", field="password")


def _open_session(services: Services, user: UserRow, now: datetime) -> str:
    cookie = new_token("ds")
    with services.storage.write() as session:
        row = session.get_one(UserRow, user.id, with_for_update=True)
        if not row.is_active or row.password_hash != user.password_hash:
            raise _wrong()  # It was changed while the old one was being checked.
        row.failed_sign_ins, row.locked_until = 0, None
        session.execute(delete(SignInRow).where(SignInRow.expires_at < now))
        session.add(
            SignInRow(
                cookie_hash=token_hash(cookie),
                tenant_id=row.tenant_id,
                user_id=row.id,
                created_at=now,
                expires_at=now + SIGN_IN_LASTS,
            )
        )
    return cookie


def _count_failure(services: Services, user_id: int, now: datetime) -> None:
    with services.storage.write() as session:
        row = session.get_one(UserRow, user_id, with_for_update=True)
        row.failed_sign_ins += 1
        if row.failed_sign_ins >= ACCOUNT_TRIES:
            row.failed_sign_ins, row.locked_until = 0, now + ACCOUNT_WAITS


def sign_out(services: Services, *, cookie: str) -> None:
    """End the session; its cookie is worth nothing afterwards."""
    with services.storage.write() as session:
        session.execute(delete(SignInRow).where(SignInRow.cookie_hash == token_hash(cookie)))


def actor_of_cookie(services: Services, cookie: str | None) -> Actor | None:
    """Who a browser's cookie stands for; None for none, an unknown or an expired one."""
    if not cookie or not _TOKEN.fullmatch(cookie):
        return None
    with services.storage.read() as session:
        row = session.execute(
            select(UserRow.id, UserRow.tenant_id, UserRow.role, UserRow.name, UserRow.email)
            .join(SignInRow, SignInRow.user_id == UserRow.id)
            .where(
                SignInRow.cookie_hash == token_hash(cookie),
                SignInRow.expires_at > services.clock.now(),
                UserRow.is_active,
            )
        ).one_or_none()
    if row is None:
        return None
    return Actor(row.tenant_id, Role(row.role), "user", row.id, row.name or row.email)


def create_token(services: Services, *, actor: Actor, role: object, name: object = "") -> str:
    """Make an API token; returns it, the only time that it can be seen."""
    actor.require(Permission.USERS_MANAGE)
    kind = _role(role)
    token = new_token("dst")
    now = services.clock.now()
    with services.storage.write() as session:
        row = ApiTokenRow(
            tenant_id=actor.tenant_id,
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
    """One API token of the workspace; the token itself is not known to anybody."""

    id: int
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None


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
        )
        .where(ApiTokenRow.tenant_id == actor.tenant_id)
        .order_by(ApiTokenRow.id)
    )
    with services.storage.read() as session:
        return tuple(
            TokenLine(row.id, row.name, row.role, row.created_at, row.revoked_at)
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
    if token and _TOKEN.fullmatch(token):
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


def _password(value: object) -> str:
    secret = inputs.text(value, "password", PASSWORD_MOST)
    if len(secret) < PASSWORD_LEAST:
        raise InvalidInput(f"At least {PASSWORD_LEAST} characters.", field="password")
    return secret


def _role(value: object) -> Role:
    try:
        return Role(str(value).strip().lower())
    except ValueError:
        raise InvalidInput(f"Must be one of {', '.join(Role)}.", field="role") from None
