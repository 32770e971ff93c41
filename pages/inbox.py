"""Inbox: who answered, what came back, what it is and did; and answering from here."""

import streamlit as st

from crm_core.errors import NotFound
from crm_core.views.conversations import has_mail
from crm_core.views.threads import Conversation, get_conversation
from pages._inbox.asked import Chosen, address_of, chosen, of
from pages._inbox.list import draw_filters, draw_kinds, draw_list, draw_news, read_list
from pages._inbox.thread import draw_thread
from pages._ui import links, messages
from pages._ui.auth import require_user
from pages._ui.empty import command, nothing, quiet
from pages._web.installation import get_services

actor = require_user()
services = get_services()


def find(one: Chosen | None) -> Conversation | None:
    if one is None:
        return None
    try:
        return get_conversation(
            services, actor=actor, party_id=one.party_id, inbound_id=one.inbound_id
        )
    except NotFound:
        return None


st.title("Inbox", anchor=False)
messages.show()
if not has_mail(services, actor=actor):
    nothing(
        "No mail has come in",
        quiet(
            "Connect an inbox: ",
            command("CRM_INBOX_URL"),
            " for the mailbox that everybody sends from, or one of its own for each in ",
            links.link("Mailboxes", "mailboxes"),
            ". Replies, absences and bounces are then told here.",
        ),
    )
    st.stop()
with st.container(key="inbox_kinds"):
    draw_kinds(services, actor)
named = chosen()
with st.container(key="inbox_open" if named else "inbox_all"):
    left, right = st.columns([2, 3], gap="medium")
    with left:
        asked = draw_filters()
        draw_news()
        page = read_list(services, actor, asked)
        lines = [of(line) for line in page.items]
        conversation = find(named or (lines[0] if lines else None))
        here = Chosen(conversation.party_id, conversation.inbound_id) if conversation else None
        draw_list(page, asked, here, services.clock.now())
    with right:
        later = lines[lines.index(here) + 1 :] if here in lines else lines
        if conversation is not None:
            draw_thread(services, actor, conversation, later[0] if later else None)
        elif named:
            nothing(
                "There is no such conversation", links.anchor("Conversations", address_of(None))
            )
