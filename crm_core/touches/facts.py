"""From due rows to cases: what a batch's decisions rest on, loaded set-wise.

A fixed number of queries for each batch, whatever its size; nothing here asks for one person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy import Text, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm_core.domain.calendar import Calendar, SendWindow, choose_zone
from crm_core.domain.cases import (
    NO_TOUCHES,
    Case,
    DeliveryFacts,
    MailboxFacts,
    PersonFacts,
    TouchFacts,
)
from crm_core.domain.sequences import EMAILS
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    SuppressionReason,
)
from crm_core.holiday_dates import holiday_dates
from crm_core.storage.tables import (
    DealRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
    SuppressionRow,
    TenantRow,
    UserRow,
)
from crm_core.storage.types import AnySelect
from crm_core.touches.versions import PlannedStep, VersionPlan, VersionPlans

DAY = timedelta(days=1)
_ENROLLMENT_STATUS = {status.value: status for status in EnrollmentStatus}
_SEQUENCE_STATUS = {status.value: status for status in SequenceStatus}

company = aliased(PartyRow)
FACT_COLUMNS = (
    EnrollmentRow.id,
    EnrollmentRow.tenant_id,
    EnrollmentRow.version_id,
    EnrollmentRow.party_id,
    EnrollmentRow.entity_type,
    EnrollmentRow.entity_id,
    EnrollmentRow.mailbox_id,
    EnrollmentRow.status,
    EnrollmentRow.position,
    EnrollmentRow.anchor_at,
    EnrollmentRow.waiting_since,
    SequenceRow.status.label("sequence_status"),
    PartyRow.first_name,
    PartyRow.last_name,
    PartyRow.email,
    PartyRow.phone,
    PartyRow.title,
    cast(PartyRow.custom, Text).label("custom"),
    PartyRow.timezone,
    PartyRow.owner_id,
    company.name.label("company"),
    SuppressionRow.reason.label("suppressed"),
)


class FactRow(NamedTuple):
    """One enrollment with its person, in the order of `FACT_COLUMNS`."""

    id: int
    tenant_id: int
    version_id: int
    party_id: int
    entity_type: str
    entity_id: int
    mailbox_id: int | None
    status: str
    position: int
    anchor_at: datetime
    waiting_since: datetime | None
    sequence_status: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    title: str
    custom: str
    timezone: str | None
    owner_id: int | None
    company: str | None
    suppressed: str | None


def fetch_facts(session: Session, query: AnySelect) -> list[FactRow]:
    """Run a `fact_query()` that filters were added to."""
    return [FactRow._make(row) for row in session.execute(query)]


def fact_query() -> AnySelect:
    """Enrollments with their person's row; the claim and the explanations add their filters."""
    return (
        select(*FACT_COLUMNS)
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
        .outerjoin(company, company.id == PartyRow.company_id)
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == EnrollmentRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
    )


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox's row, as far as sending needs it, with its owner's zone and its workspace's."""

    id: int
    tenant_id: int
    address: str
    display_name: str
    transport: str | None
    zone: str | None
    workspace_zone: str
    facts: MailboxFacts
    merge_fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """The conversation so far: the last message's id, its chain and its subject."""

    message_id: str
    references: str
    subject: str


class DueCase(NamedTuple):
    """A case with the rows that its verdict is written to."""

    row: FactRow
    plan: VersionPlan
    planned: PlannedStep | None
    case: Case
    mailbox: Mailbox | None
    thread: ThreadFacts | None
    has_delivery: bool


def load_cases(
    session: Session, rows: Sequence[FactRow], plans: VersionPlans, now: datetime
) -> list[DueCase]:
    """Build the cases of fact rows; six queries at the most."""
    by_version = plans.get(session, {row.version_id for row in rows})
    mailboxes = load_mailboxes(session, {row.mailbox_id for row in rows if row.mailbox_id})
    zones = _workspace_zones(session, {row.tenant_id for row in rows})
    emailing = [row for row in rows if _is_email(by_version[row.version_id], row.position)]
    deliveries, threads = _deliveries(session, [row.id for row in emailing])
    gap = max((p.settings.min_gap or DAY for p in by_version.values()), default=DAY)
    touches = _touches(session, {row.party_id for row in emailing}, now, max(gap, DAY))
    wanting_deal = {row.party_id for row in rows if by_version[row.version_id].uses_deal}
    deals = _deals(session, wanting_deal)
    calendars: dict[tuple[object, ...], tuple[Calendar, tuple[str, ...]]] = {}
    cases = []
    for row in rows:
        plan = by_version[row.version_id]
        planned = plan.at(row.position)
        mailbox = mailboxes.get(row.mailbox_id or 0)
        delivery = deliveries.get((row.id, planned.step.key)) if planned else None
        place = (plan.id, row.timezone, row.mailbox_id, row.tenant_id)
        known = calendars.get(place)
        if known is None:
            known = calendars[place] = calendar_for(
                plan.settings.send_window,
                plan.settings.holiday_countries,
                row.timezone,
                mailbox.zone if mailbox else None,
                zones.get(row.tenant_id, "UTC"),
                now.year,
            )
        calendar, rejected_zones = known
        case_ = Case(
            enrollment_status=_ENROLLMENT_STATUS[row.status],
            sequence_status=_SEQUENCE_STATUS[row.sequence_status],
            step=planned.step if planned else None,
            content=planned.texts if planned else None,
            anchor_at=row.anchor_at,
            waiting_since=row.waiting_since,
            calendar=calendar,
            rejected_zones=rejected_zones,
            person=PersonFacts(
                email=row.email,
                suppressed=SuppressionReason(row.suppressed) if row.suppressed else None,
                fields=merge_fields(row, mailbox, deals.get(row.party_id)),
            ),
            mailbox=mailbox.facts if mailbox else None,
            delivery=delivery,
            touches=touches.get(row.party_id, NO_TOUCHES),
            min_gap=plan.settings.min_gap,
        )
        cases.append(
            DueCase(row, plan, planned, case_, mailbox, threads.get(row.id), delivery is not None)
        )
    return cases


@lru_cache(maxsize=4096)
def calendar_for(
    window: SendWindow,
    countries: tuple[str, ...],
    person_zone: str | None,
    sender_zone: str | None,
    workspace_zone: str,
    year: int,
) -> tuple[Calendar, tuple[str, ...]]:
    """The calendar of one recipient: the sequence's zone, else theirs, the sender's, ours.

    With it come the zone names that no zone has and that were passed over.
    """
    choice = choose_zone(
        ("sequence", window.zone),
        ("recipient", person_zone),
        ("sender", sender_zone),
        ("workspace", workspace_zone),
    )
    calendar = Calendar(choice.zone, window, holiday_dates(countries, year))
    return calendar, choice.rejected


def merge_fields(
    row: FactRow, mailbox: Mailbox | None, deal: Mapping[str, object] | None
) -> dict[str, object]:
    """The merge fields' values of a person; custom fields also stand under their bare names."""
    custom = {} if row.custom == "{}" else orjson.loads(row.custom)
    return {
        **custom,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "full_name": f"{row.first_name} {row.last_name}".strip(),
        "email": row.email,
        "phone": row.phone,
        "title": row.title,
        "company": row.company,
        "custom": custom,
        "deal": deal or {},
        "sender": mailbox.merge_fields if mailbox else {},
    }


def load_mailboxes(session: Session, ids: Iterable[int]) -> dict[int, Mailbox]:
    rows = session.execute(
        select(
            MailboxRow.id, MailboxRow.tenant_id, MailboxRow.address, MailboxRow.display_name,
            MailboxRow.transport, MailboxRow.status, MailboxRow.paused_reason,
            MailboxRow.away_until, UserRow.timezone, TenantRow.timezone.label("workspace_zone"),
        )
        .join(TenantRow, TenantRow.id == MailboxRow.tenant_id)
        .outerjoin(UserRow, UserRow.id == MailboxRow.owner_id)
        .where(MailboxRow.id.in_(set(ids)))
    )  # fmt: skip
    return {
        row.id: Mailbox(
            id=row.id,
            tenant_id=row.tenant_id,
            address=row.address,
            display_name=row.display_name,
            transport=row.transport,
            zone=row.timezone,
            workspace_zone=row.workspace_zone,
            facts=MailboxFacts(
                row.address, MailboxStatus(row.status), row.paused_reason, row.away_until
            ),
            merge_fields={
                "name": row.display_name or row.address,
                "first_name": row.display_name.partition(" ")[0],
                "email": row.address,
            },
        )
        for row in rows
    }


def _is_email(plan: VersionPlan, position: int) -> bool:
    planned = plan.at(position)
    return planned is not None and planned.step.type in EMAILS


def _workspace_zones(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(TenantRow.id, TenantRow.timezone).where(TenantRow.id.in_(ids)))
    return {row.id: row.timezone for row in rows}


def _deliveries(
    session: Session, enrollment_ids: list[int]
) -> tuple[dict[tuple[int, str], DeliveryFacts], dict[int, ThreadFacts]]:
    """The enrollments' deliveries by step, and each one's latest message that went out."""
    facts: dict[tuple[int, str], DeliveryFacts] = {}
    threads: dict[int, ThreadFacts] = {}
    if not enrollment_ids:
        return facts, threads
    rows = session.execute(
        select(
            DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.status,
            DeliveryRow.attempts, DeliveryRow.retry_at, DeliveryRow.reason,
            DeliveryRow.message_id, DeliveryRow.references_, DeliveryRow.thread_subject,
        )
        .where(DeliveryRow.enrollment_id.in_(enrollment_ids))
        .order_by(DeliveryRow.id)
    )  # fmt: skip
    for row in rows:
        status = DeliveryStatus(row.status)
        facts[row.enrollment_id, row.step_key] = DeliveryFacts(
            status, row.attempts, row.retry_at, row.reason
        )
        if status in (DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN):
            threads[row.enrollment_id] = ThreadFacts(
                row.message_id, row.references_, row.thread_subject
            )
    return facts, threads


def _touches(
    session: Session, party_ids: set[int], now: datetime, back: timedelta
) -> dict[int, TouchFacts]:
    """What the people were sent lately. A delivery that nobody holds or that failed is none."""
    if not party_ids:
        return {}
    at = DeliveryRow.taken_at
    in_day = case((at > now - DAY, at))
    rows = session.execute(
        select(
            DeliveryRow.party_id,
            func.max(at, type_=at.type).label("last_at"),
            func.count(in_day).label("day_count"),
            func.min(in_day, type_=at.type).label("day_first_at"),
        )
        .where(
            DeliveryRow.party_id.in_(party_ids),
            at > now - back,
            or_(
                DeliveryRow.status.in_(
                    (DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)
                ),
                (DeliveryRow.status == DeliveryStatus.PLANNED) & DeliveryRow.owner.is_not(None),
            ),
        )
        .group_by(DeliveryRow.party_id)
    )
    return {row.party_id: TouchFacts(row.last_at, row.day_count, row.day_first_at) for row in rows}


def _deals(session: Session, party_ids: set[int]) -> dict[int, dict[str, object]]:
    """Each person's latest deal, as merge fields."""
    if not party_ids:
        return {}
    rows = session.execute(
        select(DealRow.party_id, DealRow.name, DealRow.amount, DealRow.currency, DealRow.stage)
        .where(DealRow.party_id.in_(party_ids))
        .order_by(DealRow.id)
    )
    return {
        row.party_id: {
            "name": row.name,
            "amount": row.amount,
            "currency": row.currency,
            "stage": row.stage,
        }
        for row in rows
    }
