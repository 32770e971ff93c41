"""An answer as it comes: what is shown before a sentence is finished, and how it is drawn."""

import pytest

from crm_core.copilot.evidence import Checker, Piece, Structure, Verdict
from tests.copilot.evidence.test_tables import ASKED, judged
from tests.copilot.evidence.world import ADA, FACTS, TODAY


@pytest.fixture
def checker() -> Checker:
    return Checker(FACTS, ASKED, TODAY)


def test_the_first_token_shows_something_at_once(checker: Checker) -> None:
    (piece,) = checker.feed("The")

    assert piece.verdict is Verdict.PENDING
    assert piece.text == "▒"
    assert checker.feed(" deal")[0].text == "The ▒"


def test_neutral_words_are_read_before_the_sentence_ends_and_content_is_masked(
    checker: Checker,
) -> None:
    (piece,) = checker.feed("Here is what I found about the insolvent Acme renewal worth 99,000 ")

    assert piece.verdict is Verdict.PENDING
    assert piece.text == "Here is what I found about the ▒▒▒▒▒▒▒▒ ▒▒▒▒ ▒▒▒▒▒▒▒ ▒▒▒▒▒ ▒▒▒▒▒▒"


def test_nothing_unproven_is_shown_at_any_moment(checker: Checker) -> None:
    shown = ""
    for letter in "Hello! The Acme renewal is lost. Ada King signed on 3 May for 99,000 EUR.":
        shown += "".join(piece.text for piece in checker.feed(letter))
    shown += "".join(piece.text for piece in checker.end())

    for word in ("lost", "signed", "Ada", "May", "99", "EUR"):
        assert word not in shown


def test_the_judged_piece_takes_the_place_of_the_pending_one(checker: Checker) -> None:
    pending = checker.feed("The Acme renewal is worth 12,000 EUR")
    finished = checker.feed(". Next")

    assert pending[0].index == finished[0].index == 0
    assert finished[0].verdict is Verdict.FACT
    assert (finished[1].index, finished[1].verdict) == (1, Verdict.PENDING)


def test_a_key_after_the_full_stop_is_awaited_and_not_shown(checker: Checker) -> None:
    pieces = checker.feed("It is worth 12,000 EUR. [")
    pieces += checker.feed("f1] Hello! ")
    pieces += checker.end()

    texts = [piece.text for piece in pieces if piece.verdict is not Verdict.PENDING]
    assert texts == ["It is worth 12,000 EUR.", "Hello!"]


def test_what_is_learnt_while_it_runs_counts_from_then_on() -> None:
    checker = Checker([], ASKED, TODAY)
    before = checker.feed("The Acme renewal is worth 12,000 EUR.\n")
    checker.learn(FACTS)
    after = checker.feed("The Acme renewal is worth 12,000 EUR.\n")

    assert before[0].verdict is Verdict.REMOVED
    assert after[0].verdict is Verdict.FACT


def test_it_means_what_the_page_is_about() -> None:
    checker = Checker(FACTS, "What next?", TODAY, about=(ADA,))

    assert checker.feed("She has not opted out.\n")[0].verdict is Verdict.FACT


def test_headings_items_and_bold_come_taken_apart() -> None:
    text = "## Acme renewal\n\n- **Stage:** Proposal\n- Amount: 12,000 EUR. Owner: Grace Hopper."
    heading, stage, amount, owner = judged(text)

    assert (heading.structure, heading.level, heading.text) == (
        Structure.HEADING,
        2,
        "Acme renewal",
    )
    assert stage.structure is Structure.ITEM
    assert [(part.text, part.is_bold) for part in stage.segments] == [
        ("Stage:", True),
        (" Proposal", False),
    ]
    assert (amount.begins, owner.begins) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "The Acme renewal is worth [12,000 EUR](https://evil.example/x?q=1).",
        "The Acme renewal is worth ![12,000](https://evil.example/x.png) EUR.",
        "The Acme renewal is <img src=https://evil.example> worth 12,000 EUR.",
        "The Acme renewal is worth **12,000 EUR**.",
        "`The Acme renewal` is worth &#49;2,000 EUR.",
        "The Acme\u200b renewal is worth 1\u20602,000\u202e EUR.",
    ],
)
def test_no_markup_no_link_and_nothing_invisible_comes_out(text: str) -> None:
    (piece,) = judged(text)

    assert piece.verdict is Verdict.FACT
    assert piece.text.split() == ["The", "Acme", "renewal", "is", "worth", "12,000", "EUR."]


def test_an_answer_without_end_is_cut_once(checker: Checker) -> None:
    pieces: list[Piece] = []
    for _ in range(100):
        pieces += checker.feed("word " * 2_000)
    pieces += checker.end()

    removed = [piece for piece in pieces if piece.verdict is Verdict.REMOVED]
    assert 0 < len(removed) < 3
    assert "too long" in removed[-1].reason


def test_abbreviations_decimals_and_addresses_end_no_sentence() -> None:
    text = (
        "The bounce rate of Winter outreach is 2.5 %. You can reach Ada at ada@acme.example.com. "
        "Bob Noble of Globex Inc. is the contact. Ada wrote: “Please call me in December. We need "
        "an offer for 25 seats.” Ada King replied on 20. November."
    )
    assert [piece.text for piece in judged(text)][:2] == [
        "The bounce rate of Winter outreach is 2.5 %.",
        "You can reach Ada at ada@acme.example.com.",
    ]
    assert len(judged(text)) == 5
