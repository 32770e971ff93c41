"""Merge-field texts: Liquid, compiled once and rendered for each person without a hole.

Decides which Liquid an author may write, what counts as a missing value, and the limits of one
rendering. Called when a sequence is saved (`check_text`) and by whatever writes a step's texts
(`compile_text`, then `Text.render`).

A text of plain fields, with or without a literal fallback, is rendered by a closure; every
other by python-liquid, narrowed: no tag loads another text, no filter or name reads the clock,
and time is bounded as well as size. Both read values by the same rules.
"""

import inspect
import math
import operator
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import lru_cache, wraps
from html import escape
from io import StringIO
from typing import Any, ClassVar, NoReturn, TextIO

from liquid import Environment, Mode, Node, RenderContext, Tag, Token, TokenStream, Undefined
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import (
    BooleanExpression,
    Filter,
    FilteredExpression,
    LoopExpression,
    Path,
    PositionalArgument,
    StringLiteral,
)
from liquid.builtin.expressions.logical import (
    EqExpression,
    LogicalAndExpression,
    LogicalOrExpression,
    NeExpression,
)
from liquid.builtin.expressions.primitive import Blank, Empty, IntegerLiteral, RangeLiteral
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.builtin.tags.case_tag import MultiExpressionBlockNode
from liquid.builtin.tags.for_tag import BreakNode, ContinueNode, ForNode
from liquid.exceptions import FilterArgumentError, LiquidError, LiquidSyntaxError
from liquid.expression import Expression
from liquid.filter import with_context
from liquid.template import BoundTemplate
from liquid.token import TOKEN_CONTENT, TOKEN_EOF, TOKEN_ILLEGAL, TOKEN_OUTPUT, TOKEN_TAG
from liquid.undefined import UNDEFINED
from liquid.utils import ReadOnlyChainMap
from markupsafe import Markup

from crm_core.errors import InvalidInput

SOURCE_LIMIT = 100_000
OUTPUT_LIMIT = 400_000
LOOP_LIMIT = 1_000
"""Turns of all loops of one rendering together, and the items of a list."""
NESTING_LIMIT = 20
NAMESPACE_LIMIT = 1_000_000
"""Bytes that the variables of one rendering may hold."""
WORK_LIMIT = 20_000_000
"""Characters that the loops, filters and look-ups of one rendering may touch: python-liquid
limits sizes only, and a large text can stay within them for minutes."""

_NUMBER_LIMIT = 10**30
_DATE_LAYOUT_LIMIT = 100

_TAGS = ("if", "unless", "case", "for", "break", "continue", "assign", "comment", "#")
_ENGINE_FILTERS = (
    "append", "capitalize", "downcase", "escape", "escape_once", "first", "join", "last",
    "lstrip", "newline_to_br", "prepend", "remove", "remove_first", "replace", "replace_first",
    "rstrip", "size", "slice", "split", "squish", "strip", "strip_newlines", "truncate",
    "truncatewords", "upcase", "url_encode",
)  # fmt: skip
_OPENING = re.compile(r"\{\{|\{%-?\s*(?:(raw|doc)\s*-?%\})?")
_RAW_END = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_LINE_END = re.compile(r"\r\n|\r|\n")

Values = Mapping[str, object]
Filtering = Callable[..., Any]


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
    """The text is no Liquid that we take; the message begins with `line 2, column 5: `."""

    rule: ClassVar[str] = "invalid-text"

    def __init__(self, problem: str, line: int, column: int, field: str) -> None:
        super().__init__(f"line {line}, column {column}: {problem}", field)
        self.line = line
        self.column = column


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

    source: str
    fields: tuple[FieldUse, ...]
    _template: BoundTemplate
    _closure: Callable[[Values], str] | None

    def render(self, values: Values) -> str:
        """The text with `values`: nested dicts of str, int, Decimal and date, None for absent.

        Raises `MissingFields` with every field that would leave a hole, `RenderFault` when a
        limit is exceeded or a filter cannot work on a value.
        """
        return self._closure(values) if self._closure else self._render_by_engine(values)

    def _render_by_engine(self, values: Values) -> str:
        context = _Context(self._template, values, len(self.source))
        buffer = _Buffer()
        fault: Exception | None = None
        try:
            for node in self._template.nodes:
                node.render(context, buffer)
        except MissingFields as hole:
            context.missing |= dict.fromkeys(hole.names)
        except (LiquidError, RenderFault, ArithmeticError, ValueError, RecursionError) as error:
            fault = error
        if context.missing:
            raise MissingFields(context.missing)
        if isinstance(fault, ArithmeticError):
            raise RenderFault("a calculation has no result") from fault
        if fault is not None:
            raise RenderFault(str(fault.args[0]) if fault.args else str(fault)) from fault
        return buffer.getvalue()


def compile_text(source: str, *, escape_html: bool = False, field: str = "body") -> Text:
    """Compile a text; with `escape_html`, whatever its `{{ }}` put out is escaped for HTML.

    Raises `TextFault` about `field` for bad syntax, an unknown tag or filter, or its length.
    """
    try:
        if len(source) > SOURCE_LIMIT:
            raise _Fault(f"the text is longer than {SOURCE_LIMIT:,} characters", SOURCE_LIMIT)
        return _compile(source, escape_html)
    except _Fault as fault:
        line, column = _Lines(source).position(fault.index)
        raise TextFault(fault.problem, line, column, field) from fault.__cause__


def check_text(source: str, *, field: str, known: frozenset[str]) -> None:
    """Raise `TextFault` unless the text compiles and uses `known` or `custom.` fields only.

    A condition or a fallback may also ask for a whole group, such as `deal` of `deal.amount`.
    """
    for use in compile_text(source, field=field).fields:
        if use.name in known or use.name.startswith("custom."):
            continue
        if use.has_default and any(name.startswith(f"{use.name}.") for name in known):
            continue
        close = get_close_matches(use.name, sorted(known), n=1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        problem = f'there is no merge field "{use.name}"{hint}'
        raise TextFault(problem, use.line, use.column, field)


class _Fault(Exception):
    """What is wrong with a source, at which index of it."""

    def __init__(self, problem: str, index: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index


class _Lines:
    def __init__(self, source: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(source))]

    def position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


@lru_cache(maxsize=512)
def _compile(source: str, escape_html: bool) -> Text:
    _check_delimiters(source)
    try:
        template = _ENGINES[escape_html].from_string(source)
        survey = _Survey(template)
        survey.visit_all(template.nodes)
    except (LiquidError, RecursionError) as error:
        if not isinstance(error, LiquidError) or isinstance(error.__cause__, RecursionError):
            raise _Fault("an expression is nested too deeply", 0) from error
        index = max(error.token.start_index, 0) if error.token else 0
        raise _Fault(str(error.message), index) from error
    lines = _Lines(source)
    fields = tuple(
        FieldUse(name, *lines.position(index), has_default)
        for index, name, has_default in sorted(survey.uses)
    )
    return Text(source, fields, template, _closure(template.nodes, escape_html))


def _check_delimiters(source: str) -> None:
    """Refuse what is never closed, which the engine's lexer needs quadratic time to find."""
    index = 0
    while opening := _OPENING.search(source, index):
        if opening[1] == "doc":
            raise _Fault("there is no tag 'doc'", opening.start())
        if opening[1] == "raw":
            ending = _RAW_END.search(source, opening.end())
            index = ending.end() if ending else -1
        else:
            closing = source.find("}}" if opening[0] == "{{" else "%}", opening.end())
            index = closing + 2 if closing >= 0 else -1
        if index < 0:
            raise _Fault(f"{opening[0].strip()} is never closed", opening.start())


def _closure(nodes: list[Node], escape_html: bool) -> Callable[[Values], str] | None:
    """A renderer of literals and plain fields, or None if the text needs the engine."""
    parts: list[tuple[str, str, tuple[str, ...], str, str | None]] = []
    before = ""
    for node in nodes:
        if isinstance(node, ContentNode):
            before += node.text
        elif field := _plain_field(node):
            (first, *rest), fallback = field
            if fallback is not None:
                fallback = fallback.replace("\0", "")
                fallback = escape(fallback) if escape_html else fallback
            parts.append((before, first, tuple(rest), ".".join((first, *rest)), fallback))
            before = ""
        else:
            return None
    return _renderer(tuple(parts), before, escape_html)


def _plain_field(node: Node) -> tuple[list[str], str | None] | None:
    """Path and fallback of `{{ a.b }}` and `{{ a.b | default: "c" }}`; None for all else."""
    expression = node.expression if isinstance(node, OutputNode) else None
    if not isinstance(expression, FilteredExpression) or not isinstance(expression.left, Path):
        return None
    path = [segment for segment in expression.left.path if isinstance(segment, str)]
    match expression.filters:
        case [] | None:
            return path, None
        case [Filter(name="default", args=[PositionalArgument(value=StringLiteral() as literal)])]:
            return path, literal.value
    return None


def _renderer(
    parts: tuple[tuple[str, str, tuple[str, ...], str, str | None], ...],
    tail: str,
    escape_html: bool,
) -> Callable[[Values], str]:
    def render(values: Values) -> str:
        written: list[str] = []
        missing: list[str] = []
        for before, first, rest, name, fallback in parts:
            try:
                value: Any = values[first]
                for key in rest:
                    value = value[key]
            except (KeyError, TypeError):
                value = None
            if type(value) is not str or "\0" in value:
                value = None if value is False and fallback is not None else value
                value = _shown(value)
            written.append(before)
            if value and not value.isspace():
                written.append(escape(value) if escape_html else value)
            elif fallback is not None:
                written.append(fallback)
            else:
                missing.append(name)
        if missing:
            raise MissingFields(dict.fromkeys(missing))
        written.append(tail)
        text = "".join(written)
        if len(text) > OUTPUT_LIMIT:
            raise _too_long()
        return text

    return render


class _Survey:
    """Goes once through a parsed text: finds its fields and faults, and mends what the engine
    would do wrong (comparisons with a missing value, branches rendered several times)."""

    def __init__(self, template: BoundTemplate) -> None:
        self.uses: list[tuple[int, str, bool]] = []
        self._filters = template.env.filters
        self._context = RenderContext(template)
        self._assigned: set[str] = set()
        self._loops: list[set[str]] = []

    def visit_all(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._visit(node)

    def _visit(self, node: Node) -> None:
        if isinstance(node, BreakNode | ContinueNode) and not self._loops:
            raise LiquidSyntaxError("only a loop can be left or continued", token=node.token)
        if isinstance(node, MultiExpressionBlockNode):
            node.expression = _Once(node.expression)  # type: ignore[assignment]
        first_use = len(self.uses)
        asked = not isinstance(node, OutputNode | AssignNode | ForNode)
        for expression in node.expressions():
            self._read(expression, asked)
        if isinstance(node, _OutputNode):
            node.fields = tuple(
                name for _, name, has_default in self.uses[first_use:] if not has_default
            )
        self._assigned.update(node.template_scope())
        scope: set[str] = set(node.block_scope())
        if scope:
            self._loops.append(scope)
        self.visit_all(node.children(self._context))
        if scope:
            self._loops.pop()

    def _read(self, expression: Expression, asked: bool) -> None:
        match expression:
            case Path():
                self._read_path(expression, asked)
            case FilteredExpression():
                self._read_filtered(expression)
            case BooleanExpression():
                expression.expression = _tolerant(expression.expression)
                self._read_children(expression, asked=True)
            case LoopExpression(iterable=RangeLiteral(start=start, stop=stop) as span):
                if not isinstance(start, IntegerLiteral) or not isinstance(stop, IntegerLiteral):
                    raise LiquidSyntaxError("a range needs two whole numbers", token=span.token)
                if stop.value - start.value >= LOOP_LIMIT:
                    problem = f"a range has at most {LOOP_LIMIT:,} numbers"
                    raise LiquidSyntaxError(problem, token=span.token)
                for part in expression.children()[1:]:
                    self._read(part, asked)
            case RangeLiteral():
                raise LiquidSyntaxError("a range can only be looped over", token=expression.token)
            case _:
                self._read_children(expression, asked)

    def _read_children(self, expression: Expression, asked: bool) -> None:
        for child in expression.children():
            self._read(child, asked)

    def _read_filtered(self, expression: FilteredExpression) -> None:
        filters = expression.filters or []
        names = [use.name for use in filters]
        self._read(expression.left, "default" in names)
        for index, use in enumerate(filters, 1):
            self._check_filter(use)
            for argument in use.args:
                self._read(argument.value, "default" in names[index:])

    def _read_path(self, path: Path, asked: bool) -> None:
        root = path.path[0]
        for segment in path.path:
            if isinstance(segment, Path):
                self._read_path(segment, asked)
        if isinstance(root, str) and any(root in scope for scope in (self._assigned, *self._loops)):
            return
        names = [segment for segment in path.path if isinstance(segment, str)]
        if len(names) < len(path.path):
            problem = "a merge field is written as names joined by dots, like deal.amount"
            raise LiquidSyntaxError(problem, token=path.token)
        self.uses.append((path.token.start_index, ".".join(names), asked))

    def _check_filter(self, use: Filter) -> None:
        function = self._filters.get(use.name)
        if function is None:
            close = get_close_matches(use.name, self._filters, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            raise LiquidSyntaxError(f"there is no filter '{use.name}'{hint}", token=use.token)
        positional = [arg for arg in use.args if isinstance(arg, PositionalArgument)]
        named = {arg.name: arg for arg in use.args if not isinstance(arg, PositionalArgument)}
        own = {"environment": None} if hasattr(function, "with_environment") else {}
        try:
            inspect.signature(function).bind(None, *positional, **named, **own)
        except TypeError as error:
            problem = f"the filter '{use.name}' does not take these arguments"
            raise LiquidSyntaxError(problem, token=use.token) from error


class _Missing(Undefined):
    """The value of fields that have none: false in a condition, replaced by `default`.

    Filters pass it on. Any other use would leave a hole and raises `MissingFields`.
    """

    __slots__ = ("names",)

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(self.names[0])

    def _refuse(self) -> NoReturn:
        raise MissingFields(self.names)

    def __len__(self) -> int:
        self._refuse()

    def __iter__(self) -> Iterator[Any]:
        self._refuse()

    def __int__(self) -> int:
        self._refuse()

    def __str__(self) -> str:
        self._refuse()


class _Comparison(Expression):
    """`==` in which a missing value equals nil, blank, empty and a blank string."""

    __slots__ = ("original",)

    def __init__(self, original: EqExpression | NeExpression) -> None:
        super().__init__(original.token)
        self.original = original

    def evaluate(self, context: RenderContext) -> object:
        sides = [self.original.left.evaluate(context), self.original.right.evaluate(context)]
        if any(isinstance(side, _Missing) for side in sides):
            return all(map(_is_nothing, sides)) is isinstance(self.original, EqExpression)
        return self.original.evaluate(context)

    def children(self) -> Iterable[Expression]:
        return self.original.children()


class _Once(Expression):
    """The values of one `when`: however many match, its branch is rendered once."""

    __slots__ = ("original",)

    def __init__(self, original: Expression) -> None:
        super().__init__(original.token)
        self.original = original

    def evaluate(self, context: RenderContext) -> list[bool]:
        matches = self.original.evaluate(context)
        assert isinstance(matches, list)
        return [any(matches)]

    def children(self) -> Iterable[Expression]:
        return self.original.children()


def _tolerant(expression: Expression) -> Expression:
    if isinstance(expression, LogicalAndExpression | LogicalOrExpression):
        expression.left = _tolerant(expression.left)
        expression.right = _tolerant(expression.right)
    if isinstance(expression, EqExpression | NeExpression):
        return _Comparison(expression)
    return expression


def _is_nothing(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or isinstance(value, _Missing | Blank | Empty)


class _Buffer(StringIO):
    """The output, with its line endings as they are and its length in characters limited."""

    def __init__(self) -> None:
        super().__init__(newline="")
        self._room = OUTPUT_LIMIT

    def write(self, text: str, /) -> int:
        self._room -= len(text)
        if self._room < 0:
            raise _too_long()
        return super().write(text)


class _Context(RenderContext):
    """One rendering: the values, what of them is missing, and what was spent.

    The engine's own names (`now`, `today`, `partial`) are not in scope.
    """

    def __init__(self, template: BoundTemplate, values: Values, source_size: int) -> None:
        super().__init__(template, globals=_cleaned(values))
        self.scope = ReadOnlyChainMap(self.locals)
        self.autoescape = False  # a literal in an expression is no markup: see _OutputNode
        self.missing: dict[str, None] = {}
        self._source_size = source_size
        self._turns = 0
        self._work = 0

    def spend(self, work: int) -> None:
        self._work += work
        if self._work > WORK_LIMIT:
            raise RenderFault("the text takes too long to render")

    def get(
        self, path: list[object], *, token: Token | None, default: object = UNDEFINED
    ) -> object:
        value: Any = self.globals
        is_own = path[0] in self.scope
        try:
            if is_own:
                value = self.scope[str(path[0])]
            for segment in path[1:] if is_own else path:
                value = self.get_item(value, segment) if is_own else value[segment]
        except (KeyError, IndexError, TypeError):
            value = None
        if value is None:
            return _Missing([".".join(map(str, path))])
        self.spend(len(value) if isinstance(value, str) else 1)
        return value

    def assign(self, key: str, val: Any) -> None:
        self.spend(10 * len(self.locals))  # the engine measures them all at each assignment
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.spend(length * self._source_size)
        self._turns += length
        if self._turns > LOOP_LIMIT:
            raise RenderFault(f"the loops take more than {LOOP_LIMIT:,} turns")

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:
        return _Buffer()


class _OutputNode(OutputNode):
    """`{{ }}`: notes what is missing, and escapes all that it puts out if the text is HTML.

    `fields` are those without a fallback: what filters made blank of them is a hole, too.
    """

    fields: tuple[str, ...] = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, _Context)
        value = self.expression.evaluate(context)
        if isinstance(value, _Missing):
            context.missing |= dict.fromkeys(value.names)
            return 0
        text = _shown(value)
        if self.fields and not text.strip():
            context.missing |= dict.fromkeys(self.fields)
            return 0
        is_safe = isinstance(text, Markup) or not context.env.autoescape
        return buffer.write(str(text) if is_safe else escape(text))


class _Output(Output):
    node_class = _OutputNode


class _CaptureNode(CaptureNode):
    def _assign(self, context: RenderContext, buf: StringIO) -> None:
        text = buf.getvalue()
        context.assign(self.name, Markup(text) if context.env.autoescape else text)


class _Capture(CaptureTag):
    node_class = _CaptureNode


class _UnknownTag(Illegal):
    def parse(self, stream: TokenStream) -> NoReturn:
        token = stream.expect(TOKEN_TAG)
        inner = token.value in ("else", "elsif", "when") or token.value.startswith("end")
        problem = (
            f"'{token.value}' does not belong here" if inner else f"there is no tag '{token.value}'"
        )
        raise LiquidSyntaxError(problem, token=token)


class _Placed(Tag):
    """Gives an error that has no position that of the tag, and an open block its own words."""

    def get_node(self, stream: TokenStream) -> Node:
        opening = stream.current
        try:
            return self.parse(stream)
        except LiquidError as error:
            if error.token is None or error.token.start_index < 0:
                if self.block and stream.current.kind == TOKEN_EOF:
                    error.args = (f"'{opening.value}' is never closed",)
                elif error.token is not None:
                    error.args = ("something is missing at the end of the expression",)
                error.token = opening
            raise


class _Engine(Environment):
    block_nesting_limit = NESTING_LIMIT
    local_namespace_limit = NAMESPACE_LIMIT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        kinds = {name: type(self.tags[name]) for name in (*_TAGS, TOKEN_CONTENT)}
        kinds |= {"capture": _Capture, TOKEN_OUTPUT: _Output, TOKEN_ILLEGAL: _UnknownTag}
        self.tags = {
            name: type(kind.__name__, (_Placed, kind), {"mode": Mode.STRICT})(self)
            for name, kind in kinds.items()
        }
        own = {name: self.filters[name] for name in _ENGINE_FILTERS} | _OWN_FILTERS
        self.filters = {name: _guarded(name, function) for name, function in own.items()}


def _guarded(name: str, function: Filtering) -> Filtering:
    """A filter that passes a missing value on and keeps within the limits."""

    @wraps(function)
    def run(left: object, *args: object, context: _Context, **options: object) -> object:
        given = (left, *args, *options.values())
        missing = [value for value in given if isinstance(value, _Missing)]
        if missing and (name != "default" or 1 < len(given) == len(missing)):
            return _Missing(dict.fromkeys(part for value in missing for part in value.names))
        if name != "default" and any(isinstance(value, dict) for value in given):
            raise FilterArgumentError("a group of fields is no value", token=None)
        context.spend(1 + sum(len(value) for value in given if isinstance(value, str | list)))
        if name in _GROWTH and _GROWTH[name](left, *args) > OUTPUT_LIMIT:
            raise _too_long()
        result = function(left, *args, **options)
        if isinstance(result, str) and len(result) > OUTPUT_LIMIT:
            raise _too_long()
        if isinstance(result, list) and len(result) > LOOP_LIMIT:
            raise RenderFault(f"a list has more than {LOOP_LIMIT:,} items")
        return result

    return with_context(run)


_GROWTH: dict[str, Callable[..., int]] = {
    "join": lambda items, between=" ": (
        (len(items) if type(items) is list else 1) * len(str(between))
    ),
    "replace": lambda text, old, new="": str(text).count(str(old)) * len(str(new)),
}
"""How much the filters that can multiply their input would add."""


def _default(value: object, fallback: object = "", *, allow_false: object = False) -> object:
    if value is False:
        return value if allow_false is True else fallback
    if isinstance(value, Mapping) or _is_nothing(value) or value == []:
        return fallback
    return value


def _date(value: object, layout: object) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise FilterArgumentError(f"'{value}' is no date", token=None) from error
    if not isinstance(value, date):
        raise FilterArgumentError(f"{value} is no date", token=None)
    if not isinstance(layout, str) or len(layout) > _DATE_LAYOUT_LIMIT:
        raise FilterArgumentError("a date needs a layout such as '%d %B %Y'", token=None)
    return value.strftime(layout)


def _number(value: object) -> int | Decimal:
    text = str(value).strip()
    try:
        number = Decimal(text)
        if abs(number) < _NUMBER_LIMIT and not isinstance(value, bool):
            return int(text) if text.lstrip("+-").isdecimal() else number
    except ArithmeticError:
        pass
    raise FilterArgumentError(f"'{text[:40]}' is no number", token=None)


def _divide(number: Any, by: Any) -> int | Decimal:
    whole = isinstance(number, int) and isinstance(by, int)
    quotient: int | Decimal = number // by if whole else number / by
    return quotient


def _round(value: object, places: object = 0) -> int | Decimal:
    number, digits = _number(value), int(_number(places))
    if isinstance(number, int) or digits <= 0:
        return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _of_one(function: Callable[[Any], object]) -> Filtering:
    return lambda value: function(_number(value))


def _of_two(function: Callable[[Any, Any], object]) -> Filtering:
    return lambda value, other: function(_number(value), _number(other))


_OWN_FILTERS: dict[str, Filtering] = {
    "default": _default,
    "date": _date,
    "round": _round,
    "abs": _of_one(abs),
    "ceil": _of_one(math.ceil),
    "floor": _of_one(math.floor),
    "plus": _of_two(operator.add),
    "minus": _of_two(operator.sub),
    "times": _of_two(operator.mul),
    "divided_by": _of_two(_divide),
    "modulo": _of_two(operator.mod),
    "at_least": _of_two(max),
    "at_most": _of_two(min),
}
"""The engine's would read the clock ("now"), take a Decimal for 0, or give an empty date."""

_ENGINES = {escape_html: _Engine(autoescape=escape_html) for escape_html in (False, True)}


def _shown(value: object) -> str:
    """A value as a text shows it; "" for what is no value."""
    if isinstance(value, str):
        return value.replace("\0", "") if "\0" in value else value
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and -30 < value.adjusted() < 30:
        return format(value, "f")
    if isinstance(value, list):
        return "".join(map(_shown, value))
    return str(value)


def _cleaned(values: Values) -> dict[str, object]:
    """The values that are some: no None, no blank string, no empty group, no NUL."""
    cleaned: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            value = _cleaned(value)
        elif isinstance(value, str):
            value = _shown(value)
        if value is not None and value != {} and not (isinstance(value, str) and not value.strip()):
            cleaned[name] = value
    return cleaned


def _too_long() -> RenderFault:
    return RenderFault(f"the text would be longer than {OUTPUT_LIMIT:,} characters")
