"""A call: its script, the number to dial, and how it went."""

import re

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import Disposition, Sentiment
from crm_core.usecases.activities import complete_call
from crm_core.views.task_detail import TaskDetail
from crm_core.views.tasks import Queue
from pages._tasks.asked import onward
from pages._tasks.names import script
from pages._ui.forms import Form
from pages._ui.html import Html, tag
from pages._web.installation import get_services


def dial(phone: str, words: str = "", css: str = "ds-link") -> Html:
    """A number as a link that a telephone takes (RFC 3966)."""
    return tag("a", words or phone, css, href=f"tel:{re.sub(r'[^0-9+*#,;]', '', phone)}")


def draw_call(task: TaskDetail, queue: Queue) -> None:
    """Draw the script and the form that ends the call."""
    services = get_services()
    if task.phone:
        st.html(dial(task.phone, f"Call {task.phone}", "ds-button"))
    else:
        st.html(tag("p", "No phone number is known.", "ds-quiet"))
    if task.body.strip():
        st.html(script(task.body))

    def action(by: Actor) -> str:
        complete_call(
            services, actor=by, activity_id=task.line.id, disposition=how, sentiment=mood,
            note=note,
        )  # fmt: skip
        onward(services, by, queue, task.line.id)
        return f"The call to {task.line.person or task.line.company or 'them'} is done."

    with Form(f"tasks_call_{task.line.id}", batch=False) as form:
        how = st.pills("How did it end?", list(Disposition), key=form.key("disposition"))
        form.note("disposition")
        mood = st.segmented_control(
            "How did it feel?", list(Sentiment), format_func=str.capitalize,
            key=form.key("sentiment"),
        )  # fmt: skip
        form.note("sentiment")
        note = form.area("Note", "note", height=90)
        form.submit("Done", action)
