"""One conversation: whose it is, what to do with it, what came and went."""

from itertools import groupby

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SuppressionReason
from crm_core.services import Services
from crm_core.usecases.conversations import close_message
from crm_core.views.incoming import Incoming, get_formatted
from crm_core.views.outgoing import Outgoing
from crm_core.views.paging import Window
from crm_core.views.thread_mails import list_mails
from crm_core.views.threads import Conversation
from pages._copilot.asking import draw_asking
from pages._inbox.answering import draw_answer, is_open, open_box
from pages._inbox.asked import Chosen, address_of, stand_at
from pages._inbox.correcting import draw_correction
from pages._inbox.entries import incoming, outgoing
from pages._inbox.formatted import draw_formatted
from pages._inbox.whose import draw_whose
from pages._ui import links, messages
from pages._ui.actions import once, perform_and_redraw
from pages._ui.badges import badge
from pages._ui.empty import quiet
from pages._ui.html import Html, tag, together
from pages._web.installation import get_services

SHOWN = 10
"""Messages of a conversation at first; the earlier ones are a click away."""


def draw_thread(
    services: Services, actor: Actor, conversation: Conversation, onward: Chosen | None
) -> None:
    """Draw a conversation; when it is done, the one that is `onward` is shown."""
    _draw_head(conversation)
    may = actor.may(Permission.ACTIVITIES_MANAGE)
    if may:
        _draw_ways(actor, conversation, onward)
    name = f"inbox_thread_{conversation.party_id or 0}_{conversation.inbound_id or 0}"
    limit = st.session_state.get(name, SHOWN)
    page = list_mails(services, actor=actor, conversation=conversation, window=Window(limit))
    now, known = services.clock.now(), conversation.address
    with st.container(key="inbox_mails"):
        for _, turn in groupby(page.items, type):
            mails = tuple(turn)
            ours = [mail for mail in mails if isinstance(mail, Outgoing)]
            if ours:
                cards = together(*(outgoing(mail, now, known=known) for mail in ours))
                st.html(tag("div", cards, "ds-mails"))
            for mail in mails:
                if isinstance(mail, Incoming):
                    _draw_incoming(services, actor, mail, known)
        if page.next_cursor and st.button("Earlier messages", key=f"{name}_more"):
            st.session_state[name] = min(limit + 4 * SHOWN, 200)
            st.rerun()


def _draw_head(conversation: Conversation) -> None:
    way = links.anchor("← Conversations", address_of(None), css="ds-link ds-talk-back")
    name: object = conversation.person
    if conversation.lead_id is not None:
        name = links.link(conversation.person, "lead", lead=conversation.lead_id)
    elif conversation.party_id is not None:
        name = links.link(conversation.person, "person", person=conversation.party_id)
    facts: list[object] = [conversation.address] if conversation.address else []
    if conversation.company:
        facts.append(links.link(conversation.company, "company", company=conversation.company_id))
    if conversation.title:
        facts.append(conversation.title)
    if conversation.owner:
        facts.append(f"Owner: {conversation.owner}")
    marks = Html("")
    if conversation.suppressed:
        marks = badge(SuppressionReason(conversation.suppressed))
    below = tag("p", together(*(tag("span", one) for one in facts)), "ds-quiet ds-talk-facts")
    st.html(together(way, tag("h2", together(name, " ", marks), "ds-talk-title"), below))


_WHY = {
    SuppressionReason.OPTED_OUT: "the person opted out.",
    SuppressionReason.BOUNCED: "an e-mail bounced for good.",
    SuppressionReason.COMPLAINED: "the person complained about spam.",
    SuppressionReason.MANUAL: "it is on the suppression list.",
}


def _draw_ways(actor: Actor, conversation: Conversation, onward: Chosen | None) -> None:
    """Draw what can be done with the conversation, and the box of the answer."""
    if conversation.party_id is None:
        if actor.may(Permission.ENROLLMENTS_MANAGE) and conversation.open_id is not None:
            draw_whose(actor, conversation)
        return
    answer, opened = conversation.answer, conversation.open_id
    box = answer is not None and conversation.suppressed is None and is_open(answer)
    place = f"inbox_done_{opened}"

    def done(by: Actor) -> str:
        assert opened is not None
        close_message(get_services(), actor=by, inbound_id=opened)
        stand_at(onward)
        return f"Done with {conversation.person}."

    with st.container(horizontal=True, key="inbox_ways"):
        if answer is not None and not conversation.suppressed and not box and st.button(
            "Answer", key=f"inbox_write_{answer.inbound_id}", type="primary", shortcut="a",
            icon=":material/reply:",
        ):  # fmt: skip
            open_box(answer)
            st.rerun()
        if opened is not None and st.button(
            "Done", key=once(place), shortcut="e", icon=":material/check:"
        ):
            perform_and_redraw(done, place=place)
        asked = answer.inbound_id if answer is not None else opened
        if asked is not None:
            draw_asking("inbox", ("message", asked))
    messages.show_refusal(place)
    if conversation.suppressed and answer is not None:
        reason = _WHY[SuppressionReason(conversation.suppressed)]
        st.html(quiet(f"No e-mail may go to {conversation.person}: {reason}"))
    if box and answer is not None:
        with st.container(key="inbox_answer", border=True):
            draw_answer(conversation, answer)


def _draw_incoming(services: Services, actor: Actor, mail: Incoming, known: str) -> None:
    shown = f"inbox_formatted_{mail.id}"
    formatted = mail.has_html and st.session_state.get(shown, False)
    with st.container(key=f"inbox_mail_{mail.id}", gap="xsmall"):
        st.html(incoming(mail, services.clock.now(), known=known, with_text=not formatted))
        if formatted:
            html = get_formatted(services, actor=actor, inbound_id=mail.id)
            draw_formatted(html or "Nothing of it can be shown.", key=f"{shown}_frame")
        may = actor.may(Permission.ENROLLMENTS_MANAGE)
        if not (may or mail.has_html):
            return
        with st.container(horizontal=True, key=f"inbox_tools_{mail.id}"):
            if may:
                draw_correction(mail)
            if mail.has_html and st.button(
                "Show as text" if formatted else "Show formatted",
                key=f"{shown}_{formatted}", type="tertiary",
            ):  # fmt: skip
                st.session_state[shown] = not formatted
                st.rerun()
