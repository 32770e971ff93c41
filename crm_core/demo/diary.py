"""What people wrote into the calendar by hand: meetings that were and will be, tasks and calls
that are due today, overdue, or tomorrow's.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm_core.demo.people import DAY, Known
from crm_core.demo.team import Team
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType, Sentiment
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow

OFFICE = ZoneInfo("Europe/Berlin")
"""Whose today is meant."""
_TO_DO = (
    (-3, 10, ActivityType.TASK, "Send {name} the comparison for one site"),
    (-2, 15, ActivityType.CALL, "Call {name} back about the price by door"),
    (-1, 9, ActivityType.TASK, "Ask {name} for last month's gate log"),
    (-1, 16, ActivityType.CALL, "Call {name}: who decides at {company}?"),
    (0, 9, ActivityType.CALL, "Call {name} before the stocktake"),
    (0, 10, ActivityType.TASK, "Prepare the offer for {company}"),
    (0, 11, ActivityType.TASK, "Send {name} the reference from the food trade"),
    (0, 14, ActivityType.CALL, "Call {name}: start of the pilot"),
    (0, 15, ActivityType.TASK, "Answer {name} on where the data lies"),
    (0, 17, ActivityType.TASK, "Read the tender of {company}"),
    (1, 9, ActivityType.CALL, "Call {name} about the second site"),
    (1, 13, ActivityType.TASK, "Send the contract to {company}"),
    (2, 11, ActivityType.TASK, "Invite {name} to the open day"),
)
_MEETINGS = (
    (-41, 10, "First meeting with {company}",
     "Saw the plan of one site. Open: night deliveries, and who books for small carriers."),
    (-33, 14, "Demonstration for {company}", "The yard team asked to try it for a week."),
    (-26, 9, "Site visit at {company}", "Counted 23 trucks in the queue at 07:40."),
    (-18, 15, "Offer review with {company}",
     "Price is fine, they want a notice period of three months."),
    (-12, 11, "Demonstration for {company}", "The carriers' view convinced them."),
    (-7, 13, "Kick-off with {company}", "Pilot begins with doors 1 to 6. Weekly call agreed."),
    (-4, 10, "First meeting with {company}", "Interested, but the budget year ends in June."),
    (1, 10, "Demonstration for {company}", ""),
    (2, 15, "Offer review with {company}", ""),
    (5, 9, "Site visit at {company}", ""),
)  # fmt: skip


def keep_diary(session: WriteSession, people: list[Known], team: Team, now: datetime) -> None:
    """Write the meetings and the things to do, one for each of the people in turns.

    Every third is the administrator's, so that a visitor's own day is not empty.
    """
    rows = []
    for number, (days, hour, kind, subject) in enumerate(_TO_DO):
        row = _entry(people[number % len(people)], kind, subject)
        row.due_at = _at(now, days, hour)
        row.created_at = min(now - DAY, row.due_at - 2 * DAY)
        rows.append(row)
    for number, (days, hour, subject, note) in enumerate(_MEETINGS, len(_TO_DO)):
        row = _entry(people[number % len(people)], ActivityType.MEETING, subject)
        at = _at(now, days, hour)
        row.created_at = min(now - DAY, at - 3 * DAY)
        row.due_at = at
        if days < 0:
            row.status, row.completed_at = ActivityStatus.DONE, at + timedelta(hours=1)
            row.note, row.sentiment = note, Sentiment.POSITIVE
        rows.append(row)
    for row in rows[::3]:
        row.owner_id = team.boss.user_id
    session.add_all(rows)
    session.flush()


def _entry(known: Known, kind: ActivityType, subject: str) -> ActivityRow:
    company = known.person.company
    return ActivityRow(
        tenant_id=known.owner.tenant_id, type=kind, status=ActivityStatus.OPEN,
        source=ActivitySource.PERSON,
        subject=subject.format(name=known.person.name, company=company.name if company else "?"),
        party_id=known.party_id, owner_id=known.owner.user_id,
    )  # fmt: skip


def _at(now: datetime, days: int, hour: int) -> datetime:
    """An hour of the office's clock, so many days from its today."""
    today = now.astimezone(OFFICE).replace(minute=0, second=0, microsecond=0)
    return (today + days * DAY).replace(hour=hour).astimezone(now.tzinfo)
