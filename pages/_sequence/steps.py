"""The steps of a version, as cards by day, with who stands where."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.sequences import Step
from crm_core.domain.step_days import days_of_steps
from crm_core.domain.words import StepType
from crm_core.views.sequence_people import Standing
from crm_core.views.sequence_steps import StepNumbers, count_steps, readable_text
from crm_core.views.sequence_versions import VersionDetail
from pages._sequence.head import PEOPLE
from pages._ui import links
from pages._ui.badges import toned, word
from pages._ui.empty import quiet
from pages._ui.html import Html, tag, together
from pages._ui.words import counted
from pages._web.installation import get_services

LONG = 280
KINDS = {
    StepType.EMAIL_AUTO: ("Automatic e-mail", "blue"),
    StepType.EMAIL_MANUAL: ("E-mail by hand", "violet"),
    StepType.CALL: ("Call", "green"),
    StepType.TASK: ("Task", "orange"),
}


def draw_steps(viewer: Actor, sequence_id: int, latest: VersionDetail) -> None:
    """The latest version's steps, each number leading to its people."""
    numbers = count_steps(get_services(), actor=viewer, sequence_id=sequence_id)
    if numbers.elsewhere:
        there = counted(numbers.elsewhere, "person", many="people")
        stand = "stands" if numbers.elsewhere == 1 else "stand"
        st.html(quiet(f"{there} {stand} at steps that only earlier versions have."))
    st.html(step_cards(latest.steps, sequence_id, numbers))


def step_cards(steps: Sequence[Step], sequence_id: int, numbers: StepNumbers | None = None) -> Html:
    """Cards under the day on which they land; `numbers` add who is where."""
    days = []
    placed = zip(days_of_steps(steps), steps, strict=True)
    for day, group in groupby(placed, key=lambda pair: pair[0]):
        cards = [
            tag("li", _card(step, sequence_id, numbers), "ds-step", id=f"step-{step.position + 1}")
            for _, step in group
        ]
        title = tag("h3", f"Day {day}", "ds-day")
        days.append(tag("li", together(title, tag("ol", together(*cards)))))
    return tag("ol", together(*days), "ds-steps")


def _card(step: Step, sequence_id: int, numbers: StepNumbers | None) -> Html:
    subject = step.subject or ("Reply in the same thread" if step.type in _MAIL else "")
    head = tag(
        "div",
        together(
            tag("span", f"{step.position + 1}", "ds-step-number"),
            toned(*KINDS[step.type]),
            tag("span", _wait(step), "ds-quiet"),
        ),
        "ds-step-head",
    )
    parts = [head]
    if subject:
        parts.append(tag("div", subject, "ds-strong"))
    if text := readable_text(step).strip():
        parts.append(_text(text))
    if numbers is not None:
        parts.append(_numbers(step, sequence_id, numbers))
    return together(*parts)


_MAIL = (StepType.EMAIL_AUTO, StepType.EMAIL_MANUAL)


def _wait(step: Step) -> str:
    after = "the enrollment" if step.position == 0 else "the step before"
    return f"{step.delay} after {after}" if step.delay.value else f"Right after {after}"


def _text(text: str) -> Html:
    if len(text) <= LONG:
        return tag("div", text, "ds-text")
    short = tag("summary", f"{text[:LONG].rstrip()}…")
    return tag("details", together(short, tag("div", text, "ds-text")), "ds-fold-text")


def _numbers(step: Step, sequence_id: int, numbers: StepNumbers) -> Html:
    counts = numbers.of(step.key)
    passed = "sent" if step.type is StepType.EMAIL_AUTO else "got past it"
    place = step.position + 1
    shown = [
        (counts.standing, "here now", f"At step {place}", ""),
        (counts.passed, passed, f"Past step {place}", ""),
        (counts.replied, "replied after it", f"Right after step {place}", word(Standing.REPLIED)),
    ]
    pieces = [
        links.link(
            f"{count:,} {words}", "sequence", sequence=sequence_id, sequence_tab=PEOPLE,
            sequence_step=where, sequence_standing=standing,
        )
        if count
        else tag("span", f"0 {words}", "ds-zero-words")
        for count, words, where, standing in shown
    ]  # fmt: skip
    return tag("div", together(*pieces), "ds-step-numbers")
