"""What people call a record: for a conversation that is about it."""

from crm_core.domain.permissions import Actor, Permission
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    DealRow,
    InboundMessageRow,
    LeadRow,
    PartyRow,
    SequenceRow,
)

_NEEDS = {
    "deal": Permission.DEALS_READ,
    "lead": Permission.PEOPLE_READ,
    "person": Permission.PEOPLE_READ,
    "company": Permission.PEOPLE_READ,
    "message": Permission.MAIL_READ,
    "sequence": Permission.SEQUENCES_READ,
}


def get_record_label(services: Services, *, actor: Actor, kind: str, record_id: int) -> str:
    """A deal's or a sequence's name, a person's name or else address, a message's subject.

    `kind` as a conversation's `about` has it. Raises `NotFound` for one that is not there.
    """
    actor.require(_NEEDS[kind])
    with services.storage.read() as session:
        return _label(session, actor.tenant_id, kind, record_id) or f"{kind} {record_id}"


def _label(session: ReadSession, tenant_id: int, kind: str, record_id: int) -> str:
    if kind == "deal":
        return owned(session, DealRow, tenant_id, record_id, what=kind).name
    if kind == "sequence":
        return owned(session, SequenceRow, tenant_id, record_id, what=kind).name
    if kind == "message":
        return owned(session, InboundMessageRow, tenant_id, record_id, what=kind).subject
    party_id = record_id
    if kind == "lead":
        party_id = owned(session, LeadRow, tenant_id, record_id, what=kind).party_id
    party = owned(session, PartyRow, tenant_id, party_id, what=kind)
    return party.name or party.email or ""
