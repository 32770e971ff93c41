"""How times, counts and texts are written on every screen."""

from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.words import DeliveryStatus, MailboxStatus, SequenceStatus
from pages._runner_health.history import in_words
from pages._ui.badges import badge, word
from pages._ui.html import Html, safe, tag, together
from pages._ui.times import exact, relative
from pages._ui.words import amount, counted
from tests.clocks import MONDAY_TEN


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(milliseconds=900), "just now"),
        (timedelta(seconds=1), "1 s ago"),
        (timedelta(seconds=59.9), "59 s ago"),
        (timedelta(minutes=3, seconds=20), "3 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
        (timedelta(minutes=-5), "in 5 min"),
        (timedelta(days=-2), "in 2 days"),
    ],
)
def test_a_time_is_told_by_its_distance(before: timedelta, words: str) -> None:
    assert relative(MONDAY_TEN - before, MONDAY_TEN) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "2 Mar 2026, 10:00:00 (UTC)"),
        ("Asia/Kolkata", "2 Mar 2026, 15:30:00 (Asia/Kolkata)"),
        ("Pacific/Kiritimati", "3 Mar 2026, 00:00:00 (Pacific/Kiritimati)"),
    ],
)
def test_an_exact_time_names_its_zone(zone: str, words: str) -> None:
    assert exact(MONDAY_TEN, ZoneInfo(zone)) == words


def test_a_count_agrees_with_its_noun() -> None:
    assert counted(0, "live enrollment") == "0 live enrollments"
    assert counted(1, "live enrollment") == "1 live enrollment"
    assert counted(1200, "delivery", many="deliveries") == "1,200 deliveries"
    assert counted(100, "held enrollment", cut_at=100) == "100+ held enrollments"
    assert amount(99, 100) == "99"


def test_what_a_tick_did_is_told_without_zeros() -> None:
    assert in_words({"processed": 3, "tasksCreated": 1, "sent": 0}) == "3 processed, 1 task created"
    assert in_words({"tasks_created": 2}) == "2 tasks created"
    assert in_words({}) == "nothing"


def test_only_markup_of_our_own_is_markup() -> None:
    assert safe("<b>") == "&lt;b&gt;"
    assert safe(Html("<b>")) == "<b>"
    assert tag("p", "a & b", title='say "hi"') == '<p title="say &quot;hi&quot;">a &amp; b</p>'
    assert together(tag("i", "1"), "<", 2) == "<i>1</i>&lt;2"


@pytest.mark.parametrize("vocabulary", [SequenceStatus, DeliveryStatus, MailboxStatus])
def test_every_status_has_a_badge_of_its_own_word(vocabulary: type[StrEnum]) -> None:
    assert len({word(status) for status in vocabulary}) == len(vocabulary)
    assert all(word(status) in badge(status) for status in vocabulary)


def test_a_paused_mailbox_is_worse_than_a_paused_sequence() -> None:
    assert "ds-red" in badge(MailboxStatus.PAUSED)
    assert "ds-orange" in badge(SequenceStatus.PAUSED)
