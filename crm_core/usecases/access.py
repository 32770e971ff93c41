"""Users, sign-ins and API tokens: who an actor is."""

import re
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.errors import Conflict, InvalidInput, Unauthenticated
from crm_core.secrets import new_token, token_hash
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.tables import ApiTokenRow, SignInRow, UserRow
from crm_core.usecases.person_facts import clean_email

SIGN_IN_LASTS = timedelta(days=14)
TRIES = 10
LOCKED_FOR = timedelta(minutes=15)
PASSWORD_LEAST, PASSWORD_MOST = 10, 200

_hasher = PasswordHasher()
# A hash of nobody's password: an unknown address costs as much time as a known one.
_NOBODY = _hasher.hash("nobody has this password")
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
    secret = inputs.text(password, "password", PASSWORD_MOST)
    if len(secret) < PASSWORD_LEAST:
        raise InvalidInput(f"At least {PASSWORD_LEAST} characters.", field="password")
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


def sign_in(services: Services, *, email: str, password: str) -> str:
    """Check a password and open a session; returns the cookie's secret.

    Raises `Unauthenticated` with the same words whatever was wrong. After ten wrong tries an
    account takes none for a quarter of an hour.
    """
    now = services.clock.now()
    with services.storage.read() as session:
        user = session.scalar(
            select(UserRow).where(UserRow.email == email.replace("\0", "").strip().lower())
        )
    locked = user is not None and user.locked_until is not None and user.locked_until > now
    usable = user is not None and user.is_active and not locked
    known = user.password_hash if user is not None and usable else _NOBODY
    try:
        # Outside any transaction: the check is slow on purpose.
        right = _hasher.verify(known, password[:PASSWORD_MOST]) and usable
    except VerificationError:
        right = False
    if user is None or not right:
        if user is not None and usable:
            _count_failure(services, user.id, now)
        raise Unauthenticated("The address or the password is not right.", field="password")
    cookie = new_token("ds")
    with services.storage.write() as session:
        row = session.get_one(UserRow, user.id)
        row.failed_sign_ins, row.locked_until = 0, None
        session.execute(delete(SignInRow).where(SignInRow.expires_at < now))
        session.add(
            SignInRow(
                cookie_hash=token_hash(cookie),
                tenant_id=user.tenant_id,
                user_id=user.id,
                created_at=now,
                expires_at=now + SIGN_IN_LASTS,
            )
        )
    return cookie


def _count_failure(services: Services, user_id: int, now: datetime) -> None:
    with services.storage.write() as session:
        row = session.get_one(UserRow, user_id, with_for_update=True)
        row.failed_sign_ins += 1
        if row.failed_sign_ins >= TRIES:
            row.failed_sign_ins, row.locked_until = 0, now + LOCKED_FOR


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


def _role(value: object) -> Role:
    try:
        return Role(str(value).strip().lower())
    except ValueError:
        raise InvalidInput(f"Must be one of {', '.join(Role)}.", field="role") from None
