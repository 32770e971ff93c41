"""The verdict in one line: does the engine run, and what waits for a person."""

from datetime import datetime

import streamlit as st

from crm_core.domain.words import DeliveryStatus, MailboxStatus
from crm_core.views.health import SHOWN, Health, RunnerLine
from pages._ui.empty import command
from pages._ui.html import Html, tag, together
from pages._ui.times import moment
from pages._ui.words import counted


def draw_verdict(health: Health, now: datetime) -> None:
    tone, headline, detail = _verdict(health, now)
    words = together(tag("strong", headline), tag("p", detail), tag("p", _waiting(health)))
    st.html(tag("div", words, f"ds-verdict ds-{tone}", role="status"))


def _verdict(health: Health, now: datetime) -> tuple[str, str, Html]:
    alive = [runner for runner in health.runners if runner.alive]
    if alive:
        headline = (
            "The runner is running" if len(alive) == 1 else f"{len(alive)} runners are running"
        )
        doing = f", busy with {alive[0].doing}" if alive[0].doing else ""
        heard = together(
            "Last heartbeat ", moment(alive[0].beat_at, now), f" from {_name(alive[0])}{doing}."
        )
        return "green", headline, heard
    start = together(
        "Nothing goes out until one runs. Start it with ", command("python runner.py"), "."
    )
    if not health.runners:
        return "red", "No runner has run yet", start
    last = health.runners[0]
    ended = "stopped" if last.stopped_at else "was last heard"
    since = together(
        f"{_name(last)} {ended} ", moment(last.stopped_at or last.beat_at, now), ". ", start
    )
    return "red", "No runner is running", since


def _waiting(health: Health) -> str:
    """What only a person can settle, in one sentence."""
    uncertain = health.counts[DeliveryStatus.UNCERTAIN]
    paused = sum(mailbox.status == MailboxStatus.PAUSED for mailbox in health.mailboxes)
    parts = [
        counted(uncertain, "uncertain delivery", many="uncertain deliveries") if uncertain else "",
        counted(paused, "paused mailbox", many="paused mailboxes") if paused else "",
        counted(len(health.held), "held enrollment", cut_at=SHOWN) if health.held else "",
    ]
    found = [part for part in parts if part]
    if not found:
        return "Nothing waits for you."
    return (
        f"{' and '.join([', '.join(found[:-1]), found[-1]] if found[1:] else found)} wait for you."
    )


def _name(runner: RunnerLine) -> str:
    return f"{runner.host}, process {runner.pid}"
