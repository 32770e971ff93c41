"""Times as the viewer reads them: how long ago, and exactly in the viewer's own zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from pages._ui.html import Html, tag

_UNITS = (
    (timedelta(days=1), "day", "days"),
    (timedelta(hours=1), "h", "h"),
    (timedelta(minutes=1), "min", "min"),
    (timedelta(seconds=1), "s", "s"),
)


def viewer_zone() -> ZoneInfo:
    """The zone that the viewer's browser names; UTC where it names none that exists."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ValueError, OSError):
        return ZoneInfo("UTC")


def relative(at: datetime, now: datetime) -> str:
    """ "3 min ago", "in 2 days", "just now"."""
    span = abs(now - at)
    for unit, one, many in _UNITS:
        count = span // unit
        if count:
            amount = f"{count} {one if count == 1 else many}"
            return f"{amount} ago" if at < now else f"in {amount}"
    return "just now"


def exact(at: datetime, zone: ZoneInfo) -> str:
    """ "22 Nov 2026, 14:05:09 (Europe/Berlin)"."""
    there = at.astimezone(zone)
    return f"{there.day} {there:%b %Y, %H:%M:%S} ({zone.key})"


def moment(at: datetime, now: datetime) -> Html:
    """How long ago, with the exact time for whoever points at it or has it read out."""
    return tag(
        "time", relative(at, now), "ds-time",
        datetime=at.astimezone(UTC).isoformat(), title=exact(at, viewer_zone()),
    )  # fmt: skip
