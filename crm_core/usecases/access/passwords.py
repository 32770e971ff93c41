"""Passwords: what one may be, and whether it is right. Slow on purpose, and counted."""

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from crm_core.domain import inputs
from crm_core.errors import InvalidInput, Unauthenticated
from crm_core.services import Services
from crm_core.storage.tables import UserRow
from crm_core.usecases.sign_in_limits import ACCOUNT_TRIES, ACCOUNT_WAITS, Turns

PASSWORD_LEAST, PASSWORD_MOST = 10, 200

_hasher = PasswordHasher()
# A check takes 64 MiB and a core.
_checks = Turns(at_once=2, waiting=8, patience=3.0)


def hashed(password: str) -> str:
    """What is stored of a password: argon2id in PHC form."""
    return _hasher.hash(password)


@cache
def _nobodys() -> str:
    """A hash of nobody's password: an unknown address costs as much time as a known one.

    Made at the first check, whoever it is for, and not by each process that starts.
    """
    return _hasher.hash("nobody has this password")


def new_password_from(value: object) -> str:
    """A password that may be taken; raises `InvalidInput` naming `password`."""
    secret = inputs.text(value, "password", PASSWORD_MOST)
    if len(secret) < PASSWORD_LEAST:
        raise InvalidInput(f"At least {PASSWORD_LEAST} characters.", field="password")
    return secret


def check_password(services: Services, address: str, password: str, now: datetime) -> UserRow:
    """The user whose address and password these are; raises `Unauthenticated`, and counts it."""
    with services.storage.read() as session:
        user = session.scalar(select(UserRow).where(UserRow.email == address))
    locked = user is not None and user.locked_until is not None and user.locked_until > now
    usable = user is not None and user.is_active and not locked
    # Outside any transaction: the check is slow on purpose.
    with _checks.turn():
        nobodys = _nobodys()
        known = user.password_hash if user is not None and usable else nobodys
        try:
            right = _hasher.verify(known, password[:PASSWORD_MOST]) and usable
        except VerificationError:
            right = False
    if user is None or not right:
        if user is not None and usable:
            _count_failure(services, user.id, now)
        raise wrong()
    return user


def _count_failure(services: Services, user_id: int, now: datetime) -> None:
    with services.storage.write() as session:
        row = session.get_one(UserRow, user_id, with_for_update=True)
        row.failed_sign_ins += 1
        if row.failed_sign_ins >= ACCOUNT_TRIES:
            row.failed_sign_ins, row.locked_until = 0, now + ACCOUNT_WAITS


def wrong() -> Unauthenticated:
    """The one refusal, whatever was wrong."""
    return Unauthenticated("The address or the password is not right.", field="password")
