"""Lines of plain text as mail clients mark them: quoted, ruled off, or empty."""

import re

LINE = 1_000  # characters of a line that patterns see
_WRAPPED = 60  # characters of a quoted line that a client may have broken
_SMALL_START = re.compile(r"^[a-zß-öø-ÿ]")
_LETTER_END = re.compile(r"[\w,;]$")
WHEN = re.compile(r"\d{1,2}[:.h時点]\s?\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}|@")
"""A number of an hour or a day, or an address: what lines about a message are full of."""
QUOTED = re.compile(r"^\s{0,3}(?:[A-Za-z]{0,3}>|&gt;|\|\s?>)")
RULE = re.compile(r"^\s{0,4}(?:[_*=—─━\-]\s?){5,200}\s*$")


def begins_quoted(text: str) -> bool:
    """Whether a text begins with what it quotes, so that its own words stand below or between."""
    first = next((line for line in text.split("\n", 20)[:20] if line.strip()), "")
    return bool(QUOTED.match(first[:LINE]))


def next_filled(lines: list[str], at: int) -> int:
    """The first line from here on with anything in it; their number: none has."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def end_of_quote(lines: list[str], at: int) -> int:
    """Where own words start again: below lines that are marked one by one, else nowhere."""
    if at < len(lines) and QUOTED.match(lines[at]):
        while at < len(lines) and (not lines[at].strip() or QUOTED.match(lines[at])):
            at += 1
        return at
    return len(lines)


def is_wrapped_quote(lines: list[str], at: int) -> bool:
    """Whether a client broke a quoted line in two and marked the first half alone: a long one
    above that ends no sentence, small letters here, and a quoted one again right below."""
    if not 0 < at < len(lines) - 1 or not _SMALL_START.match(lines[at]):
        return False
    above = lines[at - 1].rstrip()
    return bool(
        QUOTED.match(above[:LINE])
        and len(above) >= _WRAPPED
        and _LETTER_END.search(above[-3:])
        and QUOTED.match(lines[at + 1][:LINE])
    )
