"""What a tool is: a typed function whose name, docstring and signature are what a model is told.

A reading tool returns what it found. A writing one proposes: it says what would happen, changes
nothing, and its `perform` is carried out by `crm_core.copilot.consent` once a person has approved.
"""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.alias_generators import to_camel

from crm_core.copilot.facts import Fact
from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import InvalidInput
from crm_core.services import Services

Json = dict[str, Any]


class Effect(StrEnum):
    """What a tool does. `DESTRUCTIVE`: it ends, sends or overwrites what nobody can take back."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


@dataclass(frozen=True, slots=True)
class Desk:
    """At whose desk a tool works: with their permissions, in their zone, at this moment.

    `seal`: of the approved card that is being carried out, as its `Proposal` had it.
    """

    services: Services
    actor: Actor
    zone: ZoneInfo
    now: datetime
    seal: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


class SaidKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a tool's own words, as plain text, with the facts that it rests on.

    `is_advice`: it recommends, and states nothing of a record beyond its facts.
    """

    text: str
    facts: tuple[Fact, ...] = ()
    kind: SaidKind = SaidKind.PARAGRAPH
    is_advice: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading tool found.

    `data`: the answer in the contract's names, ready for JSON. `facts`: every statement that an
    answer may make of it. `said`: the same in the tool's own words, shown where no model words it.
    """

    data: Json
    facts: tuple[Fact, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a difference; an empty side is a value that is not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a writing tool would do, as its card shows it.

    `title`: the deed in a line ("Move “Acme renewal” to Proposal"). `effect`: what happens when it
    is approved, in a sentence. `recipients`: addresses that would get something, now or later.
    `warnings`: what a careful person would want to know first. `rows`: tables and ids of what it
    rests on; if one of them changes before it is approved, it is void. `seal`: a fingerprint of
    what was shown, for a `perform` that leaves the database and has to ask once more.
    """

    title: str
    effect: str
    changes: tuple[Change, ...] = ()
    recipients: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    seal: str = ""


Finder = Callable[..., Found]
Proposer = Callable[..., Proposal]
Performer = Callable[..., Json]


@dataclass(slots=True)
class Tool:
    """One tool. `title`: what people read while it runs ("Reading the deal"); `needs`: the
    permissions without which it is not even offered. `leaves`: its effect goes beyond the
    database, so that it is not carried out inside a transaction."""

    name: str
    title: str
    about: str
    effect: Effect
    needs: tuple[Permission, ...]
    input: type[BaseModel]
    look: Finder | Proposer
    do: Performer | None = None
    leaves: bool = False

    @property
    def is_read(self) -> bool:
        return self.effect is Effect.READ

    def read_input(self, given: object) -> Json:
        """The arguments by their Python names; raises `InvalidInput` naming the first fault."""
        try:
            value = self.input.model_validate(given)
        except ValidationError as fault:
            first = fault.errors(include_url=False, include_input=False)[0]
            path = ".".join(str(part) for part in first["loc"])
            raise InvalidInput(first["msg"], field=path or "input") from None
        if "\\u0000" in value.model_dump_json().replace("\\\\", ""):
            raise InvalidInput("Must not contain NUL characters.", field="input")
        return {name: getattr(value, name) for name in type(value).model_fields}

    def as_json(self, given: Json) -> Json:
        """The same arguments in the contract's names, normalised, to store and to show."""
        return self.input(**given).model_dump(mode="json", by_alias=True)

    def find(self, desk: Desk, given: Json) -> Found:
        found = self.look(desk, **given)
        assert isinstance(found, Found), self.name
        return found

    def propose(self, desk: Desk, given: Json) -> Proposal:
        proposal = self.look(desk, **given)
        assert isinstance(proposal, Proposal), self.name
        return proposal

    def perform(self, do: Performer) -> Performer:
        """Decorate the function that carries out what this tool proposes."""
        if _signature(do) != _signature(self.look):
            raise TypeError(f"{self.name}: what is proposed and what is done differ in their input")
        self.do = do
        return do

    def schema(self) -> Json:
        """As the chat-completions protocol tells a model of it."""
        parameters = self.input.model_json_schema(by_alias=True)
        parameters.pop("title", None)
        return {
            "type": "function",
            "function": {
                "name": self.name, "description": self.about, "parameters": parameters,
            },
        }  # fmt: skip


def reads(title: str, *needs: Permission) -> Callable[[Finder], Tool]:
    """Make a reading tool of a function `(desk, *, …) -> Found`."""
    return lambda function: _tool(function, title, Effect.READ, needs)


def writes(
    title: str, *needs: Permission, destructive: bool = False, leaves: bool = False
) -> Callable[[Proposer], Tool]:
    """Make a writing tool of a function `(desk, *, …) -> Proposal`; then decorate what does it
    with the tool's `perform`."""
    effect = Effect.DESTRUCTIVE if destructive else Effect.WRITE
    return lambda function: _tool(function, title, effect, needs, leaves)


def _tool(
    function: Finder | Proposer,
    title: str,
    effect: Effect,
    needs: tuple[Permission, ...],
    leaves: bool = False,
) -> Tool:
    name = function.__name__
    fields: dict[str, Any] = {
        key: (kind, ... if default is inspect.Parameter.empty else default)
        for key, (kind, default) in _signature(function).items()
    }
    model = create_model(
        name,
        __config__=ConfigDict(
            alias_generator=to_camel, populate_by_name=True, extra="forbid",
            str_strip_whitespace=True,
        ),
        **fields,
    )  # fmt: skip
    about = inspect.getdoc(function)
    if not about:
        raise TypeError(f"{name}: a tool's docstring is what a model is told of it")
    return Tool(name, title, about, effect, needs, model, function, leaves=leaves)


def _signature(function: Callable[..., object]) -> Mapping[str, tuple[object, object]]:
    """Each keyword-only parameter with its type and default."""
    kinds = typing.get_type_hints(function, include_extras=True)
    return {
        name: (kinds[name], parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
