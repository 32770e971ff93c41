"""The verdict in one line: does the engine run, and what is left for a person to settle."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from crm_core.domain.words import DeliveryStatus, MailboxStatus
from crm_core.views.health import HELD_COUNTED, Health
from pages._runner_health.names import runner_name
from pages._ui.empty import command
from pages._ui.html import Html, tag, together
from pages._ui.times import moment
from pages._ui.words import counted

START = together("Nothing goes out until one runs: ", command("python runner.py"))


@dataclass(frozen=True, slots=True)
class Verdict:
    tone: str
    headline: str
    detail: Html


def draw_verdict(health: Health, now: datetime) -> None:
    """Draw the verdict about all runners together."""
    verdict = _verdict(health, now)
    to_settle = _to_settle(health)
    words = together(
        tag("strong", verdict.headline),
        tag("p", verdict.detail),
        tag("p", to_settle) if to_settle else "",
    )
    st.html(tag("div", words, f"ds-verdict ds-{verdict.tone}"))


def _verdict(health: Health, now: datetime) -> Verdict:
    if not health.runners:
        return Verdict("red", "No runner has run yet", START)
    last = health.runners[0]
    if not health.alive:
        what = "stopped" if last.stopped_at else "was last heard"
        when = moment(last.stopped_at or last.beat_at, now)
        detail = together(f"{runner_name(last)} {what} ", when, ". ", START)
        return Verdict("red", "No runner is running", detail)
    alive = [runner for runner in health.runners if runner.alive]
    one = len(alive) == 1
    headline = "The runner is running" if one else f"{len(alive)} runners are running"
    heard = together(
        "Last heartbeat ", moment(alive[0].beat_at, now), f", {runner_name(alive[0])}."
    )
    return Verdict("green", headline, heard)


def _to_settle(health: Health) -> str:
    uncertain = health.counts[DeliveryStatus.UNCERTAIN]
    paused = sum(mailbox.status == MailboxStatus.PAUSED for mailbox in health.mailboxes)
    held = min(health.held_count, HELD_COUNTED)
    cut = HELD_COUNTED if health.held_count > HELD_COUNTED else None
    parts = [
        counted(uncertain, "uncertain delivery", many="uncertain deliveries") if uncertain else "",
        counted(paused, "paused mailbox", many="paused mailboxes") if paused else "",
        counted(held, "held enrollment", cut_at=cut) if held else "",
    ]
    found = ", ".join(part for part in parts if part)
    return f"For you to settle: {found}." if found else ""
