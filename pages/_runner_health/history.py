"""What happened lately: deliveries that did not go out, runners, their ticks."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.words import DeliveryStatus
from crm_core.views.health import DeliveryLine, RunnerLine, TickLine
from pages._runner_health.names import runner_name
from pages._runner_health.waiting import rest_in_outbox
from pages._ui import links
from pages._ui.badges import badge, toned
from pages._ui.empty import nothing, quiet
from pages._ui.html import Html, tag, together
from pages._ui.sections import few, section, section_title, unfold
from pages._ui.tables import Column, Table, headline, number
from pages._ui.times import moment
from pages._ui.words import amount


def draw_undelivered(deliveries: Sequence[DeliveryLine], count: int, now: datetime) -> None:
    if not deliveries:
        return
    title = section_title(
        "Refused and put off",
        amount(count),
        "A refused one has ended for good; one that was put off is tried again, a draft when its "
        "person sends it.",
    )
    columns = (
        Column("To", "minmax(9rem, 1fr)", plain=True),
        Column("Outcome", "6.5rem", plain=True),
        Column("Message", "minmax(0, 1.4fr)", plain=True),
        Column("Tries", "3rem", numeric=True),
        Column("Next try", "6rem"),
    )
    rows = (
        (
            headline(line.person, line.recipient),
            badge(line.status),
            headline(line.subject or "(no subject)", line.reason, whole=True),
            number(line.attempts),
            _next_try(line, now),
        )
        for line in deliveries
    )
    rest = rest_in_outbox(count - len(deliveries), "needs")
    st.html(together(title, Table("undelivered", columns).markup(rows), rest))


def draw_runners(runners: Sequence[RunnerLine], now: datetime) -> None:
    if not runners:
        section("Runners")
        nothing("No runner yet", quiet("It shows up with its first heartbeat."))
        return
    columns = (
        Column("Runner", "minmax(0, 1fr)", plain=True),
        Column("State", "6.5rem", plain=True),
        Column("Heartbeat", "6.5rem"),
        Column("Started", "6.5rem"),
    )
    lines = Table("runners", columns).markup(
        (
            headline(runner_name(line), line.doing),
            _state(line),
            moment(line.beat_at, now),
            moment(line.started_at, now),
        )
        for line in runners
    )
    st.html(together(section_title("Runners"), lines))


def draw_ticks(ticks: Sequence[TickLine], now: datetime) -> None:
    title = section_title("Last ticks", meaning="Those that did something, or failed.")
    if not ticks:
        st.html(title)
        nothing("Nothing done yet", quiet("Ticks show up once something was due."))
        return
    columns = (
        Column("Runner", "6.5rem", plain=True),
        Column("What it did", "minmax(0, 1fr)", plain=True),
        Column("Took", "4rem", numeric=True),
        Column("Began", "6.5rem"),
    )
    lines = Table("ticks", columns).markup(
        (
            headline(line.runner),
            _outcome(line),
            f"{line.seconds:.1f} s",
            moment(line.started_at, now),
        )
        for line in few("ticks", ticks)
    )
    st.html(together(title, lines))
    unfold("ticks", ticks)


def _next_try(line: DeliveryLine, now: datetime) -> Html:
    if line.activity_id is not None and line.status is DeliveryStatus.DEFERRED:
        return links.link("when it is sent", "tasks", task=line.activity_id)
    if line.retry_at is None:
        return tag("span", "none", "ds-zero")
    return moment(line.retry_at, now) if line.retry_at > now else tag("span", "due now")


def _state(line: RunnerLine) -> Html:
    if line.alive:
        return toned("Running", "green")
    return toned("Stopped", "gray") if line.stopped_at else toned("Silent", "red")


def _outcome(line: TickLine) -> Html:
    done = tag("div", in_words(line.counts))
    if line.error is None:
        return done
    return together(toned("Failed", "red"), " ", tag("span", line.error), done)


def in_words(counts: Mapping[str, int]) -> str:
    """{"tasksCreated": 2, "sent": 0} -> "2 tasks created"."""
    words = [f"{count:,} {_spoken(name, count)}" for name, count in counts.items() if count]
    return ", ".join(words) or "nothing"


def _spoken(name: str, count: int) -> str:
    words = re.sub("_|(?=[A-Z])", " ", name).lower()
    return words.replace("tasks", "task") if count == 1 else words
