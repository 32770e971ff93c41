"""An answer's turns, kept as they end: each tool that ran, and what was said.

Used by `crm_core.copilot.answering` around whatever answers.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import structlog

from crm_core.copilot.events import (
    Ended,
    Event,
    Failed,
    Proposed,
    Shown,
    Told,
    ToolBegan,
    ToolEnded,
)
from crm_core.copilot.evidence import Piece, Verdict
from crm_core.copilot.facts import Fact
from crm_core.copilot.stored import fact_json, piece_json, said_json
from crm_core.copilot.tool import Desk, Json, Said
from crm_core.domain.words import TurnRole
from crm_core.storage import audit
from crm_core.usecases.copilot_conversations import add_turn

log = structlog.get_logger(__name__)

FACTS_MOST = 200
"""Facts of one tool's call that are kept for later answers of the conversation."""
BROKE = "The copilot itself failed. What it had found so far is kept."


def kept(desk: Desk, conversation_id: int, events: Iterator[Event]) -> Iterator[Event]:
    """Hand the events on, and keep them as the conversation's turns."""
    keeper = Keeper(desk, conversation_id)
    try:
        with closing(events) as running:  # type: ignore[type-var]
            for event in running:
                keeper.take(event)
                yield event
    except GeneratorExit:
        keeper.is_stopped = True
        raise
    except Exception:
        log.exception("an answer broke", action="copilot.answer", conversation=conversation_id)
        failed = Failed(BROKE, "Ask again.")
        keeper.take(failed)
        yield failed
    finally:
        keeper.close()


@dataclass
class Keeper:
    """Keeps an answer: each tool's turn when the next one begins, its words when it ends."""

    desk: Desk
    conversation_id: int
    tool: Json | None = None
    facts: tuple[Fact, ...] = ()
    said: list[Said] = field(default_factory=list)
    pieces: dict[int, Piece] = field(default_factory=dict)
    rest: Json = field(default_factory=dict)
    is_stopped: bool = False

    def take(self, event: Event) -> None:
        if isinstance(event, ToolBegan):
            self._keep_tool()
            self.tool = {
                "call": event.call, "tool": event.tool, "title": event.title,
                "effect": event.effect, "given": event.given, "fault": "", "said": [],
            }  # fmt: skip
            self.facts = ()
        elif isinstance(event, ToolEnded) and self.tool is not None:
            self.facts = event.facts[:FACTS_MOST]
            self.tool |= {
                "fault": event.fault, "milliseconds": event.milliseconds,
                "said": [said_json(line) for line in event.said],
            }  # fmt: skip
            self._note_tool(event)
        elif isinstance(event, Proposed) and self.tool is not None:
            self.tool["actionId"] = event.action_id
        elif isinstance(event, Told):
            self.said += event.said
        elif isinstance(event, Shown):
            self.pieces |= {piece.index: piece for piece in event.pieces}
        elif isinstance(event, Failed):
            self.rest |= {"fault": event.words, "remedy": event.remedy}
        elif isinstance(event, Ended):
            self.rest |= {
                "model": event.model, "inputTokens": event.input_tokens,
                "outputTokens": event.output_tokens, "removed": event.removed,
                "cost": None if event.cost is None else str(event.cost),
            }  # fmt: skip

    def close(self) -> None:
        """Keep what was said, also where it was cut short."""
        self._keep_tool()
        pieces = [
            piece
            for _, piece in sorted(self.pieces.items())
            if piece.verdict is not Verdict.PENDING
        ]
        told = [piece.text for piece in pieces if piece.verdict is not Verdict.REMOVED]
        told += [line.text for line in self.said]
        content: Json = {**self.rest, "stopped": self.is_stopped}
        if pieces:
            content["pieces"] = [piece_json(piece) for piece in pieces]
        if self.said:
            content["said"] = [said_json(line) for line in self.said]
        add_turn(
            self.desk.services, actor=self.desk.actor, conversation_id=self.conversation_id,
            role=TurnRole.ASSISTANT, text="\n".join(told), content=content,
        )  # fmt: skip

    def _keep_tool(self) -> None:
        if self.tool is None:
            return
        add_turn(
            self.desk.services, actor=self.desk.actor, conversation_id=self.conversation_id,
            role=TurnRole.TOOL, content=self.tool,
            facts=[fact_json(fact) for fact in self.facts],
        )  # fmt: skip
        self.tool = None

    def _note_tool(self, event: ToolEnded) -> None:
        """Each call of a tool stands in the audit, without what it was asked or what it found."""
        with self.desk.services.storage.write() as session:
            audit.note(
                session, self.desk.actor, self.desk.now, "copilot.tool", "conversation",
                self.conversation_id, tool=event.tool, milliseconds=event.milliseconds,
                failed=bool(event.fault),
            )  # fmt: skip
