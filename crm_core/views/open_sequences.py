"""Into which sequences somebody can be enrolled: a choice by name."""

from dataclasses import dataclass

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.services import Services
from crm_core.storage.tables import SequenceRow, SequenceVersionRow


@dataclass(frozen=True, slots=True)
class OpenSequence:
    """A sequence that takes people, and how many steps its latest version has."""

    id: int
    name: str
    steps: int


def list_open_sequences(services: Services, *, actor: Actor) -> tuple[OpenSequence, ...]:
    """The workspace's active sequences by name. One query."""
    actor.require(Permission.SEQUENCES_READ)
    query = (
        select(SequenceRow.id, SequenceRow.name, SequenceVersionRow.step_count)
        .join(SequenceVersionRow, SequenceVersionRow.id == SequenceRow.latest_version_id)
        .where(
            SequenceRow.tenant_id == actor.tenant_id, SequenceRow.status == SequenceStatus.ACTIVE
        )
        .order_by(func.lower(SequenceRow.name), SequenceRow.id)
    )
    with services.storage.read() as session:
        return tuple(
            OpenSequence(row.id, row.name, row.step_count) for row in session.execute(query)
        )
