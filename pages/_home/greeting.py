"""The head of Home: who, which day, and whether the engine runs."""

from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.views.health import RunnerLine
from pages._ui import links
from pages._ui.html import Html, literal, tag, together
from pages._ui.times import moment, viewer_zone

MORNING_ENDS, AFTERNOON_ENDS = 12, 18


def draw_greeting(viewer: Actor, runners: tuple[RunnerLine, ...], now: datetime) -> None:
    """Draw the title, the day in the viewer's zone, and the runner's state."""
    zone = viewer_zone()
    there = now.astimezone(zone)
    part = "morning" if there.hour < MORNING_ENDS else "afternoon"
    part = part if there.hour < AFTERNOON_ENDS else "evening"
    name = viewer.name.partition(" ")[0].partition("@")[0]
    st.title(f"Good {part}{f', {literal(name)}' if name else ''}", anchor=False)
    day = f"{there:%A}, {there.day} {there:%B %Y} · times in {zone.key}"
    st.html(tag("p", together(day, " · ", _runner(runners, now)), "ds-quiet"))


def _runner(runners: tuple[RunnerLine, ...], now: datetime) -> Html:
    alive = [runner for runner in runners if runner.alive]
    if alive:
        words = links.link("the runner is running", "runner_health")
        return together(words, ", heard ", moment(alive[0].beat_at, now))
    words = links.link("No runner is running: nothing goes out", "runner_health")
    return tag("span", words, "ds-alarm")
