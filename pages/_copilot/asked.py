"""What the address asks of the copilot's page: a conversation, or a record to begin one at.

A link may fill the box in; only the person sends. What a button of another page asks is carried
by the session, which no link reaches.
"""

from typing import NoReturn

import streamlit as st

from crm_core.usecases.copilot_conversations import ASKED_LIMIT
from pages._ui import address, links

CONVERSATION, ASK = "conversation", "ask"
KINDS = ("deal", "lead", "person", "company", "message", "sequence")
BOX = "copilot_box"
_SENT = "copilot_sent"

About = tuple[str, int]


def chosen() -> int | None:
    """The conversation that the address names."""
    return address.number(CONVERSATION)


def about() -> About | None:
    """The record that a new conversation is to begin at."""
    for kind in KINDS:
        key = address.number(kind)
        if key is not None:
            return (kind, key)
    return None


def fill_in() -> None:
    """Put the address's question into the box, once, for the person to send."""
    text = address.param(ASK).strip()[:ASKED_LIMIT]
    if text:
        st.session_state[BOX] = text
        address.keep(ASK, "")


def stand_at(conversation_id: int | None) -> None:
    """Let the address name this conversation and nothing else."""
    for kind in (*KINDS, ASK):
        address.keep(kind, "")
    address.keep(CONVERSATION, str(conversation_id or ""))


def address_of(conversation_id: int) -> str:
    return links.to("copilot", **{CONVERSATION: conversation_id})


def go_and_ask(record: About, text: str) -> NoReturn:
    """Leave for the copilot and ask there, because the person has clicked just that."""
    st.session_state[_SENT] = (record, text)
    links.go("copilot", **{record[0]: record[1]})


def take_sent() -> str:
    """What a button of another page asks of the record that the address names, once."""
    sent = st.session_state.pop(_SENT, None)
    return str(sent[1]) if sent and sent[0] == about() and chosen() is None else ""
