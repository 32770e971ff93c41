"""Until when a task is put off, by the clock of whoever puts it off."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.snoozing import Snooze, morning_of, snoozed_until

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY_NIGHT = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
"""Monday, half past midnight in Berlin, where summer time has just begun."""


@pytest.mark.parametrize(
    ("choice", "zone", "until"),
    [
        (Snooze.HOUR, BERLIN, datetime(2026, 3, 29, 23, 30, tzinfo=UTC)),
        (Snooze.TOMORROW, BERLIN, datetime(2026, 3, 31, 7, 0, tzinfo=UTC)),
        (Snooze.NEXT_WEEK, BERLIN, datetime(2026, 4, 6, 7, 0, tzinfo=UTC)),
        (Snooze.TOMORROW, ZoneInfo("UTC"), datetime(2026, 3, 30, 9, 0, tzinfo=UTC)),
        (Snooze.NEXT_WEEK, ZoneInfo("UTC"), datetime(2026, 3, 30, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_choice_is_an_instant_of_the_zones_own_day(
    choice: Snooze, zone: ZoneInfo, until: datetime
) -> None:
    assert snoozed_until(choice, SUNDAY_NIGHT, zone) == until


def test_the_morning_of_a_day_is_nine_o_clock_there() -> None:
    assert morning_of(date(2026, 1, 5), BERLIN) == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
