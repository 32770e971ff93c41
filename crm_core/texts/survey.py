"""One walk through a parsed text: its fields, its faults, and what has to be mended in it."""

import inspect
from collections.abc import Iterable
from difflib import get_close_matches

from liquid import Node, RenderContext
from liquid.builtin.expressions import (
    BooleanExpression,
    Filter,
    FilteredExpression,
    LoopExpression,
    Path,
    PositionalArgument,
)
from liquid.builtin.expressions.primitive import IntegerLiteral, RangeLiteral
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.case_tag import MultiExpressionBlockNode
from liquid.builtin.tags.for_tag import BreakNode, ContinueNode, ForNode
from liquid.expression import Expression
from liquid.template import BoundTemplate

from crm_core.texts.conditions import Once, tolerant
from crm_core.texts.engine import HoleNotingNode
from crm_core.texts.limits import LOOP_LIMIT
from crm_core.texts.positions import SourceFault


class Survey:
    """Collects `uses` (index, name, has_default) of the nodes that it visits.

    Raises `SourceFault` for what parses but is not taken. Mends what the engine would do wrong:
    comparisons with a missing value, branches rendered several times.
    """

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
            raise SourceFault("only a loop can be left or continued", node.token.start_index)
        if isinstance(node, MultiExpressionBlockNode):
            node.expression = Once(node.expression)  # type: ignore[assignment]
        first_use = len(self.uses)
        asked = not isinstance(node, OutputNode | AssignNode | ForNode)
        for expression in node.expressions():
            self._read(expression, asked)
        if isinstance(node, HoleNotingNode):
            node.fields = tuple(
                name for _, name, has_default in self.uses[first_use:] if not has_default
            )
        self._assigned.update(node.template_scope())
        if isinstance(node, ForNode):
            self._loops.append(set(node.block_scope()))
        self.visit_all(node.children(self._context))
        if isinstance(node, ForNode):
            self._loops.pop()

    def _read(self, expression: Expression, asked: bool) -> None:
        match expression:
            case Path():
                self._read_path(expression, asked)
            case FilteredExpression():
                self._read_filtered(expression)
            case BooleanExpression():
                expression.expression = tolerant(expression.expression)
                self._read_children(expression.children(), asked=True)
            case LoopExpression(iterable=RangeLiteral() as span):
                _check_range(span)
                self._read_children(expression.children()[1:], asked)
            case RangeLiteral():
                raise SourceFault("a range can only be looped over", expression.token.start_index)
            case _:
                self._read_children(expression.children(), asked)

    def _read_children(self, children: Iterable[Expression], asked: bool) -> None:
        for child in children:
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
            raise SourceFault(problem, path.token.start_index)
        self.uses.append((path.token.start_index, ".".join(names), asked))

    def _check_filter(self, use: Filter) -> None:
        function = self._filters.get(use.name)
        if function is None:
            close = get_close_matches(use.name, self._filters, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            problem = f"there is no filter '{use.name}'{hint}"
            raise SourceFault(problem, use.token.start_index, use.name, close[0] if close else "")
        positional = [arg for arg in use.args if isinstance(arg, PositionalArgument)]
        named = {arg.name: arg for arg in use.args if not isinstance(arg, PositionalArgument)}
        own = {"environment": None} if hasattr(function, "with_environment") else {}
        try:
            inspect.signature(function).bind(None, *positional, **named, **own)
        except TypeError as error:
            problem = f"the filter '{use.name}' does not take these arguments"
            raise SourceFault(problem, use.token.start_index) from error


def _check_range(span: RangeLiteral) -> None:
    start, stop = span.start, span.stop
    if not isinstance(start, IntegerLiteral) or not isinstance(stop, IntegerLiteral):
        raise SourceFault("a range needs two whole numbers", span.token.start_index)
    if stop.value - start.value >= LOOP_LIMIT:
        raise SourceFault(f"a range has at most {LOOP_LIMIT:,} numbers", span.token.start_index)
