"""Instants as people say them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.moments import moment_words, with_moments

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        ("2026-03-02T23:15+00:00", UTC_ZONE, "today at 23:15"),
        ("2026-03-02T23:15+00:00", BERLIN, "tomorrow at 00:15"),
        ("2026-03-01T08:00+00:00", UTC_ZONE, "yesterday at 08:00"),
        ("2026-03-09T08:00+00:00", BERLIN, "Monday 9 March at 09:00"),
        ("2027-03-09T08:00+00:00", BERLIN, "Tuesday 9 March 2027 at 09:00"),
    ],
)
def test_an_instant_is_said_by_the_zones_days(at: str, zone: ZoneInfo, words: str) -> None:
    assert moment_words(datetime.fromisoformat(at), zone, NOW) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Closed at 2026-03-02T23:15:00+00:00.", "Closed tomorrow at 00:15."),
        ("Written to at 2026-02-27T12:00:00.123456+00:00; wait.",
         "Written to on Friday 27 February at 13:00; wait."),
        ("Open since 2026-02-27T12:00:00Z.", "Open since Friday 27 February at 13:00."),
        ("451 4.7.1 at 2026-99-99T99:99:99Z", "451 4.7.1 at 2026-99-99T99:99:99Z"),
        ("Nothing 2026-03-02 here", "Nothing 2026-03-02 here"),
    ],
)  # fmt: skip
def test_instants_within_a_sentence_are_said_and_all_else_stays(text: str, said: str) -> None:
    assert with_moments(text, BERLIN, NOW) == said
