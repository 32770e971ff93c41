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
from crm_core.domain.words import ActivityStatus, ActivityType, DealStage, StopReason
from crm_core.services import Services
from crm_core.storage.activities import SENT_EMAIL
from crm_core.storage.tables import ActivityRow, EnrollmentRow, SequenceRow

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
    """The counts of days that follow each other, in their order. Two queries."""
    actor.require(Permission.ACTIVITIES_READ)
    if not days:
        return ()
    counts: list[dict[str, int]] = [{} for _ in days]
    with services.storage.read() as session:
        for number, name, count in _done(session, actor.tenant_id, days):
            counts[number][name] = counts[number].get(name, 0) + count
        for number, count in _replies(session, actor.tenant_id, days):
            counts[number]["replies"] = count
    return tuple(DayCount(**given) for given in counts)


def _done(session: Session, tenant_id: int, days: Sequence[Day]) -> list[tuple[int, str, int]]:
    at = ActivityRow.completed_at
    won = (ActivityRow.type == ActivityType.STAGE_CHANGE) & ActivityRow.subject.endswith(
        f"→ {DealStage.WON}", autoescape=True
    )
    rows = session.execute(
        select(
            _number(at, days).label("day"), ActivityRow.type, func.count().label("all"),
            func.count(case((won, 1))).label("won"),
        )
        .where(
            ActivityRow.tenant_id == tenant_id,
            at >= days[0].begins,
            at < days[-1].ends,
            ActivityRow.status == ActivityStatus.DONE,
            SENT_EMAIL | ActivityRow.type.in_([kind for kind in _FIELD_OF if kind != "EMAIL"]),
        )
        .group_by("day", ActivityRow.type)
    ).all()  # fmt: skip
    done = [(row.day, _FIELD_OF[ActivityType(row.type)], row.all) for row in rows]
    return done + [(row.day, "won", row.won) for row in rows if row.won]


def _replies(session: Session, tenant_id: int, days: Sequence[Day]) -> list[tuple[int, int]]:
    at = EnrollmentRow.finished_at
    sequences = select(SequenceRow.id).where(SequenceRow.tenant_id == tenant_id)
    rows = session.execute(
        select(_number(at, days).label("day"), func.count().label("all"))
        .where(
            EnrollmentRow.sequence_id.in_(sequences),
            EnrollmentRow.stop_reason == StopReason.REPLIED,
            at >= days[0].begins,
            at < days[-1].ends,
        )
        .group_by("day")
    )
    return [(row.day, row.all) for row in rows]


def _number(at: Any, days: Sequence[Day]) -> ColumnElement[int]:
    """Which of the days an instant lies in."""
    return case(*((at < day.ends, number) for number, day in enumerate(days)), else_=0)
