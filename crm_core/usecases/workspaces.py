"""Adding a workspace (whoever may run a command on the server may), and changing one."""

from typing import cast

from crm_core.domain import inputs
from crm_core.domain.calendar import SendWindow
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import SequenceSettings
from crm_core.errors import InvalidInput
from crm_core.holiday_dates import check_countries
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.tables import TenantRow
from crm_core.storage.workspace import create_workspace
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.access.own_account import zone_from

NAME_LIMIT = 200


def add_workspace(services: Services, *, name: object) -> int:
    """A new, empty workspace with its default mailbox; returns its id."""
    title = _name(name)
    now = services.clock.now()
    with services.storage.write() as session:
        tenant_id = create_workspace(session, title, services.settings.crm_mail_from, now)
        actor = command_line_actor(tenant_id)
        audit.note(session, actor, now, "workspace.added", "workspace", tenant_id)
        return tenant_id


def change_workspace(services: Services, *, actor: Actor, name: object, timezone: object) -> None:
    """Give the workspace another name or zone, which holds where a person has none of their own."""
    actor.require(Permission.WORKSPACE_MANAGE)
    title = _name(name)
    zone = zone_from(timezone, "timezone")
    if zone is None:
        raise InvalidInput("A workspace needs a time zone.", field="timezone")
    now = services.clock.now()
    with services.storage.write() as session:
        row = session.get_one(TenantRow, actor.tenant_id, with_for_update=True)
        row.name, row.timezone = title, zone
        audit.note(session, actor, now, "workspace.changed", "workspace", row.id)


def change_sequence_defaults(
    services: Services, *, actor: Actor, send_window: object, holiday_countries: object
) -> None:
    """Say what is proposed for a new sequence: when it may touch, whose holidays it keeps.

    Both in the contract's form; raises `InvalidInput` naming `settings.sendWindow…` or
    `settings.holidayCountries…`. Sequences that exist stay as they are.
    """
    actor.require(Permission.WORKSPACE_MANAGE)
    settings = SequenceSettings.parse(
        {"sendWindow": send_window, "holidayCountries": holiday_countries}
    )
    check_countries(settings.holiday_countries, "settings.holidayCountries")
    usual = settings.send_window == SendWindow.parse(None)
    now = services.clock.now()
    with services.storage.write() as session:
        row = session.get_one(TenantRow, actor.tenant_id, with_for_update=True)
        # The column's JSON holds the word ALWAYS as well as an object.
        window = cast("dict[str, object]", settings.send_window.to_json())
        row.send_window = None if usual else window
        row.holiday_countries = list(settings.holiday_countries)
        audit.note(session, actor, now, "workspace.defaults", "workspace", row.id)


def _name(value: object) -> str:
    title = inputs.line(value, "name", NAME_LIMIT)
    if not title:
        raise InvalidInput("A workspace needs a name.", field="name")
    return title
