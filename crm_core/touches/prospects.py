"""The case of an enrollment that does not exist: what the runner would see of a person.

Called by the projection's views, for somebody who might be enrolled and for a sequence that
is not saved yet. Nothing is written.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, cast, select

from crm_core.domain.words import EnrollmentStatus, EntityType, PartyKind, SequenceStatus
from crm_core.errors import NotFound
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import PartyRow, SuppressionRow
from crm_core.touches.facts import DueCase, FactRow, company, load_cases
from crm_core.touches.versions import VersionPlan

NOBODY = 0
"""The id of an enrollment that there is not."""


class OnePlan:
    """Stands in for the kept plans where there is one, stored or not."""

    def __init__(self, plan: VersionPlan) -> None:
        self._plan = plan

    def get(self, session: object, version_ids: Iterable[int]) -> dict[int, VersionPlan]:
        return dict.fromkeys(version_ids, self._plan)


def load_prospect(
    session: ReadSession,
    *,
    tenant_id: int,
    party_id: int,
    plan: VersionPlan,
    mailbox_id: int | None,
    sequence_status: SequenceStatus,
    anchor_at: datetime,
    now: datetime,
) -> DueCase:
    """The case of the plan's first step, were the person enrolled; raises `NotFound`."""
    found = session.execute(
        select(
            PartyRow.first_name, PartyRow.last_name, PartyRow.email, PartyRow.phone,
            PartyRow.title, cast(PartyRow.custom, Text).label("custom"), PartyRow.timezone,
            PartyRow.owner_id, PartyRow.away_until, company.name.label("company"),
            SuppressionRow.reason.label("suppressed"),
        )
        .outerjoin(company, company.id == PartyRow.company_id)
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == PartyRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
        .where(
            PartyRow.id == party_id,
            PartyRow.tenant_id == tenant_id,
            PartyRow.kind == PartyKind.PERSON,
        )
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotFound(f"There is no person with the id {party_id}.", field="entityId")
    row = FactRow(
        id=NOBODY,
        tenant_id=tenant_id,
        version_id=plan.id,
        party_id=party_id,
        entity_type=EntityType.PARTY.value,
        entity_id=party_id,
        mailbox_id=mailbox_id,
        status=EnrollmentStatus.ACTIVE.value,
        position=0,
        anchor_at=anchor_at,
        waiting_since=None,
        resume_at=None,
        company_mail_id=None,
        sequence_status=sequence_status.value,
        **found._mapping,
    )
    return load_cases(session, [row], OnePlan(plan), now)[0]
