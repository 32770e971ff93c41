"""What was said in a conversation, drawn from its turns: questions, tools used, answers."""

from dataclasses import dataclass, field

import streamlit as st

from crm_core.copilot.cards import Card
from crm_core.copilot.stored import read_all_said, read_pieces
from crm_core.domain.words import TurnRole
from crm_core.views.copilot_conversations import Turn
from pages._copilot.card import draw_card
from pages._copilot.pieces import reasons_of, sentences_of
from pages._copilot.sentences import Sentence, draw, of_said
from pages._copilot.sources import Numbers, Places
from pages._copilot.steps import Step, draw_step
from pages._ui.html import Html, tag, together

STOPPED = "Stopped. What was said so far is kept."


@dataclass(slots=True)
class Answer:
    """One answer as it is drawn, whether it is still coming or was kept.

    `steps` and `sentences` in their order; `fault` and `remedy`: why it ended early.
    """

    places: Places
    steps: list[Step] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    fault: str = ""
    remedy: str = ""
    stopped: bool = False

    def markup(self, *, coming: bool = False) -> Html:
        numbers = Numbers(self.places)
        parts: list[Html] = []
        if self.steps:
            steps = together(*(draw_step(step, numbers) for step in self.steps))
            parts.append(tag("div", steps, "ds-steps"))
        if self.sentences:
            parts.append(draw(self.sentences, numbers))
        if coming and not self.sentences and all(s.milliseconds is not None for s in self.steps):
            parts.append(tag("p", "Thinking…", "ds-thinking"))
        if self.fault:
            words = together(tag("strong", self.fault), " ", self.remedy)
            parts.append(tag("p", words, "ds-fault", role="alert"))
        if self.stopped or coming:
            # While it comes, the note is seen only once the page's script no longer runs.
            parts.append(tag("p", STOPPED, "ds-quiet ds-stopped" + " ds-if-still" * coming))
        parts.append(numbers.list())
        return tag("div", together(*parts), "ds-answer" + " ds-coming" * coming)


def question(text: str) -> Html:
    """What the person asked."""
    long = {"tabindex": "0"} if len(text) > 1_000 else {}
    bubble = tag("div", text, "ds-asked", dir="auto", **long)
    return tag("div", together(tag("span", "You asked", "ds-unseen"), bubble), "ds-question")


def step_of(content: dict[str, object]) -> Step:
    """The step that a tool's turn tells of."""
    given, spent = content.get("given"), content.get("milliseconds")
    return Step(
        str(content.get("title") or content.get("tool") or "A tool"),
        str(content.get("effect") or "read"),
        given if isinstance(given, dict) else None,
        spent if isinstance(spent, int) else 0,
        str(content.get("fault") or ""),
        read_all_said(content.get("said")),
    )


def draw_turns(turns: tuple[Turn, ...], cards: dict[int, Card], places: Places) -> None:
    """Draw all turns in their order, each card where it was proposed or took another's place."""
    named = {turn.content.get("actionId") for turn in turns}
    others = [card for key, card in sorted(cards.items()) if key not in named]
    answer = Answer(places)
    for turn in turns:
        while others and others[0].created_at < turn.created_at:
            answer = _flush(answer)
            draw_card(others.pop(0))
        if turn.role is TurnRole.USER:
            answer = _flush(answer)
            st.html(question(turn.text))
        elif turn.role is TurnRole.TOOL:
            answer.steps.append(step_of(turn.content))
            card = cards.get(turn.content.get("actionId") or 0)
            if card is not None:
                answer = _flush(answer)
                draw_card(card)
        else:
            _add(answer, turn)
            answer = _flush(answer)
            _draw_removed(turn)
    _flush(answer)
    for card in others:
        draw_card(card)


def _flush(answer: Answer) -> Answer:
    if answer.steps or answer.sentences or answer.fault or answer.stopped:
        st.html(answer.markup())
    return Answer(answer.places)


def _add(answer: Answer, turn: Turn) -> None:
    content = turn.content
    answer.sentences = of_said(read_all_said(content.get("said")))
    answer.sentences += sentences_of(read_pieces(content.get("pieces")))
    answer.fault = str(content.get("fault") or "")
    answer.remedy = str(content.get("remedy") or "")
    answer.stopped = bool(content.get("stopped"))


def _draw_removed(turn: Turn) -> None:
    """Tell how many statements were removed; why, and nothing of it before, on a click."""
    reasons = reasons_of(read_pieces(turn.content.get("pieces")))
    if not reasons:
        return
    one = len(reasons) == 1
    words = "1 statement left out: no record supports it" if one else (
        f"{len(reasons)} statements left out: no record supports them"
    )  # fmt: skip
    shown = f"copilot_removed_{turn.id}"
    if st.button(words, key=f"{shown}_button", type="tertiary", icon=":material/filter_alt:"):
        st.session_state[shown] = not st.session_state.get(shown, False)
    if st.session_state.get(shown):
        st.html(
            tag("ul", together(*(tag("li", why) for why in reasons)), "ds-quiet ds-removed-reasons")
        )
