"""Days as a zone's clock has them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.days import day_of, last_days

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2026, 3, 2), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
)
def test_a_day_is_as_long_as_its_clock_makes_it(on: date, hours: int) -> None:
    day = day_of(on, BERLIN)
    assert day.ends - day.begins == timedelta(hours=hours)


def test_the_last_days_end_with_today_of_the_zone_and_leave_no_gap() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    days = last_days(late, BERLIN, 3)
    assert [day.on for day in days] == [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
    assert all(a.ends == b.begins for a, b in pairwise(days))
    assert days[-1].begins <= late < days[-1].ends


def test_a_midnight_that_the_clock_skips_leaves_no_gap_either() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    before, changed = day_of(date(2026, 3, 28), beirut), day_of(date(2026, 3, 29), beirut)
    assert before.ends == changed.begins
    assert changed.begins < changed.ends
