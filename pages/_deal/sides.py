"""Beside a deal's timeline: what is planned, what is open, who it is about, where it has been."""

from datetime import datetime

import streamlit as st

from crm_core.domain.words import ActivityType, StepType
from crm_core.views.deal_detail import DealDetail, NextKind, NextStep, TaskLine
from pages._deals.days import days
from pages._ui import links
from pages._ui.badges import badge, toned
from pages._ui.facts import facts
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.timeline import folded
from pages._ui.times import exact, moment, viewer_zone

TOUCHES = {
    StepType.EMAIL_AUTO: "An e-mail goes out",
    StepType.EMAIL_MANUAL: "An e-mail is drafted",
    StepType.CALL: "A call falls due",
    StepType.TASK: "A task falls due",
}
KINDS = {
    ActivityType.EMAIL: "E-mail to write",
    ActivityType.CALL: "Call",
    ActivityType.TASK: "Task",
    ActivityType.MEETING: "Meeting",
}


def planned(step: NextStep | None, now: datetime) -> Html:
    """What happens next by a plan, in words."""
    if step is None:
        return tag("span", "nothing. Add a task, or enroll the person in a sequence.", "ds-quiet")
    if step.kind is NextKind.TASK:
        what = links.link(
            step.what or KINDS.get(ActivityType(step.type), "Task"), "tasks", task=step.id
        )
    else:
        what = together(f"{TOUCHES[StepType(step.type)]} by the sequence “{step.what}”")
    return together(what, " ", _due(step.at, now))


def draw_tasks(tasks: tuple[TaskLine, ...], now: datetime) -> None:
    """Draw what is open about the deal or with its person."""
    section("Open tasks", count=str(len(tasks)) if tasks else "")
    if not tasks:
        st.html(tag("p", "Nothing is open.", "ds-quiet"))
        return
    lines = (
        tag(
            "li",
            together(
                links.link(task.subject or KINDS.get(task.type, "Task"), "tasks", task=task.id),
                tag("div", together(KINDS.get(task.type, "Task"), " · ", _due(task.due_at, now)),
                    "ds-quiet"),
            ),
        )
        for task in tasks
    )  # fmt: skip
    st.html(tag("ul", together(*lines), "ds-plain-list"))


def draw_facts(detail: DealDetail, now: datetime) -> None:
    """Draw what is known of the deal and of its person."""
    card, person = detail.card, detail.person
    pairs: list[tuple[str, object]] = [
        ("Company", links.link(card.company, "company", company=card.company_id)
         if card.company_id and card.company else None),
    ]  # fmt: skip
    if person is not None:
        pairs += [
            ("Person", links.link(person.name, "person", person=person.id)),
            ("Title", person.title),
            ("E-mail", person.email),
            ("Phone", _phone(person.phone)),
        ]
    else:
        pairs.append(("Person", None))
    if detail.lead_id is not None:
        pairs.append(("Lead", links.link("The inquiry it came by", "lead", lead=detail.lead_id)))
    pairs += [
        ("Owner", card.owner),
        ("Added", moment(card.created_at, now)),
    ]
    facts(pairs)


def draw_stays(detail: DealDetail, now: datetime) -> None:
    """Draw the stages that the deal went through, and how long it was in each."""
    section("Stages")
    lines = []
    for stay in reversed(detail.stays):
        span = days(stay.span(now))
        told = tag(
            "span", span if stay.until else f"for {span}", "ds-quiet",
            title=f"Since {exact(stay.since, viewer_zone())}",
        )  # fmt: skip
        head = tag("div", together(badge(stay.stage), told), "ds-stay")
        note = folded(stay.note) if stay.note else ""
        lines.append(tag("li", together(head, note)))
    st.html(tag("ol", together(*lines), "ds-plain-list"))


def _phone(number: str) -> Html | None:
    return tag("a", number, "ds-link", href=f"tel:{number}") if number else None


def _due(at: datetime | None, now: datetime) -> Html:
    if at is None:
        return tag("span", "no time set")
    return together(toned("Overdue", "red"), " ", moment(at, now)) if at < now else moment(at, now)
