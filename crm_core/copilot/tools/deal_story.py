"""One deal as it stands: what it is, where it has been, what comes next, what happened."""

from datetime import timedelta

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.deals import card_facts, card_json, deal_record, deal_words
from crm_core.copilot.tools.people import Id
from crm_core.copilot.tools.telling import (
    COUNTED,
    SHOWN,
    at_time,
    day_of,
    facts_of,
    heading,
    how_many,
    iso,
    item,
    label,
    on_day,
    quote_fact,
    quoted,
    total,
)
from crm_core.copilot.tools.timeline import activity_json, people_of, told
from crm_core.domain.deals import ENOUGH, Stay
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivityType
from crm_core.errors import NotFound
from crm_core.views.activities import count_deal_timeline, deal_timeline
from crm_core.views.deal_detail import DealDetail, NextKind, NextStep, TaskLine, get_deal_detail
from crm_core.views.paging import Window

TOLD = 15
"""Lines of the timeline that are told, the latest ones."""
_TOUCHES = {
    "EMAIL_AUTO": "an automatic e-mail", "EMAIL_MANUAL": "an e-mail draft", "CALL": "a call",
    "TASK": "a task",
}  # fmt: skip


@reads(
    "Reading the deal", Permission.DEALS_READ, Permission.ACTIVITIES_READ, Permission.PEOPLE_READ
)
def get_deal_summary(desk: Desk, *, deal_id: Id) -> Found:
    """A deal in full: stage and how long in it, amount, expected close, person, open tasks, what
    comes next, and its timeline, the latest first."""
    detail = _detail(desk, deal_id)
    lines = deal_timeline(
        desk.services, actor=desk.actor, deal_id=deal_id, window=Window(limit=TOLD)
    ).items
    number = count_deal_timeline(desk.services, actor=desk.actor, deal_id=deal_id, most=COUNTED)
    record = deal_record(detail.card)
    _, story = told(desk, lines, people_of(desk, lines))
    many = Fact(record, "on the timeline", how_many(number, "entry", "entries"))
    words = many.text + ("" if len(lines) >= number else f", the latest {len(lines)}")
    said = (
        heading(record.label), Said(deal_words(desk, detail.card), card_facts(desk, detail.card)),
        _stay_said(desk, detail, record), *_person_said(detail), *_next_said(desk, detail),
        *(_task_said(desk, task) for task in detail.tasks[:SHOWN]),
        heading(f"{words} on the timeline", many), *story,
    )  # fmt: skip
    data = {
        "deal": card_json(detail.card) | _more_json(desk, detail),
        "timeline": [activity_json(line) for line in lines],
        **total(number),
    }
    return Found(data, tuple(fact for one in said for fact in one.facts), said)


def _detail(desk: Desk, deal_id: int) -> DealDetail:
    try:
        return get_deal_detail(desk.services, actor=desk.actor, deal_id=deal_id, zone=desk.zone)
    except NotFound as missing:
        raise NotFound(missing.message, field="dealId") from None


def _stay_said(desk: Desk, detail: DealDetail, record: Record) -> Said:
    """How long it is in its stage, beside what is usual where enough deals tell."""
    stage, days = detail.card.stage.capitalize(), detail.in_stage.days
    since = day_of(desk, detail.card.since)
    words = f"In {stage} since {on_day(desk, since)}, {_days(days)}"
    facts = facts_of(record, [("days in this stage", _days(days))], since)
    if detail.usual is not None and detail.usual.count >= ENOUGH:
        usual = _days(_whole(detail.usual.span))
        base = f"{detail.usual.count:,}"
        facts += facts_of(
            Record(RecordKind.WORKSPACE, desk.actor.tenant_id, "Workspace"),
            [(f"usual stay in {stage}", usual), (f"ended stays in {stage}", base)],
        )
        words += f"; deals here usually stay {usual} (n = {base})"
    moved = [stay for stay in detail.stays if stay.note]
    for stay in moved[-1:]:
        facts += quote_fact(record, "note of the move", stay.note, day_of(desk, stay.since))
        words += f". {quoted(stay.note)}"
    return Said(f"{words}." if not moved else words, facts)


def _person_said(detail: DealDetail) -> tuple[Said, ...]:
    person = detail.person
    if person is None:
        return (Said("The deal names no person."),)
    record = Record(RecordKind.PERSON, person.id, label(person.name, "Somebody without a name"))
    facts = facts_of(
        record,
        [("name", person.name), ("title", person.title), ("e-mail", person.email),
         ("phone", person.phone)],
    )  # fmt: skip
    reached = ", ".join(part for part in (person.title, person.email, person.phone) if part)
    return (Said(f"{record.label}: {reached}." if reached else f"{record.label}.", facts),)


def _next_said(desk: Desk, detail: DealDetail) -> tuple[Said, ...]:
    step = detail.next_step
    if step is None:
        return (Said("Nothing is planned: no open task, no sequence that goes on."),)
    record, words = _next(step)
    if step.at is None:
        return (Said(f"Next: {words}, no time set.", facts_of(record, [("next", words)])),)
    on = day_of(desk, step.at)
    facts = facts_of(record, [("next", words), ("at", on_day(desk, on))], on)
    return (Said(f"Next: {words}, {at_time(desk, step.at)}.", facts),)


def _next(step: NextStep) -> tuple[Record, str]:
    if step.kind is NextKind.TASK:
        name = label(step.what, "Task")
        return Record(RecordKind.ACTIVITY, step.id, name), f"{_kind(step.type)} “{name}”"
    name = label(step.what, "Sequence")
    touch = _TOUCHES.get(step.type, "a step")
    return Record(RecordKind.ENROLLMENT, step.id, name), f"{touch} of the sequence “{name}”"


def _task_said(desk: Desk, task: TaskLine) -> Said:
    name = label(task.subject, "Task")
    record = Record(RecordKind.ACTIVITY, task.id, name)
    on = None if task.due_at is None else day_of(desk, task.due_at)
    facts = (
        *facts_of(record, [("open", _kind(task.type)), ("due", on and on_day(desk, on))], on),
        *quote_fact(record, "subject", task.subject, on),
    )
    due = "" if task.due_at is None else f", due {at_time(desk, task.due_at)}"
    return item(f"Open {_kind(task.type)}: {name}{due}.", *facts)


def _more_json(desk: Desk, detail: DealDetail) -> Json:
    person, step = detail.person, detail.next_step
    return {
        "daysInStage": detail.in_stage.days,
        "usualDaysInStage": None if detail.usual is None else _whole(detail.usual.span),
        "usualDaysOf": 0 if detail.usual is None else detail.usual.count,
        "stages": [_stay_json(stay) for stay in detail.stays],
        "contact": None if person is None else {
            "partyId": person.id, "name": person.name, "title": person.title,
            "email": person.email, "phone": person.phone,
        },
        "openTasks": [
            {"id": task.id, "type": task.type, "subject": task.subject, "dueAt": iso(task.due_at)}
            for task in detail.tasks[:SHOWN]
        ],
        "next": None if step is None else {
            "kind": step.kind, "id": step.id, "what": step.what, "at": iso(step.at),
        },
    }  # fmt: skip


def _stay_json(stay: Stay) -> Json:
    return {
        "stage": stay.stage, "since": iso(stay.since), "until": iso(stay.until),
        "note": stay.note,
    }  # fmt: skip


def _kind(type_: str) -> str:
    names = {ActivityType.EMAIL: "e-mail draft", ActivityType.CALL: "call"}
    return names.get(ActivityType(type_), "task")


def _whole(span: timedelta) -> int:
    return max(span.days, 1)


def _days(number: int) -> str:
    return how_many(number, "day")
