"""`/crm/sequences/enroll` and `/crm/enrollments`: who is in a sequence, how far, and why."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.responses import Response

from crm_core.api.calls import CurrentCall, GuardedRoute
from crm_core.api.fields import (
    Answer,
    BodyId,
    Input,
    Listing,
    Moment,
    PageAsked,
    PathId,
    filter_id,
    listing,
    one_of,
)
from crm_core.domain.inputs import word
from crm_core.domain.verdicts import Kind
from crm_core.domain.words import EnrollmentStatus, EntityType
from crm_core.usecases import enrollments as usecases
from crm_core.views import enrollments as views

router = APIRouter(tags=["Enrollments"], route_class=GuardedRoute)


class EnrollEntityInput(Input):
    """Whom to enroll, into which sequence, and from when its first delay counts."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"sequenceId": 1, "entityType": "LEAD", "entityId": 42}]}
    )

    sequence_id: BodyId
    entity_type: Annotated[str, one_of(EntityType)]
    entity_id: BodyId
    start_at: Moment | None = Field(None, description="With its zone; now where absent or past.")


class EnrollmentStatusInput(Input):
    """The status that an enrollment is to have: ACTIVE, PAUSED or CANCELED."""

    status: Annotated[str, one_of(EnrollmentStatus)]


class Enrolled(Answer):
    """A new enrollment; `nextRunAt` is when its first touch lands."""

    enrollment_id: int
    status: EnrollmentStatus
    next_run_at: datetime | None


class Enrollment(Answer):
    """A person in a sequence. `nextRunAt` is null while something other than time is awaited;
    `holdReason` then says in words what."""

    id: int
    sequence_id: int
    entity_type: EntityType
    entity_id: int
    party_id: int
    status: EnrollmentStatus
    current_step: int = Field(description="From 0.")
    next_run_at: datetime | None
    hold_reason: str | None
    stop_reason: str | None
    stop_detail: str | None
    enrolled_at: datetime
    finished_at: datetime | None


class Decision(Answer):
    """What the planner said, by which gates, and what would unblock it."""

    at: datetime
    verdict: Kind
    binding_gate: str | None
    gates: list[dict[str, str]] = Field(
        description="In the order in which they were asked: gate, says, saw, until, unblock."
    )
    earliest_at: datetime | None
    unblock: str


class LedgerLine(Decision):
    """A decision that was taken."""

    id: int
    step_id: str | None


class Explanation(Decision):
    """The decision that would be taken now, with every gate asked. `reason` is in words."""

    enrollment_id: int
    reason: str


def _line(line: views.EnrollmentLine) -> Enrollment:
    return Enrollment(
        id=line.id,
        sequence_id=line.sequence_id,
        entity_type=EntityType(line.entity_type),
        entity_id=line.entity_id,
        party_id=line.party_id,
        status=line.status,
        current_step=line.current_step,
        next_run_at=line.next_run_at,
        hold_reason=line.hold_reason,
        stop_reason=line.stop_reason,
        stop_detail=line.stop_detail,
        enrolled_at=line.enrolled_at,
        finished_at=line.finished_at,
    )


def _decision(line: views.DecisionLine) -> LedgerLine:
    return LedgerLine(
        id=line.id,
        at=line.at,
        step_id=line.step_id,
        verdict=Kind(line.verdict),
        binding_gate=line.binding_gate,
        gates=line.gates,
        earliest_at=line.earliest_at,
        unblock=line.unblock,
    )


@router.post("/sequences/enroll", status_code=201, response_model=Enrolled)
def enroll_entity(call: CurrentCall, body: EnrollEntityInput) -> Response:
    """Enroll a lead or a party. Both mean one person, on whom the rules are asked; a 409 names
    the `rule` that refused: `already-enrolled`, `suppressed-recipient`, `has-left`,
    `sequence-not-active` or `exclusive-enrollment`."""

    def work() -> Enrolled:
        done = usecases.enroll_entity(
            call.services,
            actor=call.actor,
            sequence_id=body.sequence_id,
            entity_type=body.entity_type,
            entity_id=body.entity_id,
            start_at=body.start_at,
        )
        return Enrolled(
            enrollment_id=done.enrollment_id, status=done.status, next_run_at=done.next_run_at
        )

    return call.write(work, 201)


@router.get("/enrollments")
def list_enrollments(
    call: CurrentCall,
    window: PageAsked,
    sequence_id: Annotated[
        int | None, filter_id("sequenceId", "Only those in this sequence.")
    ] = None,
    status: Annotated[str | None, Query(), one_of(EnrollmentStatus)] = None,
    entity_type: Annotated[str | None, Query(alias="entityType"), one_of(EntityType)] = None,
    entity_id: Annotated[
        int | None, filter_id("entityId", "Only those of the lead or party with this id.")
    ] = None,
) -> Listing[Enrollment]:
    """Enrollments, newest first."""
    page = views.list_enrollments(
        call.services,
        actor=call.actor,
        window=window,
        sequence_id=sequence_id,
        status=word(EnrollmentStatus, status, "status") if status is not None else None,
        entity_type=word(EntityType, entity_type, "entityType")
        if entity_type is not None
        else None,
        entity_id=entity_id,
    )
    return listing(page, _line)


def _show(call: CurrentCall, enrollment_id: int) -> Enrollment:
    return _line(views.get_enrollment(call.services, actor=call.actor, enrollment_id=enrollment_id))


@router.get("/enrollments/{id}")
def get_enrollment(call: CurrentCall, enrollment_id: PathId) -> Enrollment:
    """One enrollment."""
    return _show(call, enrollment_id)


@router.post("/enrollments/{id}/status", response_model=Enrollment)
def set_enrollment_status(
    call: CurrentCall, enrollment_id: PathId, body: EnrollmentStatusInput
) -> Response:
    """Pause, resume or cancel. Resuming keeps what was left of the delay."""

    def work() -> Enrollment:
        usecases.set_enrollment_status(
            call.services, actor=call.actor, enrollment_id=enrollment_id, status=body.status
        )
        return _show(call, enrollment_id)

    return call.write(work)


@router.get("/enrollments/{id}/decisions")
def list_decisions(
    call: CurrentCall, enrollment_id: PathId, window: PageAsked
) -> Listing[LedgerLine]:
    """The enrollment's ledger, oldest first."""
    page = views.list_decisions(
        call.services, actor=call.actor, enrollment_id=enrollment_id, window=window
    )
    return listing(page, _decision)


@router.get("/enrollments/{id}/explain")
def explain_enrollment(call: CurrentCall, enrollment_id: PathId) -> Explanation:
    """Why nothing has gone out yet: the planner's verdict at this moment, with every gate."""
    now = call.services.clock.now()
    verdict = views.explain_enrollment(
        call.services, actor=call.actor, enrollment_id=enrollment_id, now=now
    )
    return Explanation(
        enrollment_id=enrollment_id,
        at=now,
        verdict=verdict.kind,
        binding_gate=verdict.binding.gate if verdict.binding else None,
        gates=[gate.to_json() for gate in verdict.gates],
        earliest_at=verdict.earliest_at,
        unblock=verdict.unblock,
        reason=verdict.reason,
    )
