"""Signing in and out: from an address and a password to a session's cookie, and to an actor."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, delete, select

from crm_core.domain.permissions import Actor, Role
from crm_core.secrets import may_be_token, new_token, token_hash
from crm_core.services import Services
from crm_core.storage.tables import SignInRow, UserRow
from crm_core.storage.types import AnySelect
from crm_core.usecases.access.passwords import check_password, wrong
from crm_core.usecases.access.users import typed_address
from crm_core.usecases.sign_in_limits import NO_PEER, SignInBusy, limits_of

SIGN_IN_LASTS = timedelta(days=14)


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
        user = check_password(services, address, password, now)
    except SignInBusy:
        limits.give_back(address, peer)
        raise
    limits.passed(address, peer)
    return _open_session(services, user, now)


def _open_session(services: Services, user: UserRow, now: datetime) -> str:
    cookie = new_token("ds")
    with services.storage.write() as session:
        row = session.get_one(UserRow, user.id, with_for_update=True)
        if not row.is_active or row.password_hash != user.password_hash:
            raise wrong()  # It was changed while the old one was being checked.
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


def sign_out(services: Services, *, cookie: str) -> None:
    """End the session; its cookie is worth nothing afterwards."""
    with services.storage.write() as session:
        session.execute(delete(SignInRow).where(SignInRow.cookie_hash == token_hash(cookie)))


def actor_of_cookie(services: Services, cookie: str | None) -> Actor | None:
    """Who a browser's cookie stands for; None for none, an unknown or an expired one."""
    if not cookie or not may_be_token(cookie):
        return None
    given = {"cookie_hash": token_hash(cookie), "now": services.clock.now()}
    with services.storage.read() as session:
        row = session.execute(_user_of_a_session(), given).one_or_none()
    if row is None:
        return None
    return Actor(row.tenant_id, Role(row.role), "user", row.id, row.name or row.email)


@cache
def _user_of_a_session() -> AnySelect:
    """Composed once: it is asked several times for each click."""
    return (
        select(UserRow.id, UserRow.tenant_id, UserRow.role, UserRow.name, UserRow.email)
        .join(SignInRow, SignInRow.user_id == UserRow.id)
        .where(
            SignInRow.cookie_hash == bindparam("cookie_hash"),
            SignInRow.expires_at > bindparam("now"),
            UserRow.is_active,
        )
    )
