"""An answer drawn while it comes: into one place, as seldom as the eye allows."""

from contextlib import closing
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.copilot.answering import answer
from crm_core.copilot.cards import get_card
from crm_core.copilot.events import (
    Ended,
    Event,
    Failed,
    Proposed,
    Shown,
    Told,
    ToolBegan,
    ToolEnded,
)
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from pages._copilot.card import card_markup
from pages._copilot.listening import Listening
from pages._copilot.pieces import sentence_of
from pages._copilot.sentences import Sentence, of_said
from pages._copilot.sources import Places
from pages._copilot.steps import Step
from pages._copilot.turns import Answer
from pages._ui.html import Html, together

DRAWS_EVERY = 0.06
"""Seconds between two drawings at least; a long answer is drawn more seldom."""
LETTERS_A_SECOND = 400_000


class Coming:
    """The answer so far."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services, self._actor = services, actor
        self._answer = Answer(Places(services, actor))
        self._calls: dict[str, Step] = {}
        self._told: list[Sentence] = []
        self._pieces: dict[int, Sentence | None] = {}
        self._cards: list[Html] = []

    def take(self, event: Event) -> None:
        if isinstance(event, ToolBegan):
            step = Step(event.title, event.effect, event.given)
            self._calls[event.call] = step
            self._answer.steps.append(step)
        elif isinstance(event, ToolEnded):
            known = self._calls.get(event.call)
            if known is not None:
                known.milliseconds, known.fault = event.milliseconds, event.fault
                known.said = event.said
        elif isinstance(event, Proposed):
            card = get_card(self._services, actor=self._actor, action_id=event.action_id)
            self._cards.append(card_markup(card))
        elif isinstance(event, Told):
            self._told += of_said(event.said)
        elif isinstance(event, Shown):
            self._pieces |= {piece.index: sentence_of(piece) for piece in event.pieces}
        elif isinstance(event, Failed):
            self._answer.fault, self._answer.remedy = event.words, event.remedy

    def markup(self, *, coming: bool) -> Html:
        pieces = [one for _, one in sorted(self._pieces.items()) if one is not None]
        self._answer.sentences = [*pieces, *self._told]
        return together(self._answer.markup(coming=coming), *self._cards)


def draw_answer(
    services: Services, actor: Actor, *, conversation_id: int, text: str, zone: ZoneInfo
) -> None:
    """Ask, and draw what comes until it has ended; a stop ends the script in here."""
    place = st.empty()
    coming = Coming(services, actor)
    place.html(coming.markup(coming=True))
    listening: Listening[Event] = Listening(
        lambda: answer(
            services, actor=actor, conversation_id=conversation_id, text=text, zone=zone
        ),
        rests=lambda: "copilot" in st.session_state,  # Streamlit ends a stopped script here.
    )
    drawn_at = 0.0
    with closing(listening.bunches()) as bunches:  # type: ignore[type-var]
        for bunch in bunches:
            for event in bunch:
                coming.take(event)
            markup = coming.markup(coming=not isinstance(bunch[-1], Ended | Failed))
            pause = drawn_at + max(DRAWS_EVERY, len(markup) / LETTERS_A_SECOND) - monotonic()
            if pause > 0:
                sleep(pause)
            place.html(markup)
            drawn_at = monotonic()
