"""A case in which nothing is the matter, or only what a test says."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_core.domain.calendar import ALWAYS_WINDOW, Calendar, Delay, DelayUnit, SendWindow
from crm_core.domain.cases import Case, InboxFacts, MailboxFacts, PersonFacts
from crm_core.domain.sequences import Step
from crm_core.domain.words import (
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
    StepType,
    SuppressionReason,
)
from crm_core.step_texts import compile_step

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""
AT_ALL_HOURS = Calendar(ZoneInfo("UTC"), ALWAYS_WINDOW)
OFFICE_HOURS = Calendar(ZoneInfo("UTC"), SendWindow.parse(None))
TUESDAYS_IN_ROME = Calendar(
    ZoneInfo("Europe/Rome"), SendWindow.parse({"days": {"TUE": [["09:00", "17:00"]]}})
)


def a_delay(words: str) -> Delay:
    """Of words such as "2 BUSINESS_DAYS"."""
    value, unit = words.split()
    return Delay(int(value), DelayUnit(unit))


def a_case(
    *,
    kind: StepType = StepType.EMAIL_AUTO,
    delay: str = "0 MINUTES",
    body: str = "Hi {{ first_name }}!",
    email: str | None = "ada@example.com",
    suppressed: SuppressionReason | None = None,
    fields: Mapping[str, object] | None = None,
    mailbox_status: MailboxStatus = MailboxStatus.ACTIVE,
    away_until: datetime | None = None,
    absent_until: datetime | None = None,
    inbox: InboxFacts | None = None,
    **facts: Any,
) -> Case:
    """An automatic e-mail that may go at once, but for the arguments; `facts` are a Case's own."""
    step = Step("s1", 0, kind, a_delay(delay), "Hello", body)
    case = Case(
        enrollment_status=EnrollmentStatus.ACTIVE,
        sequence_status=SequenceStatus.ACTIVE,
        step=step,
        content=compile_step(step),
        anchor_at=NOW,
        waiting_since=None,
        calendar=AT_ALL_HOURS,
        person=PersonFacts(
            email, suppressed, {"first_name": "Ada", **(fields or {})}, absent_until
        ),
        mailbox=MailboxFacts("bob@example.com", mailbox_status, "535 denied", away_until, inbox),
    )
    return case._replace(**facts)
