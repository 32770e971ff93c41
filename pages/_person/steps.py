"""What would happen: a projection's steps, one under the other, with times in the viewer's zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.domain.projection import ProjectedStep
from pages._person.words import STEP_TYPES, moment_for_people
from pages._ui.html import Html, tag, together
from pages._ui.times import exact, viewer_zone


def draw_steps(steps: Sequence[ProjectedStep], now: datetime) -> None:
    """Draw the steps and on what their times count."""
    zone = viewer_zone()
    lines = tag("ol", together(*(_step(step, zone, now) for step in steps)), "ds-ahead")
    st.html(together(lines, tag("p", _counting_on(steps, zone), "ds-quiet ds-ahead-note")))


def _step(step: ProjectedStep, zone: ZoneInfo, now: datetime) -> Html:
    kind = STEP_TYPES[step.type]
    title = together(
        tag("span", f"{step.number}. {kind}", "ds-ahead-kind"),
        tag("span", step.subject, "ds-ahead-subject", dir="auto") if step.subject else "",
    )
    head = tag("div", together(tag("div", title, "ds-ahead-title"), _when(step, zone, now)),
               "ds-ahead-head")  # fmt: skip
    below = [tag("p", step.why, "ds-quiet")] if step.why else []
    if step.problem:
        help_ = f" {step.unblock}" if step.unblock else ""
        below.append(tag("p", f"{step.problem}{help_}", "ds-ahead-problem"))
    return tag("li", together(head, *below), "ds-supposed" if step.supposed else "")


def _when(step: ProjectedStep, zone: ZoneInfo, now: datetime) -> Html:
    if step.at is None:
        return tag("span", "No time", "ds-time")
    words = moment_for_people(step.at, zone, now)
    return tag(
        "time", f"{words}, if mended" if step.supposed and step.at >= now else words, "ds-time",
        datetime=step.at.astimezone(UTC).isoformat(), title=exact(step.at, zone),
    )  # fmt: skip


def _counting_on(steps: Sequence[ProjectedStep], zone: ZoneInfo) -> str:
    manual = any(step.type != "EMAIL_AUTO" for step in steps[:-1])
    words = f"Your time, {zone.key}."
    if manual:
        words += " Later steps count on each call, task and draft being done when it lands."
    if any(step.supposed for step in steps):
        words += " “If mended”: only when what holds it, or a step before, is mended by then."
    return words
