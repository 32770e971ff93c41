"""What the rest of the product sees of a text: compile it, check its fields, render it.

Imports nothing of the engine, so that whoever only names a refusal or a field stays cheap.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from crm_core.errors import InvalidInput
from crm_core.texts.limits import SOURCE_LIMIT
from crm_core.texts.positions import Lines, SourceFault

RESERVED_NAMES = frozenset(
    {
        "and", "as", "blank", "cols", "contains", "continue", "else", "empty", "false", "for",
        "if", "in", "limit", "nil", "not", "null", "offset", "or", "required", "reversed", "true",
        "with",
    }
)  # fmt: skip
"""The engine's own words: no field can be read by them, not even after a dot."""

Values = Mapping[str, object]
"""Nested dicts of str, int, Decimal and date, None for absent."""
Renderer = Callable[[Values], str]


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A merge field in a text; `line` and `column` count from 1.

    `has_default`: a missing value does no harm there, because a fallback follows or because
    it is only asked for in a condition.
    """

    name: str
    line: int
    column: int
    has_default: bool


class TextFault(InvalidInput):
    """The text is no Liquid that we take; the message begins with `line 2, column 5: `.

    Where a name is unknown and another is meant, `wrong` stands at that place and `suggestion`
    would be right instead of it; both are empty otherwise.
    """

    rule: ClassVar[str] = "invalid-text"

    def __init__(
        self,
        problem: str,
        line: int,
        column: int,
        field: str,
        *,
        wrong: str = "",
        suggestion: str = "",
    ) -> None:
        super().__init__(f"line {line}, column {column}: {problem}", field)
        self.problem = problem
        self.line = line
        self.column = column
        self.wrong = wrong
        self.suggestion = suggestion


class MissingFields(Exception):
    """Fields that the text needs have no value (absent, None or blank) and no fallback."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"no value for {', '.join(self.names)}")


class RenderFault(Exception):
    """A sound text cannot be rendered with these values: a limit is exceeded, a filter fails."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A compiled text: immutable, and safe to render from several threads."""

    fields: tuple[FieldUse, ...]
    _renderer: Renderer

    def render(self, values: Values) -> str:
        """The text with `values`.

        Raises `MissingFields` with every field that would leave a hole, `RenderFault` when a
        limit is exceeded or a filter cannot work on a value.
        """
        return self._renderer(values)


def compile_text(
    source: str, *, escape_html: bool = False, field: str = "body", limit: int = SOURCE_LIMIT
) -> Text:
    """Compile a text; with `escape_html`, whatever its `{{ }}` put out is escaped for HTML.

    Raises `TextFault` about `field` for bad syntax, an unknown tag or filter, or more than
    `limit` characters.
    """
    from crm_core.texts.compiling import compiled

    try:
        if len(source) > limit:
            raise SourceFault(f"the text is longer than {limit:,} characters", limit)
        return compiled(source, escape_html)
    except SourceFault as fault:
        line, column = Lines(source).position(fault.index)
        raise TextFault(
            fault.problem, line, column, field, wrong=fault.wrong, suggestion=fault.suggestion
        ) from fault.__cause__


def check_text(source: str, *, field: str, known: frozenset[str]) -> None:
    """Raise `TextFault` unless the text compiles and uses `known` or `custom.` fields only.

    A condition or a fallback may also ask for a whole group, such as `deal` of `deal.amount`.
    """
    for fault in faults_of(source, field=field, known=known):
        raise fault


def faults_of(source: str, *, field: str, known: frozenset[str]) -> Iterator[TextFault]:
    """Everything that `check_text` has against a text: one fault where it does not compile."""
    try:
        uses = compile_text(source, field=field).fields
    except TextFault as fault:
        yield fault
        return
    for use in uses:
        if use.name in known or use.name.startswith("custom."):
            continue
        if use.has_default and any(name.startswith(f"{use.name}.") for name in known):
            continue
        close = get_close_matches(use.name, sorted(known), n=1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        yield TextFault(
            f'there is no merge field "{use.name}"{hint}', use.line, use.column, field,
            wrong=use.name, suggestion=close[0] if close else "",
        )  # fmt: skip
