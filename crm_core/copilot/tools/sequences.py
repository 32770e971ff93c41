"""Finding sequences, what became of their people, and drawing one up."""

from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Change, Desk, Found, Json, Proposal, Said, reads, writes
from crm_core.copilot.tools.doubts import link_warnings
from crm_core.copilot.tools.people import Id, Many, Text
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.telling import SHOWN, facts_of, heading, item, label
from crm_core.domain.calendar import DelayUnit
from crm_core.domain.permissions import Permission
from crm_core.domain.sequences import NAME_LIMIT, STEPS_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT
from crm_core.domain.words import SequenceStatus, StepType
from crm_core.storage.workspace import proposed_settings
from crm_core.usecases import sequences as usecases
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
SHAPE = ConfigDict(
    alias_generator=to_camel, populate_by_name=True, extra="forbid", str_strip_whitespace=True
)
LongText = Annotated[str, Field(max_length=TEXT_LIMIT)]


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


class DelayInput(BaseModel):
    """How long to wait after the step before; the first counts from the enrolment."""

    model_config = SHAPE

    value: Annotated[int, Field(ge=0)]
    unit: DelayUnit


class StepInput(BaseModel):
    """One step. E-mails have a subject and a body (an automatic one without a subject answers in
    the thread); calls and tasks a subject and instructions."""

    model_config = SHAPE

    type: StepType
    delay: DelayInput | None = None
    subject: Annotated[str, Field(max_length=SUBJECT_LIMIT)] = ""
    body: LongText = ""
    instructions: LongText = ""


Steps = Annotated[list[StepInput], Field(min_length=1, max_length=STEPS_LIMIT)]
Name = Annotated[str, Field(min_length=1, max_length=NAME_LIMIT)]


@writes("Drawing up a sequence", Permission.SEQUENCES_MANAGE)
def create_sequence(
    desk: Desk,
    *,
    name: Name,
    steps: Steps,
    description: LongText = "",
    settings: dict[str, Any] | None = None,
) -> Proposal:
    """Make a whole sequence with its steps and messages. It begins paused: nobody is in it until
    a person activates it and enrolls somebody. Texts are Liquid with merge fields such as
    {{ first_name }}, {{ company | default: "your team" }}, {{ sender.name }}. `settings` as the
    contract has them; absent: as the workspace proposes."""
    given = _sequence(desk, name, steps, description, settings)
    rehearsed(desk, lambda: usecases.create_sequence(desk.services, actor=desk.actor, **given))
    warnings = [
        f"Step {number}: {words}"
        for number, step in enumerate(steps, 1)
        for words in link_warnings(f"{step.subject}\n{step.body}")
    ]
    return Proposal(
        title=f"Make the sequence “{label(name, 'Sequence')}”",
        effect=(
            f"A sequence of {len(steps)} {'step' if len(steps) == 1 else 'steps'} that begins "
            "paused. Nobody is in it, and nothing goes out."
        ),
        changes=(
            *((Change("Description", "", description),) if description else ()),
            *_settings_changes(desk, settings or {}),
            *(_step_change(number, step) for number, step in enumerate(steps, 1)),
        ),
        warnings=tuple(warnings),
        rows=(("tenants", desk.actor.tenant_id),),
    )


@create_sequence.perform
def _create_sequence(
    desk: Desk,
    *,
    name: Name,
    steps: Steps,
    description: LongText = "",
    settings: dict[str, Any] | None = None,
) -> Json:
    given = _sequence(desk, name, steps, description, settings)
    sequence_id = usecases.create_sequence(desk.services, actor=desk.actor, **given)
    return {
        "sequenceId": sequence_id,
        "status": SequenceStatus.PAUSED,
        "record": {"kind": "sequence", "id": sequence_id},
    }


def _sequence(
    desk: Desk,
    name: str,
    steps: list[StepInput],
    description: str,
    settings: dict[str, Any] | None,
) -> Json:
    """A `CreateSequenceInput`, with the send window and holidays that the workspace proposes."""
    return {
        "name": name, "description": description, "status": SequenceStatus.PAUSED,
        "settings": {**_proposed(desk), **(settings or {})},
        "steps": [step.model_dump(mode="json", exclude_none=True) for step in steps],
    }  # fmt: skip


def _proposed(desk: Desk) -> Json:
    with desk.services.storage.read() as session:
        return dict(proposed_settings(session, desk.actor.tenant_id))


def _settings_changes(desk: Desk, settings: Json) -> tuple[Change, ...]:
    """What is set otherwise than the workspace proposes, each setting whole."""
    proposed = _proposed(desk)
    return tuple(
        Change(f"Setting {key}", _value(proposed[key]) if key in proposed else "", _value(value))
        for key, value in settings.items()
        if key not in proposed or proposed[key] != value
    )


def _value(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _step_change(number: int, step: StepInput) -> Change:
    delay = step.delay
    after = "at once"
    if delay is not None and delay.value:
        unit = delay.unit.lower().replace("_", " ")
        after = f"after {delay.value} {unit if delay.value != 1 else unit.removesuffix('s')}"
    text = "\n\n".join(part for part in (step.subject, step.body, step.instructions) if part)
    return Change(f"Step {number}, {STEP_NAMES[step.type]}, {after}", "", text)
