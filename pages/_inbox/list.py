"""The list of conversations: what is shown, and one line for each."""

from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.views.conversations import (
    COUNTED,
    Asked,
    ConversationLine,
    Show,
    count_open,
    latest_open,
    list_conversations,
)
from crm_core.views.paging import Page
from pages._inbox.asked import MINE, SEARCH, SHOW, TEAM, WHOSE, Chosen, address_of, asked_list, of
from pages._inbox.words import kind_badge
from pages._ui import paging, search
from pages._ui.badges import toned
from pages._ui.empty import nothing, quiet
from pages._ui.filters import one_of
from pages._ui.grid import Col, Grid, Line
from pages._ui.html import Html, tag, together
from pages._ui.live import live
from pages._ui.tabs import tabs
from pages._ui.times import moment
from pages._ui.words import up_to
from pages._web.installation import get_services

COLUMNS = (Col("Conversation", plain=True),)
NOBODY = {
    Show.OPEN: ("Nobody waits for an answer", "New replies show up here by themselves."),
    Show.REPLIES: ("No replies yet", "What people answer is told here."),
    Show.AUTOMATIC: ("No automatic mail", "Absences and automatic replies are told here."),
    Show.BOUNCES: ("Nothing came back", "Bounces and complaints are told here."),
    Show.UNRELATED: ("No other mail", "Mail of people who were not written to is told here."),
    Show.ALL: ("Nothing came in yet", "What comes into the mailboxes is told here."),
}


def draw_kinds(services: Services, actor: Actor) -> None:
    """Draw the choice of the kind of conversations, with how many are open."""
    waiting = up_to(count_open(services, actor=actor, mine=asked_list().mine), COUNTED)
    tabs(
        SHOW,
        {
            Show.OPEN: f"Open {waiting}",
            Show.REPLIES: "Replies",
            Show.AUTOMATIC: "Automatic",
            Show.BOUNCES: "Bounces and complaints",
            Show.UNRELATED: "Unrelated",
            Show.ALL: "Everything",
        },
        label="Which conversations",
    )


def draw_filters() -> Asked:
    """Draw what else narrows the list, and give what is asked for."""
    with st.container(horizontal=True, key="inbox_filters", vertical_alignment="center"):
        search.box(SEARCH, "Name or address")
        one_of("Whose", {TEAM: "Everybody’s", MINE: "Mine and nobody’s"}, key=WHOSE, width=150)
    return asked_list()


def draw_news() -> None:
    """Follow the inboxes without a click: say when something came in since the page was drawn.
    The list stays as it is until it is asked for, under whoever works in it."""
    seen: list[int] = []

    @live
    def news(viewer: Actor) -> None:
        latest = latest_open(get_services(), actor=viewer)
        if not seen:
            seen.append(latest)  # The page itself is drawn.
        if latest > seen[0] and st.button(
            "New mail came in. Show it", key="inbox_news", type="tertiary"
        ):
            st.rerun()

    with st.container(key="inbox_news_place"):
        news()


def read_list(services: Services, actor: Actor, asked: Asked) -> Page[ConversationLine]:
    """The page of the list that is shown now."""
    window = paging.window("inbox", of=asked)
    return list_conversations(services, actor=actor, asked=asked, window=window)


def draw_list(page: Page[ConversationLine], asked: Asked, here: Chosen | None,
              now: datetime) -> None:  # fmt: skip
    """Draw the conversations, the one that is `here` marked."""
    if not page.items:
        if asked.typed:
            nothing("Nobody of that name wrote", quiet("Try a part of the name, or Everything."))
        else:
            title, words = NOBODY[asked.show]
            nothing(title, quiet(words))
        return
    Grid("inbox", COLUMNS).draw(
        Line(
            line.id,
            (_cell(line, here, now),),
            href=address_of(of(line)),
            name=line.person,
        )
        for line in page.items
    )
    paging.turn("inbox", page)


def _cell(line: ConversationLine, here: Chosen | None, now: datetime) -> Html:
    waits = line.open_count > 0
    count = tag("span", str(line.open_count), "ds-count") if line.open_count > 1 else Html("")
    name = tag("span", together(line.person, " ", count), "ds-talk-name")
    top = tag("span", together(name, moment(line.at, now)), "ds-talk-top")
    mark = (
        toned("Whose is it?", "orange")
        if line.holds
        else kind_badge(line.classification, line.intent, line.sentiment)
    )
    about = line.sequence or line.company or (line.address if line.party_id is None else "")
    below = tag("span", together(mark, tag("span", about, "ds-one-line")), "ds-talk-kind")
    subject = line.subject or "(no subject)"
    words = together(
        tag("span", subject, "ds-talk-subject", dir="auto"),
        tag("span", f" – {line.snippet}" if line.snippet else "", "ds-talk-snippet", dir="auto"),
    )
    css = "ds-talk" + (" ds-talk-open" if waits else "") + (" ds-talk-here" if here == of(line)
                                                             else "")  # fmt: skip
    return tag("span", together(top, tag("span", words, "ds-one-line ds-talk-words"), below), css)
