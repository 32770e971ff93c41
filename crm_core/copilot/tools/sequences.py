"""Finding sequences, and what became of their people."""

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.people import Id, Many, Text
from crm_core.copilot.tools.telling import SHOWN, facts_of, heading, item, label
from crm_core.domain.permissions import Permission
from crm_core.domain.words import SequenceStatus, StepType
from crm_core.views import sequence_list
from crm_core.views.paging import Window
from crm_core.views.sequence_list import FoundSequence, get_found_sequence
from crm_core.views.sequence_steps import StepCounts, count_steps
from crm_core.views.sequences import StepLine, get_sequence

STEP_NAMES = {
    StepType.EMAIL_AUTO: "automatic e-mail",
    StepType.EMAIL_MANUAL: "e-mail draft",
    StepType.CALL: "call",
    StepType.TASK: "task",
}


@reads("Looking for sequences", Permission.SEQUENCES_READ)
def find_sequences(
    desk: Desk, *, text: Text = "", status: SequenceStatus | None = None, limit: Many = SHOWN
) -> Found:
    """Find sequences by words of their name, or all of them, the newest first, with how many
    people are in each and how many replied."""
    page = sequence_list.find_sequences(
        desk.services, actor=desk.actor, search=text, status=status, window=Window(limit=limit)
    )
    said = tuple(item(_words(line), *_facts(line)) for line in page.items)
    more = page.next_cursor is not None
    head = f"The newest {len(said)} of more:" if more else _found(len(said))
    data = {"items": [_json(line) for line in page.items], "totalIsMore": more}
    return Found(data, tuple(fact for one in said for fact in one.facts), (Said(head), *said))


@reads("Counting a sequence's people", Permission.SEQUENCES_READ)
def get_sequence_numbers(desk: Desk, *, sequence_id: Id) -> Found:
    """How a sequence does: how many people are in it, finished, replied or were stopped, and at
    each step how many stand there, got past it, and replied after it."""
    line = get_found_sequence(desk.services, actor=desk.actor, sequence_id=sequence_id)
    steps = get_sequence(desk.services, actor=desk.actor, sequence_id=sequence_id).steps
    numbers = count_steps(desk.services, actor=desk.actor, sequence_id=sequence_id)
    record = sequence_record(line.id, line.name)
    facts = _facts(line)
    rate = _rate(line)
    said = [
        heading(record.label),
        Said(_words(line), facts),
        Said(rate[0], rate[1]),
    ]
    lines = [(step, numbers.of(step.id)) for step in steps]
    said += [item(_step_words(step, counts), *_step_facts(record, step, counts))
             for step, counts in lines]  # fmt: skip
    if numbers.elsewhere:
        old = facts_of(record, [("at steps of earlier versions", f"{numbers.elsewhere:,}")])
        words = f"{numbers.elsewhere:,} more stand at steps that the latest version has not."
        said.append(Said(words, old))
    data = _json(line) | {
        "replyRate": None if not line.ended else round(line.replied / line.ended, 4),
        "steps": [_step_json(step, counts) for step, counts in lines],
        "standingElsewhere": numbers.elsewhere,
    }
    return Found(data, tuple(fact for one in said for fact in one.facts), tuple(said))


def sequence_record(sequence_id: int, name: str) -> Record:
    return Record(RecordKind.SEQUENCE, sequence_id, label(name, "Sequence"))


def _facts(line: FoundSequence) -> tuple[Fact, ...]:
    return facts_of(
        sequence_record(line.id, line.name),
        [
            ("name", line.name), ("status", line.status.lower()), ("steps", f"{line.steps}"),
            ("active", f"{line.active:,}"), ("paused", f"{line.paused:,}"),
            ("finished", f"{line.finished:,}"), ("replied", f"{line.replied:,}"),
            ("stopped", f"{line.stopped:,}"), ("owner", line.owner),
        ],
    )  # fmt: skip


def _words(line: FoundSequence) -> str:
    return (
        f"{label(line.name, 'Sequence')} ({line.status.lower()}, {line.steps} "
        f"{'step' if line.steps == 1 else 'steps'}): {line.active:,} active, {line.paused:,} "
        f"paused, {line.finished:,} finished, {line.replied:,} replied, {line.stopped:,} stopped."
    )


def _rate(line: FoundSequence) -> tuple[str, tuple[Fact, ...]]:
    """The rate of replies among those whose outcome is known, with their number."""
    record = sequence_record(line.id, line.name)
    if not line.ended:
        return "Nobody has come to its end yet, so there is no rate of replies.", ()
    percent = f"{100 * line.replied / line.ended:.1f}%"
    ended = f"{line.ended:,}"
    facts = facts_of(record, [("reply rate", percent), ("outcome known", ended)])
    words = f"{percent} of those whose outcome is known replied (n = {ended})."
    return words, facts


def _json(line: FoundSequence) -> Json:
    return {
        "id": line.id, "name": line.name, "status": line.status, "stepCount": line.steps,
        "active": line.active, "paused": line.paused, "finished": line.finished,
        "replied": line.replied, "stopped": line.stopped, "owner": line.owner,
    }  # fmt: skip


def _step_json(step: StepLine, counts: StepCounts) -> Json:
    return {
        "id": step.id, "step": step.position + 1, "type": step.type, "subject": step.subject,
        "standing": counts.standing, "passed": counts.passed, "replied": counts.replied,
    }  # fmt: skip


def _step_words(step: StepLine, counts: StepCounts) -> str:
    what = f" “{label(step.subject, '')}”" if step.subject else ""
    return (
        f"Step {step.position + 1}, {STEP_NAMES[StepType(step.type)]}{what}: {counts.standing:,} "
        f"stand here, {counts.passed:,} are past it, {counts.replied:,} replied after it."
    )


def _step_facts(record: Record, step: StepLine, counts: StepCounts) -> tuple[Fact, ...]:
    number = f"step {step.position + 1}"
    return facts_of(
        record,
        [
            (number, STEP_NAMES[StepType(step.type)]),
            (f"subject of {number}", step.subject),
            (f"standing at {number}", f"{counts.standing:,}"),
            (f"past {number}", f"{counts.passed:,}"),
            (f"replied after {number}", f"{counts.replied:,}"),
        ],
    )


def _found(number: int) -> str:
    if not number:
        return "No sequence is found so."
    return f"{number} {'sequence' if number == 1 else 'sequences'}:"
