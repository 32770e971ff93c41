"""Which tasks the address asks for, and the way from one to the next."""

from typing import NoReturn

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActivityType
from crm_core.services import Services
from crm_core.views.tasks import Queue, When, first_task, neighbours
from pages._ui import address, links
from pages._ui.times import viewer_zone

TASK, WHOSE, WHEN, TYPE, SEQUENCE = (
    "task", "tasks_whose", "tasks_when", "tasks_type", "tasks_sequence",
)  # fmt: skip
MINE, TEAM = "mine", "team"
DONE = "done"
"""In the place of a `When`: what was done lately instead of what is to be done."""


def queue_of(actor: Actor) -> Queue:
    """The queue that the address asks for: one's own that is due, unless it says otherwise."""
    kinds = {kind.value: kind for kind in ActivityType}
    times = {when.value: when for when in When}
    return Queue(
        viewer_zone(),
        None if address.param(WHOSE) == TEAM else actor.user_id,
        times.get(address.param(WHEN), When.DUE),
        kinds.get(address.param(TYPE)),
        address.number(SEQUENCE),
    )


def address_of(task_id: int | None) -> str:
    """The address of a task, or of the list, in the queue that is asked for now."""
    asked = {name: address.param(name) for name in (WHOSE, WHEN, TYPE, SEQUENCE)}
    return links.to("tasks", task=task_id, **asked)


def open_task(task_id: int | None) -> NoReturn:
    """Show another task, or the list, at once."""
    stand_at(task_id)
    st.rerun()


def stand_at(task_id: int | None) -> None:
    """Let the next run show another task, or the list."""
    address.keep(TASK, "" if task_id is None else str(task_id))


def onward(services: Services, actor: Actor, queue: Queue, task_id: int) -> None:
    """After a task is finished the next of its queue is shown, from the start where it was last."""
    then = neighbours(services, actor=actor, queue=queue, task_id=task_id).next
    stand_at(then or first_task(services, actor=actor, queue=queue))
