"""What would happen: a projection's steps, one under the other, with times in the viewer's zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.domain.projection import ProjectedStep
from crm_core.domain.sequences import EMAILS
from pages._person.words import STEP_TYPES, moment_for_people
from pages._ui.html import Html, tag, together
from pages._ui.times import exact, viewer_zone


def draw_steps(steps: Sequence[ProjectedStep], now: datetime) -> None:
    """Draw the steps and on what their times count."""
    zone = viewer_zone()
    lines = tag("ol", together(*(_step(step, zone, now) for step in steps)), "ds-ahead")
    st.html(together(lines, tag("p", _counting_on(steps, zone), "ds-quiet ds-ahead-note")))


def _step(step: ProjectedStep, zone: ZoneInfo, now: datetime) -> Html:
    kind = tag("span", f"{step.number}. {STEP_TYPES[step.type]}", "ds-ahead-kind")
    title = tag("div", together(kind, _subject(step)), "ds-ahead-title")
    head = tag("div", together(title, _when(step, zone, now)), "ds-ahead-head")
    below = [tag("p", step.why, "ds-quiet")] if step.why else []
    if step.problem:
        words = f"{step.problem} {step.unblock}".strip()
        below.append(tag("p", words, "ds-ahead-problem"))
    return tag("li", together(head, *below), "ds-supposed" if step.supposed else "")


def _subject(step: ProjectedStep) -> Html:
    if not step.subject and step.type in EMAILS:
        return tag("span", "replies in the same thread", "ds-quiet")
    return tag("span", step.subject, dir="auto")


def _when(step: ProjectedStep, zone: ZoneInfo, now: datetime) -> Html:
    if step.at is None:
        return tag("span", "No time", "ds-time")
    words = moment_for_people(step.at, zone, now)
    if step.supposed and step.at >= now:
        words += " at the earliest"
    return tag(
        "time", words, "ds-time",
        datetime=step.at.astimezone(UTC).isoformat(), title=exact(step.at, zone),
    )  # fmt: skip


def _counting_on(steps: Sequence[ProjectedStep], zone: ZoneInfo) -> str:
    manual = any(step.type != "EMAIL_AUTO" for step in steps[:-1])
    words = f"Your time, {zone.key}."
    if manual:
        words += " Later steps count on each call, task and draft being done when it lands."
    if any(step.supposed for step in steps):
        words += " At the earliest: something holds it, or a step before, until it is settled."
    return words
