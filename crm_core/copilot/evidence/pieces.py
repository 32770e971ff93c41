"""What the checker hands to a page: judged sentences, ready to be drawn without any parsing."""

from dataclasses import dataclass
from enum import StrEnum

from crm_core.copilot.evidence.sentences import Structure
from crm_core.copilot.facts import Fact


class Verdict(StrEnum):
    """What a sentence is found to be.

    `FACT`: proven, with its sources. `SUGGESTION`: advice or a question that states nothing
    unproven. `NEUTRAL`: words that say nothing of a record. `REMOVED`: all else, with a reason.
    `PENDING`: the beginning of a sentence that is still coming, its content masked.
    """

    FACT = "fact"
    SUGGESTION = "suggestion"
    NEUTRAL = "neutral"
    REMOVED = "removed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Segment:
    """Plain text to be shown as it is: no markup, no link. `sources`: the facts that prove it."""

    text: str
    is_bold: bool = False
    sources: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence. `index` counts them; a later piece with the same index replaces an earlier.

    `begins`: it begins a paragraph, item or heading; else it follows on the line of the one
    before. `level`: of a heading, 1 to 6, else 0. `reason`: why it was removed, in words.
    """

    index: int
    verdict: Verdict
    segments: tuple[Segment, ...] = ()
    structure: Structure = Structure.PARAGRAPH
    level: int = 0
    begins: bool = True
    reason: str = ""

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def sources(self) -> tuple[Fact, ...]:
        """Each fact that it rests on, once, in the order of the text."""
        return tuple(dict.fromkeys(fact for part in self.segments for fact in part.sources))
