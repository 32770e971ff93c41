"""Passwords, sessions, tokens and what each role may do."""

from datetime import timedelta

import pytest

from crm_core.domain.permissions import PERMISSIONS, Actor, Permission, Role
from crm_core.errors import CrmError, Forbidden, Unauthenticated
from crm_core.services import Services
from crm_core.storage.tables import ApiTokenRow, SignInRow, UserRow
from crm_core.usecases.access import (
    SIGN_IN_LASTS,
    actor_of_cookie,
    actor_of_token,
    add_user,
    create_token,
    sign_in,
    sign_out,
)
from crm_core.usecases.sign_in_limits import LOCKED_FOR, TRIES
from tests.clocks import StoppedClock

PASSWORD = "correct horse battery"


@pytest.fixture
def user(services: Services, actor: Actor) -> int:
    return add_user(
        services, actor=actor, email="Ann@example.com", password=PASSWORD, role="manager"
    )


def test_a_sign_in_gives_a_cookie_that_stands_for_the_user(services: Services, user: int) -> None:
    cookie = sign_in(services, email=" ann@EXAMPLE.com ", password=PASSWORD)
    known = actor_of_cookie(services, cookie)
    assert known is not None
    assert (known.user_id, known.role, known.kind) == (user, Role.MANAGER, "user")


def test_neither_password_nor_cookie_nor_token_is_stored(
    services: Services, actor: Actor, user: int
) -> None:
    cookie = sign_in(services, email="ann@example.com", password=PASSWORD)
    token = create_token(services, actor=actor, role="robot")
    with services.storage.read() as session:
        stored = [session.get_one(UserRow, user).password_hash]
        stored += [row.cookie_hash for row in session.query(SignInRow)]
        stored += [row.token_hash for row in session.query(ApiTokenRow)]
    assert stored[0].startswith("$argon2id$")
    assert not any(secret in text for secret in (PASSWORD, cookie, token) for text in stored)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", ""), ("\0", "\0")],
)
def test_whatever_is_wrong_the_words_are_the_same(
    services: Services, user: int, email: str, password: str
) -> None:
    with pytest.raises(Unauthenticated, match="The address or the password is not right"):
        sign_in(services, email=email, password=password)


def test_ten_wrong_tries_lock_the_account_for_a_quarter_of_an_hour(
    services: Services, user: int, clock: StoppedClock
) -> None:
    for _ in range(TRIES):
        with pytest.raises(Unauthenticated):
            sign_in(services, email="ann@example.com", password="wrong")
    with pytest.raises(Unauthenticated):
        sign_in(services, email="ann@example.com", password=PASSWORD)
    clock.move(LOCKED_FOR + timedelta(seconds=1))
    assert sign_in(services, email="ann@example.com", password=PASSWORD)


def test_a_session_ends_with_the_sign_out_and_with_time(
    services: Services, user: int, clock: StoppedClock
) -> None:
    first, second = (
        sign_in(services, email="ann@example.com", password=PASSWORD) for _ in range(2)
    )
    sign_out(services, cookie=first)
    assert actor_of_cookie(services, first) is None
    assert actor_of_cookie(services, second) is not None
    clock.move(SIGN_IN_LASTS)
    assert actor_of_cookie(services, second) is None


def test_a_user_who_was_switched_off_is_out_at_once(services: Services, user: int) -> None:
    cookie = sign_in(services, email="ann@example.com", password=PASSWORD)
    with services.storage.write() as session:
        session.get_one(UserRow, user).is_active = False
    assert actor_of_cookie(services, cookie) is None
    with pytest.raises(Unauthenticated):
        sign_in(services, email="ann@example.com", password=PASSWORD)


@pytest.mark.parametrize("cookie", [None, "", "x", "ds_" + "a" * 43, "ds_\0" + "a" * 42])
def test_a_cookie_that_nobody_was_given_stands_for_nobody(
    services: Services, cookie: str | None
) -> None:
    assert actor_of_cookie(services, cookie) is None


def test_a_token_acts_with_its_role_and_another_text_does_not(
    services: Services, actor: Actor
) -> None:
    token = create_token(services, actor=actor, role="read-only", name="Reports")
    assert actor_of_token(services, token).role is Role.READ_ONLY
    for wrong in (None, "", token[:-1], token + "x", token.upper()):
        with pytest.raises(Unauthenticated):
            actor_of_token(services, wrong)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "password"),
        ({"role": "king"}, "role"),
        ({"email": "ann@example.com"}, "email"),
    ],
)
def test_a_bad_user_is_refused_by_its_field(
    services: Services, actor: Actor, user: int, given: dict[str, str], field: str
) -> None:
    good = {"email": "bob@example.com", "password": PASSWORD, "role": "salesperson"}
    with pytest.raises(CrmError) as refusal:
        add_user(services, actor=actor, **{**good, **given})
    assert refusal.value.field == field


def test_only_an_administrator_adds_users_and_tokens(services: Services, actor: Actor) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        lesser = Actor(actor.tenant_id, role, "user")
        with pytest.raises(Forbidden):
            create_token(services, actor=lesser, role="read-only")
        with pytest.raises(Forbidden):
            add_user(services, actor=lesser, email="x@example.com", password=PASSWORD, role="robot")


def test_every_role_has_its_permissions_and_reading_is_in_all() -> None:
    assert set(PERMISSIONS) == set(Role)
    for granted in PERMISSIONS.values():
        assert {p for p in Permission if p.endswith(".read")} <= granted
    assert PERMISSIONS[Role.ADMINISTRATOR] == set(Permission)
