"""Texts of literals and plain fields, which most are: rendered without the engine."""

from html import escape
from typing import Any

from liquid import Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import (
    Filter,
    FilteredExpression,
    Path,
    PositionalArgument,
    StringLiteral,
)
from liquid.builtin.output import OutputNode

from crm_core.texts.text import MissingFields, Renderer, RenderFault, Values
from crm_core.texts.values import shown, too_long

Part = tuple[str, tuple[str, ...], str | None]
"""A literal, the path of the field behind it, and the field's fallback."""


def plain_renderer(nodes: list[Node], escape_html: bool, limit: int) -> Renderer | None:
    """A renderer of literals and plain fields, or None if the text needs the engine."""
    parts: list[Part] = []
    literal = ""
    for node in nodes:
        if isinstance(node, ContentNode):
            literal += node.text
        elif field := _plain_field(node):
            path, fallback = field
            if fallback is not None:
                fallback = escape(shown(fallback)) if escape_html else shown(fallback)
            parts.append((literal, path, fallback))
            literal = ""
        else:
            return None
    return _renderer(tuple(parts), literal, escape_html, limit)


def _plain_field(node: Node) -> tuple[tuple[str, ...], str | None] | None:
    """Path and fallback of `{{ a.b }}` and `{{ a.b | default: "c" }}`; None for all else."""
    expression = node.expression if isinstance(node, OutputNode) else None
    if not isinstance(expression, FilteredExpression) or not isinstance(expression.left, Path):
        return None
    path = tuple(segment for segment in expression.left.path if isinstance(segment, str))
    match expression.filters:
        case [] | None:
            return path, None
        case [Filter(name="default", args=[PositionalArgument(value=StringLiteral() as literal)])]:
            return path, literal.value
    return None


def _renderer(parts: tuple[Part, ...], tail: str, escape_html: bool, limit: int) -> Renderer:
    def render(values: Values) -> str:
        written: list[str] = []
        missing: list[str] = []
        for literal, path, fallback in parts:
            value: Any = values
            try:
                for key in path:
                    value = value[key]
            except (KeyError, TypeError):
                value = None
            if type(value) is not str or "\0" in value:
                value = "" if value is False and fallback is not None else shown(value)
            written.append(literal)
            if value and not value.isspace():
                written.append(escape(value) if escape_html else value)
            elif fallback is not None:
                written.append(fallback)
            else:
                missing.append(".".join(path))
        if missing:
            raise MissingFields(dict.fromkeys(missing))
        written.append(tail)
        text = "".join(written)
        if len(text) > limit:
            raise RenderFault(too_long(limit))
        return text

    return render
