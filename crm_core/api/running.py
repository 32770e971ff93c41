"""`/internal/crm/sequences/run`: the run, triggered by the installation's own runner."""

from fastapi import APIRouter
from pydantic import Field, StrictInt

from crm_core.api.calls import GuardedRoute, InternalServices
from crm_core.api.fields import Answer, Input, Moment
from crm_core.usecases.run_sequences import LIMIT_MOST, run_sequence_steps

router = APIRouter(prefix="/crm/sequences", tags=["Internal"], route_class=GuardedRoute)


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


@router.post("/run")
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
