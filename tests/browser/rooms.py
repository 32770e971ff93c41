"""Where each page of a workspace is: its address, with the id of something that is there."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.storage.tables import (
    ConversationRow,
    DealRow,
    EnrollmentRow,
    LeadRow,
    PartyRow,
    SequenceRow,
)
from pages._ui import links
from pages._ui.shell import SECTIONS


def addresses(services: Services, tenant_id: int) -> dict[str, str]:
    """The address of every page; a page about one thing gets one that the workspace has."""
    about = _things(services, tenant_id)
    names = (room.name for rooms in SECTIONS.values() for room in rooms)
    return {name: links.to(name, **about.get(name, {})) for name in names}


def _things(services: Services, tenant_id: int) -> dict[str, dict[str, int | None]]:
    with services.storage.read() as session:

        def first(column: InstrumentedAttribute[int], *conditions: object) -> int | None:
            tenant = column.class_.tenant_id
            query = select(func.min(column)).where(tenant == tenant_id, *conditions)  # type: ignore[arg-type]
            return session.scalar(query)

        enrolled = first(EnrollmentRow.entity_id, EnrollmentRow.entity_type == "LEAD")
        return {
            "sequence": {"sequence": first(SequenceRow.id)},
            "builder": {"sequence": first(SequenceRow.id)},
            "lead": {"lead": enrolled or first(LeadRow.id)},
            "person": {"person": first(PartyRow.id, PartyRow.kind == PartyKind.PERSON)},
            "company": {"company": first(PartyRow.id, PartyRow.kind == PartyKind.COMPANY)},
            "deal": {"deal": first(DealRow.id)},
            # Of whoever chatted last: a chat is its person's alone.
            "copilot": {"conversation": session.scalar(select(func.max(ConversationRow.id)))},
        }
