"""Whatever is changed in a true sentence, and whatever text comes, by hypothesis."""

import re
import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crm_core.copilot.evidence import Checker, Verdict, check_draft
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.tokens import read_tokens
from tests.copilot.evidence.developed import TRUE
from tests.copilot.evidence.test_tables import ASKED, judged
from tests.copilot.evidence.world import FACTS, TODAY

PROVEN = tuple(
    statement
    for statement in TRUE
    if [piece.verdict for piece in judged(statement)] == [Verdict.FACT]
    and not any(word in statement for word in ("about", "roughly"))
)
WITH_DIGITS = tuple(text for text in PROVEN if any(letter.isdigit() for letter in text))
NAMES = ("Ada King", "Bob Noble", "Grace Hopper", "Linus Berg", "Carl Vogel")
STAGES = ("Proposal", "Negotiation", "Won")
DEALS = ("Acme renewal", "Globex expansion", "Initech pilot")
THIRD = 3
"""Of the thousands of ways to change a name every third is tried; all of them take a minute."""
AUXILIARIES = (" is ", " has ", " was ")


def bare(text: str) -> str:
    """Without the keys, whose digits are hints only."""
    return text.split(" [f")[0]


def is_proven(text: str) -> bool:
    return any(piece.verdict is Verdict.FACT for piece in judged(text))


def test_enough_statements_are_proven_to_change_them() -> None:
    assert len(PROVEN) > 120
    assert len(WITH_DIGITS) > 60


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WITH_DIGITS), st.integers(0, 30), st.integers(1, 9))
def test_no_changed_digit_is_proven(statement: str, which: int, by: int) -> None:
    text = bare(statement)
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    assume(places)
    at = places[which % len(places)]
    changed = f"{text[:at]}{(int(text[at]) + by) % 10}{text[at + 1 :]}"
    assert not is_proven(changed), changed


def swapped(words: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [
        (text, re.sub(rf"\b{part}\b", other, text, flags=re.IGNORECASE))
        for text in map(bare, PROVEN)
        for word in words
        for part in (word, *(word.split() if words is NAMES else ()))
        if part.casefold() in text.casefold()
        for another in words
        if another != word
        for other in (another, *(another.split() if words is NAMES else ()))
    ]
    return [(text, changed) for text, changed in pairs if changed != text]


@pytest.mark.parametrize("words", [NAMES, STAGES, DEALS], ids=["names", "stages", "deals"])
def test_no_changed_name_or_stage_is_proven(words: tuple[str, ...]) -> None:
    pairs = swapped(words)[:: THIRD if words is NAMES else 1]
    assert len(pairs) > 30
    assert [changed for _, changed in pairs if is_proven(changed)] == []


def test_no_sentence_is_proven_with_its_opposite() -> None:
    turned = [
        text.replace(verb, f"{verb}not ", 1)
        for text in map(bare, PROVEN)
        for verb in AUXILIARIES
        if verb in text
    ]
    assert len(turned) > 60
    assert [text for text in turned if is_proven(text)] == []


def holds_a_word_of_the_records(text: str) -> bool:
    known = Known(TODAY)
    known.learn(FACTS)
    return any(known.word(token.norm) for token in read_tokens(text, TODAY))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
@example("ANSWER")
@example("Positive")
def test_any_text_is_judged_and_none_is_proven_without_a_word_of_the_records(text: str) -> None:
    assert not is_proven(text) or holds_a_word_of_the_records(text)
    check_draft(text, text, FACTS, TODAY)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from((*TRUE[:60], "\n", " ", "**", "“", "[f1]", "12", ".")), max_size=8),
    st.lists(st.integers(1, 40), min_size=1, max_size=30),
)
def test_however_the_stream_is_cut_the_verdicts_are_the_same(
    parts: list[str], sizes: list[int]
) -> None:
    text = " ".join(parts)
    checker = Checker(FACTS, ASKED, TODAY)
    pieces = []
    at = turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        pieces += checker.feed(text[at : at + size])
        at, turn = at + size, turn + 1
    pieces += checker.end()
    finished = [piece for piece in pieces if piece.verdict is not Verdict.PENDING]
    assert finished == judged(text)


HOSTILE = [
    "won ",
    "won. ",
    "The Acme renewal is worth 12,000 EUR. ",
    "Acme renewal and Globex expansion, ",
    '"',
    "“. ",
    "[",
    "[f1",
    "[f1] ",
    "1,",
    "1 ",
    "one ",
    "((((",
    "**",
    "`",
    "<a ",
    "&amp;",
    "a@",
    "a.",
    "http://",
    "+49 ",
    "in ",
    "three days ",
    "\u200b",
    "\u0301",
    "- \n",
    "# ",
    "|",
    "'",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(part: str) -> None:
    text = part * (1_000_000 // len(part))
    began = time.perf_counter()
    checker = Checker(FACTS, ASKED, TODAY)
    for at in range(0, len(text), 50):
        checker.feed(text[at : at + 50])
    checker.end()
    assert time.perf_counter() - began < 2
