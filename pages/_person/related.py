"""What belongs to a person or a company: deals, inquiries, past enrollments, people."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.views.person_page import CompanyPage, OwnDeal, OwnLead, PersonPage
from pages._person.adding import ADD_DEAL, EDIT_LEAD
from pages._person.enrollments import past_lines
from pages._ui import dialogs, links
from pages._ui.badges import badge
from pages._ui.html import Html, tag, together
from pages._ui.money import money
from pages._ui.sections import few, section, unfold
from pages._ui.times import moment
from pages._ui.words import amount, counted


def draw_deals(viewer: Actor, deals: Sequence[OwnDeal], party_id: int, *, place: str) -> None:
    """Draw the deals, with the way to add one."""
    if not viewer.may(Permission.DEALS_READ):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{place}_deals_head"):
        section("Deals", amount(len(deals)) if deals else "")
        adds = viewer.may(Permission.DEALS_MANAGE)
        if adds and st.button("Add", key=f"{place}_add_deal", type="tertiary"):
            dialogs.ask(ADD_DEAL, party_id)
    _list([_deal(deal) for deal in deals], "No deals yet.")


def draw_leads(viewer: Actor, page: PersonPage, now: datetime, *, place: str) -> None:
    """Draw the person's inquiries; the one that the page is about can be changed."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{place}_leads_head"):
        section("Leads", amount(len(page.leads)) if page.leads else "")
        changes = viewer.may(Permission.PEOPLE_MANAGE) and page.lead is not None
        if page.lead and changes and st.button("Edit lead", key=f"{place}_edit_lead",
                                               type="tertiary"):  # fmt: skip
            dialogs.ask(EDIT_LEAD, page.lead.id)
    _list([_lead(lead, page.lead, now) for lead in page.leads], "No inquiry of theirs.")


def draw_past(page: PersonPage, now: datetime) -> None:
    """Draw the enrollments that have ended, where there are any."""
    past = [line for line in page.enrollments if not line.is_live]
    if past:
        section("Past sequences", amount(len(past)))
        st.html(past_lines(past, now))


def draw_members(page: CompanyPage) -> None:
    """Draw a company's people, each with what they are in."""
    section("People", amount(page.people_count) if page.people_count else "")
    lines = [
        tag("li", together(
            tag("div", together(
                links.link(one.name or one.email or "Somebody", "person", person=one.id),
                tag("span", one.title, "ds-quiet") if one.title else "",
            ), "ds-own-head"),
            tag("div", f"In “{one.in_sequence}”", "ds-quiet") if one.in_sequence else "",
        ))
        for one in few("company_people", page.people)
    ]  # fmt: skip
    _list(lines, "Nobody of this company is known yet.")
    unfold("company_people", page.people)
    more = page.people_count - len(page.people)
    if more > 0:
        words = f"{counted(more, 'more person', many='more people')}: look for the company’s name"
        st.html(tag("p", together(words, " in ", links.link("People", "people"), "."), "ds-quiet"))


def _list(lines: Sequence[Html], none: str) -> None:
    whole = tag("ul", together(*lines), "ds-plain-list") if lines else tag("p", none, "ds-quiet")
    st.html(whole)


def _deal(deal: OwnDeal) -> Html:
    name = links.link(deal.name, "deal", deal=deal.id)
    closes = f" · closes {deal.close_on:%-d %b %Y}" if deal.close_on else ""
    worth = tag("div", f"{money(deal.amount, deal.currency)}{closes}", "ds-quiet")
    return tag("li", together(tag("div", together(name, badge(deal.stage)), "ds-own-head"), worth))


def _lead(lead: OwnLead, here: OwnLead | None, now: datetime) -> Html:
    words = lead.source or "Inquiry"
    is_here = here is not None and here.id == lead.id
    name = tag("span", words, "ds-strong") if is_here else links.link(words, "lead", lead=lead.id)
    about = together("Came ", moment(lead.created_at, now), f" · {lead.owner or 'nobody’s'}")
    head = tag("div", together(name, badge(lead.status)), "ds-own-head")
    return tag("li", together(head, tag("div", about, "ds-quiet")))
