"""What everybody may change about themselves, whatever their role: name, zone, password."""

from sqlalchemy import delete, select

from crm_core.domain import inputs
from crm_core.domain.calendar import choose_zone
from crm_core.domain.permissions import Actor
from crm_core.errors import Forbidden, InvalidInput, Unauthenticated
from crm_core.secrets import token_hash
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import SignInRow, UserRow
from crm_core.usecases.access.passwords import check_password, hashed, new_password_from
from crm_core.usecases.sign_in_limits import NO_PEER, limits_of

NAME_LIMIT = 200


def change_account(services: Services, *, actor: Actor, name: object, timezone: object) -> None:
    """Give oneself another name or time zone (an IANA name; empty for none)."""
    title = inputs.line(name, "name", NAME_LIMIT)
    zone = zone_from(timezone, "timezone")
    now = services.clock.now()
    with services.storage.write() as session:
        row = _own(session, actor)
        row.name, row.timezone = title, zone
        audit.note(session, actor, now, "user.changed", "user", row.id)


def change_own_password(
    services: Services, *, actor: Actor, present: str, password: object, cookie: str | None = None
) -> None:
    """Take another password after the present one; ends every session but that of `cookie`.

    Raises `InvalidInput` naming `present` or `password`. Wrong tries count as at the sign-in.
    """
    secret = new_password_from(password)
    now = services.clock.now()
    with services.storage.read() as session:
        email = session.scalar(select(UserRow.email).where(UserRow.id == actor.user_id))
    if email is None or actor.kind != "user":
        raise _no_user()
    limits = limits_of(services.storage)
    limits.take(email, NO_PEER, now)
    try:
        checked = check_password(services, email, present, now)
    except Unauthenticated as refusal:
        raise InvalidInput("This is not your present password.", field="present") from refusal
    limits.passed(email, NO_PEER)
    with services.storage.write() as session:
        row = _own(session, actor)
        if row.password_hash != checked.password_hash:
            raise InvalidInput("The password was changed meanwhile.", field="present")
        row.password_hash = hashed(secret)
        others = delete(SignInRow).where(SignInRow.user_id == row.id)
        if cookie is not None:
            others = others.where(SignInRow.cookie_hash != token_hash(cookie))
        session.execute(others)
        audit.note(session, actor, now, "user.password", "user", row.id)


def sign_out_everywhere(services: Services, *, actor: Actor) -> None:
    """End all sessions of oneself, the present one too. Tokens stay as they are."""
    now = services.clock.now()
    with services.storage.write() as session:
        row = _own(session, actor)
        session.execute(delete(SignInRow).where(SignInRow.user_id == row.id))
        audit.note(session, actor, now, "user.signed_out", "user", row.id)


def zone_from(value: object, field: str) -> str | None:
    """An IANA time zone's name, or None for none; raises `InvalidInput`."""
    name = inputs.line(value, field, 64)
    if not name:
        return None
    if choose_zone(("typed", name)).source != "typed":
        raise InvalidInput("Unknown time zone; use an IANA name such as Europe/Rome.", field)
    return name


def _own(session: WriteSession, actor: Actor) -> UserRow:
    row = session.scalar(
        select(UserRow)
        .where(UserRow.id == actor.user_id, UserRow.tenant_id == actor.tenant_id)
        .with_for_update()
    )
    if row is None or actor.kind != "user":
        raise _no_user()
    return row


def _no_user() -> Forbidden:
    return Forbidden("Only somebody who signed in has an account.")
