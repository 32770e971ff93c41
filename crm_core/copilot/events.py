"""What happens while the copilot answers, in order: what a page draws as it comes.

Made by `crm_core.copilot.loop` with a model and by `crm_core.copilot.by_rules` without one.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from crm_core.copilot.evidence import Piece
from crm_core.copilot.facts import Fact
from crm_core.copilot.tool import Effect, Json, Said


@dataclass(frozen=True, slots=True)
class ToolBegan:
    """A tool is called. `title`: what people read while it runs; `given`: its input."""

    call: str
    tool: str
    title: str
    effect: Effect
    given: Json


@dataclass(frozen=True, slots=True)
class ToolEnded:
    """It came to its end. `fault`: why it did not work, in words, else empty; `said`: what it
    found in its own words; `facts`: all that it found."""

    call: str
    tool: str
    milliseconds: int
    fault: str = ""
    said: tuple[Said, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A write waits for the person: the card of this action is to be drawn."""

    call: str
    action_id: int


@dataclass(frozen=True, slots=True)
class Told:
    """The copilot's own words, by rules: nothing to check, each line has its facts."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Judged sentences of a model; a piece takes the place of an earlier one of its index."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer ends here. `words`: what happened; `remedy`: what the person can do."""

    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is complete. `model` is empty where none was asked; `removed`: how many of its
    statements no record supports."""

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None
    removed: int = 0


Event: TypeAlias = ToolBegan | ToolEnded | Proposed | Told | Shown | Failed | Ended
"""Any of them."""
