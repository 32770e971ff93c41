"""The day: what needs somebody, and beside it what waits. Whose day, is chosen here."""

from datetime import datetime

import streamlit as st

from crm_core.domain.days import last_days
from crm_core.domain.permissions import Actor
from crm_core.views.agenda import get_agenda
from crm_core.views.deal_board import get_figures
from crm_core.views.home import get_waiting
from pages._home.needs import draw_lists, draw_numbers
from pages._home.waits import draw_waiting
from pages._home.week import draw_pipeline
from pages._ui.live import apart
from pages._ui.tabs import tabs
from pages._ui.times import viewer_zone
from pages._web.installation import get_services


@apart
def draw_day(viewer: Actor, now: datetime) -> None:
    """Draw the numbers of the day, the lists behind them, and what waits."""
    services = get_services()
    whose = tabs("home_whose", {"mine": "Mine", "team": "Everybody’s"}, label="Whose day")
    today = last_days(now, viewer_zone(), 1)[0]
    agenda = get_agenda(services, actor=viewer, today=today, mine=whose == "mine")
    waiting = get_waiting(services, actor=viewer)
    draw_numbers(agenda, waiting, whose=whose)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_lists(agenda, now, whose=whose)
    with right:
        draw_waiting(waiting)
        draw_pipeline(get_figures(services, actor=viewer, zone=viewer_zone()))
