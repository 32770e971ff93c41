"""Delays, send windows, holidays, business days and zones: the tables, and the properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_core.domain.calendar import (
    ALWAYS_WINDOW,
    DEFAULT_WINDOW,
    WEEKDAYS,
    Calendar,
    Delay,
    DelayUnit,
    NeverOpens,
    SendWindow,
    choose_zone,
)
from crm_core.errors import InvalidInput

NEW_YORK = "America/New_York"  # 2026: 02:00 -> 03:00 on 8 March, 02:00 -> 01:00 on 1 November
ROME = "Europe/Rome"  # 2026: 02:00 -> 03:00 on 29 March, 03:00 -> 02:00 on 25 October
LORD_HOWE = "Australia/Lord_Howe"  # 2026: 02:00 -> 01:30 on 5 April, 02:00 -> 02:30 on 4 October
CASABLANCA = "Africa/Casablanca"  # 2026: 03:00 -> 02:00 on 15 February, 02:00 -> 03:00 on 22 March
KATHMANDU = "Asia/Kathmandu"  # +05:45 all year
BEIRUT = "Asia/Beirut"  # 2026: 00:00 -> 01:00 on 29 March, 00:00 -> 23:00 on 25 October
APIA = "Pacific/Apia"  # had no 30 December 2011


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(zone: str, window: object = None, holidays: str = "") -> Calendar:
    """`window` as in the settings, or a block for every day of the week: `"09:00-17:00"`."""
    if isinstance(window, str) and window != "ALWAYS":
        blocks = [block.split("-") for block in window.split()]
        window = {"days": dict.fromkeys(WEEKDAYS, blocks)}
    dates = frozenset(date.fromisoformat(day) for day in holidays.split())
    return Calendar(ZoneInfo(zone), SendWindow.parse(window), dates)


def open_spans(cal: Calendar, start: str, end: str) -> list[str]:
    """The open spans between two UTC instants, found by asking every minute."""
    at, stop = utc(start), utc(end)
    minutes = [at + timedelta(minutes=n) for n in range((stop - at) // timedelta(minutes=1))]
    spans: list[list[datetime]] = []
    for minute in minutes:
        if not cal.is_open(minute):
            continue
        if spans and spans[-1][1] == minute:
            spans[-1][1] = minute + timedelta(minutes=1)
        else:
            spans.append([minute, minute + timedelta(minutes=1)])
    return [f"{opens:%d %H:%M}-{closes:%d %H:%M}" for opens, closes in spans]


@pytest.mark.parametrize(
    "settings",
    [
        "ALWAYS",
        {"days": {"MON": [["09:00", "17:00"]]}},
        {"timezone": "Europe/Rome", "days": {"MON": [["09:00", "12:00"], ["13:00", "17:00"]]}},
        {"days": {"FRI": [["22:00", "02:00"]], "SUN": [["00:00", "24:00"]]}},
        {"days": {"SAT": [["00:00", "12:00"], ["12:00", "06:00"]]}},
    ],
)
def test_a_window_survives_the_round_trip_through_json(settings: object) -> None:
    window = SendWindow.parse(settings)
    assert window.to_json() == settings
    assert SendWindow.parse(window.to_json()) == window


def test_without_settings_the_window_is_office_hours_in_the_recipients_zone() -> None:
    assert SendWindow.parse(None) == DEFAULT_WINDOW
    assert DEFAULT_WINDOW.to_json() == {
        "days": {day: [["09:00", "17:00"]] for day in ("MON", "TUE", "WED", "THU", "FRI")}
    }


def test_weekdays_may_be_lower_case_and_blocks_in_any_order() -> None:
    given = {"timezone": None, "days": {"tue": (("13:00", "17:00"), ("09:00", "12:00"))}}
    window = SendWindow.parse(given)
    assert window.to_json() == {"days": {"TUE": [["09:00", "12:00"], ["13:00", "17:00"]]}}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ("SOMETIMES", ""),
        (7, ""),
        ([], ""),
        ({}, ".days"),
        ({"days": {}}, ".days"),
        ({"days": []}, ".days"),
        ({"days": None}, ".days"),
        ({"timezone": "UTC"}, ".days"),
        ({"days": {"MON": []}}, ".days"),
        ({"days": {"MON": [["09:00", "17:00"]]}, "zone": "UTC"}, ".zone"),
        ({"days": {"MO": [["09:00", "17:00"]]}}, ".days.MO"),
        ({"days": {"MON": [["09:00", "17:00"]], "HOLIDAY": []}}, ".days.HOLIDAY"),
        ({"days": {1: [["09:00", "17:00"]]}}, ".days.1"),
        ({"days": {"MON": [["09:00", "17:00"]], "mon": []}}, ".days.mon"),
        ({"days": {"MON": "09:00-17:00"}}, ".days.MON"),
        ({"days": {"MON": None}}, ".days.MON"),
        ({"days": {"MON": ["09:00", "17:00"]}}, ".days.MON[0]"),
        ({"days": {"MON": [["09:00"]]}}, ".days.MON[0]"),
        ({"days": {"MON": [["09:00", "10:00", "11:00"]]}}, ".days.MON[0]"),
        ({"days": {"TUE": [["09:00", "17.00"]]}}, ".days.TUE[0][1]"),
        ({"days": {"tue": [["09:00", "17:60"]]}}, ".days.TUE[0][1]"),
        ({"days": {"TUE": [["9:00", "17:00"]]}}, ".days.TUE[0][0]"),
        ({"days": {"TUE": [["09:00\n", "17:00"]]}}, ".days.TUE[0][0]"),
        ({"days": {"TUE": [["٠٩:٠٠", "17:00"]]}}, ".days.TUE[0][0]"),
        ({"days": {"TUE": [[9, 17]]}}, ".days.TUE[0][0]"),
        ({"days": {"TUE": [["09:00", None]]}}, ".days.TUE[0][1]"),
        ({"days": {"TUE": [["24:00", "06:00"]]}}, ".days.TUE[0][0]"),
        ({"days": {"TUE": [["22:00", "24:01"]]}}, ".days.TUE[0][1]"),
        ({"days": {"TUE": [["08:00", "09:00"], ["17:00", "17:00"]]}}, ".days.TUE[1][1]"),
        ({"days": {"TUE": [["00:00", "00:00"]]}}, ".days.TUE[0][1]"),
        ({"days": {"WED": [["09:00", "12:00"], ["11:59", "17:00"]]}}, ".days.WED[1]"),
        ({"days": {"WED": [["13:00", "17:00"], ["09:00", "14:00"]]}}, ".days.WED[0]"),
        ({"days": {"WED": [["09:00", "12:00"], ["09:00", "12:00"]]}}, ".days.WED[1]"),
        ({"days": {"WED": [["20:00", "04:00"], ["23:00", "23:30"]]}}, ".days.WED[1]"),
        ({"timezone": "Mars", "days": {"MON": [["09:00", "17:00"]]}}, ".timezone"),
        ({"timezone": "", "days": {"MON": [["09:00", "17:00"]]}}, ".timezone"),
        ({"timezone": 1, "days": {"MON": [["09:00", "17:00"]]}}, ".timezone"),
    ],
)
def test_an_invalid_window_is_refused_with_the_path_of_what_is_wrong(
    settings: object, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        SendWindow.parse(settings, "settings.sendWindow")
    assert refusal.value.field == f"settings.sendWindow{field}"


def test_a_block_is_open_from_its_start_until_just_before_its_end() -> None:
    cal = calendar("UTC", "09:00-17:00")
    assert cal.is_open(utc("2026-03-02 09:00"))
    assert cal.is_open(utc("2026-03-02 16:59:59.999999"))
    assert not cal.is_open(utc("2026-03-02 17:00"))
    assert not cal.is_open(utc("2026-03-02 08:59:59.999999"))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-02 09:00", "2026-03-02 14:00"),  # Monday 04:00 in New York
        ("2026-03-02 14:00", "2026-03-02 14:00"),
        ("2026-03-02 15:12:13.5", "2026-03-02 15:12:13.5"),
        ("2026-03-02 22:00", "2026-03-03 14:00"),
        ("2026-03-06 22:00", "2026-03-09 13:00"),  # over a weekend in which the clock changes
    ],
)
def test_the_next_opening_is_now_or_the_next_block(at: str, opens: str) -> None:
    assert calendar(NEW_YORK).next_open(utc(at)) == utc(opens)


def test_any_aware_instant_is_taken_and_utc_is_given() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo(ROME))
    opens = calendar(ROME).next_open(noon)
    assert (opens, opens.tzinfo) == (noon, UTC)
    with pytest.raises(ValueError, match="aware"):
        calendar(ROME).next_open(noon.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("zone", "window", "start", "end", "spans"),
    [
        # Spring: the clock jumps over the hours.
        (NEW_YORK, "01:00-04:00", "2026-03-08 05:00", "2026-03-09 04:00", ["08 06:00-08 08:00"]),
        (NEW_YORK, "02:30-04:00", "2026-03-08 05:00", "2026-03-09 04:00", ["08 07:00-08 08:00"]),
        (NEW_YORK, "01:00-02:30", "2026-03-08 05:00", "2026-03-09 04:00", ["08 06:00-08 07:00"]),
        (NEW_YORK, "02:00-03:00", "2026-03-08 05:00", "2026-03-09 04:00", []),
        (NEW_YORK, "02:15-02:45", "2026-03-08 05:00", "2026-03-09 04:00", []),
        (ROME, "02:30-03:30", "2026-03-28 23:00", "2026-03-29 22:00", ["29 01:00-29 01:30"]),
        (LORD_HOWE, "01:45-02:45", "2026-10-03 13:30", "2026-10-04 13:00", ["03 15:15-03 15:45"]),
        (LORD_HOWE, "02:10-02:20", "2026-10-03 13:30", "2026-10-04 13:00", []),
        (CASABLANCA, "02:30-04:00", "2026-03-22 00:00", "2026-03-22 23:00", ["22 02:00-22 03:00"]),
        (BEIRUT, "00:30-02:00", "2026-03-28 22:00", "2026-03-29 21:00", ["28 22:00-28 23:00"]),
        # Autumn: the clock shows the hours twice, and they are open twice.
        (NEW_YORK, "01:00-02:00", "2026-11-01 04:00", "2026-11-02 05:00", ["01 05:00-01 07:00"]),
        (
            NEW_YORK,
            "00:30-01:30",
            "2026-11-01 04:00",
            "2026-11-02 05:00",
            ["01 04:30-01 05:30", "01 06:00-01 06:30"],
        ),
        (NEW_YORK, "09:00-10:00", "2026-11-01 04:00", "2026-11-02 05:00", ["01 14:00-01 15:00"]),
        (ROME, "02:00-03:00", "2026-10-24 22:00", "2026-10-25 23:00", ["25 00:00-25 02:00"]),
        (LORD_HOWE, "01:30-02:00", "2026-04-04 13:00", "2026-04-05 13:30", ["04 14:30-04 15:30"]),
        (CASABLANCA, "02:00-03:00", "2026-02-14 23:00", "2026-02-16 00:00", ["15 01:00-15 03:00"]),
        (BEIRUT, "23:00-24:00", "2026-10-24 12:00", "2026-10-25 12:00", ["24 20:00-24 22:00"]),
        # Offsets that are no whole hours, and a date that never was.
        (KATHMANDU, "09:00-17:00", "2026-03-02 00:00", "2026-03-03 00:00", ["02 03:15-02 11:15"]),
        (
            APIA,
            "09:00-10:00",
            "2011-12-29 10:00",
            "2011-12-31 10:00",
            ["29 19:00-29 20:00", "30 19:00-30 20:00"],
        ),
        # Over midnight.
        (
            "UTC",
            {"days": {"FRI": [["22:00", "02:00"]]}},
            "2026-03-05 00:00",
            "2026-03-09 00:00",
            ["06 22:00-07 02:00"],
        ),
        (
            "UTC",
            {"days": {"SUN": [["22:00", "02:00"]], "MON": [["01:00", "03:00"]]}},
            "2026-03-08 00:00",
            "2026-03-10 00:00",
            ["08 22:00-09 03:00"],
        ),
        (
            NEW_YORK,
            {"days": {"SAT": [["22:00", "06:00"]]}},
            "2026-03-07 12:00",
            "2026-03-09 12:00",
            ["08 03:00-08 10:00"],
        ),
        (
            NEW_YORK,
            {"days": {"SAT": [["22:00", "06:00"]]}},
            "2026-10-31 12:00",
            "2026-11-02 12:00",
            ["01 02:00-01 11:00"],
        ),
        ("UTC", "00:00-24:00", "2026-03-02 00:00", "2026-03-04 00:00", ["02 00:00-04 00:00"]),
    ],
)
def test_the_hours_of_a_window_over_the_changes_of_the_clock(
    zone: str, window: object, start: str, end: str, spans: list[str]
) -> None:
    assert open_spans(calendar(zone, window), start, end) == spans


@pytest.mark.parametrize(
    ("window", "spans"),
    [
        ("09:00-17:00", ["07 09:00-07 17:00", "09 09:00-09 17:00"]),
        ("ALWAYS", ["07 00:00-08 00:00", "09 00:00-10 00:00"]),
        # The hours past midnight belong to the local day on which they lie.
        ("22:00-02:00", ["07 00:00-07 02:00", "07 22:00-08 00:00", "09 00:00-09 02:00",
                         "09 22:00-10 00:00"]),
    ],
)  # fmt: skip
def test_a_holiday_closes_its_own_local_hours(window: str, spans: list[str]) -> None:
    cal = calendar("UTC", window, holidays="2026-04-08")
    assert open_spans(cal, "2026-04-07 00:00", "2026-04-10 00:00") == spans


def test_a_window_that_is_always_open_waits_for_the_local_midnight_after_holidays() -> None:
    cal = calendar(NEW_YORK, "ALWAYS", holidays="2026-12-25 2026-12-26")
    before = utc("2026-12-25 04:59:59")
    assert cal.next_open(before) == before
    assert cal.next_open(utc("2026-12-25 05:00")) == utc("2026-12-27 05:00")


def test_a_midnight_that_the_clock_skips_opens_at_the_end_of_the_gap() -> None:
    cal = calendar(BEIRUT, "ALWAYS", holidays="2026-03-28")
    assert cal.next_open(utc("2026-03-28 12:00")) == utc("2026-03-28 22:00")


def test_a_window_that_never_opens_is_an_error_and_no_endless_search() -> None:
    every_monday = " ".join(str(date(2026, 3, 2) + timedelta(weeks=n)) for n in range(150))
    cal = calendar("UTC", {"days": {"MON": [["09:00", "17:00"]]}}, holidays=every_monday)
    with pytest.raises(NeverOpens):
        cal.next_open(utc("2026-03-01 00:00"))
    with pytest.raises(NeverOpens):
        Calendar(ZoneInfo("UTC"), SendWindow(None, ((),) * 7, False)).next_open(utc("2026-03-01"))


def test_the_end_of_the_known_dates_is_an_error_in_words() -> None:
    with pytest.raises(NeverOpens):
        calendar("UTC").next_open(utc("9999-12-30 18:00"))


def test_calendars_of_equal_zone_window_and_holidays_are_equal() -> None:
    one, other = (calendar(ROME, "09:00-17:00", holidays="2026-12-25") for _ in range(2))
    assert one == other
    assert len({one, other, calendar(ROME, "09:00-17:00")}) == 2


@pytest.mark.parametrize(
    ("zone", "anchor", "value", "unit", "due"),
    [
        ("UTC", "2026-03-02 10:00", 0, "MINUTES", "2026-03-02 10:00"),
        ("UTC", "2026-03-02 10:00", 90, "MINUTES", "2026-03-02 11:30"),
        (NEW_YORK, "2026-03-08 06:30", 24, "HOURS", "2026-03-09 06:30"),
        # One day later is the same local time: 23 hours in spring, 25 in autumn.
        (NEW_YORK, "2026-03-07 15:00", 1, "DAYS", "2026-03-08 14:00"),
        (NEW_YORK, "2026-10-31 14:00", 1, "DAYS", "2026-11-01 15:00"),
        (NEW_YORK, "2026-03-07 14:12:13.5", 1, "DAYS", "2026-03-08 13:12:13.5"),
        (ROME, "2026-03-28 09:00", 1, "DAYS", "2026-03-29 08:00"),
        (LORD_HOWE, "2026-10-02 22:30", 1, "DAYS", "2026-10-03 22:00"),
        (CASABLANCA, "2026-02-14 09:00", 1, "DAYS", "2026-02-15 10:00"),
        (KATHMANDU, "2026-02-14 09:00", 30, "DAYS", "2026-03-16 09:00"),
        # A local time that the clock skips: the first instant after the gap.
        (NEW_YORK, "2026-03-07 07:30", 1, "DAYS", "2026-03-08 07:00"),
        (NEW_YORK, "2026-03-07 07:59:59.999999", 1, "DAYS", "2026-03-08 07:00"),
        (NEW_YORK, "2026-03-07 07:00", 1, "DAYS", "2026-03-08 07:00"),
        (ROME, "2026-03-28 01:15", 1, "DAYS", "2026-03-29 01:00"),
        (LORD_HOWE, "2026-10-02 15:45", 1, "DAYS", "2026-10-03 15:30"),
        (BEIRUT, "2026-03-27 22:30", 1, "DAYS", "2026-03-28 22:00"),
        (APIA, "2011-12-29 20:00", 1, "DAYS", "2011-12-30 10:00"),
        # One that it shows twice: the first.
        (NEW_YORK, "2026-10-31 05:30", 1, "DAYS", "2026-11-01 05:30"),
        (LORD_HOWE, "2026-04-03 14:45", 1, "DAYS", "2026-04-04 14:45"),
        # From the second of the two: into a gap, and onto another such hour.
        (ROME, "2026-10-25 01:30", 154, "DAYS", "2027-03-28 01:00"),
        (NEW_YORK, "2026-11-01 06:30", 371, "DAYS", "2027-11-07 05:30"),
        # No days at all is no wait, even in the second of the two.
        (NEW_YORK, "2026-11-01 06:30", 0, "DAYS", "2026-11-01 06:30"),
        (NEW_YORK, "2026-11-02 06:30", 0, "BUSINESS_DAYS", "2026-11-02 06:30"),
        # Business days, from a Friday, a Saturday and a Sunday.
        ("UTC", "2026-03-06 10:00", 1, "BUSINESS_DAYS", "2026-03-09 10:00"),
        ("UTC", "2026-03-06 10:00", 6, "BUSINESS_DAYS", "2026-03-16 10:00"),
        ("UTC", "2026-03-07 10:00", 0, "BUSINESS_DAYS", "2026-03-09 10:00"),
        ("UTC", "2026-03-07 10:00", 1, "BUSINESS_DAYS", "2026-03-09 10:00"),
        ("UTC", "2026-03-08 10:00", 2, "BUSINESS_DAYS", "2026-03-10 10:00"),
        # The weekday is the local one: Friday 20:00 in New York is Saturday in UTC.
        (NEW_YORK, "2026-03-07 01:00", 1, "BUSINESS_DAYS", "2026-03-10 00:00"),
    ],
)
def test_when_a_delay_has_passed(zone: str, anchor: str, value: int, unit: str, due: str) -> None:
    after = calendar(zone).after(utc(anchor), Delay(value, DelayUnit(unit)))
    assert (after, after.tzinfo) == (utc(due), UTC)


@pytest.mark.parametrize(
    ("anchor", "value", "due"),
    [
        ("2026-12-24 10:00", 1, "2026-12-28 10:00"),  # Christmas is a Friday
        ("2026-12-25 10:00", 0, "2026-12-28 10:00"),
        ("2026-12-31 10:00", 1, "2027-01-04 10:00"),
    ],
)
def test_a_holiday_is_no_business_day(anchor: str, value: int, due: str) -> None:
    cal = calendar("UTC", holidays="2026-12-25 2027-01-01")
    assert cal.after(utc(anchor), Delay(value, DelayUnit.BUSINESS_DAYS)) == utc(due)


def test_business_days_are_monday_to_friday_without_holidays_whatever_the_window() -> None:
    cal = calendar("UTC", {"days": {"SUN": [["09:00", "17:00"]]}}, holidays="2026-03-04")
    week = [date(2026, 3, 2) + timedelta(days=n) for n in range(7)]
    assert [cal.is_business_day(day) for day in week] == [
        True,
        True,
        False,
        True,
        True,
        *[False] * 2,
    ]


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (-1, "MINUTES"),
        (3651, "DAYS"),
        (3651, "BUSINESS_DAYS"),
        (3650 * 24 + 1, "HOURS"),
        (3650 * 24 * 60 + 1, "MINUTES"),
        (10**30, "HOURS"),
        (1.5, "DAYS"),
        (True, "DAYS"),
        ("2", "DAYS"),
    ],
)
def test_a_delay_that_makes_no_sense_is_refused(value: int, unit: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Delay(value, DelayUnit(unit))
    assert refusal.value.field == "delay.value"


@pytest.mark.parametrize("unit", DelayUnit)
def test_a_delay_of_up_to_ten_years_can_be_waited_for(unit: DelayUnit) -> None:
    limit = {"MINUTES": 3650 * 1440, "HOURS": 3650 * 24}.get(unit, 3650)
    due = calendar(ROME).after(utc("2026-03-02 10:00"), Delay(limit, unit))
    assert timedelta(days=3649) < due - utc("2026-03-02 10:00") < timedelta(days=3650 * 1.41)


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (Delay(1, DelayUnit.DAYS), "1 day"),
        (Delay(2, DelayUnit.BUSINESS_DAYS), "2 business days"),
        (Delay(0, DelayUnit.MINUTES), "0 minutes"),
    ],
)
def test_a_delay_reads_as_words(delay: Delay, words: str) -> None:
    assert str(delay) == words


BAD_ZONES = [
    "", " ", "\0", "UTC\0", "Mars/Olympus", "Europe", "Europe/", "/etc/passwd", "../UTC", "../x",
    "Europe/../UTC", "x" * 10_000, "a/" * 5_000, "zone.tab", "tzdata.zi", "posix/Europe/Rome",
    "right/Europe/Rome", "localtime", "Europe/Róme", "\ud800", "UTC\n", "-05:00",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_ZONES)
def test_a_bad_zone_name_is_passed_over_and_listed(name: str) -> None:
    choice = choose_zone(("recipient", name), ("sender", None), ("workspace", ROME))
    assert choice.zone == ZoneInfo(ROME)
    assert (choice.source, choice.rejected) == ("workspace", (name,))


def test_the_first_zone_that_is_known_is_taken() -> None:
    choice = choose_zone(("recipient", NEW_YORK), ("sender", "Mars"), ("workspace", ROME))
    assert (choice.zone.key, choice.source, choice.rejected) == (NEW_YORK, "recipient", ())


def test_with_no_zone_left_it_is_utc() -> None:
    choice = choose_zone(("recipient", "Mars"), ("sender", None), ("workspace", "Venus"))
    assert (choice.zone.key, choice.source) == ("UTC", "utc")
    assert choice.rejected == ("Mars", "Venus")
    assert choose_zone().zone == ZoneInfo("UTC")


ZONES = ["UTC", NEW_YORK, ROME, LORD_HOWE, CASABLANCA, KATHMANDU, BEIRUT, "Pacific/Kiritimati"]
CHANGES = [
    utc(text)
    for text in (
        "2026-03-08 07:00", "2026-11-01 06:00", "2026-03-29 01:00", "2026-10-25 01:00",
        "2026-04-04 15:00", "2026-10-03 15:30", "2026-02-15 02:00", "2026-03-22 02:00",
        "2026-03-28 22:00", "2026-10-24 21:00",
    )
]  # fmt: skip

YEARS = [utc(day).replace(tzinfo=None) for day in ("2026-01-01", "2027-12-31")]

instants = st.one_of(
    st.datetimes(*YEARS, timezones=st.just(UTC)),
    st.builds(
        lambda change, seconds: change + timedelta(seconds=seconds),
        st.sampled_from(CHANGES),
        st.integers(-3 * 86_400, 3 * 86_400),
    ),
)


@st.composite
def days_of_blocks(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    cuts = sorted(draw(st.sets(st.integers(0, 1439), max_size=4)))
    blocks = list(zip(cuts[::2], cuts[1::2], strict=False))
    into_next_day = draw(st.integers(-1, 1439))
    if blocks and blocks[-1][0] > into_next_day >= 0:
        blocks[-1] = (blocks[-1][0], 1440 + into_next_day)
    return tuple(blocks)


windows = st.one_of(
    st.just(ALWAYS_WINDOW),
    st.builds(
        lambda days, index: SendWindow(
            None, (*days[:index], ((600, 900),), *days[index + 1 :]), False
        ),
        st.tuples(*[days_of_blocks()] * 7),
        st.integers(0, 6),
    ),
)
calendars = st.builds(
    Calendar,
    st.sampled_from([ZoneInfo(name) for name in ZONES]),
    windows,
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=8),
)


def shows_an_open_time(cal: Calendar, at: datetime) -> bool:
    """The rule in its plainest form: what the local clock shows lies in a block."""
    local = at.astimezone(cal.zone).replace(tzinfo=None)
    if local.date() in cal.holidays:
        return False
    if cal.window.always:
        return True
    midnights = [datetime.combine(local.date() - timedelta(days=n), time()) for n in (0, 1)]
    return any(
        midnight + timedelta(minutes=start) <= local < midnight + timedelta(minutes=end)
        for midnight in midnights
        for start, end in cal.window.days[midnight.weekday()]
    )


@given(calendars, instants)
def test_an_instant_is_open_when_the_local_clock_shows_a_time_of_the_window(
    cal: Calendar, at: datetime
) -> None:
    assert cal.is_open(at) == shows_an_open_time(cal, at)


@given(calendars, instants, st.lists(st.floats(0, 0.999), max_size=20))
def test_the_next_opening_is_the_first_open_instant(
    cal: Calendar, at: datetime, samples: list[float]
) -> None:
    opens = cal.next_open(at)
    assert opens >= at
    assert cal.is_open(opens)
    assert cal.next_open(opens) == opens
    assert (opens == at) == cal.is_open(at)
    if opens > at:
        assert not cal.is_open(opens - timedelta(microseconds=1))
        assert not any(cal.is_open(at + (opens - at) * part) for part in samples)


@given(calendars, windows)
def test_every_window_survives_the_round_trip(cal: Calendar, window: SendWindow) -> None:
    assert SendWindow.parse(window.to_json()) == window


@given(calendars, instants, instants, st.integers(0, 1000))
def test_hours_keep_the_order_of_their_anchors(
    cal: Calendar, one: datetime, other: datetime, hours: int
) -> None:
    delay = Delay(hours, DelayUnit.HOURS)
    assert (cal.after(one, delay) <= cal.after(other, delay)) == (one <= other)
    assert cal.after(one, delay) - one == timedelta(hours=hours)


@given(calendars, instants, st.integers(1, 400))
@example(calendar(NEW_YORK), utc("2026-03-07 07:30"), 1)
@example(calendar(NEW_YORK), utc("2026-10-31 05:30"), 1)
def test_days_keep_the_local_time_unless_the_clock_skips_it(
    cal: Calendar, anchor: datetime, days: int
) -> None:
    due = cal.after(anchor, Delay(days, DelayUnit.DAYS))
    wanted = anchor.astimezone(cal.zone).replace(tzinfo=None) + timedelta(days=days)
    shown = due.astimezone(cal.zone)
    if shown.replace(tzinfo=None) == wanted:
        assert shown.fold == 0
        return
    before = (due - timedelta(microseconds=1)).astimezone(cal.zone).replace(tzinfo=None)
    assert before < wanted < shown.replace(tzinfo=None)


@given(calendars, instants, st.integers(0, 60))
def test_business_days_end_on_a_business_day_with_that_many_in_between(
    cal: Calendar, anchor: datetime, count: int
) -> None:
    start = anchor.astimezone(cal.zone).date()
    end = cal.after(anchor, Delay(count, DelayUnit.BUSINESS_DAYS)).astimezone(cal.zone).date()
    assert cal.is_business_day(end)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(cal.is_business_day, passed)) == max(count, not cal.is_business_day(start))
