"""Lines of a timeline as tools give them: as the contract's JSON, as facts, as a sentence."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Json, Said
from crm_core.copilot.tools.telling import (
    at_time,
    cut,
    day_of,
    facts_of,
    iso,
    item,
    label,
    on_day,
    quote_fact,
    quoted,
)
from crm_core.domain.deals import read_move
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType
from crm_core.views.activities import ActivityLine
from crm_core.views.person_page import names_of

NOBODY: Mapping[int, str] = MappingProxyType({})
_OPEN = (ActivityStatus.OPEN, ActivityStatus.DRAFT)
_NAMES = {
    ActivityType.EMAIL: "e-mail",
    ActivityType.CALL: "call",
    ActivityType.TASK: "task",
    ActivityType.NOTE: "note",
    ActivityType.MEETING: "meeting",
    ActivityType.STAGE_CHANGE: "change of stage",
}


def came_in(line: ActivityLine) -> bool:
    """Whether somebody outside wrote it."""
    return line.source == ActivitySource.INBOX


def kind_of(line: ActivityLine) -> str:
    """ "call", "open task", "e-mail from them", "e-mail draft"."""
    name = _NAMES[ActivityType(line.type)]
    if came_in(line):
        return f"{name} from them"
    if line.status == ActivityStatus.DRAFT:
        return f"{name} draft"
    return name if line.status == ActivityStatus.DONE else f"{line.status.lower()} {name}"


def record_of(line: ActivityLine) -> Record:
    """The line's record: the message itself where one came in."""
    name = label(line.subject, kind_of(line).capitalize())
    if came_in(line) and line.inbound_id is not None:
        return Record(RecordKind.MESSAGE, line.inbound_id, name)
    return Record(RecordKind.ACTIVITY, line.id, name)


def activity_json(line: ActivityLine, person: str = "") -> Json:
    """As the API gives it, with its texts cut to a bound, and whom it was with."""
    return {
        "id": line.id,
        "type": line.type,
        "status": line.status,
        "subject": cut(line.subject),
        "body": cut(line.body),
        "dueAt": iso(line.due_at),
        "completedAt": iso(line.completed_at),
        "source": line.source,
        "fromOutside": came_in(line),
        "disposition": line.disposition,
        "sentiment": line.sentiment,
        "note": cut(line.note or "") or None,
        "partyId": line.party_id,
        **({"person": person} if person else {}),
        "dealId": line.deal_id,
    }


def activity_facts(desk: Desk, line: ActivityLine, person: str = "") -> tuple[Fact, ...]:
    """What it was and when, with whom, how it went, and what stands in it as quotes."""
    record = record_of(line)
    on = day_of(desk, line.completed_at or line.due_at or line.created_at)
    move = _move(line)
    told = [("activity", kind_of(line)), ("person", person), ("outcome", line.disposition),
            ("sentiment", (line.sentiment or "").lower())]  # fmt: skip
    if move:
        told.append(("stage change", move))
    if line.status in _OPEN and line.due_at is not None:
        told.append(("due", on_day(desk, on)))
    return (
        *facts_of(record, told, on),
        *quote_fact(record, "subject", "" if move else line.subject, on),
        *quote_fact(record, "text", line.body, on),
        *quote_fact(record, "note", line.note or "", on),
    )


def activity_said(desk: Desk, line: ActivityLine, person: str = "") -> Said:
    """ "Monday 9 March: call, Connected, positive. “They want …”"."""
    facts = activity_facts(desk, line, person)
    if line.status in _OPEN and line.due_at is not None:
        head = f"{_capital(kind_of(line))}, due {at_time(desk, line.due_at)}"
    else:
        on = day_of(desk, line.completed_at or line.created_at)
        head = f"{on_day(desk, on)}: {_move(line) or kind_of(line)}"
    how = [line.disposition or "", (line.sentiment or "").lower()]
    head += f" with {person}" if person else ""
    words = ", ".join([head, *(part for part in how if part)])
    if not _move(line) and line.subject.strip():
        words += f", {quoted(line.subject)}"
    said = quoted(line.note or line.body)
    return item(f"{words}. {said}" if said else f"{words}.", *facts)


def told(
    desk: Desk, lines: Iterable[ActivityLine], names: Mapping[int, str] = NOBODY
) -> tuple[tuple[Fact, ...], tuple[Said, ...]]:
    """Facts and sentences of several lines, in their order; `names`: of the people, by id."""
    said = tuple(activity_said(desk, line, names.get(line.party_id or 0, "")) for line in lines)
    return tuple(fact for one in said for fact in one.facts), said


def people_of(desk: Desk, lines: Iterable[ActivityLine]) -> Mapping[int, str]:
    """What the people of some lines are called, as far as the role may see people."""
    ids = {line.party_id for line in lines if line.party_id is not None}
    if not desk.actor.may(Permission.PEOPLE_READ):
        return NOBODY
    return names_of(desk.services, actor=desk.actor, party_ids=ids)


def _move(line: ActivityLine) -> str:
    """ "Qualified → Proposal" for a change of stage, else empty."""
    if line.type != ActivityType.STAGE_CHANGE:
        return ""
    move = read_move(line.subject, line.created_at)
    return f"{move.origin.capitalize()} → {move.target.capitalize()}" if move else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
