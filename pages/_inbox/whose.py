"""A message of somebody unknown at a company: it is nobody's answer, or this person's."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.usecases.company_mail import assign_sender, clear_company_mail
from crm_core.views.finding import PartyChoice, find_parties
from crm_core.views.threads import Conversation
from pages._ui import dialogs, messages
from pages._ui.actions import once, perform, perform_and_redraw
from pages._ui.html import literal
from pages._web.installation import get_services

WHOSE = "inbox_whose_is"


def draw_whose(actor: Actor, conversation: Conversation) -> None:
    """Draw the two answers, and the dialog where it is open."""
    inbound_id = conversation.inbound_id
    assert inbound_id is not None
    place = f"inbox_clear_{inbound_id}"

    def clear(by: Actor) -> str:
        clear_company_mail(get_services(), actor=by, inbound_id=inbound_id)
        return "It is nobody’s answer; what it held goes on."

    with st.container(horizontal=True, key="inbox_whose_ways"):
        if st.button("Say whose it is …", key=f"{place}_whose", type="primary"):
            dialogs.ask(WHOSE, inbound_id)
        if conversation.open_id is not None and st.button(
            "Nobody’s answer", key=once(place), shortcut="e"
        ):
            perform_and_redraw(clear, place=place)
    messages.show_refusal(place)
    if dialogs.asked(WHOSE) == (inbound_id,):
        _ask(actor, conversation)


def _ask(actor: Actor, conversation: Conversation) -> None:
    inbound_id = conversation.inbound_id

    def body() -> None:
        st.markdown(
            literal(f"{conversation.address} becomes an address of the person, and the message "
                    "their answer: what runs for them ends as answered.")
        )  # fmt: skip
        company = conversation.address.rpartition("@")[2]
        typed = st.text_input("Name or address", company, key="inbox_whose_search")
        found = find_parties(get_services(), actor=actor, typed=typed, kind=PartyKind.PERSON)
        if not found:
            st.caption("Nobody is found by these words.")
        refusal = st.container()
        for choice in found[:8]:
            _offer(choice, inbound_id or 0)
        with refusal:
            messages.show_refusal(WHOSE)

    st.dialog("Whose message is it?", on_dismiss=lambda: dialogs.forget(WHOSE))(body)()


def _offer(choice: PartyChoice, inbound_id: int) -> None:
    def assign(by: Actor) -> str:
        assign_sender(get_services(), actor=by, inbound_id=inbound_id, party_id=choice.id)
        return f"It is the answer of {choice.name}."

    words = literal(f"{choice.name} · {choice.about}" if choice.about else choice.name)
    clicked = st.button(words, key=f"inbox_whose_{choice.id}", width="stretch")
    if clicked and perform(assign, place=WHOSE):
        dialogs.forget(WHOSE)
        st.rerun()
