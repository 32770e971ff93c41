"""What in a draft is doubted before a person sends it."""

import pytest

from crm_core.copilot.evidence import check_draft
from tests.copilot.evidence.world import FACTS, TODAY


def doubts(body: str, subject: str = "Your renewal") -> list[tuple[str, str]]:
    found = check_draft(subject, body, FACTS, TODAY)
    return [(str(doubt.kind), doubt.text) for doubt in found]


def test_a_draft_that_says_what_the_records_say_raises_no_doubt() -> None:
    body = (
        "Hi Ada,\n\nThank you for your e-mail. You wrote: “Please call me in December.” "
        "Would you have 20 minutes next week to talk about the offer for 25 seats?\n\n"
        "Best regards,\nGrace Hopper"
    )
    assert [doubt for doubt in doubts(body) if doubt[0] != "claim"] == []


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("We can offer it for 9,000 EUR.", "number", "9,000 EUR"),
        ("The offer ends on 3 March 2027.", "date", "3 March 2027"),
        ("Write to sales@evil.example.com.", "address", "sales@evil.example.com"),
        ("My colleague Xavier will join.", "name", "Xavier"),
        ("You wrote: “We love the price.”", "quote", "“We love the price.”"),
        ("As you promised, we start.", "claim", "As you promised, we start."),
        ("You asked for a discount.", "claim", "You asked for a discount."),
    ],
)
def test_what_no_record_supports_is_doubted(body: str, kind: str, text: str) -> None:
    assert (kind, text) in doubts(body)


def test_the_subject_is_looked_at_too() -> None:
    assert ("number", "30 %") in doubts("Hi Ada,", subject="30 % off")
