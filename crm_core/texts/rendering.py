"""One rendering by the engine: what it can see, what it misses, and what it has spent."""

from functools import reduce
from io import StringIO
from operator import getitem
from typing import Any, TextIO

from liquid import RenderContext, Token
from liquid.template import BoundTemplate
from liquid.undefined import UNDEFINED
from liquid.utils import ReadOnlyChainMap

from crm_core.texts.limits import LOOP_LIMIT, WORK_LIMIT, output_limit
from crm_core.texts.text import RenderFault, Values
from crm_core.texts.values import Missing, cleaned, too_long


class Buffer(StringIO):
    """The output, with its length in characters limited."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = self._room = limit

    def write(self, text: str, /) -> int:
        self._room -= len(text)
        if self._room < 0:
            raise RenderFault(too_long(self._limit))
        return super().write(text)


class Rendering(RenderContext):
    """The values, what of them is missing, and the work done.

    The engine's own names (`now`, `today`, `partial`) are not in scope.
    """

    def __init__(self, template: BoundTemplate, values: Values, source_size: int) -> None:
        super().__init__(template, globals=cleaned(values))
        self.scope = ReadOnlyChainMap(self.locals)
        self.autoescape = False  # a literal in an expression is no markup: see HoleNotingNode
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
        root = str(path[0])
        value: Any = self.globals
        try:
            if root in self.scope:
                value = reduce(self.get_item, path[1:], self.scope[root])
            else:
                value = reduce(getitem, path, value)
        except (KeyError, IndexError, TypeError):
            value = None
        if value is None:
            return Missing([".".join(map(str, path))])
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
        return Buffer(output_limit(self._source_size))
