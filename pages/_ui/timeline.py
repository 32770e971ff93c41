"""The timeline of a person, a company or a deal: what happened, grouped by day, newest first."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import streamlit as st

from crm_core.domain.deals import read_move
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType, MailClass
from crm_core.views.activities import ActivityLine
from pages._ui import links
from pages._ui.badges import badge, toned, word
from pages._ui.html import Html, tag, together
from pages._ui.times import exact, viewer_zone

SHORT = 280
_SIGNS = {
    ActivityType.EMAIL: ("✉", "E-mail"),
    ActivityType.CALL: ("✆", "Call"),
    ActivityType.TASK: ("✓", "Task"),
    ActivityType.NOTE: ("✎", "Note"),
    ActivityType.MEETING: ("◷", "Meeting"),
    ActivityType.STAGE_CHANGE: ("⇢", "Stage"),
}
_STANDING = {
    ActivityStatus.OPEN: ("Open", "blue"),
    ActivityStatus.DRAFT: ("Draft", "violet"),
    ActivityStatus.SKIPPED: ("Skipped", "gray"),
    ActivityStatus.CANCELED: ("Canceled", "gray"),
}

About = Callable[[ActivityLine], Html]
"""What else a line says at its end, such as whose it is."""


def draw_timeline(
    lines: Sequence[ActivityLine], now: datetime, *, about: About | None = None
) -> None:
    """Draw activities that a view gave, in its order; long texts fold."""
    zone = viewer_zone()
    today = now.astimezone(zone).date()
    days = []
    for day, members in groupby(lines, key=lambda line: _at(line).astimezone(zone).date()):
        entries = (_entry(line, about) for line in members)
        days.append(
            tag(
                "li", together(tag("h3", _day(day, today), "ds-day"), tag("ol", together(*entries)))
            )
        )
    st.html(tag("ol", together(*days), "ds-timeline"))


def _at(line: ActivityLine) -> datetime:
    return line.completed_at or line.created_at


def _entry(line: ActivityLine, about: About | None) -> Html:
    zone = viewer_zone()
    sign, kind = _SIGNS[ActivityType(line.type)]
    at = _at(line)
    when = tag(
        "time", f"{at.astimezone(zone):%H:%M}", "ds-time",
        datetime=at.astimezone(UTC).isoformat(), title=exact(at, zone),
    )  # fmt: skip
    standing = _STANDING.get(ActivityStatus(line.status))
    marks = [toned(*standing)] if standing else []
    if line.disposition:
        marks.append(toned(line.disposition.replace("_", " ").capitalize(), "gray"))
    if line.sentiment:
        marks.append(toned(line.sentiment.capitalize(), _feeling(line.sentiment)))
    title = tag("span", _title(line) or kind, "ds-strong")
    if line.inbound_id is not None and line.source == ActivitySource.INBOX:
        title = links.link(title, "inbox", inbox_message=line.inbound_id, inbox_show="all")
        if line.inbound_class:
            marks.insert(0, badge(MailClass(line.inbound_class)))
    more = about(line) if about else Html("")
    head = tag("div", together(title, *marks, more, when), "ds-entry-head")
    icon = tag("span", sign, "ds-sign", title=kind, role="img", **{"aria-label": kind})
    return tag("li", together(icon, tag("div", together(head, *_texts(line)))), "ds-entry")


def _title(line: ActivityLine) -> str:
    """The subject; a deal's move in the words of its stages."""
    move = read_move(line.subject, _at(line)) if line.type == ActivityType.STAGE_CHANGE else None
    return f"{word(move.origin)} → {word(move.target)}" if move else line.subject


def _texts(line: ActivityLine) -> list[Html]:
    return [folded(text) for text in (line.body, line.note or "") if text.strip()]


def folded(text: str) -> Html:
    """A text as it was typed; a long one shows its beginning until it is opened."""
    whole = tag("div", text, "ds-text", dir="auto")
    if len(text) <= SHORT and text.count("\n") < 6:
        return whole
    start = " ".join(text[:SHORT].split())
    return tag("details", together(tag("summary", f"{start} …", dir="auto"), whole), "ds-fold-text")


def _feeling(sentiment: str) -> str:
    return {"POSITIVE": "green", "NEGATIVE": "red"}.get(sentiment, "gray")


def _day(day: date, today: date) -> str:
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    words = f"{day:%A}, {day.day} {day:%B}"
    return words if day.year == today.year else f"{words} {day.year}"
