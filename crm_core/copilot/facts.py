"""What a tool found, as atomic statements with their sources: the ground of every claim.

Tools return facts, the model is shown them with their keys, and the checker lets pass only what
they hold. A fact states one field of one record, or quotes what somebody wrote.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class RecordKind(StrEnum):
    """What a source can be; each kind has a page or a place on one."""

    DEAL = "deal"
    LEAD = "lead"
    PERSON = "person"
    COMPANY = "company"
    ACTIVITY = "activity"
    ENROLLMENT = "enrollment"
    SEQUENCE = "sequence"
    DELIVERY = "delivery"
    MESSAGE = "message"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Record:
    """A row that a person can open. `label`: how people know it, such as a deal's name."""

    kind: RecordKind
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about one record.

    `key`: how the model cites it, unique in a conversation; empty until it is numbered.
    `field`: which field is told, in people's words ("amount", "stage", "last reply").
    `text`: its value as people read it ("12,000.00 EUR"), or, where `is_quote`, what was written,
    word by word. `on`: the day that it tells of, in the viewer's zone.
    """

    record: Record
    field: str
    text: str
    on: date | None = None
    is_quote: bool = False
    key: str = ""


@dataclass(slots=True)
class FactBook:
    """The facts of one conversation, each with its key. A fact that is known keeps its key."""

    facts: list[Fact]

    def add(self, found: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Number what is new; returns all that was found, each with its key."""
        known = {replace(fact, key=""): fact for fact in self.facts}
        numbered = []
        for fact in found:
            bare = replace(fact, key="")
            if bare not in known:
                known[bare] = replace(bare, key=f"f{len(self.facts) + 1}")
                self.facts.append(known[bare])
            numbered.append(known[bare])
        return tuple(numbered)
