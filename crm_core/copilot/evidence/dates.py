"""Reading days: written out, in figures, or as seen from today ("three days ago").

Called by `crm_core.copilot.evidence.tokens`. A day that can be read in two ways is read in none.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.copilot.evidence.numbers import SPELLED

_MONTHS = (
    "january jan januar janvier enero gennaio|february feb februar février febrero febbraio|"
    "march mar märz mars marzo|april apr avril abril aprile|may mai mayo maggio|"
    "june jun juni juin junio giugno|july jul juli juillet julio luglio|"
    "august aug août agosto|september sep sept septembre septiembre settembre|"
    "october oct oktober okt octobre octubre ottobre|november nov novembre noviembre|"
    "december dec dezember dez décembre diciembre dicembre"
)
_MONTH = {
    word: number for number, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()
}
_WEEKDAYS = (
    "monday mon montag lundi lunes|tuesday tue tues dienstag mardi martes|"
    "wednesday wed mittwoch mercredi miércoles|thursday thu thur thurs donnerstag jeudi jueves|"
    "friday fri freitag vendredi viernes|saturday sat samstag samedi sábado|"
    "sunday sun sonntag dimanche domingo"
)
_WEEKDAY = {
    word: number for number, words in enumerate(_WEEKDAYS.split("|")) for word in words.split()
}
_month_words = "|".join(sorted(_MONTH, key=len, reverse=True))
_weekday_words = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
_count = r"\d{1,4}|an?|" + "|".join(SPELLED)
DATE = re.compile(
    r"(?<![\w@])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<dots>\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?!\d))"
    r"|(?P<slashes>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?(?P<month>{_month_words})\b\.?"
    r"(?:,?\s(?:de\s)?(?P<year>\d{4}))?"
    rf"|(?P<month2>{_month_words})\b\.?\s(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s(?P<year2>\d{4}))?(?![\d:])"
    rf"|(?P<month3>{_month_words})\s(?P<year3>\d{{4}})"
    rf"|(?P<lead>in|since|by|until|last|next|this|late|early|end\sof|of)\s(?P<month4>{_month_words})"
    rf"|(?:(?P<side>last|next|this|past|coming)\s)?(?P<weekday>{_weekday_words})"
    r"|the\sday\s(?P<two>before\syesterday|after\stomorrow)"
    r"|(?P<near>today|yesterday|tomorrow|heute|gestern|morgen)"
    rf"|(?P<count>{_count})\s(?P<unit>day|week|month|year)s?\s(?P<ago>ago|from\s(?:now|today))"
    rf"|(?P<within>in)\s(?P<count2>{_count})\s(?P<unit2>day|week|month|year)s?"
    r"|(?P<side2>last|next|this|past|coming)\s(?P<span>week|month|quarter|year)"
    r"|(?P<lead2>in|since|of)\s(?P<year4>(?:19|20)\d\d)"
    r")(?:['’]s)?(?![\w@])",
    re.IGNORECASE,
)
_NEAR = {"today": 0, "heute": 0, "yesterday": -1, "gestern": -1, "tomorrow": 1, "morgen": 1}


@dataclass(frozen=True, slots=True)
class When:
    """Days that are meant: any day of one of the spans. No span: it cannot be told.

    `is_relative`: it is said as seen from today; `is_ahead`: it lies in the future.
    """

    spans: tuple[tuple[date, date], ...]
    is_relative: bool = False
    is_ahead: bool = False

    def holds(self, on: date) -> bool:
        return any(first <= on <= last for first, last in self.spans)


def read_date(found: re.Match[str], today: date) -> When | None:
    """What a match of `DATE` says; None where its words are no date at all ("may", "sun")."""
    try:
        when = _read(found, today)
    except (ValueError, OverflowError):
        return When(())
    if when is None or not when.spans:
        return when
    is_ahead = all(first >= today and last > today for first, last in when.spans)
    return When(when.spans, when.is_relative, is_ahead)


def _read(found: re.Match[str], today: date) -> When | None:
    group = found.groupdict()
    if group["iso"]:
        return _day(date.fromisoformat(group["iso"]))
    if group["dots"]:
        days, months, years = group["dots"].split(".")
        return _day(date(_full(years), int(months), int(days)))
    if group["slashes"]:
        one, other, years = group["slashes"].split("/")
        return _slashes(int(one), int(other), _full(years))
    if group["month"] or group["month2"]:
        month = _MONTH[(group["month"] or group["month2"]).lower()]
        day = int(group["day"] or group["day2"])
        said = group["year"] or group["year2"]
        return _day(date(int(said), month, day)) if said else _yearless(day, month, today)
    if group["month3"]:
        return _month_span(int(group["year3"]), _MONTH[group["month3"].lower()])
    if group["month4"]:
        return _named_month(group["month4"], group["lead"].lower(), today)
    return _relative(group, today)


def _relative(group: dict[str, str | None], today: date) -> When | None:
    if group["weekday"]:
        return _weekday_near(group["weekday"], (group["side"] or "").lower(), today)
    if group["two"]:
        return _from(today, -2 if "before" in group["two"].lower() else 2)
    if group["near"]:
        return _from(today, _NEAR[group["near"].lower()])
    if group["count"] or group["count2"]:
        count = _counted((group["count"] or group["count2"] or "").lower())
        unit = (group["unit"] or group["unit2"] or "").lower()
        return _away(count if (group["ago"] or "").lower() != "ago" else -count, unit, today)
    if group["span"]:
        return _calendar(group["span"].lower(), (group["side2"] or "").lower(), today)
    year = int(group["year4"] or 0)
    return When(((date(year, 1, 1), date(year, 12, 31)),))


def _day(on: date) -> When:
    return When(((on, on),))


def _from(today: date, days: int) -> When:
    on = today + timedelta(days=days)
    return When(((on, on),), is_relative=True)


def _full(year: str) -> int:
    return int(year) + 2000 if len(year.strip()) == 2 else int(year)


def _slashes(first: int, second: int, year: int) -> When:
    if first > 12:
        return _day(date(year, second, first))
    if second > 12 or first == second:
        return _day(date(year, first, second))
    return When(())


def _yearless(day: int, month: int, today: date) -> When:
    """The day in this year or the nearest of another, never half a year off or more."""
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        if not (month == 2 and day == 29 and year % 4):
            on = date(year, month, day)
            if abs((on - today).days) <= 183:
                near.append((on, on))
    return When(tuple(near[:1]))


def _month_span(year: int, month: int) -> When:
    after = date(year + month // 12, month % 12 + 1, 1)
    return When(((date(year, month, 1), after - timedelta(days=1)),))


def _named_month(word: str, lead: str, today: date) -> When | None:
    if not word[0].isupper() or lead in ("late", "early", "end of", "by", "until"):
        return None
    month = _MONTH[word.lower()]
    if lead in ("last", "next"):
        step = -1 if lead == "last" else 1
        year = today.year
        while (date(year, month, 1) < today.replace(day=1)) != (step < 0):
            year += step
        return _month_span(year, month)
    years = (today.year - 1, today.year, today.year + 1)
    near = min(years, key=lambda year: abs((date(year, month, 15) - today).days))
    return _month_span(near, month)


def _weekday_near(word: str, side: str, today: date) -> When | None:
    if len(word) <= 5 and not word[0].isupper():
        return None
    ahead = (_WEEKDAY[word.lower()] - today.weekday()) % 7
    monday = today - timedelta(days=today.weekday())
    if side in ("last", "past"):
        return _from(today, ahead - 7)
    if side == "next":
        return _from(monday, 7 + _WEEKDAY[word.lower()])
    if side == "this":
        return _from(monday, _WEEKDAY[word.lower()])
    if side == "coming":
        return _from(today, ahead or 7)
    days = (ahead - 7, ahead) if ahead else (-7, 0, 7)
    spans = tuple((today + timedelta(days=step),) * 2 for step in days)
    return When(tuple((first, last) for first, last in spans), is_relative=True)


def _counted(word: str) -> int:
    return int(word) if word.isdigit() else SPELLED.get(word, 1)


def _away(count: int, unit: str, today: date) -> When:
    if unit in ("day", "week"):
        return _from(today, count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    last = _month_span(year, month + 1).spans[0][1]
    on = date(year, month + 1, min(today.day, last.day))
    return When(((on, on),), is_relative=True)


def _calendar(span: str, side: str, today: date) -> When:
    step = {"last": -1, "past": -1, "this": 0}.get(side, 1)
    if span == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return When(((monday, monday + timedelta(days=6)),), is_relative=True)
    if span == "year":
        year = today.year + step
        return When(((date(year, 1, 1), date(year, 12, 31)),), is_relative=True)
    size = 3 if span == "quarter" else 1
    months = today.year * 12 + (today.month - 1) // size * size + step * size
    year, month = divmod(months, 12)
    first = _month_span(year, month + 1).spans[0][0]
    end_year, end_month = divmod(months + size - 1, 12)
    return When(((first, _month_span(end_year, end_month + 1).spans[0][1]),), is_relative=True)
