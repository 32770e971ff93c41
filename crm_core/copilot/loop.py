"""An answer by a model: it asks for tools, they run, it words what they found, within bounds.

Each bound ends an answer with a sentence that says which one it was. What the model says passes
the checker before anything of it is handed on; what it wants to write becomes a card.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic, perf_counter

import orjson
import structlog

from crm_core.copilot.events import Ended, Event, Failed, Proposed, Shown, ToolBegan, ToolEnded
from crm_core.copilot.evidence import Checker, Piece, Verdict
from crm_core.copilot.facts import Fact, FactBook, Record
from crm_core.copilot.model import (
    CHARACTERS_A_TOKEN,
    Answered,
    Model,
    ModelFault,
    ToolCall,
    asked_tokens,
)
from crm_core.copilot.prompt import result_message
from crm_core.copilot.tool import Desk, Effect, Json, Said, Tool
from crm_core.errors import CrmError, InvalidInput

log = structlog.get_logger(__name__)

STEPS_MOST = 8
"""Times that a model is asked for one answer."""
SECONDS_MOST = 180
CALLS_MOST = 20
CARDS_MOST = 5
RESULTS_CHARACTERS = 60_000
"""What tools may add to one answer's context, together."""
WAITS = "It waits for the person's approval on a card. Nothing has happened yet."
STOPPED = "The person stopped the answer."
BROKEN = "This tool failed, and nothing was changed."


@dataclass(frozen=True, slots=True)
class Purse:
    """The budget that one answer may spend: `left` tells how many tokens, `spend` notes a call."""

    left: Callable[[], int]
    spend: Callable[[Answered | ModelFault], None]
    cost: Callable[[int, int], Decimal | None]


@dataclass
class Run:
    """One answer on its way. `propose` keeps a write for the person and gives its card's id."""

    desk: Desk
    model: Model
    tools: dict[str, Tool]
    messages: list[Json]
    book: FactBook
    text: str
    about: Record | None
    propose: Callable[[Tool, Json], int]
    purse: Purse
    calls: int = 0
    room: int = RESULTS_CHARACTERS
    cards: dict[str, int] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    input_tokens: int = 0
    output_tokens: int = 0
    heard: int = 0

    def __post_init__(self) -> None:
        about = () if self.about is None else (self.about,)
        self.checker = Checker(self.book.facts, self.text, self.desk.today, about)

    def answer(self) -> Iterator[Event]:
        """Ask, call, ask again, until the model is done or a bound is reached."""
        until = monotonic() + SECONDS_MOST
        for _ in range(STEPS_MOST):
            if monotonic() > until:
                yield Failed("The answer took too long.", "Ask for one thing at a time.")
                return
            if self.purse.left() <= 0:
                yield Failed(
                    "Your tokens for today are used up.",
                    "Ask again tomorrow, or ask a manager to raise the limit in Settings.",
                )
                return
            try:
                answered = yield from self._ask()
            except GeneratorExit:
                if self.heard:  # Nobody talks past the budget by pressing Stop.
                    self._spend_broken(ModelFault(STOPPED, ""))
                raise
            except ModelFault as fault:
                self._spend_broken(fault)
                self.heard = 0
                yield from self._show(self.checker.end())
                yield Failed(fault.words, fault.remedy)
                return
            calls = answered.calls or self._written_call(answered.text)
            yield from self._show(self.checker.end())
            if not calls:
                yield self._ended()
                return
            self.messages.append(_as_asked(answered.text, calls))
            for call in calls:
                yield from self._call(call)
        yield Failed(
            f"The copilot used tools {STEPS_MOST} times and came to no answer.",
            "What it found stands above. Ask for one thing at a time.",
        )

    def _ask(self) -> Generator[Event, None, Answered]:
        """One answer of the model, shown as far as it is proven; returns it whole."""
        held = ""
        is_held: bool | None = None
        schemas = [tool.schema() for tool in self.tools.values()]
        for part in self.model.ask(self.messages, schemas):
            if isinstance(part, Answered):
                self.purse.spend(part)
                self.heard = 0
                self.input_tokens += part.input_tokens
                self.output_tokens += part.output_tokens
                if held and not part.calls and not self._written_call(held):
                    yield from self._show(self.checker.feed(held))
                return part
            self.heard += len(part)
            if is_held is None and part.strip():
                # Some servers write a tool's call into the text.
                is_held = part.lstrip().startswith(("{", "```"))
            if is_held:
                held += part
            else:
                yield from self._show(self.checker.feed(part))
        raise ModelFault("The model’s answer broke off in the middle.", "Ask again.")

    def _spend_broken(self, fault: ModelFault) -> None:
        """An answer that had begun costs what was asked and heard so far, about."""
        if self.heard:
            fault.input_tokens = asked_tokens(self.messages)
            fault.output_tokens = -(-self.heard // CHARACTERS_A_TOKEN)
        self.purse.spend(fault)

    def _call(self, call: ToolCall) -> Iterator[Event]:
        """Run one call; whatever goes wrong becomes a result that the model can read."""
        self.calls += 1
        tool = self.tools.get(call.name)
        title = tool.title if tool else f"Looking for “{call.name[:40]}”"
        effect = tool.effect if tool else Effect.READ
        given, fault = self._given(tool, call)
        yield ToolBegan(call.id, call.name[:64], title, effect, given)
        began = perf_counter()
        said: tuple[Said, ...] = ()
        facts: tuple[Fact, ...] = ()
        card: int | None = None
        if not fault:
            assert tool is not None
            try:
                if tool.is_read:
                    said, facts = self._read(tool, call)
                else:
                    card = self._propose(tool, call)
            except CrmError as refusal:
                where = f" ({refusal.field})" if refusal.field else ""
                fault = f"{refusal.told}{where}"
            except Exception:
                log.exception("a tool failed", action="copilot.tool", tool=tool.name)
                fault = BROKEN
        if fault:
            self._result(call, {"error": fault})
        milliseconds = round(1000 * (perf_counter() - began))
        yield ToolEnded(call.id, call.name[:64], milliseconds, fault, said, facts)
        if card is not None:
            yield Proposed(call.id, card)

    def _given(self, tool: Tool | None, call: ToolCall) -> tuple[Json, str]:
        """The call's input by the contract's names, or what is wrong with it."""
        if tool is None:
            return {}, f"There is no tool “{call.name[:64]}”. There are: {', '.join(self.tools)}."
        if self.calls > CALLS_MOST or self.room <= 0:
            return {}, "Enough was looked up for one answer. Answer with what there is."
        try:
            given = tool.read_input(_arguments(call.arguments))
        except InvalidInput as refusal:
            return {}, f"{refusal.told} ({refusal.field})"
        if not tool.is_read and len(self.cards) >= CARDS_MOST:
            return {}, f"{CARDS_MOST} cards wait already. Let the person decide on these first."
        return tool.as_json(given), ""

    def _read(self, tool: Tool, call: ToolCall) -> tuple[tuple[Said, ...], tuple[Fact, ...]]:
        found = tool.find(self.desk, tool.read_input(_arguments(call.arguments)))
        facts = self.book.add(found.facts)
        self.checker.learn(facts)
        message = result_message(call.id, found.data, facts)
        self.room -= len(message["content"])
        self.messages.append(message)
        return found.said, facts

    def _propose(self, tool: Tool, call: ToolCall) -> int:
        given = tool.read_input(_arguments(call.arguments))
        same = orjson.dumps([tool.name, tool.as_json(given)]).decode()
        if same not in self.cards:
            self.cards[same] = self.propose(tool, given)
        self._result(call, {"card": self.cards[same], "note": WAITS})
        return self.cards[same]

    def _result(self, call: ToolCall, data: Json) -> None:
        self.messages.append(result_message(call.id, data))

    def _written_call(self, text: str) -> tuple[ToolCall, ...]:
        """A call that a server without native ones put into the text, as JSON alone."""
        bare = text.strip().removeprefix("```json").strip("`").strip()
        if not bare.startswith("{"):
            return ()
        try:
            said = orjson.loads(bare)
        except orjson.JSONDecodeError:
            return ()
        name, given = said.get("name"), said.get("arguments", said.get("parameters"))
        if not isinstance(name, str) or name not in self.tools or not isinstance(given, dict):
            return ()
        return (ToolCall(f"written_{self.calls}", name, orjson.dumps(given).decode()),)

    def _show(self, pieces: list[Piece]) -> Iterator[Event]:
        if pieces:
            self.pieces |= {piece.index: piece for piece in pieces}
            yield Shown(tuple(pieces))

    def _ended(self) -> Ended:
        removed = sum(piece.verdict is Verdict.REMOVED for piece in self.pieces.values())
        cost = self.purse.cost(self.input_tokens, self.output_tokens)
        return Ended(self.model.name, self.input_tokens, self.output_tokens, cost, removed)


def _arguments(text: str) -> object:
    """What a model wrote as a call's arguments; raises `InvalidInput` where it is no JSON."""
    try:
        return orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        raise InvalidInput("The arguments are not JSON.", field="arguments") from None


def _as_asked(text: str, calls: tuple[ToolCall, ...]) -> Json:
    """The model's own turn, as the protocol wants it back."""
    return {
        "role": "assistant",
        "content": text or None,
        "tool_calls": [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in calls
        ],
    }
