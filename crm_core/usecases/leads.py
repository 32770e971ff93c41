"""Changing what is known of a lead itself; what is known of its person changes with the person."""

from collections.abc import Mapping

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import LeadStatus
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.lookup import owned
from crm_core.storage.tables import LeadRow, UserRow
from crm_core.usecases.person_facts import LINE


def update_lead(
    services: Services, *, actor: Actor, lead_id: int, changes: Mapping[str, object]
) -> None:
    """Change a lead's `status`, `source` or `owner_id` (None: nobody's); what is not named stays.

    Raises `InvalidInput` naming the field, `NotFound` for a lead or an owner of nobody here.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(changes, {"status", "source", "owner_id"}, "lead")
    columns: dict[str, object] = {}
    if "status" in changes:
        columns["status"] = inputs.word(LeadStatus, changes["status"], "status")
    if "source" in changes:
        columns["source"] = inputs.line(changes["source"], "source", LINE)
    if "owner_id" in changes:
        columns["owner_id"] = inputs.whole(changes["owner_id"], "ownerId")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, LeadRow, actor.tenant_id, lead_id, what="lead", lock=True)
        owner_id = columns.get("owner_id")
        if isinstance(owner_id, int):
            owned(session, UserRow, actor.tenant_id, owner_id, what="user", field="ownerId")
        for name, value in columns.items():
            setattr(row, name, value)
        audit.note(session, actor, now, "lead.changed", "lead", lead_id, fields=list(changes))
