"""What was done, and what is to be done: finding it, adding a task, noting a call."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from crm_core.copilot.facts import Record, RecordKind
from crm_core.copilot.tool import Change, Desk, Found, Json, Proposal, Said, reads, writes
from crm_core.copilot.tools.people import Id, Many
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.telling import (
    COUNTED,
    SHOWN,
    at_time,
    count_fact,
    day_of,
    facts_of,
    how_many,
    iso,
    item,
    label,
    on_day,
    quote_fact,
    total,
    workspace,
)
from crm_core.copilot.tools.timeline import activity_json, people_of, told
from crm_core.copilot.tools.whom import whom
from crm_core.domain.permissions import Permission
from crm_core.domain.sequences import SUBJECT_LIMIT
from crm_core.domain.words import ActivityType, Sentiment
from crm_core.errors import InvalidInput
from crm_core.usecases import activities as deeds
from crm_core.views.activities import count_happened, list_happened
from crm_core.views.colleagues import list_colleagues
from crm_core.views.paging import Window
from crm_core.views.tasks import COUNTED_MOST, Queue, TaskLine, When, count_tasks, list_tasks

DAYS_MOST = 31
Subject = Annotated[str, Field(min_length=1, max_length=SUBJECT_LIMIT)]
Note = Annotated[str, Field(max_length=20_000)]
Outcome = Annotated[str, Field(max_length=200)]


class Whose(StrEnum):
    """`MINE`: of the person who asks. `EVERYBODY`: of the whole workspace."""

    MINE = "MINE"
    EVERYBODY = "EVERYBODY"


class Due(StrEnum):
    """Which tasks. `DUE`: overdue or due today."""

    DUE = "DUE"
    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    UPCOMING = "UPCOMING"


@reads("Looking at what was done", Permission.ACTIVITIES_READ)
def find_activities(
    desk: Desk,
    *,
    type: ActivityType | None = None,
    days: Annotated[int, Field(ge=1, le=DAYS_MOST)] = 7,
    whose: Whose = Whose.EVERYBODY,
    limit: Many = SHOWN,
) -> Found:
    """What was done in the workspace in the last days, the latest first: calls, e-mails, meetings,
    notes, tasks, changes of stage. For one person use get_timeline, for a deal get_deal_summary."""
    asked = {
        "since": desk.now - timedelta(days=days), "type_": type, "owner_id": _owner(desk, whose),
    }  # fmt: skip
    lines = list_happened(
        desk.services,
        actor=desk.actor,
        window=Window(limit=limit),
        **asked,  # type: ignore[arg-type]
    ).items
    number = count_happened(desk.services, actor=desk.actor, most=COUNTED, **asked)  # type: ignore[arg-type]
    names = people_of(desk, lines)
    facts, said = told(desk, lines, names)
    words = how_many(number, "entry", "entries")
    many = count_fact(desk, f"done in the last {how_many(days, 'day')}", words)
    head = f"{words} in the last {how_many(days, 'day')}"
    head += "." if len(lines) >= number else f", the latest {len(lines)}:"
    items = [activity_json(line, names.get(line.party_id or 0, "")) for line in lines]
    data = {"items": items, "days": days, **total(number)}
    return Found(data, (many, *facts), (Said(head, (many,)), *said))


@reads("Looking at the tasks", Permission.ACTIVITIES_READ)
def get_tasks(
    desk: Desk,
    *,
    when: Due = Due.DUE,
    whose: Whose = Whose.MINE,
    owner_id: Id | None = None,
    limit: Many = SHOWN,
) -> Found:
    """Open tasks, calls and e-mail drafts, the earliest first: today's and overdue ones unless
    `when` says otherwise, of the person who asks unless `whose` or ownerId (a colleague) does."""
    owner = owner_id if owner_id is not None else _owner(desk, whose)
    if owner_id is not None and owner_id not in _colleagues(desk):
        raise InvalidInput("There is no colleague with this id.", field="ownerId")
    queue = Queue(desk.zone, owner, When(when.lower()))
    counts = count_tasks(desk.services, actor=desk.actor, queue=queue)
    lines = list_tasks(
        desk.services, actor=desk.actor, queue=queue, window=Window(limit=limit)
    ).items
    said = tuple(_task_said(desk, line) for line in lines)
    numbers = facts_of(
        workspace(desk),
        [("tasks overdue", _number(counts.overdue)), ("tasks due today", _number(counts.today)),
         ("tasks upcoming", _number(counts.upcoming))],
    )  # fmt: skip
    whom = "You have" if owner == desk.actor.user_id else _whom(desk, owner)
    head = (
        f"{whom} {_number(counts.overdue)} overdue, {_number(counts.today)} due today and "
        f"{_number(counts.upcoming)} upcoming."
    )
    data = {
        "items": [_task_json(line) for line in lines],
        "overdue": counts.overdue, "today": counts.today, "upcoming": counts.upcoming,
    }  # fmt: skip
    facts = (*numbers, *(fact for one in said for fact in one.facts))
    return Found(data, facts, (Said(head, numbers), *said))


def _owner(desk: Desk, whose: Whose) -> int | None:
    return desk.actor.user_id if whose is Whose.MINE else None


def _colleagues(desk: Desk) -> dict[int, str]:
    return {one.id: one.name for one in list_colleagues(desk.services, actor=desk.actor)}


def _whom(desk: Desk, owner: int | None) -> str:
    return "There are" if owner is None else f"{_colleagues(desk).get(owner, 'Somebody')} has"


def _number(count: int) -> str:
    return f"{COUNTED_MOST}+" if count > COUNTED_MOST else f"{count:,}"


def _task_json(line: TaskLine) -> Json:
    return {
        "id": line.id, "type": line.type, "subject": line.subject, "dueAt": iso(line.due_at),
        "overdue": line.overdue, "owner": line.owner, "partyId": line.party_id,
        "person": line.person, "company": line.company, "dealId": line.deal_id, "deal": line.deal,
        "sequence": line.sequence, "step": line.step,
    }  # fmt: skip


def _task_said(desk: Desk, line: TaskLine) -> Said:
    kind = {ActivityType.EMAIL: "e-mail draft", ActivityType.CALL: "call"}.get(line.type, "task")
    record = Record(RecordKind.ACTIVITY, line.id, label(line.subject, kind.capitalize()))
    on = None if line.due_at is None else day_of(desk, line.due_at)
    facts = (
        *facts_of(
            record,
            [("task", kind), ("person", line.person), ("company", line.company),
             ("deal", line.deal), ("sequence", line.sequence), ("owner", line.owner)],
        ),
        *facts_of(record, [("due", "" if on is None else on_day(desk, on))], on),
        *quote_fact(record, "subject", line.subject, on),
    )  # fmt: skip
    whom = ", ".join(part for part in (line.person, line.company) if part)
    words = f"{kind.capitalize()}: {record.label}" + (f", with {whom}" if whom else "")
    if line.due_at is not None:
        words += f", {'was due' if line.due_at < desk.now else 'due'} {at_time(desk, line.due_at)}"
    return item(f"{words}.", *facts)


@writes("Adding a task", Permission.ACTIVITIES_MANAGE, Permission.PEOPLE_READ)
def create_task(
    desk: Desk,
    *,
    subject: Subject,
    body: Note = "",
    party_id: Id | None = None,
    lead_id: Id | None = None,
    deal_id: Id | None = None,
    due_at: AwareDatetime | None = None,
    owner_id: Id | None = None,
) -> Proposal:
    """Add something to do about a person (partyId), a lead (leadId) or a deal (dealId). `dueAt`:
    now where absent. `ownerId`: the colleague whose task it is, else the person who asks."""
    given = _task(subject, body, party_id, lead_id, deal_id, due_at, owner_id)
    about = whom(desk, party_id=party_id, lead_id=lead_id, deal_id=deal_id)
    rehearsed(desk, lambda: deeds.create_task(desk.services, actor=desk.actor, **given))
    mine = owner_id in (None, desk.actor.user_id)
    owner = "your" if mine else f"{_colleagues(desk).get(owner_id or 0, 'somebody')}'s"
    due = at_time(desk, due_at or desk.now)
    return Proposal(
        title=f"Add the task “{label(subject, 'Task')}”",
        effect=f"It stands among {owner} tasks, about {about.name}, due {due}.",
        changes=tuple(
            Change(field, "", value)
            for field, value in (
                ("Task", subject),
                ("Text", body),
                ("Deal", about.deal_name),
                ("Due", due),
            )
            if value
        ),
        warnings=() if due_at is None or due_at >= desk.now else ("It is overdue at once.",),
        rows=about.rows,
    )


@create_task.perform
def _create_task(
    desk: Desk,
    *,
    subject: Subject,
    body: Note = "",
    party_id: Id | None = None,
    lead_id: Id | None = None,
    deal_id: Id | None = None,
    due_at: AwareDatetime | None = None,
    owner_id: Id | None = None,
) -> Json:
    given = _task(subject, body, party_id, lead_id, deal_id, due_at, owner_id)
    return _added(deeds.create_task(desk.services, actor=desk.actor, **given))


@writes("Noting a call", Permission.ACTIVITIES_MANAGE, Permission.PEOPLE_READ)
def log_call(
    desk: Desk,
    *,
    note: Note = "",
    disposition: Outcome = "",
    sentiment: Sentiment | None = None,
    party_id: Id | None = None,
    lead_id: Id | None = None,
    deal_id: Id | None = None,
    completed_at: AwareDatetime | None = None,
) -> Proposal:
    """Note a call that was made with a person (partyId), a lead (leadId) or about a deal (dealId),
    now or at `completedAt`. `disposition`: how it ended (Connected, Left voicemail, No answer,
    Busy, Wrong number, Gatekeeper, Meeting booked, Not interested)."""
    given = _call(note, disposition, sentiment, party_id, lead_id, deal_id, completed_at)
    about = whom(desk, party_id=party_id, lead_id=lead_id, deal_id=deal_id)
    rehearsed(desk, lambda: deeds.log_call(desk.services, actor=desk.actor, **given))
    when = at_time(desk, completed_at or desk.now)
    told = (("Outcome", disposition), ("Sentiment", (sentiment or "").capitalize()),
            ("Note", note), ("Deal", about.deal_name), ("When", when))  # fmt: skip
    return Proposal(
        title=f"Note a call with {about.name}",
        effect=f"It stands on the timeline of {about.name} as made {when}.",
        changes=tuple(Change(field, "", value) for field, value in told if value),
        rows=about.rows,
    )


@log_call.perform
def _log_call(
    desk: Desk,
    *,
    note: Note = "",
    disposition: Outcome = "",
    sentiment: Sentiment | None = None,
    party_id: Id | None = None,
    lead_id: Id | None = None,
    deal_id: Id | None = None,
    completed_at: AwareDatetime | None = None,
) -> Json:
    given = _call(note, disposition, sentiment, party_id, lead_id, deal_id, completed_at)
    return _added(deeds.log_call(desk.services, actor=desk.actor, **given))


def _task(
    subject: str,
    body: str,
    party_id: int | None,
    lead_id: int | None,
    deal_id: int | None,
    due_at: datetime | None,
    owner_id: int | None,
) -> Json:
    return {
        "subject": subject, "body": body or None, "party_id": party_id, "lead_id": lead_id,
        "deal_id": deal_id, "due_at": due_at, "owner_id": owner_id,
    }  # fmt: skip


def _call(
    note: str,
    disposition: str,
    sentiment: Sentiment | None,
    party_id: int | None,
    lead_id: int | None,
    deal_id: int | None,
    completed_at: datetime | None,
) -> Json:
    return {
        "note": note or None, "disposition": disposition or None, "sentiment": sentiment,
        "party_id": party_id, "lead_id": lead_id, "deal_id": deal_id,
        "completed_at": completed_at,
    }  # fmt: skip


def _added(activity_id: int) -> Json:
    return {"activityId": activity_id, "record": {"kind": "activity", "id": activity_id}}
