"""The person's conversations at the side: found, opened, begun; and what is done with one."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.copilot_conversations import (
    TITLE_LIMIT,
    delete_conversation,
    rename_conversation,
)
from crm_core.views.copilot_conversations import Conversation, list_conversations
from crm_core.views.paging import Window
from pages._copilot.asked import address_of, stand_at
from pages._ui import dialogs, links, search
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._ui.html import Html, tag, together
from pages._ui.menus import more
from pages._ui.times import moment
from pages._web.installation import get_services

RENAME, DELETE = "copilot_rename", "copilot_delete"
UNTITLED = "Untitled"
SHOWN = 30


def draw_conversations(services: Services, actor: Actor, here: int | None) -> None:
    """The list, with a way to a new one."""
    st.html(links.anchor("+ New chat", links.to("copilot"), css="ds-link ds-new-chat"))
    shown = st.session_state.get("copilot_shown", SHOWN)
    has_any = list_conversations(services, actor=actor, window=Window(1)).items
    if not has_any:
        st.html(quiet("Your chats stand here. Nobody else sees them."))
        return
    typed = search.box("copilot_search", "Search your chats")
    page = list_conversations(services, actor=actor, search=typed, window=Window(shown))
    if not page.items:
        st.html(quiet("No chat holds these words."))
        return
    now = services.clock.now()
    rows = (
        _row(line.title, line.id, moment(line.updated_at, now), is_here=line.id == here)
        for line in page.items
    )
    st.html(tag("nav", together(*rows), "ds-chats", **{"aria-label": "Your chats"}))
    if page.next_cursor and st.button("Show more", key="copilot_more", type="tertiary"):
        st.session_state["copilot_shown"] = min(shown + 2 * SHOWN, 200)
        st.rerun()


def draw_menu(conversation: Conversation) -> None:
    """What can be done with the open conversation."""
    words = {RENAME: "Rename", DELETE: "Delete"}
    chosen = more("More", list(words), names=words.__getitem__, key="copilot_menu")
    if chosen:
        dialogs.ask(chosen, conversation.id)


def ask_about(conversation: Conversation) -> None:
    """Draw the dialog that is open, if one is."""
    if dialogs.asked(RENAME) == (conversation.id,):
        _rename(conversation)
    if dialogs.asked(DELETE) == (conversation.id,):

        def delete(by: Actor) -> str:
            delete_conversation(get_services(), actor=by, conversation_id=conversation.id)
            stand_at(None)
            return "The chat is deleted."

        dialogs.confirm(
            DELETE, title="Delete this chat?", yes="Delete", action=delete,
            consequence="All that was said in it is gone for good, and what still waits for your "
            "consent is dismissed. What was done stays done.",
        )  # fmt: skip


def _rename(conversation: Conversation) -> None:
    @st.dialog("Rename the chat", on_dismiss=lambda: dialogs.forget(RENAME))
    def body() -> None:
        with Form(f"{RENAME}_{conversation.id}", closes=RENAME) as form:
            title = form.text("Title", "title", conversation.title, max_chars=TITLE_LIMIT)

            def rename(by: Actor) -> str:
                rename_conversation(
                    get_services(), actor=by, conversation_id=conversation.id, title=title
                )
                return ""

            form.submit("Rename", rename)

    body()


def _row(title: str, key: int, when: Html, *, is_here: bool) -> Html:
    name = tag("span", title or UNTITLED, "ds-chat-title", dir="auto")
    css = "ds-link ds-chat" + " ds-chat-here" * is_here
    current = {"aria-current": "page"} if is_here else {}
    return tag("a", together(name, when), css, href=address_of(key), **current)
