"""Statements and where they stand: every reason names the record, the field and the day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourceKind(StrEnum):
    """Which record a statement is about; the words are those of the copilot's facts."""

    DEAL = "deal"
    PERSON = "person"
    COMPANY = "company"
    ACTIVITY = "activity"
    ENROLLMENT = "enrollment"
    SEQUENCE = "sequence"
    MESSAGE = "message"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Source:
    """One field of one record, or, where `is_quote`, what somebody wrote there, word by word.

    `label`: how people know the record. `field`: in people's words ("amount", "last reply").
    `text`: the value as people read it. `on`: the day that it tells of, in the viewer's zone.
    """

    kind: SourceKind
    id: int
    label: str
    field: str
    text: str
    on: date | None = None
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, and what it rests on."""

    text: str
    source: Source
