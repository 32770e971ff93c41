"""What waits and why, in words, each group opening its list; and what was done since."""

from datetime import datetime

import streamlit as st

from crm_core.domain.moments import moment_words
from crm_core.views.home import COUNTED, Since, Waiting
from crm_core.views.planned import COUNTED as PLANNED_COUNTED
from pages._ui import links
from pages._ui.empty import nothing, quiet
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.tables import Column, Table, number
from pages._ui.times import viewer_zone
from pages._ui.words import up_to

HELD = {
    "task": ("A person has to do the step first", links.to("tasks", tasks_whose="team",
                                                           tasks_when="all")),
    "delivery": ("Nobody knows whether the last e-mail arrived",
                 links.to("outbox", outbox_tab="needs")),
    "content": ("The text has a hole: a merge field has no value", ""),
    "address": ("The person has no e-mail address", ""),
    "mailbox": ("The mailbox is paused", ""),
    "inbox": ("The mailbox’s inbox was not read lately", ""),
    "company_mail": ("Somebody unknown wrote from the company", ""),
    "sequence": ("The sequence is paused", ""),
    "error": ("The step failed here", ""),
}  # fmt: skip
DONE_COLUMNS = (
    Column("Sequence", "minmax(9rem, 1fr)", plain=True),
    Column("E-mails sent", "5.5rem", numeric=True),
    Column("Tasks given", "5.2rem", numeric=True),
    Column("Replied", "4.2rem", numeric=True),
    Column("Stopped", "4.4rem", numeric=True),
)


def draw_waiting(waiting: Waiting) -> None:
    """Draw the groups: what needs somebody first, then what only time opens."""
    section("What waits, and why")
    by_person = [_held(gate, count) for gate, count in waiting.held]
    if waiting.put_off:
        by_person.append(_group("The recipient’s server wants it later", waiting.put_off,
                                links.to("outbox", outbox_tab="needs")))  # fmt: skip
    if waiting.paused:
        by_person.append(_group("A person paused the enrollment", waiting.paused, ""))
    planned = (
        ("E-mails that go out within 24 hours", waiting.day, _planned("24h")),
        ("All e-mails that are planned", waiting.planned, _planned("any")),
        ("Calls, drafts and tasks whose time comes", waiting.by_people, ""),
    )
    by_time = [
        _group(words, count, address, PLANNED_COUNTED) for words, count, address in planned if count
    ]
    if not by_person and not by_time:
        nothing(
            "Nobody waits for anything", quiet("Enroll people, and their next touches show up.")
        )
        return
    st.html(tag("ul", together(*by_person, *by_time), "ds-groups"))


def draw_since(done: Since, now: datetime, *, first: bool) -> None:
    """Draw what the engine did by sequence. `first`: there was no visit before."""
    when = moment_words(done.at, viewer_zone(), now)
    title = "The last seven days" if first else "Since you were here"
    section(f"{title}: what sequences did", meaning=f"From {when}.")
    if not done.lines:
        st.html(quiet("Nothing went out and nobody was given a task."))
        return
    Table("home_done", DONE_COLUMNS).rows(
        (
            links.link(line.sequence, "sequence", sequence=line.sequence_id),
            number(line.sent),
            number(line.tasks),
            number(line.replied),
            number(line.stopped),
        )
        for line in done.lines
    )


def _held(gate: str, count: int) -> Html:
    words, address = HELD.get(gate, (gate.replace("_", " ").capitalize(), ""))
    return _group(words, count, address or links.to("outbox", outbox_tab="held", outbox_gate=gate))


def _planned(within: str) -> str:
    return links.to("outbox", outbox_tab="planned", outbox_within=within)


def _group(words: str, count: int, address: str, most: int = COUNTED) -> Html:
    """A line of the list; one whose number no list shows has no address."""
    figure = up_to(count, most)
    title = links.anchor(words, address) if address else tag("span", words)
    return tag("li", together(title, tag("span", figure, "ds-count")))
