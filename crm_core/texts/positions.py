"""Where in a source something is, and what is wrong there."""

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\r|\n")


class SourceFault(Exception):
    """What is wrong with a source, at which index of it.

    `wrong` is what stands there and `suggestion` what was probably meant; both may be empty.
    """

    def __init__(self, problem: str, index: int, wrong: str = "", suggestion: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index
        self.wrong = wrong
        self.suggestion = suggestion


class Lines:
    """Turns an index of a source into a line and a column, both from 1."""

    def __init__(self, source: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(source))]

    def position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1
