"""Where an enrollment stands after a step; asked by everything that ends one."""

from dataclasses import dataclass
from datetime import datetime

from crm_core.domain.cases import Case
from crm_core.domain.planner import earliest
from crm_core.domain.words import EnrollmentStatus
from crm_core.touches.versions import VersionPlan


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enrollment stands after a step."""

    position: int
    status: EnrollmentStatus
    next_run_at: datetime | None


def after_step(plan: VersionPlan, position: int, case: Case, ended_at: datetime) -> Place:
    """The place after the step at `position` ended: the next step's first look, or the end."""
    planned = plan.at(position + 1)
    if planned is None:
        return Place(position + 1, EnrollmentStatus.COMPLETED, None)
    look = earliest(case.calendar, ended_at, planned.step.delay)
    return Place(position + 1, EnrollmentStatus.ACTIVE, look)
