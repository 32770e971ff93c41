"""The first day back that a note of absence gives.

Finds the dates in a text, judges by the words around each whether it begins the absence, ends it or
is the day of return, and reads `3/4` by the text's other dates, its language and the sender's
offset from UTC. "Until the 5th" and "through the 5th" give the 6th; "back on the 5th" the 5th.
Called by `classify` for `OUT_OF_OFFICE` only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.mail.inbound.absence_vague import vague_return
from crm_core.mail.inbound.absence_words import (
    AND,
    BACK,
    BACK_AFTER,
    BACK_BEHIND,
    CJK_DAYS,
    DAY_OF,
    MONTH_OF,
    NOT,
    NOT_BEFORE,
    SHORT_DAYS,
    STARTS,
    TOMORROW,
    UNTIL,
    UNTIL_AFTER,
    UNTIL_BEFORE_CJK,
)
from crm_core.mail.inbound.languages import language_of

_TEXT = 4_000
_AHEAD = timedelta(days=366)
_GUESSED_AHEAD = timedelta(days=270)
"""How far ahead a date without a year may lie; one that was last month is stale."""


_WORD = rf"(?:{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})(?![^\W\d_])"
_DATE = re.compile(
    rf"""(?<![\d.,/-])(?:
      (?P<y1>20\d\d)\s?[-/.年년]\s?(?P<m1>\d{{1,2}})\s?[-/.月월]\s?(?P<d1>\d{{1,2}})(?:[日일]|\b)
    | (?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일号號]
    | (?:(?P<r4>\d{{1,2}})\.?\s?[-–—]\s?)?(?P<d4>\d{{1,2}})\s?(?:st|nd|rd|th|er|ère|\.|º|°|ª|:e)?\s?
      (?:(?:of|de|di|the|do)\s|d['’]\s?)?(?P<m4>{_WORD})\.?
      (?:,?\s?(?:de\s|del\s)?(?P<y4>20\d\d))?
    | (?P<a>\d{{1,2}})(?P<sep>[./-])\s?(?P<b>\d{{1,2}})
      (?:(?P=sep)\s?(?P<y3>20\d\d|\d\d(?![\d:]))?)?(?![\d:])
    | (?P<y6>20\d\d)\.?\s(?P<m6>{_WORD})\s(?P<d6>\d{{1,2}})\b
    | (?P<m5>{_WORD})\.?\s(?:the\s)?(?P<d5>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d:/]|\.\d)
      (?:\s?[-–—]\s?(?P<r5>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:/]|\.\d))?
      (?:,?\s(?P<y5>20\d\d))?
    )""",
    re.I | re.X,
)
_WEEKDAY = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(DAY_OF, key=len, reverse=True))})(?!\w)", re.I)
_JA_WEEKDAY = re.compile(
    r"([月火水木金土日])曜|(?:星期|周|週)([一二三四五六日天])|([월화수목금토일])요일"
)
_HOURS = re.compile(
    r"\b(?:mondays?|mon|montags?|lundi|lunes|luned[ìi]|maandag|segunda)\W*\s?(?:-|–|to|through|bis|au?|"
    r"al?|t/m|tot)\W*\s?(?:fridays?|fri|freitags?|vendredi|viernes|venerd[ìi]|vrijdag|sexta|"
    r"saturdays?|samstags?|zaterdag)\b[^.!?]{0,12}\d",
    re.I,
)
_BESIDE = re.compile(
    r"[\s,.(]{0,3}(?:the |den |dem |le |el |il |dia |dnia |d\. |der )?\d|"
    r"[\s,]{1,2}[^\W\d_]{3,12}\.? \d"
)
"""A date, right after the name of its day."""


@dataclass(frozen=True, slots=True)
class _Mention:
    day: date
    start: int
    end: int
    is_last: bool = False
    """Whether it ends a span that is written in one, as `12-20 October`."""


def return_day(text: str, *, sent_on: date, offset_hours: float | None = None) -> date | None:
    """The first day back by `text`, from `sent_on` to a year ahead; None where it gives none.

    `offset_hours`: the sender's clock against UTC, which tells American from European dates.
    """
    text = " ".join(text[:_TEXT].split())
    language = language_of(text)
    mentions = sorted(
        [*_dates(text, language, sent_on, offset_hours), *_weekdays(text, language, sent_on)],
        key=lambda one: one.start,
    )
    last_end: date | None = None
    for one in mentions:
        kind = _kind(text, one, language, mentions)
        if kind == "back" and _fits(one.day, sent_on):
            return one.day
        if kind == "until":
            last_end = one.day + timedelta(days=1)
    if (
        last_end is None
        and len(mentions) == 1
        and _kind(text, mentions[0], language, mentions) == ""
    ):
        last_end = mentions[0].day + timedelta(days=1)
    if last_end is None:
        last_end = vague_return(text, language=language, sent_on=sent_on)
    return last_end if last_end and _fits(last_end, sent_on) else None


def _fits(day: date, sent_on: date) -> bool:
    return sent_on <= day <= sent_on + _AHEAD


def _kind(text: str, one: _Mention, language: str, mentions: list[_Mention]) -> str:
    """What a date is: `back`, `until`, `start`, or the empty text where nothing tells."""
    if one.is_last:
        return "until"
    after = text[one.end : one.end + 40]
    floor = max([other.end for other in mentions if other.end <= one.start], default=0)
    before = text[max(floor, one.start - 70) : one.start]
    before = re.split(r"[.!?;。！？](?:\s|$)", before)[-1]
    for kind, cues in (("until", UNTIL_AFTER), ("back", BACK_AFTER)):
        if (cue := cues.get(language)) and re.match(rf"\s?,?\s?(?:{cue})", after, re.I):
            return kind
    if NOT_BEFORE.search(before):
        return "back"
    if cue := UNTIL_BEFORE_CJK.get(language):
        return "until" if re.search(cue, before) else ""
    found = [
        (match.end(), kind)
        for kind, cues in (("start", STARTS), ("until", UNTIL), ("back", BACK))
        if (cue := cues.get(language, ""))
        for match in re.finditer(rf"(?<!\w)(?:{cue})(?!\w)", before, re.I)
        if kind != "until" or match[0].lower() not in AND or _is_span(one, mentions, 10)
    ]
    nearest = max(found)[1] if found else ""
    if nearest in ("", "start") and (cue := BACK.get(language)):
        ceiling = min(
            [other.start for other in mentions if other.start >= one.end], default=one.end + 40
        )
        clause = re.split(r"[.!?;]", text[one.end : min(ceiling, one.end + 40)])[0]
        cue = f"{cue}|{BACK_BEHIND[language]}" if language in BACK_BEHIND else cue
        if re.search(rf"(?<!\w)(?:{cue})(?!\w)", clause, re.I) and not NOT.search(clause):
            return "back"
    if not found:
        return ""
    kinds = {kind for _, kind in found}
    nearest = max(found)[1]
    if (
        "back" in kinds
        and nearest in ("back", "start", "until")
        and not _is_span(one, mentions, 22)
    ):
        ends = [at for at, kind in found if kind == "back"]
        untils = [
            at for at, kind in found if kind == "until" and before[:at].rstrip()[-1:] not in "-–"
        ]
        strict = re.search(
            r"(?:until|till|bis|jusqu|hasta|fino|at[ée]|tot)\W*\w{0,4}\W*$", before, re.I
        )
        if not strict or (untils and max(ends) > max(untils)):
            return "back"
    return nearest


def _is_span(one: _Mention, mentions: list[_Mention], reach: int) -> bool:
    """Whether another date stands right in front, joined by a word or a dash."""
    return any(0 <= one.start - other.end <= reach for other in mentions)


# --- dates in a text ------------------------------------------------------------------------------


def _dates(
    text: str, language: str, sent_on: date, offset_hours: float | None
) -> Iterator[_Mention]:
    matches = list(_DATE.finditer(text))[:50]
    is_us = _is_month_first(matches, language, sent_on, offset_hours)
    for match in matches:
        if (numbers := _numbers(match, is_us)) and (day := _dated(*numbers, sent_on)):
            is_last = bool(match["r4"] or match["r5"])
            yield _Mention(day, match.start(), match.end(), is_last)


def _numbers(match: re.Match[str], is_us: bool) -> tuple[int | None, int, int] | None:
    """Year, month and day of a match; None where its word is no month."""
    got = match.groupdict()
    if got["y1"]:
        return int(got["y1"]), int(got["m1"]), int(got["d1"])
    if got["m2"]:
        return None, int(got["m2"]), int(got["d2"])
    if got["a"]:
        first, second = int(got["a"]), int(got["b"])
        year = int(got["y3"]) if got["y3"] else None
        year = year + 2000 if year is not None and year < 100 else year
        if got["sep"] == "-" and year is None:
            return None
        swapped = first <= 12 and (second > 12 or (is_us and got["sep"] != "."))
        return (year, first, second) if swapped else (year, second, first)
    for month, day, year_key in (("m4", "d4", "y4"), ("m5", "d5", "y5"), ("m6", "d6", "y6")):
        if got[month]:
            number = MONTH_OF.get(got[month].lower().rstrip("."))
            last = got["r5"] if day == "d5" and got["r5"] else got[day]
            return (
                (int(got[year_key]) if got[year_key] else None, number, int(last))
                if number
                else None
            )
    return None


def _dated(year: int | None, month: int, day: int, sent_on: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, day)
        this = date(sent_on.year, month, day)
        if this >= sent_on - timedelta(days=31):
            return this
        following = date(sent_on.year + 1, month, day)
        return following if following - sent_on <= _GUESSED_AHEAD else this
    except ValueError:
        return None


def _is_month_first(
    matches: list[re.Match[str]], language: str, sent_on: date, offset_hours: float | None
) -> bool:
    """Whether `3/4` is the fourth of March: told by `12/24` beside it, by the language, by which
    reading lies ahead, by the sender's clock, else by which reading is nearer."""
    pairs = [
        (int(match["a"]), int(match["b"]), match["y3"])
        for match in matches
        if match["a"] and match["sep"] in "/-"
    ]
    if any(second > 12 >= first for first, second, _ in pairs):
        return True
    if any(first > 12 for first, _, _ in pairs) or language != "en":
        return False
    american = _readings([(first, second, year) for first, second, year in pairs], sent_on)
    european = _readings([(second, first, year) for first, second, year in pairs], sent_on)
    if len(american) != len(european):
        return len(american) > len(european)
    if offset_hours is not None and -10 <= offset_hours <= -4:
        return True
    return sum(american, timedelta()) < sum(european, timedelta())


def _readings(pairs: list[tuple[int, int, str | None]], sent_on: date) -> list[timedelta]:
    """How far ahead these months and days lie, of those that can be the end of an absence."""
    days = (
        _dated(int(year) % 100 + 2000 if year else None, month, day, sent_on)
        for month, day, year in pairs
    )
    return [day - sent_on for day in days if day and _fits(day, sent_on)]


def _weekdays(text: str, language: str, sent_on: date) -> Iterator[_Mention]:
    """`Monday`: the next one after the day of the mail, unless a date stands beside it, or it is of
    the hours that an office keeps. `Mon` in English only, for `mon retour` is French."""
    for match in list(_WEEKDAY.finditer(text))[:20]:
        is_foreign = language != "en" and match[0].lower() in SHORT_DAYS
        if is_foreign or _BESIDE.match(text[match.end() : match.end() + 24]):
            continue
        if _HOURS.search(text[max(0, match.start() - 40) : match.end() + 40]):
            continue
        yield _Mention(_next(sent_on, DAY_OF[match[0].lower()]), match.start(), match.end())
    if not re.search(r"\d[日일]|\d[月월]", text):
        for match in list(_JA_WEEKDAY.finditer(text))[:20]:
            name = match[1] or match[2] or match[3]
            yield _Mention(_next(sent_on, CJK_DAYS[name]), match.start(), match.end())
    for match in list(TOMORROW.finditer(text))[:3]:
        yield _Mention(sent_on + timedelta(days=1), match.start(), match.end())


def _next(sent_on: date, weekday: int) -> date:
    return sent_on + timedelta(days=(weekday - sent_on.weekday() - 1) % 7 + 1)
