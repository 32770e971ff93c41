"""`/crm/sequences`: making, showing, revising and switching sequences."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, JsonValue, StrictBool, StrictInt, WithJsonSchema
from starlette.responses import Response

from crm_core.api.calls import CurrentCall, GuardedRoute
from crm_core.api.fields import Answer, Input, Listing, PageAsked, PathId, listing, one_of
from crm_core.domain.calendar import DelayUnit
from crm_core.domain.inputs import word
from crm_core.domain.words import Reentry, SequenceStatus, StepType
from crm_core.usecases import sequences as usecases
from crm_core.views import sequences as views

router = APIRouter(prefix="/sequences", tags=["Sequences"], route_class=GuardedRoute)

_CLOCK = {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"}
_WINDOW_SCHEMA = {
    "description": "When messages may go out. Absent: Monday to Friday, 09:00 to 17:00, in the "
    "recipient's time.",
    "oneOf": [
        {"const": "ALWAYS"},
        {
            "type": "object",
            "required": ["days"],
            "additionalProperties": False,
            "properties": {
                "timezone": {"type": ["string", "null"], "examples": ["Europe/Rome"]},
                "days": {
                    "type": "object",
                    "propertyNames": {"enum": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]},
                    "additionalProperties": {
                        "type": "array",
                        "items": {
                            "type": "array", "items": _CLOCK, "minItems": 2, "maxItems": 2,
                        },
                    },
                },
            },
        },
    ],
    "examples": [{"days": {"MON": [["09:00", "12:30"], ["13:30", "17:00"]]}}],
}  # fmt: skip
_STEPS_EXAMPLE: list[JsonValue] = [
    {"type": "EMAIL_AUTO", "subject": "Hello {{ first_name }}", "body": "Hi {{ first_name }}!"},
    {"type": "CALL", "delay": {"value": 2, "unit": "BUSINESS_DAYS"}, "instructions": "Say hello."},
]

SendWindow = Annotated[Any, WithJsonSchema(_WINDOW_SCHEMA)]


class DelayInput(Input):
    """A wait before the step: from the enrollment, or from the end of the step before."""

    value: StrictInt = Field(json_schema_extra={"minimum": 0})
    unit: Annotated[str, one_of(DelayUnit)]


class StepInput(Input):
    """One step. `subject` and `body` are Liquid: `{{ company | default: "your team" }}`."""

    id: str | None = Field(None, description="In a revision: the step that this one continues.")
    type: Annotated[str, one_of(StepType)]
    delay: DelayInput | None = None
    subject: str | None = None
    body: str | None = None
    instructions: str | None = None


class TrackingInput(Input):
    """Whether opens and clicks are counted."""

    opens: StrictBool | None = None
    clicks: StrictBool | None = None


class SettingsInput(Input):
    """The rules of a sequence: when it may touch, and whom it takes."""

    send_window: SendWindow = None
    holiday_countries: list[str] | None = Field(None, examples=[["US", "IT"]])
    reentry: Annotated[str | None, one_of(Reentry)] = None
    exclusive: StrictBool | None = None
    min_gap_hours: StrictInt | None = None
    tracking: TrackingInput | None = None
    stop_company_on_reply: StrictBool | None = None
    mailbox_ids: list[StrictInt] | None = Field(
        None, description="New enrollments are shared out among these mailboxes."
    )


class SequenceInput(Input):
    """What a sequence says and does."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Spring outreach", "steps": _STEPS_EXAMPLE}]}
    )

    name: str
    description: str | None = None
    steps: list[StepInput] = Field(json_schema_extra={"minItems": 1})
    settings: SettingsInput | None = None

    def content(self) -> dict[str, object]:
        """The core's arguments."""
        given = self.model_dump(
            by_alias=True, exclude_unset=True, include={"name", "description", "steps", "settings"}
        )
        return {"description": "", **given}


class CreateSequenceInput(SequenceInput):
    """A new sequence; it is ACTIVE unless it says PAUSED."""

    status: Annotated[str | None, one_of(SequenceStatus)] = None


class SequenceStatusInput(Input):
    """The status that a sequence is to have."""

    status: Annotated[str, one_of(SequenceStatus)]


class Sequence(Answer):
    """One sequence of a list."""

    id: int
    name: str
    description: str
    status: SequenceStatus
    version: int = Field(description="The number of the latest version.")
    step_count: int
    active_enrollments: int
    created_at: datetime


class StepDelay(Answer):
    """A step's wait."""

    value: int
    unit: DelayUnit


class Step(Answer):
    """A step of the latest version; `id` stays the same in later ones."""

    id: str
    position: int = Field(description="From 0.")
    type: StepType
    delay: StepDelay
    subject: str
    body: str
    instructions: str


class SequenceDetail(Sequence):
    """A sequence with the rules and steps of its latest version."""

    settings: dict[str, Any]
    steps: list[Step]


def _facts(line: views.SequenceLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "description": line.description,
        "status": line.status,
        "version": line.version,
        "step_count": line.step_count,
        "active_enrollments": line.active,
        "created_at": line.created_at,
    }


def _line(line: views.SequenceLine) -> Sequence:
    return Sequence(**_facts(line))


def _show(call: CurrentCall, sequence_id: int) -> SequenceDetail:
    found = views.get_sequence(call.services, actor=call.actor, sequence_id=sequence_id)
    steps = [
        Step(
            id=step.id,
            position=step.position,
            type=StepType(step.type),
            delay=StepDelay(value=step.delay_value, unit=DelayUnit(step.delay_unit)),
            subject=step.subject,
            body=step.body,
            instructions=step.instructions,
        )
        for step in found.steps
    ]
    return SequenceDetail(**_facts(found.line), settings=found.settings, steps=steps)


@router.get("")
def list_sequences(
    call: CurrentCall,
    window: PageAsked,
    status: Annotated[str | None, Query(), one_of(SequenceStatus)] = None,
) -> Listing[Sequence]:
    """The workspace's sequences, newest first."""
    wanted = word(SequenceStatus, status, "status") if status is not None else None
    page = views.list_sequences(call.services, actor=call.actor, window=window, status=wanted)
    return listing(page, _line)


@router.post("", status_code=201, response_model=SequenceDetail)
def create_sequence(call: CurrentCall, body: CreateSequenceInput) -> Response:
    """Make a sequence with its first version."""

    def work() -> SequenceDetail:
        made = usecases.create_sequence(
            call.services, actor=call.actor, status=body.status, **body.content()
        )
        return _show(call, made)

    return call.write(work, 201)


@router.get("/{id}")
def get_sequence(call: CurrentCall, sequence_id: PathId) -> SequenceDetail:
    """A sequence with its steps."""
    return _show(call, sequence_id)


@router.put("/{id}", response_model=SequenceDetail)
def revise_sequence(call: CurrentCall, sequence_id: PathId, body: SequenceInput) -> Response:
    """Save an edit as the next version. Steps that name their id keep it; people who are
    enrolled stay on the version that they began."""

    def work() -> SequenceDetail:
        usecases.revise_sequence(
            call.services, actor=call.actor, sequence_id=sequence_id, **body.content()
        )
        return _show(call, sequence_id)

    return call.write(work)


@router.post("/{id}/status", response_model=SequenceDetail)
def set_sequence_status(
    call: CurrentCall, sequence_id: PathId, body: SequenceStatusInput
) -> Response:
    """Pause, resume, complete or archive. Paused: nothing goes out. Completed: nobody new.
    Archived: every live enrollment ends."""

    def work() -> SequenceDetail:
        usecases.set_sequence_status(
            call.services, actor=call.actor, sequence_id=sequence_id, status=body.status
        )
        return _show(call, sequence_id)

    return call.write(work)
