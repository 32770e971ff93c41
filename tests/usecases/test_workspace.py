"""The workspace's own settings, and what it proposes for a new sequence."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Forbidden, InvalidInput
from crm_core.services import Services
from crm_core.usecases.mailboxes import add_mailbox
from crm_core.usecases.workspaces import change_sequence_defaults, change_workspace
from crm_core.views.mailboxes import list_mailboxes
from crm_core.views.workspaces import get_workspace

USUAL = {"days": {day: [["09:00", "17:00"]] for day in ("MON", "TUE", "WED", "THU", "FRI")}}


@pytest.mark.parametrize(
    ("window", "countries", "field"),
    [
        ({"days": {}}, [], "settings.sendWindow.days"),
        ({"days": {"MON": [["9", "17:00"]]}}, [], "settings.sendWindow.days.MON[0][0]"),
        (USUAL, ["US", "XX"], "settings.holidayCountries[1]"),
    ],
)
def test_a_proposal_that_no_sequence_could_have_is_refused(
    services: Services, actor: Actor, window: object, countries: list[str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change_sequence_defaults(
            services, actor=actor, send_window=window, holiday_countries=countries
        )
    assert refusal.value.field == field


def test_a_workspace_gets_another_name_and_zone(services: Services, actor: Actor) -> None:
    change_workspace(services, actor=actor, name=" Nordwind ", timezone="Europe/Oslo")
    seen = get_workspace(services, actor=actor)
    assert (seen.name, seen.timezone) == ("Nordwind", "Europe/Oslo")
    for name, zone, field in (("", "UTC", "name"), ("N", "", "timezone"), ("N", "Oz", "timezone")):
        with pytest.raises(InvalidInput) as refusal:
            change_workspace(services, actor=actor, name=name, timezone=zone)
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("role", "may"), [(Role.MANAGER, True), (Role.SALESPERSON, False), (Role.ROBOT, False)]
)
def test_administrators_and_managers_change_the_workspace(
    role: Role, may: bool, services: Services, actor: Actor
) -> None:
    by = Actor(actor.tenant_id, role, "user")
    if may:
        change_workspace(services, actor=by, name="N", timezone="UTC")
        return
    with pytest.raises(Forbidden):
        change_workspace(services, actor=by, name="N", timezone="UTC")
    with pytest.raises(Forbidden):
        change_sequence_defaults(services, actor=by, send_window=None, holiday_countries=[])


def test_mailboxes_are_told_without_their_passwords(services: Services, actor: Actor) -> None:
    add_mailbox(
        services, actor=actor, address="eva@example.com", display_name="Eva",
        transport_url="smtps://eva:hunter2@mail.example.com",
    )  # fmt: skip

    default, added = list_mailboxes(services, actor=actor)

    assert (default.is_default, default.address) == (True, "sales@example.com")
    assert (added.address, added.status, added.owner) == ("eva@example.com", "ACTIVE", "")
    assert "hunter2" not in f"{default} {added}"
