"""What was done, and what is to be done: finding it, adding a task, noting a call."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from crm_core.copilot.facts import Record, RecordKind
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.people import Id, Many
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
from crm_core.copilot.tools.timeline import activity_json, told
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivityType
from crm_core.errors import InvalidInput
from crm_core.views.activities import count_happened, list_happened
from crm_core.views.colleagues import list_colleagues
from crm_core.views.paging import Window
from crm_core.views.tasks import COUNTED_MOST, Queue, TaskLine, When, count_tasks, list_tasks

DAYS_MOST = 31


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
    facts, said = told(desk, lines)
    words = how_many(number, "entry", "entries")
    many = count_fact(desk, f"done in the last {how_many(days, 'day')}", words)
    head = f"{words} in the last {how_many(days, 'day')}"
    head += "." if len(lines) >= number else f", the latest {len(lines)}:"
    data = {"items": [activity_json(line) for line in lines], "days": days, **total(number)}
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
