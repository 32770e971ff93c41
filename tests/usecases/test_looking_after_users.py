"""Users and tokens after they were made: listed, given another password, shut out, revoked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Conflict, CrmError, Forbidden, NotFound, Unauthenticated
from crm_core.services import Services
from crm_core.storage.tables import ApiTokenRow, AuditRow, UserRow
from crm_core.storage.workspace import create_workspace
from crm_core.usecases.access import (
    SIGN_IN_LASTS,
    activate_user,
    actor_of_cookie,
    actor_of_token,
    add_user,
    change_password,
    command_line_actor,
    create_token,
    deactivate_user,
    list_tokens,
    list_users,
    revoke_token,
    sign_in,
)
from tests.clocks import StoppedClock

EMAIL, PASSWORD, OTHER = "ann@example.com", "correct horse battery", "another long password"


@pytest.fixture
def user(services: Services, actor: Actor) -> int:
    return add_user(
        services, actor=actor, email=EMAIL, password=PASSWORD, role="manager", name="Ann"
    )


@pytest.fixture
def stranger(services: Services) -> Actor:
    """An administrator of another workspace of the same installation."""
    with services.storage.write() as session:
        return command_line_actor(
            create_workspace(session, "Elsewhere", "b@example.com", services.clock.now())
        )


def notes(services: Services) -> list[tuple[str, str, int]]:
    with services.storage.read() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(row.action, row.object_type, row.object_id) for row in rows]


@pytest.mark.parametrize(
    ("added", "typed"),
    [
        ("u@xn--bcher-kva.example.com", "u@xn--bcher-kva.example.com"),
        ("u@xn--bcher-kva.example.com", "u@bücher.example.com"),
        ("u@BÜCHER.example.com", " U@xn--bcher-kva.example.com "),
    ],
)
def test_an_address_signs_in_however_its_domain_is_written(
    services: Services, actor: Actor, added: str, typed: str
) -> None:
    add_user(services, actor=actor, email=added, password=PASSWORD, role="manager")
    assert sign_in(services, email=typed, password=PASSWORD)


def test_an_address_from_before_that_no_new_user_could_have_still_signs_in(
    services: Services, actor: Actor, user: int
) -> None:
    with services.storage.write() as session:
        session.get_one(UserRow, user).email = "ann@localhost"

    assert sign_in(services, email=" Ann@LOCALHOST", password=PASSWORD)
    change_password(services, actor=actor, email="ann@localhost", password=OTHER)
    assert sign_in(services, email="ann@localhost", password=OTHER)


def test_a_changed_password_ends_the_sessions_and_the_old_one(
    services: Services, actor: Actor, user: int
) -> None:
    add_user(services, actor=actor, email="bo@example.com", password=PASSWORD, role="manager")
    cookie = sign_in(services, email=EMAIL, password=PASSWORD)
    others = sign_in(services, email="bo@example.com", password=PASSWORD)

    change_password(services, actor=actor, email=" Ann@Example.com", password=OTHER)

    assert actor_of_cookie(services, cookie) is None
    assert actor_of_cookie(services, others) is not None
    with pytest.raises(Unauthenticated):
        sign_in(services, email=EMAIL, password=PASSWORD)
    assert sign_in(services, email=EMAIL, password=OTHER)
    assert notes(services)[-1] == ("user.password", "user", user)
    with services.storage.read() as session:
        assert OTHER not in str([row.detail for row in session.scalars(select(AuditRow))])


def test_a_changed_password_opens_an_account_that_was_locked(
    services: Services, actor: Actor, user: int, clock: StoppedClock
) -> None:
    with services.storage.write() as session:
        session.get_one(UserRow, user).locked_until = clock.now() + timedelta(hours=1)

    change_password(services, actor=actor, email=EMAIL, password=OTHER)

    assert sign_in(services, email=EMAIL, password=OTHER)


@pytest.mark.parametrize("password", ["short", "x" * 201, None, "", "long enough\0"])
def test_a_password_that_cannot_be_changes_nothing(
    services: Services, actor: Actor, user: int, password: object
) -> None:
    cookie = sign_in(services, email=EMAIL, password=PASSWORD)
    with pytest.raises(CrmError) as refusal:
        change_password(services, actor=actor, email=EMAIL, password=password)
    assert refusal.value.field == "password"
    assert actor_of_cookie(services, cookie) is not None
    assert sign_in(services, email=EMAIL, password=PASSWORD)


def test_who_is_deactivated_is_out_with_sessions_and_tokens_and_can_come_back(
    services: Services, actor: Actor, user: int
) -> None:
    cookie = sign_in(services, email=EMAIL, password=PASSWORD)
    own, shared = (create_token(services, actor=actor, role="robot") for _ in range(2))
    with services.storage.write() as session:
        session.get_one(ApiTokenRow, 1).user_id = user

    deactivate_user(services, actor=actor, email=EMAIL)

    assert actor_of_cookie(services, cookie) is None
    with pytest.raises(Unauthenticated):
        sign_in(services, email=EMAIL, password=PASSWORD)
    with pytest.raises(Unauthenticated):
        actor_of_token(services, own)
    assert actor_of_token(services, shared)

    activate_user(services, actor=actor, email=EMAIL)

    assert actor_of_cookie(services, cookie) is None
    assert sign_in(services, email=EMAIL, password=PASSWORD)
    assert notes(services)[-2:] == [
        ("user.deactivated", "user", user), ("user.activated", "user", user),
    ]  # fmt: skip


def test_a_user_is_deactivated_and_activated_once(
    services: Services, actor: Actor, user: int
) -> None:
    with pytest.raises(Conflict, match="not deactivated"):
        activate_user(services, actor=actor, email=EMAIL)
    deactivate_user(services, actor=actor, email=EMAIL)
    before = notes(services)
    with pytest.raises(Conflict, match="deactivated already") as refusal:
        deactivate_user(services, actor=actor, email=EMAIL)
    assert refusal.value.field == "email"
    assert notes(services) == before


def test_the_list_of_users_says_who_is_in(
    services: Services, actor: Actor, user: int, stranger: Actor, clock: StoppedClock
) -> None:
    add_user(services, actor=stranger, email="b@example.com", password=PASSWORD, role="manager")
    add_user(services, actor=actor, email="bo@example.com", password=PASSWORD, role="robot")
    deactivate_user(services, actor=actor, email="bo@example.com")
    sign_in(services, email=EMAIL, password=PASSWORD)
    clock.move(SIGN_IN_LASTS)
    for _ in range(2):
        sign_in(services, email=EMAIL, password=PASSWORD)

    first, second = list_users(services, actor=actor)

    assert (first.id, first.email, first.name, first.role) == (user, EMAIL, "Ann", "manager")
    assert (first.is_active, first.sessions) == (True, 2)
    assert (second.email, second.is_active, second.sessions) == ("bo@example.com", False, 0)


def test_a_revoked_token_is_worth_nothing_and_the_others_stay(
    services: Services, actor: Actor
) -> None:
    website, reports = (
        create_token(services, actor=actor, role="robot", name=name)
        for name in ("the website", "reports")
    )

    assert revoke_token(services, actor=actor, token_id=1) == "the website"

    with pytest.raises(Unauthenticated):
        actor_of_token(services, website)
    assert actor_of_token(services, reports)
    assert notes(services)[-1] == ("token.revoked", "token", 1)
    with pytest.raises(Conflict, match="revoked already") as refusal:
        revoke_token(services, actor=actor, token_id=1)
    assert refusal.value.field == "id"


def test_the_list_of_tokens_shows_no_token(
    services: Services, actor: Actor, stranger: Actor, clock: StoppedClock
) -> None:
    token = create_token(services, actor=actor, role="robot", name="the website")
    create_token(services, actor=stranger, role="robot")
    create_token(services, actor=actor, role="read-only", name="reports")
    made = clock.now()
    clock.move(timedelta(days=1))
    revoke_token(services, actor=actor, token_id=1)

    first, second = list_tokens(services, actor=actor)

    assert (first.id, first.name, first.role) == (1, "the website", "robot")
    assert (first.created_at, first.revoked_at) == (made, clock.now())
    assert (second.id, second.role, second.revoked_at) == (3, "read-only", None)
    with services.storage.read() as session:
        kept = session.get_one(ApiTokenRow, 1).token_hash
    assert token not in repr(first)
    assert kept not in repr(first)


def test_another_workspaces_users_and_tokens_are_out_of_reach(
    services: Services, actor: Actor, user: int, stranger: Actor
) -> None:
    token = create_token(services, actor=actor, role="robot")
    cookie = sign_in(services, email=EMAIL, password=PASSWORD)
    before = notes(services)
    for attempt, field in (
        (lambda: change_password(services, actor=stranger, email=EMAIL, password=OTHER), "email"),
        (lambda: deactivate_user(services, actor=stranger, email=EMAIL), "email"),
        (lambda: activate_user(services, actor=stranger, email=EMAIL), "email"),
        (lambda: revoke_token(services, actor=stranger, token_id=1), "id"),
    ):
        with pytest.raises(NotFound) as refusal:
            attempt()
        assert refusal.value.field == field
    assert actor_of_token(services, token)
    assert actor_of_cookie(services, cookie)
    assert notes(services) == before


@pytest.mark.parametrize(
    "attempt",
    [
        lambda s, a: list_users(s, actor=a),
        lambda s, a: list_tokens(s, actor=a),
        lambda s, a: change_password(s, actor=a, email=EMAIL, password=OTHER),
        lambda s, a: deactivate_user(s, actor=a, email=EMAIL),
        lambda s, a: activate_user(s, actor=a, email=EMAIL),
        lambda s, a: revoke_token(s, actor=a, token_id=1),
    ],
)
def test_only_an_administrator_looks_after_users_and_tokens(
    services: Services, actor: Actor, user: int, attempt: Callable[[Services, Actor], object]
) -> None:
    create_token(services, actor=actor, role="robot")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(Forbidden):
            attempt(services, Actor(actor.tenant_id, role, "user", user))


def test_the_lists_and_changes_work_on_each_database(each_services: Services, actor: Actor) -> None:
    add_user(each_services, actor=actor, email=EMAIL, password=PASSWORD, role="manager")
    create_token(each_services, actor=actor, role="robot")
    sign_in(each_services, email=EMAIL, password=PASSWORD)
    assert [line.sessions for line in list_users(each_services, actor=actor)] == [1]
    change_password(each_services, actor=actor, email=EMAIL, password=OTHER)
    assert [line.sessions for line in list_users(each_services, actor=actor)] == [0]
    revoke_token(each_services, actor=actor, token_id=1)
    deactivate_user(each_services, actor=actor, email=EMAIL)
    assert [line.revoked_at is None for line in list_tokens(each_services, actor=actor)] == [False]
    assert [line.is_active for line in list_users(each_services, actor=actor)] == [False]
