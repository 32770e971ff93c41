"""What a ready-made sequence is, and short ways to write its steps."""

from dataclasses import dataclass
from typing import Any

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """`purpose` is one line about when to take it; `content` is a `CreateSequenceInput`."""

    id: str
    purpose: str
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def types(self) -> tuple[str, ...]:
        """The type of each step."""
        return tuple(step["type"] for step in self.content["steps"])


def email(body: str, *, subject: str = "", wait: Step | None = None, by_hand: bool = False) -> Step:
    """An e-mail; `by_hand` leaves it as a draft that a person completes and sends."""
    kind = "EMAIL_MANUAL" if by_hand else "EMAIL_AUTO"
    return _step(kind, wait, subject, body=body.strip())


def call(subject: str, script: str, *, wait: Step | None = None) -> Step:
    return _step("CALL", wait, subject, instructions=script.strip())


def task(subject: str, text: str, *, wait: Step | None = None) -> Step:
    return _step("TASK", wait, subject, instructions=text.strip())


def business_days(value: int) -> Step:
    return {"value": value, "unit": "BUSINESS_DAYS"}


def days(value: int) -> Step:
    return {"value": value, "unit": "DAYS"}


def minutes(value: int) -> Step:
    return {"value": value, "unit": "MINUTES"}


def _step(kind: str, wait: Step | None, subject: str, **texts: str) -> Step:
    given = {"subject": subject, "body": "", "instructions": "", **texts}
    return {"type": kind, "delay": wait or minutes(0), **given}
