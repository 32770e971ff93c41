"""Conditions that the engine would decide otherwise where a value is missing or matches twice."""

from collections.abc import Iterable

from liquid import RenderContext
from liquid.builtin.expressions.logical import (
    EqExpression,
    LogicalAndExpression,
    LogicalOrExpression,
    NeExpression,
)
from liquid.expression import Expression

from crm_core.texts.values import Missing, is_nothing


def tolerant(expression: Expression) -> Expression:
    """The condition with every `==` and `!=` of it tolerant of missing values."""
    if isinstance(expression, LogicalAndExpression | LogicalOrExpression):
        expression.left = tolerant(expression.left)
        expression.right = tolerant(expression.right)
    if isinstance(expression, EqExpression | NeExpression):
        return _Comparison(expression)
    return expression


class _Comparison(Expression):
    """`==` in which a missing value equals nil, blank, empty and a blank string."""

    __slots__ = ("original",)

    def __init__(self, original: EqExpression | NeExpression) -> None:
        super().__init__(original.token)
        self.original = original

    def evaluate(self, context: RenderContext) -> object:
        sides = [self.original.left.evaluate(context), self.original.right.evaluate(context)]
        if any(isinstance(side, Missing) for side in sides):
            return all(map(is_nothing, sides)) is isinstance(self.original, EqExpression)
        return self.original.evaluate(context)

    def children(self) -> Iterable[Expression]:
        return self.original.children()


class Once(Expression):
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
