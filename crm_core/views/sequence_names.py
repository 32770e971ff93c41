"""The names of the sequences, to choose one of them in a filter."""

from dataclasses import dataclass

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.services import Services
from crm_core.storage.tables import SequenceRow


@dataclass(frozen=True, slots=True)
class SequenceName:
    """A sequence by its name."""

    id: int
    name: str


def list_sequence_names(services: Services, *, actor: Actor) -> tuple[SequenceName, ...]:
    """The workspace's sequences that may hold somebody, by name. One query."""
    actor.require(Permission.SEQUENCES_READ)
    query = (
        select(SequenceRow.id, SequenceRow.name)
        .where(
            SequenceRow.tenant_id == actor.tenant_id,
            SequenceRow.status != SequenceStatus.ARCHIVED,
        )
        .order_by(func.lower(SequenceRow.name), SequenceRow.id)
    )
    with services.storage.read() as session:
        return tuple(SequenceName(row.id, row.name) for row in session.execute(query))
