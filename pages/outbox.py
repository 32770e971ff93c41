"""Outbox: what goes out and why then, what is held back, what needs somebody, what went out."""

from datetime import timedelta

import streamlit as st

from crm_core.views.deliveries import count_unsettled
from crm_core.views.planned import COUNTED, count_held, count_planned
from pages._outbox.acting import draw_dialogs
from pages._outbox.planned import draw_held, draw_planned
from pages._outbox.sent import draw_sent
from pages._outbox.troubled import draw_troubled, told
from pages._ui import messages
from pages._ui.auth import require_user
from pages._ui.tabs import tabs
from pages._ui.words import up_to
from pages._web.installation import get_services

actor = require_user()
services = get_services()
WEEK = timedelta(days=7)


def cut(count: int) -> str:
    return up_to(count, COUNTED)


st.title("Outbox", anchor=False)
messages.show()
unsettled = count_unsettled(services, actor=actor)
part = tabs(
    "outbox_tab",
    {
        "planned": f"Planned {cut(count_planned(services, actor=actor, within=WEEK))}",
        "held": f"Held back {cut(count_held(services, actor=actor))}",
        "needs": f"Needs you {told(sum(unsettled.values()))}",
        "sent": "Sent",
    },
    label="Part of the outbox",
)
match part:
    case "held":
        draw_held(actor)
    case "needs":
        draw_troubled(actor, unsettled)
    case "sent":
        draw_sent(actor)
    case _:
        draw_planned(actor)
draw_dialogs(actor)
