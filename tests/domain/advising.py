"""A deal about which nothing is the matter, or only what a test says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from crm_core.domain.advice.history import Line, read_history
from crm_core.domain.advice.signals import DealFacts, OpenTask, Running, Signals, Somebody
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
    EnrollmentStatus,
    MailClass,
    StepType,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""
BERLIN = ZoneInfo("Europe/Berlin")
ADA = Somebody(7, "Ada Byron", "ada@example.com", "+4930231")
SEQUENCE = "Outbound"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def email(days: float, **facts: Any) -> Line:
    """An e-mail of ours that went out so many days ago."""
    given = {"source": ActivitySource.SEQUENCE, "is_sent": True, **facts}
    return _line(ActivityType.EMAIL, days, **given)


def call(days: float, disposition: str | None = "No answer", **facts: Any) -> Line:
    return _line(ActivityType.CALL, days, disposition=disposition, **facts)


def reply(days: float, **facts: Any) -> Line:
    """An e-mail of theirs."""
    given = {"mail_class": MailClass.REPLY, "inbound_id": 900, **facts}
    return _line(ActivityType.EMAIL, days, source=ActivitySource.INBOX, **given)


def note(days: float, text: str) -> Line:
    return _line(ActivityType.NOTE, days, text=text)


def meeting(days: float) -> Line:
    return _line(ActivityType.MEETING, days)


def a_task(due_in_days: float | None, **facts: Any) -> OpenTask:
    due = None if due_in_days is None else NOW + timedelta(days=due_in_days)
    given = {"type": ActivityType.TASK, "subject": "Send the plan", **facts}
    return OpenTask(500, due_at=due, **given)


def running(next_in_days: float | None = 2, **facts: Any) -> Running:
    next_at = None if next_in_days is None else NOW + timedelta(days=next_in_days)
    given = {"status": EnrollmentStatus.ACTIVE, "next_step": StepType.EMAIL_AUTO, **facts}
    return Running(60, 6, SEQUENCE, next_at=next_at, **given)


def signals(
    *lines: Line,
    stage: DealStage = DealStage.PROPOSAL,
    in_stage: float = 2,
    began: float = 40,
    amount: int = 1200,
    closes_in: int | None = 30,
    note: str = "",
    **facts: Any,
) -> Signals:
    """Of a deal of Ada's that has been in its stage for two days and closes in a month."""
    deal = DealFacts(
        id=12, name="Seats", stage=stage, since=ago(in_stage), began=ago(began),
        amount=Decimal(amount), currency="EUR", note=note,
        close_on=None if closes_in is None else (NOW + timedelta(days=closes_in)).date(),
    )  # fmt: skip
    told = tuple(sorted(lines, key=lambda line: line.at, reverse=True))
    history = read_history(told, deal.began)
    given = {"person": ADA, "company": (3, "Acme"), **facts}
    return Signals(now=NOW, zone=BERLIN, deal=deal, history=history, lines=told, **given)


def _line(kind: ActivityType, days: float, **facts: Any) -> Line:
    given = {
        "subject": kind.capitalize(), "status": ActivityStatus.DONE,
        "source": ActivitySource.PERSON, **facts,
    }  # fmt: skip
    return Line(id=int(1000 - days * 10), type=kind, at=ago(days), **given)
