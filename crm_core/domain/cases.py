"""A case: everything that one decision rests on, loaded beforehand.

The storage loads cases set-wise for the runner; the enrolment preview, the "why not yet?"
card and the simulator build the same cases with other clocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from crm_core.domain.calendar import Calendar
from crm_core.domain.limits import Slot
from crm_core.domain.sequences import Step
from crm_core.domain.verdicts import Hole, Written
from crm_core.domain.words import (
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    SuppressionReason,
)

Fields = Mapping[str, object]


class StepContent(Protocol):
    """A step's compiled texts; rendering is pure."""

    def write(self, fields: Fields) -> Written | Hole: ...


class PersonFacts(NamedTuple):
    """Who would be touched. `fields` are the merge fields' values, nested by dots. `away_until`:
    they said so by an automatic reply."""

    email: str | None
    suppressed: SuppressionReason | None
    fields: Fields
    away_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InboxFacts:
    """How well a mailbox's inbox is known. `read_at`: when it was last read to its end; `is_fresh`:
    that is late enough to send on. `fault`: why the last try to read it failed."""

    read_at: datetime | None
    is_fresh: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class MailboxFacts:
    """What would send. `away_until`: its server did not answer, no earlier try than this.

    `inbox`: None where it has none, or where nobody asks.
    """

    address: str
    status: MailboxStatus
    paused_reason: str = ""
    away_until: datetime | None = None
    inbox: InboxFacts | None = None


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """The step's delivery, where one exists already."""

    status: DeliveryStatus
    attempts: int = 0
    retry_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """E-mails that the person got by any sequence, in the last day and lately.

    `last_at` is the latest, `last_day_count` and `last_day_first_at` those of 24 hours.
    """

    last_at: datetime | None = None
    last_day_count: int = 0
    last_day_first_at: datetime | None = None


NO_TOUCHES = TouchFacts()


class Case(NamedTuple):
    """One enrollment at its present step.

    `step` is None when no step is left. `anchor_at` is the end of the step before, or the
    enrollment itself. `waiting_since` is when this step's task was given to a person who has
    not completed it; None otherwise. `rejected_zones` are zone names that the calendar had to
    pass over because no such zone exists. `slot`: when the mailbox's limits leave room for this
    e-mail; None where it has none. `resume_at`: when a pause ends by itself. `company_mail_from`:
    somebody unknown wrote from there, which is the person's company's.
    """

    enrollment_status: EnrollmentStatus
    sequence_status: SequenceStatus
    step: Step | None
    content: StepContent | None
    anchor_at: datetime
    waiting_since: datetime | None
    calendar: Calendar
    person: PersonFacts
    mailbox: MailboxFacts | None = None
    delivery: DeliveryFacts | None = None
    touches: TouchFacts = NO_TOUCHES
    min_gap: timedelta | None = None
    rejected_zones: tuple[str, ...] = ()
    slot: Slot | None = None
    resume_at: datetime | None = None
    company_mail_from: str | None = None
