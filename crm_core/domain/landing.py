"""Why a step lands when it does, in words: its delay, the send window, a holiday, a gate.

Called by the projection. Times are told in the recipient's zone, because the send window and
the days of a delay are of that zone; a sentence with a time names it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from crm_core.domain.calendar import Calendar, DelayUnit
from crm_core.domain.cases import Case
from crm_core.domain.moments import day_words, time_words, with_moments
from crm_core.domain.verdicts import GateAnswer

HOLIDAYS_TOLD = 3
_ONE_DAY = timedelta(days=1)


def why_then(
    case: Case, waits: Sequence[GateAnswer], since: datetime, at: datetime
) -> tuple[str, str]:
    """The gate that set `at`, empty where nothing put the step off, and the words for it.

    `waits`: the timing gates that the step waited for after the first look at it, in their
    order. `since`: from when on there could be a look.
    """
    step, calendar = case.step, case.calendar
    assert step is not None
    due = calendar.after(case.anchor_at, step.delay)
    opens = calendar.next_open(due)
    words = [_delay_words(case, since, due), *_skipped_holidays(case, due)]
    if not waits:
        if opens < since:
            return "", "Due now."
        if opens > due:
            return "window", " ".join((*words, _closed(calendar, due, opens)))
        return ("delay" if due > case.anchor_at else ""), " ".join(words)
    others = [answer for answer in waits if answer.gate != "window"]
    zone = f"({calendar.zone.key})"
    words += [f"{with_moments(answer.saw, calendar.zone, at)} {zone}" for answer in others]
    pushed = max((answer.until for answer in others if answer.until), default=max(opens, since))
    if at > pushed:
        words.append(_closed(calendar, pushed, at))
    return waits[-1].gate, " ".join(words)


def _delay_words(case: Case, since: datetime, due: datetime) -> str:
    step = case.step
    assert step is not None
    if step.position:
        before = f"step {step.position}"
    else:
        before = "the chosen start" if case.anchor_at > since else "the enrollment"
    if due > case.anchor_at and step.delay.value == 0:
        return f"On the first business day after {before}."
    if step.delay.value == 0:
        return "At once." if before == "the enrollment" else f"Right at {before}."
    return f"{step.delay} after {before}."


def _skipped_holidays(case: Case, due: datetime) -> list[str]:
    """The holidays that a delay in business days did not count."""
    assert case.step is not None
    if case.step.delay.unit is not DelayUnit.BUSINESS_DAYS:
        return []
    zone = case.calendar.zone
    first, last = case.anchor_at.astimezone(zone).date(), due.astimezone(zone).date()
    days = (day for day in _days(first, last) if day.weekday() < 5)
    return _holidays(case.calendar, days, first)


def _closed(calendar: Calendar, due: datetime, opens: datetime) -> str:
    """Why nothing goes out from `due` to `opens`."""
    zone = calendar.zone
    there, until = due.astimezone(zone), opens.astimezone(zone)
    first, last = there.date(), until.date()
    time = f"at {time_words(opens, zone)} ({zone.key})."
    if first == last:
        closed = f"At {time_words(due, zone)} the send window is closed; it opens"
        return f"{closed} {time}"
    told = day_words(first, beside=last)
    if not _has_hours(calendar, first):
        words = [f"{told} is outside the send window."]
    elif first in calendar.holidays:
        words = []
    else:
        words = [f"{told} at {time_words(due, zone)} is outside the send window."]
    days = (day for day in _days(first, last) if _has_hours(calendar, day))
    words += _holidays(calendar, days, last)
    return " ".join((*words, f"It opens {day_words(last, beside=first)} {time}"))


def _holidays(calendar: Calendar, days: Iterator[date], beside: date) -> list[str]:
    found = [day for day in days if day in calendar.holidays][:HOLIDAYS_TOLD]
    return [f"{day_words(day, beside=beside)} is a public holiday." for day in found]


def _has_hours(calendar: Calendar, day: date) -> bool:
    return calendar.window.always or bool(calendar.window.days[day.weekday()])


def _days(first: date, last: date) -> Iterator[date]:
    """From `first` up to the day before `last`."""
    while first < last:
        yield first
        first += _ONE_DAY
