"""The timeline of a person or a company: everything, narrowed to a kind, page by page."""

from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityType
from crm_core.views.activities import ActivityLine, party_timeline
from crm_core.views.person_page import names_of
from pages._ui import links, paging
from pages._ui.empty import nothing, quiet
from pages._ui.html import Html
from pages._ui.live import apart
from pages._ui.sections import section
from pages._ui.tabs import tabs
from pages._ui.timeline import draw_timeline
from pages._web.installation import get_services

ALL = "all"
KINDS = {
    ALL: "All",
    ActivityType.EMAIL: "E-mails",
    ActivityType.CALL: "Calls",
    ActivityType.TASK: "Tasks",
    ActivityType.NOTE: "Notes",
    ActivityType.MEETING: "Meetings",
    ActivityType.STAGE_CHANGE: "Deal stages",
}


@apart
def draw_story(
    viewer: Actor, party_id: int, now: datetime, *, place: str, of_company: bool = False
) -> None:
    """Draw the section; a company's lines say whose they are."""
    section("Timeline")
    if not viewer.may(Permission.ACTIVITIES_READ):
        nothing("The timeline is not yours to read", quiet("Ask a manager for another role."))
        return
    chosen = tabs(f"{place}_kind", KINDS, label="Kind")
    kind = None if chosen == ALL else ActivityType(chosen)
    name = f"{place}_story"
    page = party_timeline(
        get_services(), actor=viewer, party_id=party_id, type_=kind,
        window=paging.window(name, of=(party_id, chosen)),
    )  # fmt: skip
    if not page.items:
        if kind is None:
            nothing("Nothing has happened yet", quiet("Add a note, log a call, write an e-mail."))
        else:
            nothing(f"No {KINDS[kind].lower()} here", quiet("Choose another kind above."))
        return
    people = _people(viewer, page.items) if of_company else {}

    def whose(line: ActivityLine) -> Html:
        known = people.get(line.party_id or 0)
        return links.link(known, "person", person=line.party_id) if known else Html("")

    with st.container(key=name):
        draw_timeline(page.items, now, about=whose)
    paging.turn(name, page)


def _people(viewer: Actor, lines: tuple[ActivityLine, ...]) -> dict[int, str]:
    ids = {line.party_id for line in lines if line.party_id is not None}
    return names_of(get_services(), actor=viewer, party_ids=ids)
