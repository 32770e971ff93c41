"""What a role may not do is told to a program by the permission and to a person in words."""

import pytest

from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.errors import Forbidden, NotFound

READER = Actor(tenant_id=1, role=Role.READ_ONLY, kind="user")
SELLER = Actor(tenant_id=1, role=Role.SALESPERSON, kind="user")


@pytest.mark.parametrize(
    ("actor", "permission", "told"),
    [
        (READER, Permission.PEOPLE_MANAGE, "Your role (read-only) may not change people."),
        (READER, Permission.DEALS_MANAGE, "Your role (read-only) may not change deals."),
        (SELLER, Permission.USERS_MANAGE, "Your role (salesperson) may not change users."),
    ],
)
def test_a_missing_permission_is_told_in_words(
    actor: Actor, permission: Permission, told: str
) -> None:
    with pytest.raises(Forbidden) as refusal:
        actor.require(permission)
    assert refusal.value.told == told
    assert permission in refusal.value.message


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_that_a_role_lacks_has_words(permission: Permission) -> None:
    for role in Role:
        actor = Actor(tenant_id=1, role=role, kind="user")
        if actor.may(permission):
            continue
        with pytest.raises(Forbidden) as refusal:
            actor.require(permission)
        assert refusal.value.told.startswith(f"Your role ({role}) may not ")


def test_what_is_told_is_the_message_where_nothing_else_is_said() -> None:
    assert NotFound("There is no such lead.").told == "There is no such lead."
