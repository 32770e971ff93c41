"""What the entry rules rest on, for a whole selection: a fixed number of queries.

Called by the enrolment use cases and by the preview; `crm_core.domain.entry` decides.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import aliased

from crm_core.domain.entry import Earlier, EntryFacts, Refusal, RefusedEntry
from crm_core.domain.words import EnrollmentStatus, EntityType, PartyKind, SuppressionReason
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.ids import among
from crm_core.storage.suppressions import blocked_by_domain
from crm_core.storage.tables import (
    EnrollmentRow,
    LeadRow,
    PartyRow,
    SequenceRow,
    SequenceVersionRow,
    SuppressionRow,
)

_company = aliased(PartyRow)
_PERSON = (
    PartyRow.id,
    PartyRow.kind,
    PartyRow.name,
    PartyRow.first_name,
    PartyRow.last_name,
    PartyRow.email,
    PartyRow.phone,
    PartyRow.title,
    cast(PartyRow.custom, Text),
    PartyRow.timezone,
    _company.name,
    SuppressionRow.reason,
    PartyRow.left_at,
)


class Entrant(NamedTuple):
    """A lead or party that wants to enter, with its person. `owner_id`: whose mailbox sends.

    `custom` is the JSON text of the custom fields.
    """

    entity_id: int
    owner_id: int | None
    party_id: int
    kind: str
    name: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    title: str
    custom: str
    timezone: str | None
    company: str | None
    suppressed: str | None
    left_at: datetime | None

    def facts(self, earlier: Sequence[Earlier]) -> EntryFacts:
        """What the rules are asked with."""
        return EntryFacts(
            self.party_id,
            PartyKind(self.kind),
            SuppressionReason(self.suppressed) if self.suppressed else None,
            self.left_at is not None,
            tuple(earlier),
        )


def refused_entry(entity_id: int, entrant: Entrant | None, refusal: Refusal) -> RefusedEntry:
    """A refusal with who it is about."""
    name, email = (entrant.name, entrant.email) if entrant else ("", None)
    return RefusedEntry(entity_id, name, email, refusal.error.rule, refusal.says)


def hold_people(
    session: WriteSession, tenant_id: int, kind: EntityType, entity_ids: Iterable[int]
) -> None:
    """Hold the persons behind leads or parties until the transaction ends, in the order of ids.

    Whoever enrolls holds the person, so that two enrolments take turns; what is loaded after
    this is true until the end.
    """
    query = select(PartyRow.id).where(PartyRow.tenant_id == tenant_id)
    if kind is EntityType.LEAD:
        people = select(LeadRow.party_id).where(
            LeadRow.tenant_id == tenant_id, among(session, LeadRow.id, entity_ids)
        )
        query = query.where(PartyRow.id.in_(people))
    else:
        query = query.where(among(session, PartyRow.id, entity_ids))
    # NO KEY UPDATE: who only refers to a person by a foreign key need not wait.
    session.execute(query.order_by(PartyRow.id).with_for_update(of=PartyRow, key_share=True))


def load_entrants(
    session: ReadSession | WriteSession,
    tenant_id: int,
    kind: EntityType,
    entity_ids: Iterable[int],
) -> dict[int, Entrant]:
    """The entrants by their entity's id; ids of nobody in this workspace are left out."""
    row = LeadRow if kind is EntityType.LEAD else PartyRow
    query = select(row.id, row.owner_id, *_PERSON)
    if kind is EntityType.LEAD:
        query = query.join(PartyRow, PartyRow.id == LeadRow.party_id)
    query = (
        query.outerjoin(_company, _company.id == PartyRow.company_id)
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == PartyRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
        .where(
            row.tenant_id == tenant_id,
            among(session, row.id, entity_ids),
            PartyRow.erased_at.is_(None),
        )
    )
    entrants = list(map(Entrant._make, session.connection().execute(query)))
    emails = {entrant.email for entrant in entrants if entrant.email}
    blocked = blocked_by_domain(session, tenant_id, emails)
    return {
        entrant.entity_id: entrant
        if entrant.suppressed or entrant.email not in blocked
        else entrant._replace(suppressed=blocked[entrant.email])
        for entrant in entrants
    }


def load_earlier(
    session: ReadSession | WriteSession, party_ids: Iterable[int]
) -> dict[int, list[Earlier]]:
    """Every enrollment that the people have or had, by person."""
    query = (
        select(
            EnrollmentRow.party_id, EnrollmentRow.id, EnrollmentRow.sequence_id, SequenceRow.name,
            EnrollmentRow.status, EnrollmentRow.version_id,
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .where(among(session, EnrollmentRow.party_id, party_ids))
        .order_by(EnrollmentRow.id)
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    exclusive = _exclusive_versions(session, {row.version_id for row in rows})
    earlier: dict[int, list[Earlier]] = {}
    for row in rows:
        line = Earlier(
            row.id, row.sequence_id, row.name, EnrollmentStatus(row.status),
            row.version_id in exclusive,
        )  # fmt: skip
        earlier.setdefault(row.party_id, []).append(line)
    return earlier


def _exclusive_versions(session: ReadSession | WriteSession, ids: set[int]) -> set[int]:
    """Those of the versions that want a person to themselves; few versions hold many people."""
    rows = session.execute(
        select(SequenceVersionRow.id, SequenceVersionRow.settings).where(
            among(session, SequenceVersionRow.id, ids)
        )
    )
    return {row.id for row in rows if row.settings.get("exclusive")}
