"""One task at a time: what is to be done, and the ways to finish it."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityType
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.usecases.activities import add_note
from crm_core.views.task_detail import TaskDetail, get_task
from crm_core.views.tasks import Queue, neighbours
from pages._tasks.asked import address_of, open_task
from pages._tasks.call import draw_call
from pages._tasks.context import draw_context
from pages._tasks.later import complete, draw_dialogs, draw_ways
from pages._tasks.mail import draw_mail
from pages._tasks.names import due, kind, script, title
from pages._ui import messages
from pages._ui.actions import once, perform_and_redraw
from pages._ui.empty import nothing
from pages._ui.forms import Form
from pages._ui.html import tag, together
from pages._ui.links import anchor
from pages._ui.timeline import folded
from pages._ui.times import moment, viewer_zone


def draw_one(services: Services, actor: Actor, queue: Queue, task_id: int) -> None:
    """Draw a task with its context; what ends it opens the next."""
    try:
        task = get_task(services, actor=actor, task_id=task_id, zone=viewer_zone())
    except NotFound as gone:
        _draw_way(services, actor, queue, task_id)
        nothing(gone.message, anchor("All tasks", address_of(None)))
        return
    _draw_way(services, actor, queue, task_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_head(services, task)
        if not task.is_open:
            _draw_end(services, task)
        elif not actor.may(Permission.ACTIVITIES_MANAGE):
            st.html(script(task.body))
        else:
            _draw_work(actor, queue, task)
    with right:
        draw_context(services, actor, task)
        if actor.may(Permission.ACTIVITIES_MANAGE):
            _draw_note(services, task)
    draw_dialogs(queue)


def _draw_way(services: Services, actor: Actor, queue: Queue, task_id: int) -> None:
    near = neighbours(services, actor=actor, queue=queue, task_id=task_id)
    with st.container(horizontal=True, vertical_alignment="center", key="tasks_way"):
        st.html(anchor("← All tasks", address_of(None)), width="content")
        with st.container(horizontal=True, horizontal_alignment="right", width="stretch"):
            for label, key, there in (("Previous", "k", near.previous), ("Next", "j", near.next)):
                if st.button(
                    label, key=f"tasks_{label.lower()}", disabled=there is None, shortcut=key
                ):
                    open_task(there)


def _draw_head(services: Services, task: TaskDetail) -> None:
    line, now = task.line, services.clock.now()
    parts = [kind(line)]
    if task.is_open:
        parts.append(together("Due ", due(line, now)))
    if line.owner:
        parts.append(tag("span", line.owner))
    below = tag("p", together(*(tag("span", part) for part in parts)), "ds-quiet ds-task-head")
    st.html(together(tag("h2", title(line), "ds-task-title", dir="auto"), below))


def _draw_work(actor: Actor, queue: Queue, task: TaskDetail) -> None:
    """Draw what there is to do, and then what else can be done with it."""
    place = f"tasks_do_{task.line.id}"
    if task.line.type is ActivityType.CALL:
        draw_call(task, queue)
    elif task.line.type is ActivityType.EMAIL:
        draw_mail(actor, task, queue)
    else:
        if task.body.strip():
            st.html(script(task.body))
        if st.button("Done", key=once(place), type="primary", shortcut="D"):
            perform_and_redraw(complete([task.line.id], queue), place=place)
    messages.show_refusal(place)
    with st.container(horizontal=True, key="tasks_ways"):
        draw_ways([task.line.id], place, queue, actor)


def _draw_end(services: Services, task: TaskDetail) -> None:
    """Draw what became of a task that is finished."""
    words = tag("strong", task.status.capitalize())
    if task.completed_at is not None:
        words = together(words, " ", moment(task.completed_at, services.clock.now()))
    st.html(tag("p", words))
    for text in filter(None, (task.disposition, task.note, task.body)):
        st.html(folded(text))


def _draw_note(services: Services, task: TaskDetail) -> None:
    line = task.line

    def action(by: Actor) -> str:
        about = {"lead_id": line.lead_id} if line.lead_id else {"party_id": line.party_id}
        add_note(services, actor=by, text=text, deal_id=line.deal_id, **about)
        return "The note stands on the timeline."

    with Form(f"tasks_note_{line.id}") as form:
        text = form.area("Note", "text", height=80, placeholder="What should everybody know?")
        form.submit("Add note", action, type="secondary")
