"""What a sequence is: its settings and steps, parsed from input and checked as a whole.

`draft_from()` is the only way from outside input to a version; the use cases call it before
they write, the storage reads versions back through `SequenceSettings.parse`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from crm_core.domain.calendar import Delay, DelayUnit, SendWindow
from crm_core.domain.inputs import flag, line, mapping, only, text, word
from crm_core.domain.words import Reentry, StepType
from crm_core.errors import InvalidInput

NAME_LIMIT = 200
SUBJECT_LIMIT = 500
TEXT_LIMIT = 100_000
STEPS_LIMIT = 100
MIN_GAP_LIMIT_HOURS = 24 * 365
POOL_LIMIT = 100

EMAILS = frozenset({StepType.EMAIL_AUTO, StepType.EMAIL_MANUAL})


@dataclass(frozen=True, slots=True)
class SequenceSettings:
    """The rules of a version: when it may touch, and whom it takes.

    `mailbox_ids`: the pool of which each new enrollment gets one for good; empty: the owner's.
    """

    send_window: SendWindow
    holiday_countries: tuple[str, ...] = ()
    reentry: Reentry = Reentry.ONCE
    exclusive: bool = False
    min_gap: timedelta | None = None
    track_opens: bool = False
    track_clicks: bool = False
    stop_company_on_reply: bool = False
    mailbox_ids: tuple[int, ...] = ()

    @classmethod
    def parse(cls, value: object, path: str = "settings") -> "SequenceSettings":
        """Read the contract's `settings` object; raises `InvalidInput` with the field's path."""
        given = mapping(value, path)
        known = {
            "sendWindow", "holidayCountries", "reentry", "exclusive",
            "minGapHours", "tracking", "stopCompanyOnReply", "mailboxIds",
        }  # fmt: skip
        only(given, known, path)
        tracking = mapping(given.get("tracking"), f"{path}.tracking")
        only(tracking, {"opens", "clicks"}, f"{path}.tracking")
        return cls(
            send_window=SendWindow.parse(given.get("sendWindow"), f"{path}.sendWindow"),
            holiday_countries=_countries(given.get("holidayCountries"), f"{path}.holidayCountries"),
            reentry=word(Reentry, given.get("reentry") or Reentry.ONCE, f"{path}.reentry"),
            exclusive=flag(given.get("exclusive"), f"{path}.exclusive"),
            min_gap=_hours(given.get("minGapHours"), f"{path}.minGapHours"),
            track_opens=flag(tracking.get("opens"), f"{path}.tracking.opens"),
            track_clicks=flag(tracking.get("clicks"), f"{path}.tracking.clicks"),
            stop_company_on_reply=flag(
                given.get("stopCompanyOnReply"), f"{path}.stopCompanyOnReply"
            ),
            mailbox_ids=_ids(given.get("mailboxIds"), f"{path}.mailboxIds"),
        )

    def to_json(self) -> dict[str, object]:
        """The contract's `settings` object; `parse` reads it back."""
        pool = {"mailboxIds": list(self.mailbox_ids)} if self.mailbox_ids else {}
        return {
            "sendWindow": self.send_window.to_json(),
            "holidayCountries": list(self.holiday_countries),
            "reentry": self.reentry.value,
            "exclusive": self.exclusive,
            "minGapHours": self.min_gap // timedelta(hours=1) if self.min_gap else None,
            "tracking": {"opens": self.track_opens, "clicks": self.track_clicks},
            "stopCompanyOnReply": self.stop_company_on_reply,
            **pool,
        }


def _ids(value: object, path: str) -> tuple[int, ...]:
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise InvalidInput("Must be a list of mailboxes' ids.", field=path)
    if len(value) > POOL_LIMIT:
        raise InvalidInput(f"At most {POOL_LIMIT} mailboxes.", field=path)
    for number, each in enumerate(value):
        if not isinstance(each, int) or isinstance(each, bool) or each < 1:
            raise InvalidInput("Must be a mailbox's id.", field=f"{path}[{number}]")
    return tuple(dict.fromkeys(value))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a version. `key` is stable across versions; `position` counts from 0."""

    key: str
    position: int
    type: StepType
    delay: Delay
    subject: str = ""
    body: str = ""
    instructions: str = ""

    @property
    def is_manual(self) -> bool:
        """A person completes it, and the next delay counts from then."""
        return self.type is not StepType.EMAIL_AUTO


@dataclass(frozen=True, slots=True)
class SequenceDraft:
    """A checked sequence that is not stored yet; steps without a key get one when stored."""

    name: str
    description: str
    steps: tuple[Step, ...]
    settings: SequenceSettings = field(default_factory=lambda: SequenceSettings.parse(None))


def draft_from(
    *, name: object, description: object, steps: object, settings: object
) -> SequenceDraft:
    """Check a `CreateSequenceInput`; raises `InvalidInput` naming the field by its JSON path."""
    title = line(name, "name", NAME_LIMIT)
    if not title:
        raise InvalidInput("A sequence needs a name.", field="name")
    if not isinstance(steps, Sequence) or isinstance(steps, str | bytes):
        raise InvalidInput("Steps must be a list.", field="steps")
    if not steps:
        raise InvalidInput("A sequence needs at least one step.", field="steps")
    if len(steps) > STEPS_LIMIT:
        raise InvalidInput(f"A sequence has at most {STEPS_LIMIT} steps.", field="steps")
    parsed = tuple(_step(item, index) for index, item in enumerate(steps))
    _check_first_subject(parsed)
    _check_keys(parsed)
    return SequenceDraft(
        name=title,
        description=text(description, "description", TEXT_LIMIT).strip(),
        steps=parsed,
        settings=SequenceSettings.parse(settings),
    )


def _step(value: object, index: int) -> Step:
    path = f"steps[{index}]"
    given = mapping(value, path)
    only(given, {"id", "type", "delay", "subject", "body", "instructions"}, path)
    kind = word(StepType, given.get("type"), f"{path}.type")
    step = Step(
        key=line(given.get("id"), f"{path}.id", 40),
        position=index,
        type=kind,
        delay=_delay(given.get("delay"), f"{path}.delay"),
        subject=line(given.get("subject"), f"{path}.subject", SUBJECT_LIMIT),
        body=text(given.get("body"), f"{path}.body", TEXT_LIMIT),
        instructions=text(given.get("instructions"), f"{path}.instructions", TEXT_LIMIT),
    )
    if kind in EMAILS and not step.body.strip():
        raise InvalidInput("An e-mail step needs a message.", field=f"{path}.body")
    return step


def _delay(value: object, path: str) -> Delay:
    if value is None:
        return Delay(0, DelayUnit.MINUTES)
    given = mapping(value, path)
    only(given, {"value", "unit"}, path)
    amount = given.get("value")
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise InvalidInput("A delay is a whole number.", field=f"{path}.value")
    unit = word(DelayUnit, given.get("unit"), f"{path}.unit")
    try:
        return Delay(amount, unit)
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, field=f"{path}.value") from refusal


def _check_first_subject(steps: tuple[Step, ...]) -> None:
    """A follow-up without a subject replies in the thread; the first e-mail opens one."""
    first = next((step for step in steps if step.type in EMAILS), None)
    if first is not None and not first.subject:
        raise InvalidInput(
            "The first e-mail of a sequence needs a subject; later ones may leave it empty "
            "to reply in the same thread.",
            field=f"steps[{first.position}].subject",
        )


def _check_keys(steps: tuple[Step, ...]) -> None:
    seen: set[str] = set()
    for step in steps:
        if step.key and step.key in seen:
            raise InvalidInput("Two steps have the same id.", field=f"steps[{step.position}].id")
        seen.add(step.key)


def _hours(value: object, path: str) -> timedelta | None:
    if value is None or value == 0:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput("Must be a whole number of hours.", field=path)
    if not 0 < value <= MIN_GAP_LIMIT_HOURS:
        raise InvalidInput(f"Between 0 and {MIN_GAP_LIMIT_HOURS} hours.", field=path)
    return timedelta(hours=value)


def _countries(value: object, path: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InvalidInput("Must be a list of country codes.", field=path)
    for index, code in enumerate(value):
        if not (isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha()):
            raise InvalidInput(
                "Must be a two-letter country code (ISO 3166-1).", field=f"{path}[{index}]"
            )
    return tuple(dict.fromkeys(code.upper() for code in value))
