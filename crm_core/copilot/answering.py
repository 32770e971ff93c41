"""One question and its answer: by the model that is connected, or by rules where none is.

The chat page calls `answer` and draws the events; each turn is kept as it ends, so that a page
that is left, a stop or a fault loses nothing that was shown.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import structlog

from crm_core.copilot.by_rules import answer_by_rules
from crm_core.copilot.consent import desk_of, propose_action
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
from crm_core.copilot.facts import Fact, FactBook, Record, RecordKind
from crm_core.copilot.loop import Purse, Run
from crm_core.copilot.model import Answered, Model, ModelFault, connected_model
from crm_core.copilot.prompt import facts_message, history, system_message
from crm_core.copilot.registry import offered
from crm_core.copilot.stored import fact_json, piece_json, read_facts, said_json
from crm_core.copilot.tool import Desk, Json, Said, Tool
from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor
from crm_core.domain.words import TurnRole
from crm_core.errors import CrmError
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage import audit
from crm_core.storage.tables import ModelCallRow
from crm_core.usecases.copilot_conversations import add_turn
from crm_core.views.copilot_conversations import Conversation, get_conversation
from crm_core.views.copilot_settings import get_copilot_settings, used_tokens
from crm_core.views.record_labels import get_record_label

log = structlog.get_logger(__name__)

FACTS_MOST = 200
"""Facts of one tool's call that are kept for later answers of the conversation."""
TURNS_MOST = 60
"""The latest turns of a conversation that an answer looks back at."""
BUDGET_OF = timedelta(hours=24)
BROKE = "The copilot itself failed. What it had found so far is kept."


@cache
def the_model(settings: Settings) -> Model | None:
    """The model of this installation; one client for all answers."""
    return connected_model(settings)


def answer(
    services: Services,
    *,
    actor: Actor,
    conversation_id: int,
    text: str,
    zone: ZoneInfo,
    model: Model | None = None,
) -> Iterator[Event]:
    """Ask in a conversation of one's own; yields what happens until the answer has ended.

    The question is kept before anything else. Closing the iterator stops the answer: what was
    shown so far is kept as stopped. Raises `InvalidInput` for an empty or overlong question and
    `NotFound` for somebody else's conversation, before anything is kept.
    """
    conversation = get_conversation(
        services, actor=actor, conversation_id=conversation_id, latest=TURNS_MOST
    )
    add_turn(services, actor=actor, conversation_id=conversation_id, role=TurnRole.USER, text=text)
    desk = desk_of(services, actor, zone)
    settings = get_copilot_settings(services, actor=actor)
    tools = offered(settings, actor)
    about = _about(desk, conversation)
    model = model or the_model(services.settings)

    def propose(tool: Tool, given: Json) -> int:
        return propose_action(desk, tool=tool, given=given, conversation_id=conversation_id)

    if model is None:
        events = answer_by_rules(desk, text=text, about=about, tools=tools, propose=propose)
    else:
        book = FactBook([])
        for turn in conversation.turns:
            book.add(read_facts(turn.facts))
        messages = [
            system_message(desk, about), *facts_message(book.facts),
            *history(conversation.turns), {"role": "user", "content": text},
        ]  # fmt: skip
        purse = _purse(desk, settings, conversation_id, model)
        named = {tool.name: tool for tool in tools}
        events = Run(desk, model, named, messages, book, text, about, propose, purse).answer()
    return _kept(desk, conversation_id, events)


def _about(desk: Desk, conversation: Conversation) -> Record | None:
    """The record that the conversation began at, while the person may see it."""
    if conversation.about is None:
        return None
    kind, record_id = conversation.about
    try:
        label = get_record_label(desk.services, actor=desk.actor, kind=kind, record_id=record_id)
    except CrmError:
        return None
    return Record(RecordKind(kind), record_id, label)


def _purse(desk: Desk, settings: CopilotSettings, conversation_id: int, model: Model) -> Purse:
    """What the person may still spend today, and where each call is written down."""

    def left() -> int:
        since = desk.services.clock.now() - BUDGET_OF
        return settings.daily_tokens - used_tokens(desk.services, actor=desk.actor, since=since)[0]

    def spend(spent: Answered | ModelFault) -> None:
        fault = spent.words if isinstance(spent, ModelFault) else ""
        tokens = (0, 0) if isinstance(spent, ModelFault) else (
            spent.input_tokens, spent.output_tokens
        )  # fmt: skip
        took = 0 if isinstance(spent, ModelFault) else spent.milliseconds
        now = desk.services.clock.now()
        assert desk.actor.user_id is not None
        with desk.services.storage.write() as session:
            row = ModelCallRow(
                tenant_id=desk.actor.tenant_id, user_id=desk.actor.user_id,
                conversation_id=conversation_id, at=now, model=model.name,
                input_tokens=tokens[0], output_tokens=tokens[1], cost=settings.cost(*tokens),
                milliseconds=took, fault=fault,
            )  # fmt: skip
            session.add(row)
            audit.note(
                session, desk.actor, now, "copilot.model", "conversation", conversation_id,
                model=model.name, input=tokens[0], output=tokens[1], fault=fault,
            )  # fmt: skip

    return Purse(left, spend, settings.cost)


def _kept(desk: Desk, conversation_id: int, events: Iterator[Event]) -> Iterator[Event]:
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
