"""A person or a company in full: what is known, what runs, what belongs to them.

Called by the pages of a lead, a person and a company. Their timeline is `party_timeline`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    DealStage,
    EnrollmentStatus,
    EntityType,
    LeadStatus,
    PartyKind,
    StopReason,
)
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import (
    DealRow,
    EnrollmentRow,
    LeadRow,
    PartyRow,
    SequenceRow,
    SequenceVersionRow,
    UserRow,
)
from crm_core.views.people import PartyLine, get_party

SHOWN = 50
"""Lines of a kind that a page shows; who has more of them has lists for it."""


@dataclass(frozen=True, slots=True)
class OwnLead:
    """One of a person's inquiries."""

    id: int
    status: LeadStatus
    source: str
    owner_id: int | None
    owner: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnDeal:
    """A deal of a person or a company; `amount` is in `currency`'s main unit."""

    id: int
    name: str
    stage: DealStage
    amount: Decimal
    currency: str
    close_on: date | None


@dataclass(frozen=True, slots=True)
class OwnEnrollment:
    """A person in a sequence. `step` counts from 1 and is above `steps` at the end.

    `next_at`: when the runner looks at it next; None while `waits_for` says what else must come
    first, or `is_sending`. `stop_reason` and `ended` say why it was canceled, in a word and in
    words.
    """

    id: int
    sequence_id: int
    sequence: str
    status: EnrollmentStatus
    step: int
    steps: int
    next_at: datetime | None
    waits_for: str
    is_sending: bool
    stop_reason: StopReason | None
    ended: str
    enrolled_at: datetime
    ended_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.status in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What a lead's or a person's page shows; `lead` is the inquiry that it was opened by."""

    person: PartyLine
    owner: str | None
    lead: OwnLead | None
    leads: tuple[OwnLead, ...]
    deals: tuple[OwnDeal, ...]
    enrollments: tuple[OwnEnrollment, ...]

    @property
    def entity(self) -> tuple[EntityType, int]:
        """By what the person is enrolled from this page."""
        if self.lead is not None:
            return EntityType.LEAD, self.lead.id
        return EntityType.PARTY, self.person.id


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a company. `in_sequence`: one of the sequences in which they are under way."""

    id: int
    name: str
    email: str | None
    title: str
    in_sequence: str | None


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """What a company's page shows: the first of its people by name, and how many there are."""

    company: PartyLine
    owner: str | None
    people: tuple[Member, ...]
    people_count: int
    deals: tuple[OwnDeal, ...]


def get_lead_page(services: Services, *, actor: Actor, lead_id: int) -> PersonPage:
    """The person behind a lead, seen from it; raises `NotFound`."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        lead = owned(session, LeadRow, actor.tenant_id, lead_id, what="lead")
    return _person_page(services, actor, lead.party_id, lead_id)


def get_person_page(services: Services, *, actor: Actor, party_id: int) -> PersonPage:
    """A person; raises `NotFound`, also for a company."""
    return _person_page(services, actor, party_id, None)


def get_company_page(services: Services, *, actor: Actor, party_id: int) -> CompanyPage:
    """A company with its people and its deals; raises `NotFound`, also for a person."""
    company = _party(services, actor, party_id, PartyKind.COMPANY)
    with services.storage.read() as session:
        return CompanyPage(
            company,
            _owner(session, company.owner_id),
            _members(session, party_id),
            session.scalar(
                select(func.count()).select_from(PartyRow).where(PartyRow.company_id == party_id)
            )
            or 0,
            _deals(session, actor, DealRow.company_id == party_id),
        )


def names_of(services: Services, *, actor: Actor, party_ids: Collection[int]) -> dict[int, str]:
    """What persons of the workspace are called, by id; companies are left out. One query."""
    actor.require(Permission.PEOPLE_READ)
    if not party_ids:
        return {}
    name = func.coalesce(func.nullif(PartyRow.name, ""), PartyRow.email, "")
    # By the ids alone: SQLite would rather read all of the workspace's people by their names.
    query = select(PartyRow.id, name, PartyRow.tenant_id, PartyRow.kind).where(
        PartyRow.id.in_(party_ids)
    )
    with services.storage.read() as session:
        return {
            key: called
            for key, called, tenant_id, kind in session.execute(query)
            if tenant_id == actor.tenant_id and kind == PartyKind.PERSON
        }


def _person_page(
    services: Services, actor: Actor, party_id: int, lead_id: int | None
) -> PersonPage:
    person = _party(services, actor, party_id, PartyKind.PERSON)
    with services.storage.read() as session:
        leads = _leads(session, party_id)
        lead = next((one for one in leads if one.id == lead_id), None)
        if lead_id is not None and lead is None:
            lead = _lead(session, lead_id)
        return PersonPage(
            person,
            _owner(session, person.owner_id),
            lead,
            leads,
            _deals(session, actor, DealRow.party_id == party_id),
            _enrollments(session, actor, party_id),
        )


def _party(services: Services, actor: Actor, party_id: int, kind: PartyKind) -> PartyLine:
    party = get_party(services, actor=actor, party_id=party_id)
    if party.kind != kind:
        what = "person" if kind is PartyKind.PERSON else "company"
        raise NotFound(f"There is no {what} with the id {party_id}.", field="id")
    return party


_user_name = func.coalesce(func.nullif(UserRow.name, ""), UserRow.email)
_LEAD_COLUMNS = (
    LeadRow.id, LeadRow.status, LeadRow.source, LeadRow.owner_id, _user_name.label("owner"),
    LeadRow.created_at,
)  # fmt: skip


def _owner(session: Session, user_id: int | None) -> str | None:
    if user_id is None:
        return None
    name: str | None = session.scalar(select(_user_name).where(UserRow.id == user_id))
    return name


def _leads(session: Session, party_id: int) -> tuple[OwnLead, ...]:
    rows = session.execute(
        select(*_LEAD_COLUMNS)
        .outerjoin(UserRow, UserRow.id == LeadRow.owner_id)
        .where(LeadRow.party_id == party_id)
        .order_by(LeadRow.id.desc())
        .limit(SHOWN)
    )
    return tuple(_own_lead(row) for row in rows)


def _lead(session: Session, lead_id: int) -> OwnLead:
    """One that is too old to be among those that are shown."""
    query = select(*_LEAD_COLUMNS).outerjoin(UserRow, UserRow.id == LeadRow.owner_id)
    return _own_lead(session.execute(query.where(LeadRow.id == lead_id)).one())


def _own_lead(row: Any) -> OwnLead:
    return OwnLead(
        row.id, LeadStatus(row.status), row.source, row.owner_id, row.owner, row.created_at
    )


def _deals(session: Session, actor: Actor, whose: Any) -> tuple[OwnDeal, ...]:
    if not actor.may(Permission.DEALS_READ):
        return ()
    rows = session.execute(
        select(
            DealRow.id, DealRow.name, DealRow.stage, DealRow.amount, DealRow.currency,
            DealRow.expected_close_on,
        )
        .where(whose)
        .order_by(DealRow.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return tuple(
        OwnDeal(row.id, row.name, DealStage(row.stage), row.amount, row.currency,
                row.expected_close_on)
        for row in rows
    )  # fmt: skip


def _enrollments(session: Session, actor: Actor, party_id: int) -> tuple[OwnEnrollment, ...]:
    """The live ones first, the others by when they came."""
    if not actor.may(Permission.SEQUENCES_READ):
        return ()
    rows = session.execute(
        select(
            EnrollmentRow.id, EnrollmentRow.sequence_id, SequenceRow.name, EnrollmentRow.status,
            EnrollmentRow.position, SequenceVersionRow.step_count, EnrollmentRow.next_run_at,
            EnrollmentRow.hold_reason, EnrollmentRow.lease_owner, EnrollmentRow.stop_reason,
            EnrollmentRow.stop_detail, EnrollmentRow.enrolled_at, EnrollmentRow.finished_at,
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .join(SequenceVersionRow, SequenceVersionRow.id == EnrollmentRow.version_id)
        .where(EnrollmentRow.party_id == party_id)
        .order_by(EnrollmentRow.finished_at.is_not(None), EnrollmentRow.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return tuple(
        OwnEnrollment(
            id=row.id,
            sequence_id=row.sequence_id,
            sequence=row.name,
            status=EnrollmentStatus(row.status),
            step=row.position + 1,
            steps=row.step_count,
            next_at=row.next_run_at,
            waits_for=row.hold_reason or "",
            is_sending=row.lease_owner is not None,
            stop_reason=StopReason(row.stop_reason) if row.stop_reason else None,
            ended=row.stop_detail or "",
            enrolled_at=row.enrolled_at,
            ended_at=row.finished_at,
        )
        for row in rows
    )


def _members(session: Session, company_id: int) -> tuple[Member, ...]:
    """A company's people by name, each with one of the sequences that they are in."""
    shown = (
        select(PartyRow.id, PartyRow.name, PartyRow.name_key, PartyRow.email, PartyRow.title)
        .where(PartyRow.company_id == company_id)
        .order_by(PartyRow.name_key, PartyRow.id)
        .limit(SHOWN)
        .subquery()
    )
    live = aliased(EnrollmentRow)
    sequence = (
        select(SequenceRow.name)
        .join(live, live.sequence_id == SequenceRow.id)
        .where(live.party_id == shown.c.id, live.finished_at.is_(None))
        .order_by(live.id.desc())
        .limit(1)
        .correlate(shown)
        .scalar_subquery()
    )
    rows = session.execute(
        select(shown.c.id, shown.c.name, shown.c.email, shown.c.title, sequence)
        .order_by(shown.c.name_key, shown.c.id)
    )  # fmt: skip
    return tuple(Member(*tuple(row)) for row in rows)
