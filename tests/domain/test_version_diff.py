"""What changed between two versions, told in words: a table of changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.domain.calendar import SendWindow
from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.setting_words import settings_in_words, window_in_words
from crm_core.domain.version_diff import VersionContent, differences
from crm_core.domain.words import StepType
from tests.domain.builders import a_delay

OFFICE = {"days": {"MON": [["09:00", "17:00"]]}}


def steps(*keys: str, **changed: dict[str, Any]) -> VersionContent:
    """Steps of these keys in this order, each a call of its key's name unless `changed` says."""
    made = []
    for position, key in enumerate(keys):
        given = {"type": StepType.CALL, "delay": a_delay("1 DAYS"), "subject": f"Call {key}"}
        made.append(Step(key=key, position=position, **{**given, **changed.get(key, {})}))
    return VersionContent(tuple(made), SequenceSettings.parse(None))


def settled(**settings: object) -> VersionContent:
    return VersionContent(steps("a").steps, SequenceSettings.parse(settings))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, steps("a"), ["The first version, with 1 step."]),
        (None, steps("a", "b"), ["The first version, with 2 steps."]),
        (steps("a", "b"), steps("a", "b"), []),
        (steps("a"), steps("a", "b"), ["Step 2 added: call “Call b”."]),
        (steps("a", "b", "c"), steps("a", "c"), ["Step 2 removed: call “Call b”."]),
        (steps("a", "b", "c"), steps("c", "a", "b"), ["Step 3 moved to 1: call “Call c”."]),
        (steps("a", "b"), steps("x", "a", "b"), ["Step 1 added: call “Call x”."]),
        (
            steps("a", "b"),
            steps("b", "x"),
            ["Step 1 removed: call “Call a”.", "Step 2 added: call “Call x”."],
        ),
        (
            steps("a"),
            steps("a", a={"delay": a_delay("3 BUSINESS_DAYS"), "subject": "Ring"}),
            ["Step 1 changed: wait from 1 day to 3 business days, subject."],
        ),
        (
            steps("a", a={"type": StepType.EMAIL_MANUAL, "body": "Hi"}),
            steps("a", a={"type": StepType.EMAIL_AUTO, "body": "Ho", "instructions": "?"}),
            ["Step 1 changed: from e-mail by hand to automatic e-mail, message, instructions."],
        ),
        (settled(exclusive=False), settled(exclusive=True),
         ["Exclusive: from “Beside other sequences” to “In no other sequence meanwhile”."]),
        (settled(minGapHours=1), settled(minGapHours=48),
         ["Minimum gap: from “1 hour between e-mails” to “48 hours between e-mails”."]),
        (settled(sendWindow="ALWAYS"), settled(sendWindow=OFFICE),
         ["Send window: from “At all hours” to “Mon 09:00–17:00, the recipient’s time”."]),
        (settled(), settled(tracking={"opens": True, "clicks": True}, holidayCountries=["US"]),
         ["Holidays: from “None are kept” to “US”.",
          "Tracking: from “Off” to “Opens and clicks”."]),
        (settled(), settled(reentry="ANY", stopCompanyOnReply=True),
         ["Re-entry: from “Each person once” to “At any time; the running enrollment ends”.",
          "On a reply: from “The person stops” to “Everyone of the person’s company stops”."]),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(
    before: VersionContent | None, after: VersionContent, words: list[str]
) -> None:
    assert list(differences(before, after)) == words


def test_a_long_text_is_cut_and_a_step_without_text_is_named_by_its_kind() -> None:
    long = {"subject": "Ask about the\n  roadmap " + "x" * 100}
    bare = {"type": StepType.TASK, "subject": ""}

    added = differences(steps("a"), steps("a", "b", "c", b=long, c=bare))

    assert added[0].startswith("Step 2 added: call “Ask about the roadmap xxx")
    assert added[0].endswith("x…”.")
    assert len(added[0]) < 100
    assert added[1] == "Step 3 added: task."


@given(st.permutations("abcdef"))
def test_any_new_order_is_explained_by_the_fewest_moves(order: list[str]) -> None:
    moved = differences(steps(*"abcdef"), steps(*order))
    gone = {f"Call {key}" for key in "abcdef" if any(f"“Call {key}”" in line for line in moved)}
    still = [key for key in order if f"Call {key}" not in gone]

    assert all(" moved to " in line for line in moved)
    assert still == sorted(still)
    assert (not moved) == (order == list("abcdef"))


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (None, "Mon–Fri 09:00–17:00, the recipient’s time"),
        ("ALWAYS", "At all hours"),
        (
            {"timezone": "Europe/Rome", "days": {
                "MON": [["09:00", "12:30"], ["13:30", "17:00"]],
                "TUE": [["09:00", "12:30"], ["13:30", "17:00"]],
                "THU": [["09:00", "12:30"], ["13:30", "17:00"]],
                "SAT": [["22:00", "02:00"]], "SUN": [["00:00", "24:00"]]}},
            ("Mon–Tue 09:00–12:30, 13:30–17:00; Thu 09:00–12:30, 13:30–17:00; Sat 22:00–02:00; "
            "Sun 00:00–24:00, Europe/Rome"),
        ),
    ],
)  # fmt: skip
def test_a_send_window_is_read_as_days_of_equal_hours(window: object, words: str) -> None:
    assert window_in_words(SendWindow.parse(window)) == words


def test_each_setting_is_told() -> None:
    told = settings_in_words(SequenceSettings.parse({"tracking": {"clicks": True}}))
    assert told["Tracking"] == "Clicks"
    assert list(told) == [
        "Send window", "Holidays", "Re-entry", "Exclusive", "Minimum gap", "Tracking", "On a reply",
        "Sent from",
    ]  # fmt: skip
