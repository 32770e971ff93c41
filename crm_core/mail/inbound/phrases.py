"""How lists of phrases are written in this package: alternatives in lines, in a readable width."""

import re


def rows(lines: str, *, joint: str = " ") -> list[str]:
    """The lines, without their margin; one set in deeper than the first continues the one above,
    after `joint`."""
    filled = [line for line in lines.split("\n") if line.strip()]
    margin = len(filled[0]) - len(filled[0].lstrip())
    read: list[str] = []
    for line in filled:
        if len(line) - len(line.lstrip()) > margin:
            read[-1] += joint + line.strip()
        else:
            read.append(line.strip())
    return read


def alternatives(lines: str) -> str:
    """One pattern of the alternatives in `lines`.

    Spaces at a line's ends do not count; a pattern that begins or ends with one writes `[ ]`.
    """
    return "|".join(rows(lines, joint=""))


def any_of(lines: str) -> re.Pattern[str]:
    """The alternatives, in whichever case of letters."""
    return re.compile(alternatives(lines), re.IGNORECASE)
