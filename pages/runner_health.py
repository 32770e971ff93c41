"""Runner health: does the engine run, what does it hold back, and why."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus
from crm_core.views.health import get_health
from pages._outbox.settling import ask_to_settle
from pages._runner_health.history import draw_runners, draw_ticks, draw_undelivered
from pages._runner_health.quarantine import draw_quarantine
from pages._runner_health.verdict import draw_verdict
from pages._runner_health.waiting import SETTLE, draw_held, draw_mailboxes, draw_uncertain
from pages._ui import messages
from pages._ui.auth import require_user
from pages._ui.badges import word
from pages._ui.live import live
from pages._ui.tiles import tiles
from pages._web.installation import get_services

actor = require_user()
services = get_services()


@live
def health_panel(viewer: Actor) -> None:
    health = get_health(services, actor=viewer)
    now = services.clock.now()
    uncertain = [line for line in health.deliveries if line.status is DeliveryStatus.UNCERTAIN]
    others = [line for line in health.deliveries if line.status is not DeliveryStatus.UNCERTAIN]
    draw_verdict(health, now)
    tiles([("Due now", health.due), *((_tile(status), n) for status, n in health.counts.items())])
    counts = health.counts
    draw_uncertain(uncertain, counts[DeliveryStatus.UNCERTAIN], viewer, now)
    draw_quarantine(health.quarantined, viewer, now)
    draw_held(health.held, health.held_count, viewer)
    draw_mailboxes(health.mailboxes, viewer, now)
    put_off_or_refused = counts[DeliveryStatus.REFUSED] + counts[DeliveryStatus.DEFERRED]
    draw_undelivered(others, put_off_or_refused, now)
    draw_runners(health.runners, now)
    draw_ticks(health.ticks, now)


def _tile(status: DeliveryStatus) -> str:
    return "Sent, 24 h" if status is DeliveryStatus.SENT else word(status)


st.title("Runner health", anchor=False)
messages.show()
health_panel()
ask_to_settle(actor, SETTLE)
