"""Home: what needs me today, what was done since I was here, what waits and why, the week."""

import streamlit as st

from crm_core.domain.days import last_days
from crm_core.usecases.visits import note_visit
from crm_core.views.agenda import get_agenda
from crm_core.views.deal_board import get_figures
from crm_core.views.health import list_runners
from crm_core.views.home import get_done_since, get_first_steps, get_waiting
from pages._home.beginning import draw_first_steps
from pages._home.greeting import draw_greeting
from pages._home.needs import draw_lists, draw_numbers
from pages._home.waits import draw_since, draw_waiting
from pages._home.week import draw_pipeline, draw_week
from pages._ui import messages
from pages._ui.auth import require_user
from pages._ui.tabs import tabs
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

actor = require_user()
services = get_services()
now = services.clock.now()
draw_greeting(actor, list_runners(services), now)
messages.show()
before = note_visit(services, actor=actor)
steps = get_first_steps(services, actor=actor)
if not steps.enrolled:
    draw_first_steps(steps)
whose = tabs("home_whose", {"mine": "Mine", "team": "Everybody’s"}, label="Whose day")
today = last_days(now, viewer_zone(), 1)[0]
agenda = get_agenda(services, actor=actor, today=today, mine=whose == "mine")
waiting = get_waiting(services, actor=actor)
draw_numbers(agenda, waiting, whose=whose)
left, right = st.columns([3, 2], gap="large")
with left:
    draw_lists(agenda, now, whose=whose)
    if steps.enrolled:
        draw_since(get_done_since(services, actor=actor, since=before), now, first=before is None)
with right:
    draw_waiting(waiting)
    draw_pipeline(get_figures(services, actor=actor, zone=viewer_zone()))
draw_week(actor)
