"""What is known of a person or a company, and its way to the drawer where it is changed."""

from collections.abc import Iterator
from urllib.parse import quote

import streamlit as st

from crm_core.domain.calendar import choose_zone
from crm_core.domain.country_names import country_names
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import PartyKind, SuppressionReason
from crm_core.views.people import PartyLine
from pages._person.editing import EDIT
from pages._person.erasing import ERASE
from pages._person.leaving import draw_presence
from pages._person.opting_out import OPT_OUT
from pages._person.words import SUPPRESSED
from pages._ui import dialogs, links
from pages._ui.facts import facts
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.timeline import folded
from pages._ui.times import exact, viewer_zone


def draw_facts(viewer: Actor, party: PartyLine, owner: str | None, *, place: str) -> None:
    """Draw the section, with its buttons for whoever may change people."""
    manages = viewer.may(Permission.PEOPLE_MANAGE)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{place}_facts_head"):
        section("Facts")
        if manages and st.button("Edit", key=f"{place}_edit", type="tertiary"):
            dialogs.ask(EDIT, party.id)
    facts(_pairs(party, owner))
    with st.container(horizontal=True, gap="medium", key=f"{place}_endings"):
        _draw_endings(viewer, party, place=place)


def _draw_endings(viewer: Actor, party: PartyLine, *, place: str) -> None:
    """Draw the buttons of what ends for a person: mail, the company, all that is known."""
    if party.kind != PartyKind.PERSON:
        return
    may_be_stopped = party.suppressed is None and viewer.may(Permission.PEOPLE_MANAGE)
    if may_be_stopped and st.button("No more mail…", key=f"{place}_opt_out", type="tertiary"):
        dialogs.ask(OPT_OUT, party.id)
    draw_presence(viewer, party, place=place)
    erases = not party.is_erased and viewer.may(Permission.PEOPLE_ERASE)
    if erases and st.button("Erase…", key=f"{place}_erase", type="tertiary"):
        dialogs.ask(ERASE, party.id)


def _pairs(party: PartyLine, owner: str | None) -> Iterator[tuple[str, object]]:
    yield "E-mail", _mail(party)
    yield "Phone", _phone(party.phone)
    if party.kind == PartyKind.PERSON:
        yield "Title", party.title
        yield "Company", company_link(party)
    yield "Owner", owner
    yield "Time zone", _zone(party.timezone)
    yield "Country", country_names().get(party.country or "", party.country)
    zone = viewer_zone()
    added = tag("span", f"{party.created_at.astimezone(zone):%-d %b %Y}",
                title=exact(party.created_at, zone))  # fmt: skip
    yield "Added", added
    for name, value in party.custom.items():
        yield name, folded(_said(value)) if value not in (None, "") else ""


def company_link(party: PartyLine) -> Html | None:
    """The person's company, as a link to it."""
    if party.company is None or party.company_id is None:
        return None
    return links.link(party.company, "company", company=party.company_id)


def _mail(party: PartyLine) -> Html | None:
    if party.email is None:
        return None
    address = tag("a", party.email, "ds-link", href=f"mailto:{quote(party.email, safe='@+')}")
    if party.suppressed is None:
        return address
    why = SUPPRESSED[SuppressionReason(party.suppressed)]
    return together(address, tag("div", f"Gets no mail: {why.lower()}.", "ds-quiet"))


def _zone(name: str | None) -> Html | None:
    if not name:
        return None
    if not choose_zone(("the person", name)).rejected:
        return tag("span", name)
    return together(name, tag("div", "No such time zone: others are used instead.", "ds-quiet"))


def _phone(number: str) -> Html | None:
    if not number:
        return None
    dialed = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return tag("a", number, "ds-link", href=f"tel:{dialed}") if dialed else tag("span", number)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
