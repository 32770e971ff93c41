"""How the week goes: what was done on each day, to be set against the days before.

A day's number counts what stands on the timelines: activities that were done, and the answers
that ended an enrollment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crm_core.domain.days import Day
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
    StopReason,
)
from crm_core.services import Services
from crm_core.storage.activities import SENT_EMAIL
from crm_core.storage.tables import ActivityRow, EnrollmentRow

Counts = list[tuple[int, str, int]]
"""The day's number, the field of `DayCount`, and how many."""
_FIELD_OF = {
    ActivityType.EMAIL: "emails",
    ActivityType.CALL: "calls",
    ActivityType.MEETING: "meetings",
    ActivityType.STAGE_CHANGE: "moved",
}


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was done on a day, or on several.

    `emails`: sent, by sequences and by people. `calls` and `meetings`: done, not skipped.
    `replies`: people whose answer ended an enrollment. `moved`: changes of a deal's stage, among
    them `won` to the stage Won.
    """

    emails: int = 0
    calls: int = 0
    meetings: int = 0
    replies: int = 0
    moved: int = 0
    won: int = 0

    def __add__(self, other: "DayCount") -> "DayCount":
        names = (field.name for field in fields(self))
        return DayCount(**{name: getattr(self, name) + getattr(other, name) for name in names})


def count_days(services: Services, *, actor: Actor, days: Sequence[Day]) -> tuple[DayCount, ...]:
    """The counts of days that follow each other, in their order. Four queries, each on what an
    index holds of those days."""
    actor.require(Permission.ACTIVITIES_READ)
    if not days:
        return ()
    counts: list[dict[str, int]] = [{} for _ in days]
    with services.storage.read() as session:
        for ask in (_done, _sent_by_hand, _won, _replies):
            for number, name, count in ask(session, actor.tenant_id, days):
                counts[number][name] = counts[number].get(name, 0) + count
    return tuple(DayCount(**given) for given in counts)


def _done(session: Session, tenant_id: int, days: Sequence[Day]) -> Counts:
    """By kind; of the e-mails those that sequences sent."""
    by_itself = (ActivityRow.type == ActivityType.EMAIL) & (
        ActivityRow.source == ActivitySource.SEQUENCE
    )
    others = ActivityRow.type.in_([kind for kind in _FIELD_OF if kind != ActivityType.EMAIL])
    day = _number(ActivityRow.completed_at, days).label("day")
    rows = session.execute(
        select(day, ActivityRow.type, func.count().label("all"))
        .where(*_within(tenant_id, days), by_itself | others)
        .group_by("day", ActivityRow.type)
    )
    return [(row.day, _FIELD_OF[ActivityType(row.type)], row.all) for row in rows]


def _sent_by_hand(session: Session, tenant_id: int, days: Sequence[Day]) -> Counts:
    """E-mails that people sent, besides the drafts of sequences, which count with these."""
    by_hand = SENT_EMAIL & (ActivityRow.source != ActivitySource.SEQUENCE)
    day = _number(ActivityRow.completed_at, days).label("day")
    rows = session.execute(
        select(day, func.count().label("all"))
        .where(*_within(tenant_id, days), ActivityRow.type == ActivityType.EMAIL, by_hand)
        .group_by("day")
    )
    return [(row.day, "emails", row.all) for row in rows]


def _won(session: Session, tenant_id: int, days: Sequence[Day]) -> Counts:
    won = ActivityRow.subject.endswith(f"→ {DealStage.WON}", autoescape=True)
    day = _number(ActivityRow.completed_at, days).label("day")
    rows = session.execute(
        select(day, func.count().label("all"))
        .where(*_within(tenant_id, days), ActivityRow.type == ActivityType.STAGE_CHANGE, won)
        .group_by("day")
    )
    return [(row.day, "won", row.all) for row in rows]


def _replies(session: Session, tenant_id: int, days: Sequence[Day]) -> Counts:
    at = EnrollmentRow.finished_at
    rows = session.execute(
        select(_number(at, days).label("day"), func.count().label("all"))
        .where(
            EnrollmentRow.tenant_id == tenant_id,
            EnrollmentRow.stop_reason == StopReason.REPLIED,
            at >= days[0].begins,
            at < days[-1].ends,
        )
        .group_by("day")
    )
    return [(row.day, "replies", row.all) for row in rows]


def _within(tenant_id: int, days: Sequence[Day]) -> tuple[ColumnElement[bool], ...]:
    """Done in the workspace on one of the days."""
    at = ActivityRow.completed_at
    return (
        ActivityRow.tenant_id == tenant_id,
        at >= days[0].begins,
        at < days[-1].ends,
        ActivityRow.status == ActivityStatus.DONE,
    )


def _number(at: Any, days: Sequence[Day]) -> ColumnElement[int]:
    """Which of the days an instant lies in."""
    return case(*((at < day.ends, number) for number, day in enumerate(days)), else_=0)
