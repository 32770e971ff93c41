"""What stands beside a task: the person, the company, the deal, the sequence, and what was."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.services import Services
from crm_core.views.activities import party_timeline
from crm_core.views.paging import Window
from crm_core.views.task_detail import TaskDetail
from pages._tasks.call import dial
from pages._ui.badges import badge
from pages._ui.empty import quiet
from pages._ui.facts import facts
from pages._ui.html import Html, tag, together
from pages._ui.links import link
from pages._ui.sections import section
from pages._ui.timeline import draw_timeline

LATELY = 5


def draw_context(services: Services, actor: Actor, task: TaskDetail) -> None:
    """Draw the facts beside a task, and the last that happened with its person."""
    line, now = task.line, services.clock.now()
    section(line.person or line.company or "Nobody in particular")
    facts([(name, value) for name, value in _facts(task, now) if value not in (None, "", Html(""))])
    if line.party_id is None:
        return
    section("Lately")
    window = Window(limit=LATELY + 1)
    page = party_timeline(services, actor=actor, party_id=line.party_id, window=window)
    entries = [entry for entry in page.items if entry.id != line.id][:LATELY]
    if entries:
        draw_timeline(entries, now)
    else:
        st.html(quiet("Nothing happened yet."))


def _facts(task: TaskDetail, now: datetime) -> list[tuple[str, object]]:
    line = task.line
    sequence: object = ""
    if line.sequence:
        place = f", step {line.step} of {task.steps}" if line.step else ""
        sequence = together(link(line.sequence, "sequence", sequence=line.sequence_id), place)
    deal: object = ""
    if line.deal_id is not None and task.deal_stage:
        stage = badge(DealStage(task.deal_stage))
        deal = together(link(line.deal, "deal", deal=line.deal_id), " ", stage)
    return [
        ("Person", _person(task) if line.person else ""),
        ("Title", task.title),
        ("Company", link(line.company, "company", company=line.company_id) if line.company else ""),
        ("Phone", dial(task.phone) if task.phone else ""),
        ("E-mail", task.email),
        ("Their time", _their_time(task.zone, now)),
        ("Deal", deal),
        ("Sequence", sequence),
    ]


def _person(task: TaskDetail) -> Html:
    line = task.line
    if line.lead_id is not None:
        return link(line.person, "lead", lead=line.lead_id)
    return link(line.person, "person", person=line.party_id)


def _their_time(zone: str | None, now: datetime) -> Html | str:
    if not zone:
        return ""
    try:
        there = now.astimezone(ZoneInfo(zone))
    except (ValueError, OSError):
        return ""
    return tag("span", f"{there:%H:%M}, {there:%A} ({zone})")
