"""Deciding about the workspace's copilot: which of its tools are on, what a day may cost."""

from collections.abc import Mapping

from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor, Permission
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.tables import TenantRow


def change_copilot_settings(
    services: Services, *, actor: Actor, settings: Mapping[str, object]
) -> None:
    """Decide anew, in the form of `CopilotSettings.as_json`; what is left out stays as it is.

    Raises `InvalidInput` naming the field. An answer under way goes on with what it began with;
    a tool that is off from now on cannot be called, and its waiting cards not approved.
    """
    actor.require(Permission.WORKSPACE_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = session.get_one(TenantRow, actor.tenant_id, with_for_update=True)
        before = CopilotSettings.read(row.copilot)
        wanted = CopilotSettings.read({**before.as_json(), **settings})
        row.copilot = wanted.as_json()
        audit.note(
            session, actor, now, "copilot.settings", "workspace", row.id,
            off=sorted(wanted.off), dailyTokens=wanted.daily_tokens,
        )  # fmt: skip
