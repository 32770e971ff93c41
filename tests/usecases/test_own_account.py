"""What everybody may change about themselves."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Forbidden, InvalidInput, NotFound, Unauthenticated
from crm_core.services import Services
from crm_core.usecases.access import (
    actor_of_cookie,
    add_user,
    change_account,
    change_own_password,
    sign_in,
    sign_out_everywhere,
)
from crm_core.usecases.sign_in_limits import TRIES, TooManyTries
from crm_core.views.accounts import get_account

EMAIL, PASSWORD, OTHER = "ann@example.com", "correct horse battery", "another long password"


@pytest.fixture
def ann(services: Services, actor: Actor) -> Actor:
    key = add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role="read-only")
    return Actor(actor.tenant_id, Role.READ_ONLY, "user", key)


def test_anybody_may_change_their_name_and_zone(services: Services, ann: Actor) -> None:
    change_account(services, actor=ann, name=" Ann 🌷 ", timezone="Europe/Rome")
    seen = get_account(services, actor=ann)
    assert (seen.name, seen.timezone, seen.role) == ("Ann 🌷", "Europe/Rome", Role.READ_ONLY)
    change_account(services, actor=ann, name="Ann", timezone="")
    assert get_account(services, actor=ann).timezone is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"timezone": "Mars/Olympus"}, "timezone"), ({"name": "a\nb"}, "name"),
     ({"name": "x" * 201}, "name")],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(
    services: Services, ann: Actor, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change_account(services, actor=ann, **{"name": "Ann", "timezone": "", **changed})
    assert refusal.value.field == field
    assert get_account(services, actor=ann).name == ""


def test_another_password_ends_every_session_but_the_one_it_was_changed_in(
    services: Services, ann: Actor
) -> None:
    here, there = (sign_in(services, email=EMAIL, password=PASSWORD) for _ in range(2))
    assert get_account(services, actor=ann).sessions == 2

    change_own_password(services, actor=ann, present=PASSWORD, password=OTHER, cookie=here)

    assert actor_of_cookie(services, here) is not None
    assert actor_of_cookie(services, there) is None
    assert sign_in(services, email=EMAIL, password=OTHER)
    with pytest.raises(Unauthenticated):
        sign_in(services, email=EMAIL, password=PASSWORD)


def test_the_present_password_is_asked_and_guesses_are_counted(
    services: Services, ann: Actor
) -> None:
    for _ in range(TRIES):
        with pytest.raises(InvalidInput) as refusal:
            change_own_password(services, actor=ann, present="wrong", password=OTHER)
        assert refusal.value.field == "present"
    with pytest.raises(TooManyTries):
        change_own_password(services, actor=ann, present=PASSWORD, password=OTHER)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer="elsewhere")


def test_a_new_password_that_is_too_short_is_refused_first(services: Services, ann: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change_own_password(services, actor=ann, present="wrong", password="short")
    assert refusal.value.field == "password"


def test_signing_out_everywhere_ends_this_session_too(
    services: Services, ann: Actor, actor: Actor
) -> None:
    add_user(services, actor=actor, email="bo@example.com", password=PASSWORD, role="manager")
    mine = [sign_in(services, email=EMAIL, password=PASSWORD) for _ in range(2)]
    others = sign_in(services, email="bo@example.com", password=PASSWORD)

    sign_out_everywhere(services, actor=ann)

    assert [actor_of_cookie(services, cookie) for cookie in mine] == [None, None]
    assert actor_of_cookie(services, others) is not None


def test_who_did_not_sign_in_has_no_account(services: Services, actor: Actor, ann: Actor) -> None:
    token = Actor(ann.tenant_id, Role.READ_ONLY, "token", ann.user_id)
    with pytest.raises(NotFound):
        get_account(services, actor=actor)
    for nobody in (actor, token):
        with pytest.raises(Forbidden):
            change_account(services, actor=nobody, name="X", timezone="")
        with pytest.raises(Forbidden):
            change_own_password(services, actor=nobody, present=PASSWORD, password=OTHER)
        with pytest.raises(Forbidden):
            sign_out_everywhere(services, actor=nobody)
