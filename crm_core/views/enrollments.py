"""Enrollments and the ledger of their decisions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.planner import decide
from crm_core.domain.verdicts import GateAnswer, Kind, Verdict
from crm_core.domain.words import EnrollmentStatus, EntityType
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import DecisionRow, EnrollmentRow
from crm_core.storage.types import AnyRow
from crm_core.touches.facts import fact_query, fetch_facts, load_cases
from crm_core.touches.ledger import unpack
from crm_core.touches.lookups import barrier_of
from crm_core.touches.tallies import Tallies
from crm_core.views.paging import Page, Window, page_of

_COLUMNS = (
    EnrollmentRow.id,
    EnrollmentRow.sequence_id,
    EnrollmentRow.entity_type,
    EnrollmentRow.entity_id,
    EnrollmentRow.party_id,
    EnrollmentRow.status,
    EnrollmentRow.position,
    EnrollmentRow.next_run_at,
    EnrollmentRow.resume_at,
    EnrollmentRow.hold_reason,
    EnrollmentRow.stop_reason,
    EnrollmentRow.stop_detail,
    EnrollmentRow.enrolled_at,
    EnrollmentRow.finished_at,
)


@dataclass(frozen=True, slots=True)
class EnrollmentLine:
    """One enrollment. `current_step` counts from 0; `next_run_at` is None while it is held,
    and `hold_reason` then says in words what it waits for. Where a pause ends by itself,
    `next_run_at` is that end."""

    id: int
    sequence_id: int
    entity_type: str
    entity_id: int
    party_id: int
    status: EnrollmentStatus
    current_step: int
    next_run_at: datetime | None
    hold_reason: str | None
    stop_reason: str | None
    stop_detail: str | None
    enrolled_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One line of the ledger; `gates` are objects of gate, says, saw, until?, unblock?."""

    id: int
    at: datetime
    step_id: str | None
    verdict: str
    binding_gate: str | None
    gates: list[dict[str, str]]
    earliest_at: datetime | None
    unblock: str


def list_enrollments(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    sequence_id: int | None = None,
    status: EnrollmentStatus | None = None,
    entity_type: EntityType | None = None,
    entity_id: int | None = None,
) -> Page[EnrollmentLine]:
    """Enrollments, newest first, narrowed by any of the filters. One query."""
    actor.require(Permission.SEQUENCES_READ)
    query = select(*_COLUMNS).where(EnrollmentRow.tenant_id == actor.tenant_id)
    for column, wanted in (
        (EnrollmentRow.sequence_id, sequence_id),
        (EnrollmentRow.status, status),
        (EnrollmentRow.entity_type, entity_type),
        (EnrollmentRow.entity_id, entity_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    with services.storage.read() as session:
        return page_of(session, query, EnrollmentRow.id, window or Window(), _line)


def get_enrollment(services: Services, *, actor: Actor, enrollment_id: int) -> EnrollmentLine:
    """One enrollment; raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    with services.storage.read() as session:
        owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        row = session.execute(select(*_COLUMNS).where(EnrollmentRow.id == enrollment_id)).one()
        return _line(row)


def list_decisions(
    services: Services, *, actor: Actor, enrollment_id: int, window: Window | None = None
) -> Page[DecisionLine]:
    """The enrollment's ledger, oldest first."""
    actor.require(Permission.SEQUENCES_READ)
    query = select(
        DecisionRow.id, DecisionRow.at, DecisionRow.step_key, DecisionRow.verdict,
        DecisionRow.binding_gate, DecisionRow.gates, DecisionRow.earliest_at, DecisionRow.unblock,
    ).where(DecisionRow.enrollment_id == enrollment_id)  # fmt: skip
    with services.storage.read() as session:
        owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        return page_of(
            session, query, DecisionRow.id, window or Window(),
            lambda row: _decision(row), newest_first=False,
        )  # fmt: skip


def explain_enrollment(
    services: Services, *, actor: Actor, enrollment_id: int, now: datetime | None = None
) -> Verdict:
    """What the planner says of the enrollment at this moment, every gate asked: "why not yet?".

    What keeps it back besides the planner's gates comes first: an e-mail that a run is sending
    (gate "lease"), a step that failed here (gate "error").
    """
    actor.require(Permission.SEQUENCES_READ)
    at = now or services.clock.now()
    with services.storage.read() as session:
        row = owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        rows = fetch_facts(session, fact_query().where(EnrollmentRow.id == enrollment_id))
        tallies = Tallies(services.settings.mail_limits())
        due = load_cases(session, rows, services.plans, at, tallies, barrier_of(services))[0]
    verdict = decide(due.case, at, ask_all=True)
    kept = kept_back(row)
    if kept is None or kept.says is None:
        return verdict
    return Verdict(kept.says, (kept, *verdict.gates), kept, None)


def kept_back(row: EnrollmentRow) -> GateAnswer | None:
    """What keeps an enrollment back that no gate of the planner's sees."""
    if row.lease_owner is not None:
        return GateAnswer(
            "lease", Kind.WAIT, "The e-mail is going out at this moment.", unblock="Time."
        )
    if row.hold_gate == "error":
        return GateAnswer(
            "error",
            Kind.HOLD,
            row.hold_reason or "This step could not be executed.",
            unblock="Have it looked at again in Runner health.",
        )
    return None


def _decision(row: AnyRow) -> DecisionLine:
    return DecisionLine(
        id=row.id,
        at=row.at,
        step_id=row.step_key,
        verdict=row.verdict,
        binding_gate=row.binding_gate,
        gates=unpack(row.gates),
        earliest_at=row.earliest_at,
        unblock=row.unblock,
    )


def _line(row: AnyRow) -> EnrollmentLine:
    return EnrollmentLine(
        id=row.id,
        sequence_id=row.sequence_id,
        entity_type=row.entity_type,
        entity_id=row.entity_id,
        party_id=row.party_id,
        status=EnrollmentStatus(row.status),
        current_step=row.position,
        next_run_at=row.next_run_at or row.resume_at,
        hold_reason=row.hold_reason,
        stop_reason=row.stop_reason,
        stop_detail=row.stop_detail,
        enrolled_at=row.enrolled_at,
        finished_at=row.finished_at,
    )
