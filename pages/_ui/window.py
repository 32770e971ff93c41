"""The editor of a send window: days with their hours, or all hours, in whose time.

Called inside a `Form` by whatever has a send window; gives the contract's `sendWindow`. The hours
of a day are typed as "09:00-12:30, 13:30-17:00"; what cannot be read is told by the rule itself,
next to its day.
"""

import re
from functools import cache
from zoneinfo import available_timezones

import streamlit as st

from crm_core.domain.calendar import WEEKDAYS, SendWindow, choose_zone
from pages._ui.forms import Form
from pages._ui.html import tag

FIELD = "settings.sendWindow"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS, ALWAYS = "Weekly hours", "At all hours"
THEIRS, FIXED = "The recipient’s", "A fixed one"
_BETWEEN = re.compile(r"\s*(?:-|–|—|to)\s*")


def window_editor(form: Form, window: SendWindow) -> object:
    """Draw the inputs and return what they say.

    In a form that is not sent in one batch, the hours stand there only where they count.
    """
    when = st.segmented_control(
        "Messages may go out", [HOURS, ALWAYS], default=ALWAYS if window.always else HOURS,
        required=True, key=form.key("when"),
    )  # fmt: skip
    form.note(FIELD)
    if when == ALWAYS:
        return "ALWAYS"
    blocks = window.days if not window.always else SendWindow.parse(None).days
    typed = {}
    with st.container(key=f"window_week_{form.key('days')}", gap="xsmall"):
        for day, name, hours in zip(WEEKDAYS, DAY_NAMES, blocks, strict=True):
            typed[day] = form.text(
                name, f"{FIELD}.days.{day}", hours_in_words(hours), placeholder="Closed"
            )
    form.note(f"{FIELD}.days")
    st.html(tag("p", "Several times a day: 09:00-12:30, 13:30-17:00. Empty: closed.", "ds-quiet"))
    whose = st.segmented_control(
        "Time zone", [THEIRS, FIXED], default=FIXED if window.zone else THEIRS, required=True,
        key=form.key("whose"),
    )  # fmt: skip
    said: dict[str, object] = {"days": {day: read_hours(text) for day, text in typed.items()}}
    if whose == FIXED:
        said["timezone"] = form.choice(
            "Which zone", f"{FIELD}.timezone", zone_names(), value=window.zone or "UTC"
        )
    return said


@cache
def zone_names() -> list[str]:
    """The time zones that can be chosen, by their IANA names."""
    return sorted(name for name in available_timezones() if choose_zone(("", name)).rejected == ())


def hours_in_words(blocks: tuple[tuple[int, int], ...]) -> str:
    """ "09:00-12:30, 13:30-17:00"; `read_hours` reads it back."""
    whole = SendWindow(None, (blocks, *((),) * 6)).to_json()
    assert isinstance(whole, dict)
    days = whole["days"]
    assert isinstance(days, dict)
    return ", ".join("-".join(block) for block in days.get("MON", []))


def read_hours(text: str) -> list[list[str]]:
    """The contract's blocks of a day. What is no hour stays as typed, for the rule to refuse."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text)]
    return [[_clock(time) for time in _BETWEEN.split(part)] for part in parts if part]


def _clock(typed: str) -> str:
    """ "9" and "9:00" are 09:00."""
    hours, _, minutes = typed.strip().partition(":")
    if hours.isascii() and hours.isdigit() and len(hours) <= 2:
        return f"{int(hours):02}:{minutes or '00'}"
    return typed.strip()
