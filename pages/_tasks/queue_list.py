"""The list of tasks: what is asked for, the tasks, and what is done with several of them."""

from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityType
from crm_core.services import Services
from crm_core.views.tasks import (
    COUNTED_MOST,
    Queue,
    TaskCounts,
    TaskLine,
    When,
    count_tasks,
    first_task,
    list_done,
    list_task_sequences,
    list_tasks,
)
from pages._tasks.asked import (
    DONE,
    MINE,
    SEQUENCE,
    TEAM,
    TYPE,
    WHEN,
    WHOSE,
    address_of,
    open_task,
    queue_of,
)
from pages._tasks.later import LIST, complete, draw_dialogs, draw_ways
from pages._tasks.names import KINDS, due, kind, origin, title, whom
from pages._ui import dialogs, grid, messages, paging
from pages._ui.actions import once, perform_and_redraw
from pages._ui.empty import nothing, quiet
from pages._ui.filters import one_of
from pages._ui.grid import Col, Grid, Line
from pages._ui.links import anchor
from pages._ui.tables import headline
from pages._ui.tabs import tabs
from pages._ui.times import moment, viewer_zone
from pages._ui.words import amount, counted

COLUMNS = (
    Col("Task", "minmax(0, 1.5fr)", plain=True),
    Col("Kind", "8.5rem", plain=True),
    Col("From", "minmax(0, 1fr)", wide=True),
    Col("Due", "10.5rem"),
)
DONE_COLUMNS = (*COLUMNS[:-1], Col("Done", "10.5rem"))
MENU = (("complete", "Mark as done"), ("skip", "Skip …"), ("snooze", "Snooze …"))


def draw_list(services: Services, actor: Actor) -> None:
    """Draw the queue that the address asks for."""
    with st.container(horizontal=True, vertical_alignment="center", key="tasks_narrow"):
        whose = tabs(WHOSE, {MINE: "Mine", TEAM: "Everybody’s"}, label="Whose tasks")
        _choose_origin(services, actor)
    counts = count_tasks(services, actor=actor, queue=queue_of(actor))
    when = tabs(WHEN, _with_counts(counts), label="Due")
    queue = queue_of(actor)
    if when == DONE:
        _draw_done(services, actor, queue, whose)
        return
    grid.forget_hidden(LIST, of=repr(queue))
    page = list_tasks(
        services, actor=actor, queue=queue, window=paging.window(LIST, of=repr(queue))
    )
    if not page.items:
        _say_what_comes(services, actor, queue)
        return
    may = actor.may(Permission.ACTIVITIES_MANAGE)
    _bar(services, actor, queue, may=may)
    messages.show_refusal(LIST)
    now = services.clock.now()
    table = Grid(LIST, COLUMNS, selects=may)
    table.draw(_line(line, now, whose, may) for line in page.items)
    paging.turn(LIST, page)
    st.html(quiet(f"Times by the clock of {viewer_zone().key}."))
    if table.chosen is not None:
        _act(int(table.chosen.id), table.chosen.choice, queue)
    draw_dialogs(queue)


def _draw_done(services: Services, actor: Actor, queue: Queue, whose: str) -> None:
    """Draw what was done in the last days; each line opens what became of it."""
    window = paging.window("tasks_done", of=repr(queue))
    page = list_done(services, actor=actor, queue=queue, window=window)
    if not page.items:
        nothing("Nothing was done in the last seven days", quiet("Other choices may show more."))
        return
    now = services.clock.now()
    Grid("tasks_done", DONE_COLUMNS).draw(
        Line(
            line.id,
            (headline(title(line), _about(line, whose)), kind(line), origin(line),
             moment(line.done_at, now) if line.done_at else ""),
            href=address_of(line.id),
            name=title(line),
        )
        for line in page.items
    )  # fmt: skip
    paging.turn("tasks_done", page)


def _line(line: TaskLine, now: datetime, whose: str, may: bool) -> Line:
    return Line(
        line.id,
        (headline(title(line), _about(line, whose)), kind(line), origin(line), due(line, now)),
        href=address_of(line.id),
        menu=MENU if may else (),
        name=title(line),
    )


def _about(line: TaskLine, whose: str) -> str:
    return ", ".join(filter(None, (whom(line), line.owner if whose == TEAM else "")))


def _act(task_id: int, choice: str, queue: Queue) -> None:
    match choice:
        case "complete":
            perform_and_redraw(complete([task_id], queue), place=LIST)
        case "skip":
            dialogs.ask("tasks_skip", task_id)
        case "snooze":
            dialogs.ask("tasks_snooze", task_id)


def _bar(services: Services, actor: Actor, queue: Queue, *, may: bool) -> None:
    """Draw the way into the queue, or what can be done with the tasks that are selected."""
    chosen = [int(key) for key in grid.selection(LIST)]
    with st.container(horizontal=True, vertical_alignment="center", key="tasks_bar"):
        if not chosen or not may:
            if st.button("Work through them", key="tasks_begin", type="primary"):
                open_task(first_task(services, actor=actor, queue=queue))
            st.html(quiet("One after the other, the next opens by itself."), width="content")
            return
        st.html(quiet(f"{counted(len(chosen), 'task')} selected"), width="content")
        if st.button("Mark as done", key=once("tasks_complete"), type="primary"):
            perform_and_redraw(complete(chosen, queue), place="tasks_complete")
        draw_ways(chosen, LIST, queue, actor)
        if st.button("Clear", key="tasks_clear", type="tertiary"):
            grid.select(LIST, [])
            st.rerun()
    messages.show_refusal("tasks_complete")


def _choose_origin(services: Services, actor: Actor) -> None:
    """Draw the choices of a kind and of a sequence; they stand in the address."""
    kinds = [ActivityType.CALL, ActivityType.EMAIL, ActivityType.TASK, ActivityType.MEETING]
    names = {"": "Every kind", **{kind.value: KINDS[kind][0] for kind in kinds}}
    one_of("Kind", names, key=TYPE, width=190)
    sequences = list_task_sequences(services, actor=actor)
    names = {"": "Every origin", **{str(key): name for key, name in sequences}}
    one_of("Sequence", names, key=SEQUENCE, width=190)


def _with_counts(counts: TaskCounts) -> dict[str, str]:
    numbers = {
        When.DUE: ("Due", counts.due),
        When.OVERDUE: ("Overdue", counts.overdue),
        When.TODAY: ("Today", counts.today),
        When.UPCOMING: ("Upcoming", counts.upcoming),
    }
    most = COUNTED_MOST + 1
    words = {
        when.value: f"{word} {amount(min(number, COUNTED_MOST), COUNTED_MOST)}"
        if number >= most
        else f"{word} {number:,}"
        for when, (word, number) in numbers.items()
    }
    return {**words, When.ALL.value: "All", DONE: "Done"}


def _say_what_comes(services: Services, actor: Actor, queue: Queue) -> None:
    later = Queue(queue.zone, queue.owner_id, When.UPCOMING, queue.type, queue.sequence_id)
    if queue.when is When.UPCOMING:
        nothing("Nothing comes after today", quiet("Sequences and people add tasks as they go."))
        return
    coming = list_tasks(services, actor=actor, queue=later, window=paging.window("tasks_next"))
    title_ = "Nothing is overdue" if queue.when is When.OVERDUE else "Nothing to do today"
    if not coming.items:
        nothing(
            title_,
            quiet("And nothing is planned. Calls, drafts and tasks of sequences land here."),
        )
        return
    first = coming.items[0]
    now = services.clock.now()
    words = anchor(title(first), address_of(first.id))
    nothing(title_, quiet("Next: ", words, f" with {whom(first)}, " if whom(first) else ", ",
                          due(first, now), f" ({viewer_zone().key})."))  # fmt: skip
