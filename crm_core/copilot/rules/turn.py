"""One question on its way to an answer: it calls tools and tells what they found.

A rule that cannot go on raises `Unclear` with what it would say instead: never a dead end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

from crm_core.copilot.events import Event, Proposed, Told, ToolBegan, ToolEnded
from crm_core.copilot.facts import Record
from crm_core.copilot.tool import Desk, Json, Said, Tool
from crm_core.errors import CrmError

Answer = Iterator[Event]
CARD = "Nothing has happened yet: look at the card, and approve it, change it or dismiss it."


class Unclear(Exception):
    """A question that the rules cannot answer as it stands; `said`: what to say instead."""

    def __init__(self, *said: Said) -> None:
        super().__init__(said[0].text if said else "")
        self.said = said


@dataclass
class Turn:
    """`text`: the person's words, trimmed. `about`: the record at which they opened the copilot.

    `propose` keeps a write for them to decide on and gives the card's id.
    """

    desk: Desk
    text: str
    about: Record | None
    tools: dict[str, Tool]
    propose: Callable[[Tool, Json], int]
    _calls: Iterator[int] = field(default_factory=lambda: count(1))

    def read(self, name: str, /, **given: object) -> Answer:
        """Call a reading tool and tell what it found, in its words."""
        tool = self._tool(name)
        values = tool.read_input(given)
        call = f"rule-{next(self._calls)}"
        yield ToolBegan(call, name, tool.title, tool.effect, tool.as_json(values))
        began = perf_counter()
        try:
            found = tool.find(self.desk, values)
        except CrmError as refusal:
            yield ToolEnded(call, name, _since(began), fault=refusal.told)
            yield Told((Said(refusal.told),))
            return
        yield ToolEnded(call, name, _since(began), said=found.said, facts=found.facts)
        yield Told(found.said)

    def write(self, name: str, /, *before: Said, **given: object) -> Answer:
        """Propose a write: its card waits for the person. `before`: what is told with it."""
        tool = self._tool(name)
        values = tool.read_input(given)
        call = f"rule-{next(self._calls)}"
        yield ToolBegan(call, name, tool.title, tool.effect, tool.as_json(values))
        began = perf_counter()
        try:
            action_id = self.propose(tool, values)
        except CrmError as refusal:
            yield ToolEnded(call, name, _since(began), fault=refusal.told)
            yield Told((Said(refusal.told),))
            return
        yield ToolEnded(call, name, _since(began))
        if before:
            yield Told(before)
        yield Proposed(call, action_id)
        yield Told((Said(CARD),))

    def _tool(self, name: str) -> Tool:
        if name not in self.tools:
            raise Unclear(
                Said(
                    f"The tool for this ({name}) is switched off in this workspace, or your role "
                    "may not use it."
                )
            )
        return self.tools[name]


def _since(began: float) -> int:
    return round(1000 * (perf_counter() - began))
