"""Who works in the workspace, for whoever may look at its people."""

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import add_user, deactivate_user
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.colleagues import list_colleagues


def test_colleagues_come_by_name_and_those_who_left_are_marked(
    each_services: Services, actor: Actor
) -> None:
    for email, name in (("z@example.com", "bo"), ("y@example.com", ""), ("x@example.com", "Ada")):
        add_user(
            each_services, actor=actor, email=email, password="long enough", role="salesperson",
            name=name,
        )  # fmt: skip
    deactivate_user(each_services, actor=actor, email="z@example.com")
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    elsewhere = Actor(add_workspace(each_services, name="Other"), Role.READ_ONLY, "user")

    told = [(one.name, one.active) for one in list_colleagues(each_services, actor=reader)]

    assert told == [("Ada", True), ("bo", False), ("y@example.com", True)]
    assert list_colleagues(each_services, actor=elsewhere) == ()
