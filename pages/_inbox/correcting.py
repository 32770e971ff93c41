"""Saying in one click what a message really is."""

import streamlit as st

from crm_core.domain.corrections import CHOICES
from crm_core.domain.permissions import Actor
from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.usecases.conversations import reopen_message
from crm_core.usecases.corrections import correct_message
from crm_core.views.incoming import Incoming
from pages._inbox.words import FEELINGS, INTENTS
from pages._ui import messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.badges import word
from pages._web.installation import get_services

REOPEN = "reopen"
_PARTS = {"classification": "It is: ", "intent": "It says: ", "sentiment": "It sounds: "}


def draw_correction(mail: Incoming) -> None:
    """Draw the menu of a message and do what is chosen in it."""
    place = f"inbox_correct_{mail.id}"
    names = _choices(mail)
    said = st.menu_button(
        "Correct", list(names), format_func=lambda one: names[one], key=once(place),
        icon=":material/rule:", type="tertiary",
    )  # fmt: skip
    if said:
        perform_and_redraw(_action(mail.id, said), place=place)
    messages.show_refusal(place)


def _choices(mail: Incoming) -> dict[str, str]:
    """What can be said of a message, by `field:word`, with its words."""
    names = {}
    for kind in CHOICES:
        if kind is not mail.classification:
            names[f"classification:{kind.value}"] = f"{_PARTS['classification']}{word(kind)}"
    if mail.classification is MailClass.REPLY:
        for intent in ReplyIntent:
            if intent not in (mail.intent, ReplyIntent.UNSUBSCRIBE):
                names[f"intent:{intent.value}"] = f"{_PARTS['intent']}{INTENTS[intent]}"
        for feeling in Sentiment:
            if feeling is not mail.sentiment:
                names[f"sentiment:{feeling.value}"] = f"{_PARTS['sentiment']}{FEELINGS[feeling]}"
    if not mail.is_open:
        names[REOPEN] = "Open it again"
    return names


def _action(inbound_id: int, said: str) -> Action:
    def reopen(by: Actor) -> str:
        reopen_message(get_services(), actor=by, inbound_id=inbound_id)
        return "The conversation is open again."

    if said == REOPEN:
        return reopen
    field, _, value = said.partition(":")
    given = {"classification": None, "intent": None, "sentiment": None, field: value}

    def correct(by: Actor) -> str:
        return correct_message(
            get_services(), actor=by, inbound_id=inbound_id,
            classification=given["classification"], intent=given["intent"],
            sentiment=given["sentiment"],
        )  # fmt: skip

    return correct
