"""Days and spans as boards and cards tell them: short, and near to today."""

from datetime import date, timedelta


def closing_day(day: date, today: date) -> str:
    """ "Today", "Tomorrow", "3 Dec", and with its year where it is another one."""
    if day == today:
        return "Today"
    if day == today + timedelta(days=1):
        return "Tomorrow"
    short = f"{day.day} {day:%b}"
    return short if day.year == today.year else f"{short} {day.year}"


def days(span: timedelta) -> str:
    """ "less than a day", "1 day", "12 days"."""
    whole = span.days
    if whole < 1:
        return "less than a day"
    return "1 day" if whole == 1 else f"{whole:,} days"
