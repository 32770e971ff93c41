"""Who gives which role to whom, and who stays: the rules behind the settings of users."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from crm_core.domain import permissions
from crm_core.domain.permissions import PERMISSIONS, Actor, Permission, Role
from crm_core.errors import Conflict, CrmError, Forbidden, InvalidInput, NotFound, Unauthenticated
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, UserRow
from crm_core.usecases.access import (
    actor_of_cookie,
    actor_of_token,
    add_user,
    change_password,
    change_role,
    create_token,
    deactivate_user,
    list_tokens,
    list_users,
    sign_in,
)

PASSWORD = "correct horse battery"

AddAs = Callable[[str, Role], Actor]


@pytest.fixture
def added(services: Services, actor: Actor) -> AddAs:
    """Adds a user `name@example.com` of a role and gives the actor that they are."""

    def add(name: str, role: Role) -> Actor:
        key = add_user(
            services, actor=actor, email=f"{name}@example.com", password=PASSWORD, role=role,
            name=name.title(),
        )  # fmt: skip
        return Actor(actor.tenant_id, role, "user", key, name.title())

    return add


@pytest.fixture
def deputy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Managers may look after users, as a role to come might: they hold less than others."""
    more = PERMISSIONS[Role.MANAGER] | {Permission.USERS_MANAGE}
    given = {**PERMISSIONS, Role.MANAGER: more - {Permission.WORKSPACE_MANAGE}}
    monkeypatch.setattr(permissions, "PERMISSIONS", given)


def role_of(services: Services, actor: Actor, email: str) -> str:
    return next(line.role for line in list_users(services, actor=actor) if line.email == email)


def test_another_role_holds_from_the_next_click_on(
    services: Services, actor: Actor, added: AddAs
) -> None:
    added("ann", Role.SALESPERSON)
    cookie = sign_in(services, email="ann@example.com", password=PASSWORD)

    change_role(services, actor=actor, email="Ann@example.com", role="manager")

    known = actor_of_cookie(services, cookie)
    assert known is not None
    assert known.role is Role.MANAGER
    with services.storage.read() as session:
        noted = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert noted is not None
        assert (noted.action, noted.detail) == ("user.role", {"role": "manager"})


def test_a_role_that_holds_less_ends_the_tokens_that_hold_more(
    services: Services, actor: Actor, added: AddAs
) -> None:
    ann = added("ann", Role.ADMINISTRATOR)
    strong = create_token(services, actor=ann, role="administrator")
    weak = create_token(services, actor=ann, role="read-only")

    change_role(services, actor=actor, email="ann@example.com", role="salesperson")

    with pytest.raises(Unauthenticated):
        actor_of_token(services, strong)
    assert actor_of_token(services, weak).role is Role.READ_ONLY


def test_a_token_belongs_to_whoever_makes_it_and_ends_with_them(
    services: Services, actor: Actor, added: AddAs
) -> None:
    token = create_token(services, actor=added("ann", Role.ADMINISTRATOR), role="robot")
    create_token(services, actor=actor, role="robot")
    assert [line.owner for line in list_tokens(services, actor=actor)] == ["Ann", ""]

    deactivate_user(services, actor=actor, email="ann@example.com")

    with pytest.raises(Unauthenticated):
        actor_of_token(services, token)


@pytest.mark.usefixtures("deputy")
@pytest.mark.parametrize("role", ["administrator"])
def test_nobody_gives_a_role_that_holds_what_they_do_not(
    role: str, services: Services, actor: Actor, added: AddAs
) -> None:
    added("ann", Role.SALESPERSON)
    deputy = added("dep", Role.MANAGER)
    acts: list[Callable[[], object]] = [
        lambda: change_role(services, actor=deputy, email="ann@example.com", role=role),
        lambda: create_token(services, actor=deputy, role=role),
        lambda: add_user(
            services, actor=deputy, email="x@example.com", password=PASSWORD, role=role
        ),
    ]
    for act in acts:
        with pytest.raises(Forbidden) as refusal:
            act()
        assert refusal.value.field == "role"
    change_role(services, actor=deputy, email="ann@example.com", role="read-only")
    assert role_of(services, actor, "ann@example.com") == "read-only"


@pytest.mark.usefixtures("deputy")
def test_nobody_touches_a_user_who_may_do_more(
    services: Services, actor: Actor, added: AddAs
) -> None:
    added("boss", Role.ADMINISTRATOR)
    added("vice", Role.ADMINISTRATOR)
    deputy = added("dep", Role.MANAGER)
    boss = "boss@example.com"
    acts: list[Callable[[], object]] = [
        lambda: change_role(services, actor=deputy, email=boss, role="read-only"),
        lambda: deactivate_user(services, actor=deputy, email=boss),
        lambda: change_password(services, actor=deputy, email=boss, password="x" * 12),
    ]
    for act in acts:
        with pytest.raises(Forbidden, match="holds more than yours"):
            act()
    assert sign_in(services, email=boss, password=PASSWORD)


def test_nobody_deactivates_themselves_or_the_last_administrator(
    services: Services, actor: Actor, added: AddAs
) -> None:
    ann, bo = added("ann", Role.ADMINISTRATOR), added("bo", Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="themselves"):
        deactivate_user(services, actor=ann, email="ann@example.com")
    deactivate_user(services, actor=ann, email="bo@example.com")

    for act in (
        lambda: deactivate_user(services, actor=bo, email="ann@example.com"),
        lambda: change_role(services, actor=ann, email="ann@example.com", role="manager"),
    ):
        with pytest.raises(Conflict, match="without an administrator"):
            act()
    assert role_of(services, actor, "ann@example.com") == "administrator"
    deactivate_user(services, actor=actor, email="ann@example.com")


def test_of_two_administrators_who_shut_each_other_out_one_stays(
    each_services: Services, actor: Actor
) -> None:
    both = []
    for name in ("ann", "bo"):
        key = add_user(
            each_services, actor=actor, email=f"{name}@example.com", password=PASSWORD,
            role="administrator",
        )  # fmt: skip
        both.append(Actor(actor.tenant_id, Role.ADMINISTRATOR, "user", key))

    def shut_out(pair: tuple[Actor, str]) -> str:
        try:
            deactivate_user(each_services, actor=pair[0], email=pair[1])
        except CrmError as refusal:
            return refusal.message
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = list(
            pool.map(shut_out, zip(both, ["bo@example.com", "ann@example.com"], strict=True))
        )

    assert sorted(said) == ["The workspace would be left without an administrator.", "done"]
    with each_services.storage.read() as session:
        assert sum(session.scalars(select(UserRow.is_active))) == 1


def test_a_role_that_is_none_the_same_role_and_a_stranger_are_refused(
    services: Services, actor: Actor, added: AddAs
) -> None:
    ann = added("ann", Role.MANAGER)
    refusals: list[tuple[type[CrmError], Actor, str, str]] = [
        (InvalidInput, actor, "ann@example.com", "x"),
        (Conflict, actor, "ann@example.com", "manager"),
        (NotFound, actor, "no@example.com", "robot"),
        (Forbidden, ann, "ann@example.com", "robot"),
    ]
    for kind, by, email, role in refusals:
        with pytest.raises(kind):
            change_role(services, actor=by, email=email, role=role)
