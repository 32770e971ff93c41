"""Finishing tasks, putting them off, handing them over: one or several."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.snoozing import Snooze, morning_of, snoozed_until
from crm_core.usecases import activities as usecases
from crm_core.usecases.activities import Worked
from crm_core.views.colleagues import list_colleagues
from crm_core.views.tasks import Queue
from pages._tasks.asked import TASK, onward
from pages._ui import address, dialogs, grid
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._ui.html import literal
from pages._ui.times import viewer_zone
from pages._ui.words import counted
from pages._web.installation import get_services

SKIP, SNOOZE = "tasks_skip", "tasks_snooze"
LIST = "tasks"
A_DAY = "Another day …"


def draw_ways(ids: Sequence[int], place: str, queue: Queue, actor: Actor) -> None:
    """Draw the ways to put these tasks off, to hand them over and to leave them out."""
    services = get_services()
    choices = [*map(str, Snooze), A_DAY]
    chosen = st.menu_button("Snooze", choices, key=f"{place}_snooze")
    if chosen == A_DAY:
        dialogs.ask(SNOOZE, *ids)
    elif chosen is not None:
        until = snoozed_until(Snooze(chosen), services.clock.now(), viewer_zone())
        perform_and_redraw(snooze(ids, until, queue), place=place)
    people = {one.id: one.name for one in list_colleagues(services, actor=actor) if one.active}
    to = st.menu_button(
        "Reassign", list(people), format_func=lambda key: literal(people[key]),
        key=f"{place}_reassign",
    )  # fmt: skip
    if to is not None:
        perform_and_redraw(reassign(ids, to, people[to], queue), place=place)
    if st.button("Skip", key=f"{place}_skip"):
        dialogs.ask(SKIP, *ids)


def draw_dialogs(queue: Queue) -> None:
    """Draw the dialog that is open, if one is."""
    if (asked := dialogs.asked(SKIP)) is not None:
        _ask_to_skip([int(one) for one in asked], queue)
    elif (asked := dialogs.asked(SNOOZE)) is not None:
        _ask_for_a_day([int(one) for one in asked], queue)


def complete(ids: Sequence[int], queue: Queue) -> Action:
    """Mark tasks as done."""
    services = get_services()
    return _each(
        ids, queue, "done",
        lambda by, key: usecases.complete_activity(services, actor=by, activity_id=key),
        lambda by: usecases.complete_activities(services, actor=by, activity_ids=ids),
    )  # fmt: skip


def skip(ids: Sequence[int], queue: Queue) -> Action:
    """Leave tasks undone."""
    services = get_services()
    return _each(
        ids, queue, "skipped",
        lambda by, key: usecases.skip_activity(services, actor=by, activity_id=key),
        lambda by: usecases.skip_activities(services, actor=by, activity_ids=ids),
    )  # fmt: skip


def snooze(ids: Sequence[int], until: datetime, queue: Queue) -> Action:
    """Put tasks off."""
    services = get_services()
    return _each(
        ids, queue, "put off",
        lambda by, key: usecases.snooze_activity(
            services, actor=by, activity_id=key, due_at=until
        ),
        lambda by: usecases.snooze_activities(
            services, actor=by, activity_ids=ids, due_at=until
        ),
    )  # fmt: skip


def reassign(ids: Sequence[int], owner_id: int, name: str, queue: Queue) -> Action:
    """Hand tasks over."""
    services = get_services()
    return _each(
        ids, queue, f"{name}’s now",
        lambda by, key: usecases.reassign_activity(
            services, actor=by, activity_id=key, owner_id=owner_id
        ),
        lambda by: usecases.reassign_activities(
            services, actor=by, activity_ids=ids, owner_id=owner_id
        ),
    )  # fmt: skip


def _each(
    ids: Sequence[int],
    queue: Queue,
    what: str,
    one: Callable[[Actor, int], None],
    several: Callable[[Actor], Worked],
) -> Action:
    """The action on one or several; those that a rule refuses are named in the message."""

    def action(by: Actor) -> str:
        if len(ids) == 1:
            one(by, ids[0])
            if address.number(TASK) is not None:
                onward(get_services(), by, queue, ids[0])
            grid.select(LIST, [])
            return f"The task is {what}."
        worked = several(by)
        grid.select(LIST, [])
        stay = "".join(f" “{r.subject or r.activity_id}” stays: {r.reason}" for r in worked.refused)
        are = "is" if len(worked.done) == 1 else "are"
        return f"{counted(len(worked.done), 'task')} {are} {what}.{stay}"

    return action


def _ask_to_skip(ids: Sequence[int], queue: Queue) -> None:
    one = len(ids) == 1
    what, waits = ("It stays", "waits for it") if one else ("They stay", "waits for one of them")
    dialogs.confirm(
        SKIP,
        title="Skip this task?" if one else f"Skip {len(ids)} tasks?",
        consequence=f"{what} undone for good. A sequence that {waits} goes on as if it were done.",
        yes="Skip",
        action=skip(ids, queue),
    )


def _ask_for_a_day(ids: Sequence[int], queue: Queue) -> None:
    zone = viewer_zone()
    today = get_services().clock.now().astimezone(zone).date()

    def body() -> None:
        with Form(SNOOZE, closes=SNOOZE) as form:
            day = form.day("Day", "dueAt", today + timedelta(days=2), min_value=today)
            st.html(quiet(f"At 9:00 in {zone.key}."))
            form.submit("Snooze", snooze(ids, morning_of(day or today, zone), queue))

    st.dialog("Put off until", on_dismiss=lambda: dialogs.forget(SNOOZE))(body)()
