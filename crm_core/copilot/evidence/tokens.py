"""Taking a plain sentence, or a fact's text, apart into words, numbers, days, quotes, addresses.

Both sides of every comparison are read by this, so that they differ only in what they say.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from crm_core.copilot.evidence.dates import DATE, When, read_date
from crm_core.copilot.evidence.numbers import (
    NUMBER,
    SPELLED,
    Number,
    currency_of,
    read_number,
    spelled_number,
)
from crm_core.copilot.evidence.words import listed

LONGEST_QUOTE = 800


class Kind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    QUOTE = "quote"
    ADDRESS = "address"
    """An e-mail address, a host, a telephone number or a time: compared letter by letter."""
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a sentence. `norm`: its form for comparing; `start`, `end`: where it stands."""

    kind: Kind
    norm: str
    start: int
    end: int
    number: Number | None = None
    when: When | None = None
    is_negation: bool = False
    is_capital: bool = False


_QUOTE = re.compile(
    rf"[“\"„«]\s?([^“”\"„«»]{{1,{LONGEST_QUOTE}}}?)\s?[”\"“»]"
    rf"|(?<!\w)‘([^‘’]{{1,{LONGEST_QUOTE}}})’|(?<!\w)'([^']{{2,{LONGEST_QUOTE}}})'(?!\w)"
)
_ADDRESS = re.compile(
    r"(?P<email>[\w.+%-]{1,64}@\w[\w-]*(?:\.\w[\w-]*){1,6})"
    r"|(?:https?://|www\.)(?P<host>[\w.-]{1,253})(?:[/:?#][^\s<>\"']*)?"
    r"|(?P<phone>(?<![\w.,])(?:\+\d|0\d|\(0\d)[\d\s()/.-]{5,20}\d(?!\w))"
    r"|(?P<time>(?<!\d)\d{1,2}:\d{2}(?!\d))"
)
_WORD = re.compile(r"\w+(?:['’]\w+)*(?:[-/&]\w+(?:['’]\w+)*)*|\S")
_NEGATIONS = listed("not no never none nobody nothing neither nor without cannot")
_SAME = {
    "e-mail": "email",
    "e-mails": "emails",
    "e-mailed": "emailed",
    "e-mailing": "emailing",
    "mail": "email",
    "mails": "emails",
    "followup": "follow-up",
    "enrolment": "enrollment",
    "enrolled": "enrolled",
    "can't": "cannot",
    "won't": "will not",
    "i'd": "i",
    "i'll": "i",
    "i've": "i",
    "i'm": "i",
    "you'd": "you",
    "we'd": "we",
    "you've": "you",
    "we've": "we",
}


def read_tokens(text: str, today: date) -> tuple[Token, ...]:
    """All of a text in order; nothing but space lies between the tokens."""
    found: list[Token] = []
    at = 0
    for quote in _QUOTE.finditer(text):
        found += _addresses(text, at, quote.start(), today)
        words = next(part for part in quote.groups() if part is not None)
        found.append(Token(Kind.QUOTE, words, quote.start(), quote.end()))
        at = quote.end()
    found += _addresses(text, at, len(text), today)
    return tuple(_weekdays_of_days(_spelled(found)))


def base(word: str) -> str:
    """A word's form for comparing: case, apostrophes, possessive and a few spellings aside."""
    low = word.casefold().replace("’", "'")
    low = _SAME.get(low, low)
    return low.removesuffix("'s").removesuffix("'")


def quotable(text: str) -> str:
    """A text in which quotes are looked for: one space, one kind of mark, any case."""
    low = text.casefold()
    for marks, plain in (("“”„«»", '"'), ("‘’", "'"), ("–—", "-")):
        for mark in marks:
            low = low.replace(mark, plain)
    return " ".join(low.split())


def _addresses(text: str, start: int, end: int, today: date) -> list[Token]:
    found: list[Token] = []
    at = start
    for match in _ADDRESS.finditer(text, start, end):
        found += _dates(text, at, match.start(), today)
        norm = match["email"] or match["host"] or match["time"] or ""
        if match["phone"]:
            if DATE.search(match.group()):
                continue
            norm = re.sub(r"\D", "", match["phone"])
        found.append(Token(Kind.ADDRESS, norm.casefold().rstrip("."), match.start(), match.end()))
        at = match.end()
    return found + _dates(text, at, end, today)


def _dates(text: str, start: int, end: int, today: date) -> list[Token]:
    found: list[Token] = []
    at = start
    for match in DATE.finditer(text, start, end):
        when = read_date(match, today)
        if when is None:
            continue
        found += _numbers(text, at, match.start())
        found.append(
            Token(Kind.DATE, match.group().casefold(), match.start(), match.end(), when=when)
        )
        at = match.end()
    return found + _numbers(text, at, end)


def _numbers(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    at = start
    for match in NUMBER.finditer(text, start, end):
        found += _words(text, at, match.start())
        number = read_number(match)
        found.append(Token(Kind.NUMBER, match.group().strip(), match.start(), match.end(), number))
        at = match.end()
    return found + _words(text, at, end)


def _words(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        if not word[0].isalnum() and word[0] != "_":
            found.append(Token(Kind.MARK, word, match.start(), match.end()))
            continue
        norm = base(word)
        is_not = norm in _NEGATIONS or norm.endswith("n't") or norm == "will not"
        if norm.endswith("n't"):
            norm = norm[:-3]
        found.append(
            Token(
                Kind.WORD,
                norm,
                match.start(),
                match.end(),
                is_negation=is_not,
                is_capital=word[0].isupper(),
            )
        )
    return found


def _spelled(tokens: list[Token]) -> list[Token]:
    """The same with numbers in words made numbers, and a currency behind them its unit."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and end - at < 12 and _counts(tokens[end], is_first=end == at):
            end += 1
        while end > at and tokens[end - 1].norm in ("and", "-"):
            end -= 1
        words = [part for token in tokens[at:end] for part in token.norm.split("-") if part]
        value = spelled_number(words) if words else None
        if value is None:
            found.append(tokens[at])
            at += 1
            continue
        last = tokens[end] if end < len(tokens) else None
        unit = currency_of(last.norm) or currency_of(last.norm.upper()) if last else ""
        if last and last.norm in ("%", "percent"):
            unit = "%"
        stop = end + 1 if unit else end
        norm = " ".join(token.norm for token in tokens[at:stop])
        found.append(
            replace(
                tokens[at],
                kind=Kind.NUMBER,
                norm=norm,
                end=tokens[stop - 1].end,
                number=Number((value,), unit),
            )
        )
        at = stop
    return found


def _weekdays_of_days(tokens: list[Token]) -> list[Token]:
    """The same with the weekday of "Friday, 20 March" meaning that day, if it is a Friday."""
    found = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        after = at + 2 if tokens[at + 1].norm == "," and at + 2 < len(tokens) else at + 1
        day = tokens[after].when
        if token.when is None or day is None or len(token.when.spans) < 2:
            continue
        weekday = token.when.spans[0][0].weekday()
        spans = tuple(span for span in day.spans if span[0].weekday() == weekday)
        if all(first == last for first, last in day.spans):
            found[at] = replace(token, when=When(spans, day.is_relative, day.is_ahead))
    return found


def _counts(token: Token, *, is_first: bool) -> bool:
    if token.kind is Kind.WORD:
        if token.norm == "and":
            return not is_first
        return all(part in SPELLED for part in token.norm.split("-"))
    return token.kind is Kind.MARK and token.norm == "-" and not is_first
