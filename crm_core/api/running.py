"""The runs of the installation's own runner: `/internal/crm/sequences/run`, `…/inboxes/run`."""

from fastapi import APIRouter
from pydantic import Field, StrictInt

from crm_core.api.calls import GuardedRoute, InternalServices
from crm_core.api.fields import Answer, Input, Moment
from crm_core.usecases.read_inboxes import read_inboxes
from crm_core.usecases.run_sequences import LIMIT_MOST, run_sequence_steps

router = APIRouter(prefix="/crm", tags=["Internal"], route_class=GuardedRoute)

PATIENCE = 60.0
"""Seconds that a request waits for inboxes; what takes longer goes on by itself."""


class RunSequenceStepsInput(Input):
    """How much to do, and as if at which time; everything that is due, now, where absent."""

    limit: StrictInt | None = Field(None, json_schema_extra={"minimum": 1, "maximum": LIMIT_MOST})
    now: Moment | None = Field(None, description="Needs CRM_ALLOW_CLOCK=1.")


class RunSequenceStepsOutput(Answer):
    """What a run did. `processed`: decisions taken."""

    processed: int
    sent: int
    tasks_created: int
    waiting: int
    skipped: int
    stopped: int
    failed: int


@router.post("/sequences/run")
def run(
    services: InternalServices, body: RunSequenceStepsInput | None = None
) -> RunSequenceStepsOutput:
    """Execute every due step of every workspace, at most `limit`."""
    now, limit = (body.now, body.limit) if body else (None, None)
    counts = run_sequence_steps(services, now=now, limit=limit)
    return RunSequenceStepsOutput(
        processed=counts.processed,
        sent=counts.sent,
        tasks_created=counts.tasks_created,
        waiting=counts.waiting,
        skipped=counts.skipped,
        stopped=counts.stopped,
        failed=counts.failed,
    )


@router.post("/inboxes/run")
def run_inboxes(services: InternalServices) -> RunSequenceStepsOutput:
    """Read every inbox to its end. `processed`: messages that were new; `failed`: inboxes that
    could not be read; the other counts are of other runs."""
    counts = read_inboxes(services, patience=PATIENCE)
    return RunSequenceStepsOutput(
        processed=counts.received,
        sent=0,
        tasks_created=0,
        waiting=0,
        skipped=0,
        stopped=0,
        failed=counts.failed,
    )
