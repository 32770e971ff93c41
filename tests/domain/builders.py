"""A case in which nothing is the matter, and short ways to one in which something is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_core.domain.calendar import ALWAYS_WINDOW, Calendar, Delay, DelayUnit, SendWindow
from crm_core.domain.cases import Case, MailboxFacts, PersonFacts
from crm_core.domain.sequences import Step
from crm_core.domain.words import (
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from crm_core.step_texts import StepTexts, compile_step

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""
AT_ALL_HOURS = Calendar(ZoneInfo("UTC"), ALWAYS_WINDOW)
OFFICE_HOURS = Calendar(ZoneInfo("UTC"), SendWindow.parse(None))
MAILBOX = MailboxFacts("bob@example.com", MailboxStatus.ACTIVE)


def a_step(kind: StepType = StepType.EMAIL_AUTO, delay: str = "0 MINUTES", body: str = "") -> Step:
    value, unit = delay.split()
    return Step(
        "s1", 0, kind, Delay(int(value), DelayUnit(unit)), "Hello", body or "Hi {{ first_name }}!"
    )


def content_of(step: Step) -> StepTexts:
    """What the engine gives a case for the step."""
    return compile_step(step)


def a_person(
    email: str | None = "ada@example.com",
    suppressed: SuppressionReason | None = None,
    **fields: object,
) -> PersonFacts:
    return PersonFacts(email, suppressed, {"first_name": "Ada", **fields})


A_STEP = a_step()
CASE = Case(
    enrollment_status=EnrollmentStatus.ACTIVE,
    sequence_status=SequenceStatus.ACTIVE,
    step=A_STEP,
    content=content_of(A_STEP),
    anchor_at=NOW,
    waiting_since=None,
    calendar=AT_ALL_HOURS,
    person=a_person(),
    mailbox=MAILBOX,
)
"""An automatic e-mail that may go at once; `CASE._replace()` makes the others."""
