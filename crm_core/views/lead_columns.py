"""What the list of leads shows of each: loaded for a page at once, one query for each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import aliased

from crm_core.domain.words import ActivityType, EnrollmentStatus, LeadStatus, StepType
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.tables import (
    ActivityRow,
    EnrollmentRow,
    LeadRow,
    PartyRow,
    SequenceRow,
    StepRow,
    SuppressionRow,
    UserRow,
)
from crm_core.views.lead_filters import LIVE, is_touch
from crm_core.views.suppressed import with_domains

_company = aliased(PartyRow)
_KIND = {
    StepType.EMAIL_AUTO: ActivityType.EMAIL,
    StepType.EMAIL_MANUAL: ActivityType.EMAIL,
    StepType.CALL: ActivityType.CALL,
    StepType.TASK: ActivityType.TASK,
}


@dataclass(frozen=True, slots=True)
class LastTouch:
    """What was done with the person last, and when."""

    kind: ActivityType
    at: datetime


@dataclass(frozen=True, slots=True)
class NextTouch:
    """What comes next: `kind` at `at`; or, without a time, what it waits for in words."""

    kind: ActivityType | None
    at: datetime | None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class InSequence:
    """A sequence that the person is in at present."""

    sequence_id: int
    name: str
    status: EnrollmentStatus


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """A lead as the list shows it. `suppressed`: why no mail may go to the person, or None."""

    id: int
    party_id: int
    name: str
    email: str | None
    phone: str
    company: str | None
    company_id: int | None
    status: LeadStatus
    owner_id: int | None
    owner: str | None
    suppressed: str | None
    created_at: datetime
    last_touch: LastTouch | None
    next_touch: NextTouch | None
    sequences: tuple[InSequence, ...]


def load_records(session: ReadSession, lead_ids: Sequence[int]) -> dict[int, LeadRecord]:
    """The leads by id. Five queries, whatever their number; none without leads."""
    if not lead_ids:
        return {}
    rows = session.execute(
        select(
            LeadRow.id, LeadRow.tenant_id, LeadRow.party_id, PartyRow.name, PartyRow.email,
            PartyRow.phone, _company.name.label("company"), PartyRow.company_id, LeadRow.status,
            LeadRow.owner_id,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email).label("owner"),
            SuppressionRow.reason.label("suppressed"), LeadRow.created_at,
        )
        .join(PartyRow, PartyRow.id == LeadRow.party_id)
        .outerjoin(_company, _company.id == PartyRow.company_id)
        .outerjoin(UserRow, UserRow.id == LeadRow.owner_id)
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == PartyRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
        .where(LeadRow.id.in_(lead_ids))
    ).all()  # fmt: skip
    people = {row.party_id for row in rows}
    touches = _last_touches(session, people)
    sequences, awaited = _enrollments(session, people)
    tasks = _tasks(session, people)
    records = [
        LeadRecord(
            id=row.id,
            party_id=row.party_id,
            name=row.name,
            email=row.email,
            phone=row.phone,
            company=row.company,
            company_id=row.company_id,
            status=LeadStatus(row.status),
            owner_id=row.owner_id,
            owner=row.owner,
            suppressed=row.suppressed,
            created_at=row.created_at,
            last_touch=touches.get(row.party_id),
            next_touch=_next([*awaited.get(row.party_id, ()), *tasks.get(row.party_id, ())]),
            sequences=tuple(sequences.get(row.party_id, ())),
        )
        for row in rows
    ]
    return (
        {line.id: line for line in with_domains(session, rows[0].tenant_id, records)}
        if rows
        else {}
    )


def _next(touches: Iterable[NextTouch]) -> NextTouch | None:
    """The earliest that has a time; else the first that says what it waits for."""
    known = list(touches)
    timed = [(touch.at, place) for place, touch in enumerate(known) if touch.at is not None]
    if timed:
        return known[min(timed)[1]]
    return known[0] if known else None


def _last_touches(session: ReadSession, party_ids: set[int]) -> dict[int, LastTouch]:
    order = (ActivityRow.completed_at.desc(), ActivityRow.type.desc(), ActivityRow.id.desc())
    place = func.row_number().over(partition_by=ActivityRow.party_id, order_by=order)
    ranked = (
        select(
            ActivityRow.party_id, ActivityRow.type, ActivityRow.completed_at, place.label("place")
        )
        .where(ActivityRow.party_id.in_(party_ids), *is_touch())
        .where(ActivityRow.completed_at.is_not(None))
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.place == 1))
    return {row.party_id: LastTouch(ActivityType(row.type), row.completed_at) for row in rows}


def _enrollments(
    session: ReadSession, party_ids: set[int]
) -> tuple[dict[int, list[InSequence]], dict[int, list[NextTouch]]]:
    """The sequences that the people are in, and what each of these enrollments does next."""
    rows = session.execute(
        select(
            EnrollmentRow.party_id, EnrollmentRow.sequence_id, SequenceRow.name,
            EnrollmentRow.status, EnrollmentRow.next_run_at, EnrollmentRow.hold_reason,
            EnrollmentRow.lease_owner, StepRow.type,
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(among(session, EnrollmentRow.party_id, party_ids), LIVE)
        .order_by(EnrollmentRow.id)
    )  # fmt: skip
    sequences: dict[int, list[InSequence]] = {}
    awaited: dict[int, list[NextTouch]] = {}
    for row in rows:
        status = EnrollmentStatus(row.status)
        line = InSequence(row.sequence_id, row.name, status)
        sequences.setdefault(row.party_id, []).append(line)
        kind = _KIND[StepType(row.type)] if row.type else None
        waits = ""
        if row.next_run_at is None:
            paused = status is EnrollmentStatus.PAUSED
            sending = "It is being sent." if row.lease_owner else ""
            waits = "The enrollment is paused." if paused else row.hold_reason or sending
        awaited.setdefault(row.party_id, []).append(NextTouch(kind, row.next_run_at, waits))
    return sequences, awaited


def _tasks(session: ReadSession, party_ids: set[int]) -> dict[int, list[NextTouch]]:
    """The earliest open task of each of the people."""
    order = (ActivityRow.due_at, ActivityRow.id)
    place = func.row_number().over(partition_by=ActivityRow.party_id, order_by=order)
    ranked = (
        select(ActivityRow.party_id, ActivityRow.type, ActivityRow.due_at, place.label("place"))
        .where(
            ActivityRow.party_id.in_(party_ids),
            ActivityRow.status.in_([literal_column("'OPEN'"), literal_column("'DRAFT'")]),
            ActivityRow.due_at.is_not(None),
        )
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.place == 1))
    return {row.party_id: [NextTouch(ActivityType(row.type), row.due_at)] for row in rows}
