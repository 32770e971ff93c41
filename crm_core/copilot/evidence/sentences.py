"""Cutting a stream of text into sentences, list items and headings, as it comes.

Used by `crm_core.copilot.evidence.stream`. A line always ends a sentence, so markup and quotation
marks that are never closed reach no further than their line. Each character is looked at a
bounded number of times.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from crm_core.copilot.evidence.words import listed

LONGEST = 1_200
"""Characters of one sentence; what is longer is not judged but removed."""

_STOPS = re.compile(r'[.!?…。！？\n"“”„«»]')
_CLOSERS = re.compile(r"[\"”’»)\]*_`]{0,8}")
_KEYS = re.compile(
    r"[ \t]{0,3}(?:\[\s?f\d{1,6}(?:\s?[,;]\s?f\d{1,6}){0,20}\s?\]\s{0,1})+", re.IGNORECASE
)
_MAYBE_KEYS = re.compile(r"[ \t]{0,3}(?:\[[f\d,; ]{0,80})?\Z", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+")
_ITEM = re.compile(r"\s*(?:[-*+•‣◦–]|\(?\d{1,3}[.)]|\|)\s+")
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"[\s|:=_*-]*\Z")
_ABBREVIATIONS = listed(
    "mr mrs ms dr prof st sr jr inc ltd co corp gmbh bros no nr approx ca vs etc dept ext est fig "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun tel e.g i.e a.m "
    "p.m u.s u.k z.b bzw vgl min max resp incl excl"
)
_WORD_BEFORE = re.compile(r"[\w.]{1,20}\Z")


class Structure(StrEnum):
    """What a sentence is part of."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit to judge, with its markup still in it. `level`: of a heading, else 0;
    `begins`: it is the first of its line; `is_overlong`: it went on beyond `LONGEST`."""

    raw: str
    structure: Structure
    level: int = 0
    begins: bool = True
    is_overlong: bool = False


class Splitter:
    """Give it text in pieces of any size; it returns each sentence once its end is certain."""

    def __init__(self) -> None:
        self.rest = ""
        self._at = 0
        self._open = 0
        self._line: tuple[Structure, int] | None = None
        self._is_swallowing = False

    def feed(self, text: str) -> list[Sentence]:
        self.rest += text
        return self._cut(is_last=False)

    def end(self) -> list[Sentence]:
        found = self._cut(is_last=True)
        return found + self._take(len(self.rest), ends_line=True)

    def _cut(self, *, is_last: bool) -> list[Sentence]:
        found: list[Sentence] = []
        while True:
            stop = _STOPS.search(self.rest, self._at, LONGEST + 1)
            if stop is None:
                self._at = min(len(self.rest), LONGEST)
                if len(self.rest) <= LONGEST:
                    return found
                found += self._swallow()
                continue
            sign = stop.group()
            if sign == "\n":
                found += self._take(stop.end(), ends_line=True)
            elif sign in '"“”„«»':
                self._at = stop.end()
                self._open = _opened(self._open, sign)
            else:
                end = self._end_of(stop.end(), is_last=is_last)
                if end is None:
                    return found
                if end:
                    found += self._take(end, ends_line=False)
                else:
                    self._at = stop.end()

    def _end_of(self, after: int, *, is_last: bool) -> int | None:
        """Where the sentence ends that has a stop before `after`; 0: it goes on; None: not known
        before more text is there."""
        rest = self.rest
        closed = _CLOSERS.match(rest, after)
        end = closed.end() if closed else after
        keys = _KEYS.match(rest, end)
        if keys:
            end = keys.end()
        if not is_last and _MAYBE_KEYS.match(rest, end):
            return None
        if (
            end < len(rest)
            and not rest[end].isspace()
            and not keys
            and rest[after - 1] not in "。！？"
        ):
            return 0
        if rest[after - 1] == "." and self._goes_on(after, end):
            return 0
        if self._open and not any(sign in rest[after:end] for sign in '"”»'):
            return 0
        return end

    def _goes_on(self, after: int, end: int) -> bool:
        before = _WORD_BEFORE.search(self.rest, max(0, after - 21), after - 1)
        word = before.group().casefold() if before else ""
        following = self.rest[end : end + 12].lstrip()
        if following and "\n" not in self.rest[end : end + 2] and following[0].islower():
            return True
        if word.isdigit() and len(word) < 4:
            return self.rest[: after - 1].strip().isdigit() or following[:1].isupper()
        if word in _ABBREVIATIONS:
            return bool(following)
        return len(word) == 1 and word.isalpha() and bool(following)

    def _take(self, end: int, *, ends_line: bool) -> list[Sentence]:
        raw, self.rest = self.rest[:end], self.rest[end:]
        self._at = self._open = 0
        begins = self._line is None
        if begins:
            self._line, raw = _structure_of(raw)
        assert self._line is not None
        structure, level = self._line
        if ends_line:
            self._line = None
        if self._is_swallowing:
            self._is_swallowing = False
            return []
        if not raw.strip() or _RULE.match(raw):
            return []
        return [Sentence(raw.strip(), structure, level, begins)]

    def _swallow(self) -> list[Sentence]:
        was = self._is_swallowing
        if self._line is None:
            self._line, _ = _structure_of(self.rest[:200])
        structure, level = self._line
        self.rest = self.rest[LONGEST:]
        self._at = self._open = 0
        self._is_swallowing = True
        return [] if was else [Sentence("", structure, level, is_overlong=True)]


def _structure_of(raw: str) -> tuple[tuple[Structure, int], str]:
    """What a line is, by how it begins, and the line without that."""
    quoted = _QUOTED.match(raw)
    if quoted:
        raw = raw[quoted.end() :]
    if _FENCE.match(raw):
        return (Structure.PARAGRAPH, 0), ""
    heading = _HEADING.match(raw)
    if heading:
        return (Structure.HEADING, len(heading.group(1))), raw[heading.end() :].rstrip(" #\n")
    item = _ITEM.match(raw)
    if item:
        return (Structure.ITEM, 0), raw[item.end() :]
    return (Structure.PARAGRAPH, 0), raw


def _opened(number: int, sign: str) -> int:
    if sign == '"':
        return 1 - number if number in (0, 1) else number
    return 1 if sign in "“„«" and not number else 0
