"""Changing what is known of leads themselves; what is known of a person changes with the person."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import LeadStatus
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.bulk import update_same
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among
from crm_core.storage.lookup import owned
from crm_core.storage.tables import LeadRow, UserRow
from crm_core.usecases.person_facts import LINE

MANY_MOST = 10_000


def update_lead(
    services: Services, *, actor: Actor, lead_id: int, changes: Mapping[str, object]
) -> None:
    """Change a lead's `status`, `source` or `owner_id` (None: nobody's); what is not named stays.

    Raises `InvalidInput` naming the field, `NotFound` for a lead or an owner of nobody here.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    columns = _columns(changes)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, LeadRow, actor.tenant_id, lead_id, what="lead", lock=True)
        _check_owner(session, actor, columns)
        for name, value in columns.items():
            setattr(row, name, value)
        audit.note(session, actor, now, "lead.changed", "lead", lead_id, fields=list(changes))


def update_leads(
    services: Services, *, actor: Actor, lead_ids: Sequence[int], changes: Mapping[str, object]
) -> int:
    """Change the same of many leads, at most `MANY_MOST`; returns how many there were.

    Changes and refusals as for one. Ids of nobody here are passed over: whoever chose them in a
    list cannot know that they have gone.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    columns = _columns(changes)
    if len(lead_ids) > MANY_MOST:
        raise InvalidInput(f"At most {MANY_MOST:,} at a time.", field="leadIds")
    now = services.clock.now()
    with services.storage.write() as session:
        _check_owner(session, actor, columns)
        ids = list(
            session.scalars(
                select(LeadRow.id)
                .where(LeadRow.tenant_id == actor.tenant_id, among(session, LeadRow.id, lead_ids))
                .order_by(LeadRow.id)
                .with_for_update(key_share=True)
            )
        )
        if not ids or not columns:
            return 0
        update_same(session, LeadRow, columns, ids)
        fields = list(changes)
        audit.note_each(session, actor, now, "lead.changed", "lead", ids, fields=fields)
        return len(ids)


def _columns(changes: Mapping[str, object]) -> dict[str, object]:
    inputs.only(changes, {"status", "source", "owner_id"}, "lead")
    columns: dict[str, object] = {}
    if "status" in changes:
        columns["status"] = inputs.word(LeadStatus, changes["status"], "status").value
    if "source" in changes:
        columns["source"] = inputs.line(changes["source"], "source", LINE)
    if "owner_id" in changes:
        columns["owner_id"] = inputs.whole(changes["owner_id"], "ownerId")
    return columns


def _check_owner(session: WriteSession, actor: Actor, columns: Mapping[str, object]) -> None:
    owner_id = columns.get("owner_id")
    if isinstance(owner_id, int):
        owned(session, UserRow, actor.tenant_id, owner_id, what="user", field="ownerId")
