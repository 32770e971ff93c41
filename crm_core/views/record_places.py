"""Where the records stand that have no page of their own: the answer to "show me where from".

An activity stands among the tasks while it waits, then on its deal's or person's timeline; an
enrollment on its sequence's page. Asked for set-wise, one query for each kind.
"""

from collections.abc import Collection

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, EnrollmentRow
from crm_core.storage.types import AnyRow

Place = tuple[str, int]
"""A kind of record that has a page, or `task`, and its id."""


def places_of_activities(
    services: Services, *, actor: Actor, ids: Collection[int]
) -> dict[int, Place]:
    """Where each is seen; one that is gone, or belongs to nothing that has a page, is left out."""
    if not ids or not actor.may(Permission.ACTIVITIES_READ):
        return {}
    query = select(
        ActivityRow.id, ActivityRow.status, ActivityRow.deal_id, ActivityRow.party_id,
        ActivityRow.lead_id,
    ).where(ActivityRow.tenant_id == actor.tenant_id, ActivityRow.id.in_(ids))  # fmt: skip
    with services.storage.read() as session:
        placed = ((row.id, _place(row)) for row in session.execute(query))
        return {key: place for key, place in placed if place is not None}


def places_of_enrollments(
    services: Services, *, actor: Actor, ids: Collection[int]
) -> dict[int, Place]:
    """The sequence of each that is there."""
    if not ids or not actor.may(Permission.SEQUENCES_READ):
        return {}
    query = select(EnrollmentRow.id, EnrollmentRow.sequence_id).where(
        EnrollmentRow.tenant_id == actor.tenant_id, EnrollmentRow.id.in_(ids)
    )
    with services.storage.read() as session:
        return {row.id: ("sequence", row.sequence_id) for row in session.execute(query)}


def _place(row: AnyRow) -> Place | None:
    if row.status in (ActivityStatus.OPEN, ActivityStatus.DRAFT):
        return ("task", row.id)
    for kind, key in (("deal", row.deal_id), ("lead", row.lead_id), ("person", row.party_id)):
        if key is not None:
            return (kind, key)
    return None
