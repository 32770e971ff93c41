"""One deal: its figures and stages, who it is about, what comes next, and all that happened."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import NotFound
from crm_core.views.activities import deal_timeline
from crm_core.views.deal_detail import DealDetail, get_deal_detail
from crm_core.views.deal_lines import Day
from crm_core.views.next_step import recommend_next_step
from pages._copilot.asking import draw_asking
from pages._deal.advice import draw_next_step
from pages._deal.editing import EDIT, ask_to_edit
from pages._deal.header import draw_figures, draw_stages
from pages._deal.sides import draw_facts, draw_stays, draw_tasks
from pages._deals.moving import ask_to_close, carry_out
from pages._ui import address, dialogs, links, messages, paging
from pages._ui.auth import require_user
from pages._ui.empty import nothing, quiet
from pages._ui.html import literal
from pages._ui.quick_actions import About, draw_asked, quick_actions
from pages._ui.sections import section
from pages._ui.timeline import draw_timeline
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

actor = require_user()
services = get_services()
zone = viewer_zone()
day = Day(services.clock.now(), zone)
deal_id = address.number("deal")


def find(viewer: Actor) -> DealDetail | None:
    if deal_id is None:
        return None
    try:
        return get_deal_detail(services, actor=viewer, deal_id=deal_id, zone=zone)
    except NotFound:
        return None


def show(viewer: Actor, detail: DealDetail) -> None:
    manages = viewer.may(Permission.DEALS_MANAGE)
    moved = draw_stages(detail, movable=manages)
    messages.show_refusal("deal_stages")
    if moved:
        carry_out(moved, place="deal_stages")
    draw_figures(detail, today=day.today)
    advised = recommend_next_step(services, actor=viewer, deal_id=detail.card.id, zone=zone)
    draw_next_step(advised, detail.next_step, day.now)
    about, told = st.columns([0.36, 0.64], gap="large")
    with told:
        show_timeline(viewer, detail)
    with about:
        with st.container(horizontal=True, vertical_alignment="bottom", key="deal_facts_head"):
            section("Facts")
            if manages and st.button("Edit", key="deal_edit_button", type="tertiary"):
                dialogs.ask(EDIT)
        draw_facts(detail, day.now)
        draw_tasks(detail.tasks, day.now)
        draw_stays(detail, day.now)


def show_timeline(viewer: Actor, detail: DealDetail) -> None:
    key = detail.card.id
    if viewer.may(Permission.ACTIVITIES_MANAGE):
        quick_actions("deal", mail=detail.person is not None)
    section("Timeline")
    window = paging.window("deal_timeline", of=key)
    page = deal_timeline(services, actor=viewer, deal_id=key, window=window)
    if not page.items:
        nothing("Nothing has happened yet", quiet("Add a note, or move the deal on."))
        return
    draw_timeline(page.items, day.now)
    paging.turn("deal_timeline", page)


found = find(actor)
st.html(links.link("← Deals", "deals", css="ds-link ds-back"))
with st.container(key="deal_head", horizontal=True, vertical_alignment="center"):
    st.title(literal(found.card.name) if found else "Deal", anchor=False)
    if found is not None:
        draw_asking("deal", ("deal", found.card.id))
messages.show()
if found is None:
    nothing("There is no such deal", quiet("It may be another workspace’s. ",
            links.link("All deals", "deals")))  # fmt: skip
else:
    show(actor, found)
    ask_to_close(actor)
    ask_to_edit(actor, found.card)
    draw_asked("deal", About(deal_id=found.card.id), actor)
