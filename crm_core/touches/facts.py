"""From due rows to cases: what a batch's decisions rest on, loaded set-wise.

A fixed number of queries for each batch, whatever its size; nothing here asks for one person.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

import orjson
from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session, aliased

from crm_core.domain.calendar import Calendar, SendWindow, choose_zone
from crm_core.domain.cases import (
    NO_TOUCHES,
    Case,
    PersonFacts,
)
from crm_core.domain.sequences import EMAILS
from crm_core.domain.words import (
    EnrollmentStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from crm_core.holiday_dates import holiday_dates
from crm_core.storage.suppressions import blocked_by_domain
from crm_core.storage.tables import (
    EnrollmentRow,
    PartyRow,
    SequenceRow,
    SuppressionRow,
)
from crm_core.storage.types import AnySelect
from crm_core.touches.lookups import (
    DAY,
    Barrier,
    Mailbox,
    ThreadFacts,
    company_senders,
    deals_of,
    deliveries_of,
    load_mailboxes,
    touches_of,
    workspace_zones,
)
from crm_core.touches.tallies import Tallies
from crm_core.touches.versions import PlannedStep, Plans, VersionPlan

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
    EnrollmentRow.resume_at,
    EnrollmentRow.company_mail_id,
    SequenceRow.status.label("sequence_status"),
    PartyRow.first_name,
    PartyRow.last_name,
    PartyRow.email,
    PartyRow.phone,
    PartyRow.title,
    cast(PartyRow.custom, Text).label("custom"),
    PartyRow.timezone,
    PartyRow.owner_id,
    PartyRow.away_until,
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
    resume_at: datetime | None
    company_mail_id: int | None
    sequence_status: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    title: str
    custom: str
    timezone: str | None
    owner_id: int | None
    away_until: datetime | None
    company: str | None
    suppressed: str | None


def fetch_facts(session: Session, query: AnySelect) -> list[FactRow]:
    """Run a `fact_query()` that filters were added to."""
    return list(map(FactRow._make, session.connection().execute(query)))


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
    session: Session,
    rows: Sequence[FactRow],
    plans: Plans,
    now: datetime,
    tallies: Tallies | None = None,
    barrier: Barrier | None = None,
) -> list[DueCase]:
    """Build the cases of fact rows; seven queries at the most, one more for limited mailboxes, for
    inboxes and for mail from companies.

    `tallies` is filled with what these have used; without it no limit is looked at. With `barrier`
    the mailboxes' inboxes are looked at; without, none is taken to hold an answer.
    """
    by_version = plans.get(session, {row.version_id for row in rows})
    box_ids = {row.mailbox_id for row in rows if row.mailbox_id}
    mailboxes = load_mailboxes(session, box_ids, barrier)
    senders = company_senders(session, {row.company_mail_id for row in rows})
    zones = workspace_zones(session, {row.tenant_id for row in rows})
    emailing = [row for row in rows if _is_email(by_version[row.version_id], row.position)]
    deliveries, threads = deliveries_of(session, [row.id for row in emailing])
    gap = max((p.settings.min_gap or DAY for p in by_version.values()), default=DAY)
    if tallies is not None:
        sending = {row.mailbox_id for row in rows if _sends(by_version[row.version_id], row)}
        tallies.load(session, [box for box in mailboxes.values() if box.id in sending], now)
    touches = touches_of(session, {row.party_id for row in emailing}, now, max(gap, DAY))
    wanting_deal = {row.party_id for row in rows if by_version[row.version_id].uses_deal}
    deals = deals_of(session, wanting_deal)
    blocked = _blocked_by_domain(session, rows)
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
                suppressed=_suppressed(row, blocked),
                fields=merge_fields(row, mailbox, deals.get(row.party_id)),
                away_until=row.away_until,
            ),
            mailbox=mailbox.facts if mailbox else None,
            delivery=delivery,
            touches=touches.get(row.party_id, NO_TOUCHES),
            min_gap=plan.settings.min_gap,
            slot=(
                tallies.slot(mailbox, row.email or "", now)
                if tallies and mailbox is not None and mailbox in tallies
                else None
            ),
            resume_at=row.resume_at,
            company_mail_from=senders.get(row.company_mail_id),
        )
        cases.append(
            DueCase(row, plan, planned, case_, mailbox, threads.get(row.id), delivery is not None)
        )
    return cases


def _blocked_by_domain(
    session: Session, rows: Sequence[FactRow]
) -> dict[tuple[int, str | None], str]:
    """Why no mail goes to those of the batch whose domain is on their workspace's list."""
    found: dict[tuple[int, str | None], str] = {}
    for tenant_id in {row.tenant_id for row in rows}:
        emails = {row.email for row in rows if row.email and row.tenant_id == tenant_id}
        by_email = blocked_by_domain(session, tenant_id, emails)
        found |= {(tenant_id, email): reason for email, reason in by_email.items()}
    return found


def _suppressed(
    row: FactRow, blocked: Mapping[tuple[int, str | None], str]
) -> SuppressionReason | None:
    reason = row.suppressed or (blocked.get((row.tenant_id, row.email)) if blocked else None)
    return SuppressionReason(reason) if reason else None


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


class PersonColumns(Protocol):
    """A person's columns that merge fields are made of; `custom` is the JSON text."""

    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def company(self) -> str | None: ...
    @property
    def custom(self) -> str: ...


def merge_fields(
    row: PersonColumns, mailbox: Mailbox | None, deal: Mapping[str, object] | None
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


def _sends(plan: VersionPlan, row: FactRow) -> bool:
    planned = plan.at(row.position)
    return planned is not None and planned.step.type is StepType.EMAIL_AUTO


def _is_email(plan: VersionPlan, position: int) -> bool:
    planned = plan.at(position)
    return planned is not None and planned.step.type in EMAILS
