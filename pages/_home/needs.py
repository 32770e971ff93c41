"""What needs somebody today: the numbers, each opening its list, and the first of each."""

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from crm_core.views.agenda import COUNTED, Agenda, ReplyLine, TaskLine, UncertainLine
from crm_core.views.home import Waiting
from pages._ui import links
from pages._ui.empty import nothing, quiet
from pages._ui.html import Html, tag, together
from pages._ui.sections import few, section, unfold
from pages._ui.times import moment
from pages._ui.words import up_to

ELSEWHERE = ("task", "delivery")
KINDS = {"CALL": "Call", "EMAIL": "Draft", "TASK": "Task", "MEETING": "Meeting"}


def draw_numbers(agenda: Agenda, waiting: Waiting, *, whose: str) -> None:
    """Draw the numbers side by side; those that are not zero stand out."""
    held = sum(count for gate, count in waiting.held if gate not in ELSEWHERE)
    numbers = (
        ("Overdue tasks", agenda.overdue, links.to("tasks", tasks_whose=whose,
                                                   tasks_when="overdue"), "red"),
        ("Due today", agenda.today, links.to("tasks", tasks_whose=whose,
                                             tasks_when="today"), "blue"),
        ("Replies to answer", agenda.open_count, links.to("inbox", inbox_whose=whose), "green"),
        ("Uncertain e-mails", agenda.uncertain_count, links.to("outbox", outbox_tab="needs"),
         "violet"),
        ("Held back", held, links.to("outbox", outbox_tab="held"), "orange"),
        ("Paused mailboxes", len(agenda.mailboxes), links.to("runner_health"), "red"),
    )  # fmt: skip
    st.html(tag("ul", together(*(_number(*one) for one in numbers)), "ds-needs"))


def draw_lists(agenda: Agenda, now: datetime, *, whose: str) -> None:
    """Draw the first of each list with what to do."""
    if agenda.tasks:
        total = agenda.overdue + agenda.today
        section("Tasks", told(total))
        _lines(_task(line, now, whose) for line in agenda.tasks)
    if agenda.replies:
        section("Replies", told(agenda.reply_count), "Since yesterday; their sequences have ended.")
        _lines([_reply(line, now) for line in few("home_replies", agenda.replies)], name="replies")
        unfold("home_replies", agenda.replies)
    if agenda.uncertain:
        section("Uncertain e-mails", told(agenda.uncertain_count), "Say what became of them.")
        _lines(_uncertain(line, now) for line in agenda.uncertain)
    if agenda.mailboxes:
        section("Paused mailboxes", told(len(agenda.mailboxes)))
        _lines(
            _line(links.link(box.address, "runner_health"), box.reason) for box in agenda.mailboxes
        )
    if not (agenda.tasks or agenda.replies or agenda.uncertain or agenda.mailboxes):
        nothing("Nothing needs you at the moment", quiet("Tasks and replies show up here."))


def told(count: int) -> str:
    """ "12"; "100+" above what is counted."""
    return up_to(count, COUNTED)


def _number(name: str, count: int, address: str, tone: str) -> Html:
    figure = tag("span", told(count), "ds-figure" if count else "ds-figure ds-zero")
    words = together(figure, tag("span", name, "ds-quiet"))
    css = f"ds-tile-link ds-{tone}" if count else "ds-tile-link"
    if not count:
        return tag("li", tag("span", words, "ds-need"))
    return tag("li", tag("a", words, f"{css} ds-need", href=address))


def _lines(lines: Iterable[Html], name: str = "") -> None:
    st.html(tag("ul", together(*lines), "ds-plain-lines", id=name))


def _line(title: Html, below: object, end: object = "") -> Html:
    words = tag("div", together(tag("div", title, "ds-strong"), tag("div", below, "ds-quiet")))
    return tag("li", together(words, tag("div", end, "ds-line-end")))


def _task(line: TaskLine, now: datetime, whose: str) -> Html:
    kind = KINDS.get(line.type, "Task")
    address = links.to("tasks", task=line.id, tasks_whose=whose)
    below = f"{kind} · {line.person}" if line.person else kind
    return _line(links.anchor(line.subject or kind, address), below, moment(line.due_at, now))


def _reply(line: ReplyLine, now: datetime) -> Html:
    address = (
        links.to("lead", lead=line.lead_id) if line.lead_id
        else links.to("person", person=line.party_id)
    )  # fmt: skip
    return _line(links.anchor(line.person, address), line.sequence, moment(line.at, now))


def _uncertain(line: UncertainLine, now: datetime) -> Html:
    title = links.link(line.subject or "(no subject)", "outbox", outbox_tab="needs")
    return _line(title, f"{line.person} · {line.recipient}", moment(line.at, now))
