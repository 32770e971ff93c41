"""One question and its answer: by the model that is connected, or by rules where none is.

The chat page calls `answer` and draws the events; each turn is kept as it ends, so that a page
that is left, a stop or a fault loses nothing that was shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from crm_core.copilot.by_rules import answer_by_rules
from crm_core.copilot.consent import desk_of, propose_action
from crm_core.copilot.events import Event
from crm_core.copilot.facts import FactBook, Record, RecordKind
from crm_core.copilot.keeping import kept
from crm_core.copilot.loop import Purse, Run
from crm_core.copilot.model import Answered, Model, ModelFault, connected_model
from crm_core.copilot.prompt import facts_message, history, system_message
from crm_core.copilot.registry import offered
from crm_core.copilot.stored import read_facts
from crm_core.copilot.tool import Desk, Json, Tool
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

TURNS_MOST = 60
"""The latest turns of a conversation that an answer looks back at."""
BUDGET_OF = timedelta(hours=24)


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

    `model`: another one than the settings name. The question is kept before anything else.
    Closing the iterator stops the answer: what was shown so far is kept as stopped. Raises
    `InvalidInput` for an empty or overlong question and `NotFound` for somebody else's
    conversation, before anything is kept.
    """
    question = _asked(services, actor, conversation_id, text, zone)
    model = model or the_model(services.settings)
    events = question.by_rules() if model is None else question.by_model(model)
    return kept(question.desk, conversation_id, events)


def answer_without_model(
    services: Services, *, actor: Actor, conversation_id: int, text: str, zone: ZoneInfo
) -> Iterator[Event]:
    """The same by rules alone, whatever is connected."""
    question = _asked(services, actor, conversation_id, text, zone)
    return kept(question.desk, conversation_id, question.by_rules())


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that is kept, and all that its answer needs."""

    desk: Desk
    conversation: Conversation
    text: str
    about: Record | None
    settings: CopilotSettings
    tools: tuple[Tool, ...]

    def by_rules(self) -> Iterator[Event]:
        return answer_by_rules(
            self.desk, text=self.text, about=self.about, tools=self.tools, propose=self._propose
        )

    def by_model(self, model: Model) -> Iterator[Event]:
        book = FactBook([])
        for turn in self.conversation.turns:
            book.add(read_facts(turn.facts))
        messages = [
            system_message(self.desk, self.about), *facts_message(book.facts),
            *history(self.conversation.turns), {"role": "user", "content": self.text},
        ]  # fmt: skip
        purse = _purse(self.desk, self.settings, self.conversation.id, model)
        tools = {tool.name: tool for tool in self.tools}
        return Run(
            self.desk, model, tools, messages, book, self.text, self.about, self._propose, purse
        ).answer()

    def _propose(self, tool: Tool, given: Json) -> int:
        return propose_action(
            self.desk, tool=tool, given=given, conversation_id=self.conversation.id
        )


def _asked(
    services: Services, actor: Actor, conversation_id: int, text: str, zone: ZoneInfo
) -> _Question:
    conversation = get_conversation(
        services, actor=actor, conversation_id=conversation_id, latest=TURNS_MOST
    )
    add_turn(services, actor=actor, conversation_id=conversation_id, role=TurnRole.USER, text=text)
    desk = desk_of(services, actor, zone)
    settings = get_copilot_settings(services, actor=actor)
    tools = offered(settings, actor)
    return _Question(desk, conversation, text, _about(desk, conversation), settings, tools)


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
        tokens = (spent.input_tokens, spent.output_tokens)
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
