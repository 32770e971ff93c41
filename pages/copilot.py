"""Copilot: a chat that knows the records, shows where it has it from, and acts with consent."""

import streamlit as st

from crm_core.copilot.cards import get_cards
from crm_core.errors import CrmError, NotFound
from crm_core.usecases.copilot_conversations import ASKED_LIMIT, start_conversation
from crm_core.views.copilot_conversations import Conversation, get_conversation
from pages._copilot import asked
from pages._copilot.context import Context, context_of, questions
from pages._copilot.conversations import UNTITLED, ask_about, draw_conversations, draw_menu
from pages._copilot.corner import corner
from pages._copilot.live import draw_answer
from pages._copilot.sources import Places
from pages._copilot.start import choose_question, draw_start
from pages._copilot.turns import draw_turns, question
from pages._ui import links, messages
from pages._ui.auth import require_user
from pages._ui.empty import nothing
from pages._ui.html import literal
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

actor = require_user()
services = get_services()
LATEST = 120


def find(key: int | None) -> Conversation | None:
    if key is None:
        return None
    try:
        return get_conversation(services, actor=actor, conversation_id=key, latest=LATEST)
    except NotFound:
        return None


def ask(conversation: Conversation | None, context: Context | None, text: str) -> None:
    """Ask in the open conversation, or in a new one; then show it as it was kept."""
    st.html(question(text))
    try:
        if conversation is None:
            about = context.about if context else None
            key = start_conversation(services, actor=actor, about=about)
            asked.stand_at(key)
        else:
            key = conversation.id
        draw_answer(services, actor, conversation_id=key, text=text, zone=viewer_zone())
    except CrmError as refusal:
        messages.refuse("copilot", refusal.told)
    st.rerun()


named = asked.chosen()
conversation = find(named)
about = conversation.about if conversation else asked.about()
context = context_of(services, actor, about)
asked.fill_in()
with st.container(key="copilot_head", horizontal=True, vertical_alignment="center"):
    title = (conversation.title or UNTITLED) if conversation else "Copilot"
    st.title(literal(title), anchor=False)
    if conversation is not None:
        draw_menu(conversation)
messages.show()
with st.container(key="copilot_open" if named else "copilot_new"):
    side, main = st.columns([0.26, 0.74], gap="large")
    with side:
        draw_conversations(services, actor, conversation.id if conversation else None)
    with main, st.container(key="copilot_thread"):
        st.html(links.link("← Chats", "copilot", css="ds-link ds-chat-back"))
        st.html(corner(services, actor, conversation.id if conversation else None))
        if context is not None:
            st.html(context.chip())
        if named and conversation is None:
            nothing("There is no such chat", links.link("New chat", "copilot"))
            st.stop()
        if conversation is None or not conversation.turns:
            draw_start(context)
        else:
            if conversation.earlier:
                st.caption(f"{conversation.earlier} earlier turns are not shown.")
            cards = get_cards(services, actor=actor, conversation_id=conversation.id)
            draw_turns(conversation.turns, cards, Places(services, actor))
        coming = st.container(key="copilot_coming")
        messages.show_refusal("copilot")
        suggested = choose_question(questions(services, actor, context))
typed = st.chat_input(
    "Ask about your people, deals, tasks and sequences", key=asked.BOX, submit_mode="stop",
    max_chars=ASKED_LIMIT,
)  # fmt: skip
text = typed or suggested or asked.take_sent()
if text:
    with coming:
        ask(conversation, context, text)
if conversation is not None:
    ask_about(conversation)
