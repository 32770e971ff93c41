"""Statements about a known workspace: nothing wrong passes, most of what is true does."""

from dataclasses import replace
from datetime import date

import pytest

from crm_core.copilot.evidence import Checker, Piece, Verdict
from crm_core.copilot.facts import Fact, Record, RecordKind
from tests.copilot.evidence import developed, held_out, tool_world
from tests.copilot.evidence.world import FACTS, TODAY

ASKED = "What about the Acme renewal?"


def judged(text: str, asked: str = ASKED) -> list[Piece]:
    checker = Checker(FACTS, asked, TODAY)
    pieces = [*checker.feed(text), *checker.end()]
    return [piece for piece in pieces if piece.verdict is not Verdict.PENDING]


def is_shown(text: str) -> bool:
    pieces = judged(text)
    return bool(pieces) and all(piece.verdict is not Verdict.REMOVED for piece in pieces)


@pytest.mark.parametrize("statement", developed.WRONG)
def test_nothing_wrong_is_shown(statement: str) -> None:
    assert [piece.text for piece in judged(statement) if piece.verdict is not Verdict.REMOVED] == []


@pytest.mark.parametrize("statement", held_out.WRONG)
def test_nothing_wrong_is_shown_of_what_the_checker_was_not_made_with(statement: str) -> None:
    assert [piece.text for piece in judged(statement) if piece.verdict is not Verdict.REMOVED] == []


@pytest.mark.parametrize("statement", developed.WRONG + held_out.WRONG)
def test_what_is_removed_says_why(statement: str) -> None:
    reasons = [piece.reason for piece in judged(statement) if piece.verdict is Verdict.REMOVED]
    assert reasons
    assert all(reasons)


@pytest.mark.parametrize(("table", "part"), [(developed.TRUE, 0.95), (held_out.TRUE, 0.85)])
def test_most_of_what_is_true_is_shown(table: tuple[str, ...], part: float) -> None:
    removed = [statement for statement in table if not is_shown(statement)]
    assert len(removed) <= len(table) * (1 - part), removed


def of_tools(text: str) -> list[Piece]:
    checker = Checker(tool_world.FACTS, "Summarise Engines", tool_world.TODAY)
    pieces = [*checker.feed(text), *checker.end()]
    return [piece for piece in pieces if piece.verdict is not Verdict.PENDING]


@pytest.mark.parametrize("statement", tool_world.WRONG)
def test_nothing_wrong_is_shown_about_facts_as_tools_give_them(statement: str) -> None:
    pieces = of_tools(statement)
    assert [piece.text for piece in pieces if piece.verdict is not Verdict.REMOVED] == []


def test_most_of_what_is_true_is_shown_about_facts_as_tools_give_them() -> None:
    removed = [
        statement
        for statement in tool_world.TRUE
        if any(piece.verdict is Verdict.REMOVED for piece in of_tools(statement))
    ]
    assert len(removed) <= 2, removed


SHOWN, GONE = True, False


@pytest.mark.parametrize(
    ("asked", "answer", "shown"),
    [
        (
            "Did Bob reply?",
            "Bob Noble opted out on 21 November. He replied on 20 November.",
            [SHOWN, GONE],
        ),
        (
            "Did Bob reply?",
            "Bob Noble opted out. His e-mail was negative. He is the CTO.",
            [SHOWN, SHOWN, SHOWN],
        ),
        (
            "",
            "## Globex expansion\n- Amount: 12,000 EUR\n- Amount: 40,500 USD\n- Contact: Ada King",
            [SHOWN, GONE, SHOWN, GONE],
        ),
        (
            "",
            "**Globex expansion:** $40,500, Negotiation\n**Acme renewal:** 12,000 EUR, Won",
            [SHOWN, GONE],
        ),
        (
            "",
            "| Acme renewal | 40,500 USD | Proposal |\n|---|---|---|\n| Acme renewal | Proposal |",
            [GONE, SHOWN],
        ),
        ("Tell me about Globex", "She has not opted out.", [GONE]),
        ("", "It is worth 12,000 EUR.", [GONE]),
        ("", "It is worth 12,000 EUR [f1].", [SHOWN]),
        ("Acme", "You have not opted out.", [GONE]),
        ("Acme", "Her company is Globex Inc.", [GONE]),
        ("Acme", "Ada King has been the contact since 3 November.", [GONE]),
        ("Acme", "Ask Bob, the CTO, for a call. Ask Ada, the CTO, for a call.", [SHOWN, GONE]),
    ],
)
def test_an_answer_is_judged_in_its_order(asked: str, answer: str, shown: list[bool]) -> None:
    verdicts = [piece.verdict for piece in judged(answer, asked)]
    assert [verdict is not Verdict.REMOVED for verdict in verdicts] == shown


def test_a_fact_carries_what_proves_it_clause_by_clause() -> None:
    (piece,) = judged("The deal is in Proposal, with an amount of 12,000 EUR [f1].")

    assert piece.verdict is Verdict.FACT
    assert [(fact.record.label, fact.field) for fact in piece.sources] == [
        ("Acme renewal", "stage"),
        ("Acme renewal", "amount"),
    ]
    assert piece.text == "The deal is in Proposal, with an amount of 12,000 EUR."
    assert [segment.text for segment in piece.segments] == [
        "The deal is in Proposal, ",
        "with an amount of 12,000 EUR.",
    ]


def test_a_key_that_is_wrong_changes_nothing() -> None:
    (piece,) = judged("The Acme renewal is worth 12,000 EUR [f44].")

    assert [fact.field for fact in piece.sources] == ["amount"]
    assert judged("The Acme renewal is worth 13,000 EUR [f1].")[0].verdict is Verdict.REMOVED


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("The Acme renewal is worth 40,000 EUR.", "no record says 40,000 EUR"),
        ("The Acme renewal is in Negotiation.", "the records say Proposal, not Negotiation"),
        ("Ada King signed it.", "these words are in no record: signed"),
        ('Ada wrote: "Call me never."', "nobody wrote these words"),
        ("Ada King opted out.", "no single record says all of this"),
    ],
)
def test_the_reason_names_what_is_not_so(statement: str, reason: str) -> None:
    assert judged(statement)[0].reason == reason


def test_it_means_the_record_that_was_named_last() -> None:
    right, wrong = "It is worth 40,500 USD.", "It is worth 12,000 EUR."
    named = "The Globex expansion is in Negotiation."

    assert [piece.verdict for piece in judged(f"{named} {right}")] == [Verdict.FACT] * 2
    assert judged(f"{named} {wrong}")[1].verdict is Verdict.REMOVED


def test_after_a_removed_sentence_it_means_nothing() -> None:
    pieces = judged("The Globex expansion was lost. It is worth 12,000 EUR.")

    assert [piece.verdict for piece in pieces] == [Verdict.REMOVED] * 2


def test_a_state_that_was_learnt_later_replaces_the_earlier_one() -> None:
    stage = next(fact for fact in FACTS if fact.field == "stage")
    checker = Checker(FACTS, ASKED, TODAY)
    checker.learn([replace(stage, text="Negotiation", key="f900")])

    was = checker.feed("The Acme renewal is in Proposal.\n")[0]
    now = checker.feed("The Acme renewal is in Negotiation.\n")[0]
    assert (was.verdict, now.verdict) == (Verdict.REMOVED, Verdict.FACT)


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("Ada King's e-mail was positive.", GONE),
        ("Ada King's e-mail of 20 November was positive.", SHOWN),
        ("Ada King's e-mail of 1 October was positive.", GONE),
        ("Ada King's latest e-mail was positive.", SHOWN),
        ("Ada King's latest e-mail was neutral.", GONE),
    ],
)
def test_of_two_that_differ_a_day_or_latest_tells_which(statement: str, shown: bool) -> None:
    older = Record(RecordKind.ACTIVITY, 70, "E-mail from Ada King")
    checker = Checker(FACTS, ASKED, TODAY)
    checker.learn([Fact(older, "sentiment", "Neutral", date(2026, 10, 1), key="f901")])

    piece = checker.feed(f"{statement}\n")[0]
    assert (piece.verdict is not Verdict.REMOVED) == shown


@pytest.mark.parametrize("answer", ["Yes.", "No.", "Right.", "She did.", "Ada King.", "Not yet."])
def test_a_short_answer_is_a_claim(answer: str) -> None:
    assert judged(answer, "Did Ada King sign the contract?")[-1].verdict is Verdict.REMOVED


def test_the_words_of_the_question_are_no_ground_for_an_answer() -> None:
    asked = "Is it true that Ada King signed for 99,000 EUR?"

    assert judged("Ada King signed for 99,000 EUR.", asked)[0].verdict is Verdict.REMOVED
    assert judged("## Ada King signed", asked)[0].verdict is Verdict.REMOVED
    assert judged("Would you like to sign for 99,000 EUR?", asked)[0].verdict is Verdict.REMOVED
