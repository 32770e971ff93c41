"""Limits as they are written, and the instants at which they leave room."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from crm_core.domain.limits import (
    NO_LIMITS,
    WORKSPACE,
    MailLimits,
    Ramp,
    Tally,
    domain_of,
    first_slot,
    ramp_day,
)
from crm_core.errors import InvalidInput
from tests.domain.builders import NOW

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DOMAIN = "example.com"


def a_tally(
    limits: str,
    ago: Sequence[timedelta] = (),
    first: datetime | None = None,
    domain: str = DOMAIN,
) -> Tally:
    """Of a mailbox that sent so long ago."""
    used = [(NOW - each, domain) for each in ago]
    return Tally(MailLimits.parse(limits), "bob@example.com", used, NOW, first)


def free_in(tally: Tally, domain: str = DOMAIN) -> timedelta:
    return tally.after(domain, NOW).at - NOW


ALL = MailLimits(50, 20, 600, Ramp(10, 5), 7)


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        ("day=50", MailLimits(day=50)),
        ("none", NO_LIMITS),
        (" NONE ", NO_LIMITS),
        ("day=50,hour=20,gap=600,ramp=10+5,domain=7", ALL),
        (" gap = 600 , day = 50 ", MailLimits(day=50, gap=600)),
        ("day=50,gap=0", MailLimits(day=50)),
        ({"day": 50, "gap": 0}, MailLimits(day=50)),
        ("ramp=1+0", MailLimits(ramp=Ramp(1, 0))),
        ({}, NO_LIMITS),
        (None, NO_LIMITS),
        ({"day": 50, "gap": None}, MailLimits(day=50)),
        ({"day": "50", "ramp": "10+5"}, MailLimits(day=50, ramp=Ramp(10, 5))),
    ],
)
def test_limits_are_read_as_they_are_written(given: object, limits: MailLimits) -> None:
    assert MailLimits.parse(given) == limits


@pytest.mark.parametrize("limits", [NO_LIMITS, ALL, MailLimits(day=1), MailLimits(gap=86_400)])
def test_limits_are_read_back_from_what_they_are_written_as(limits: MailLimits) -> None:
    assert MailLimits.parse(str(limits)) == limits
    assert MailLimits.parse(limits.to_json()) == limits


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ("", "limits", "Must be none, or limits such as"),
        ("fifty", "limits", "Must be none, or limits such as"),
        ("week=50", "limits", "known are day, hour, gap, ramp, domain"),
        ("day=0", "limits", "day must be a whole number from 1 to 1,000,000."),
        ("day=-1", "limits", "day must be"),
        ("day=1e3", "limits", "day must be"),
        ("day=٣", "limits", "day must be"),
        ("day=5,day=6", "limits", "day is given twice."),
        ("gap=86401", "limits", "gap must be a whole number from 1 to 86,400."),
        ("ramp=10", "limits", "ramp must be START+STEP e-mails, such as 10+5."),
        ("ramp=0+5", "limits", "ramp must be"),
        ({"gap": False}, "limits.gap", "gap must be"),
        ({"gap": "ten"}, "limits.gap", "gap must be"),
        ({"day": True}, "limits.day", "day must be"),
        ({"day": 1.5}, "limits.day", "day must be"),
        ({"ramp": 10}, "limits.ramp", "ramp must be"),
        ({"week": 1}, "limits.week", "Unknown field"),
        (7, "limits", "Must be an object."),
    ],
)
def test_what_is_no_limit_is_refused_by_its_name(given: object, field: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=None) as refusal:
        MailLimits.parse(given)

    assert refusal.value.field == field
    assert said in refusal.value.message


def test_a_workspace_has_limits_by_day_and_domain_alone() -> None:
    assert MailLimits.parse({"day": 5}, known=WORKSPACE) == MailLimits(day=5)
    with pytest.raises(InvalidInput):
        MailLimits.parse({"gap": 5}, known=WORKSPACE)


@pytest.mark.parametrize(
    ("limits", "ago", "wait"),
    [
        ("none", [SECOND] * 99, timedelta(0)),
        ("day=3", [SECOND] * 2, timedelta(0)),
        ("day=3", [SECOND] * 3, DAY - SECOND),
        ("day=3", [DAY, HOUR, MINUTE], timedelta(0)),
        ("day=3", [DAY - SECOND, HOUR, MINUTE], SECOND),
        ("day=2", [3 * HOUR, 2 * HOUR, HOUR], DAY - 2 * HOUR),
        ("hour=2", [50 * MINUTE, 10 * MINUTE], 10 * MINUTE),
        ("hour=2", [60 * MINUTE, 10 * MINUTE], timedelta(0)),
        ("gap=600", [timedelta(0)], 10 * MINUTE),
        ("gap=600", [MINUTE, HOUR], 9 * MINUTE),
        ("gap=600", [10 * MINUTE], timedelta(0)),
        ("day=9,hour=2,gap=600", [50 * MINUTE, 5 * MINUTE], 10 * MINUTE),
        ("day=9,hour=2,gap=600", [59 * MINUTE, 5 * MINUTE], 5 * MINUTE),
        ("day=2,hour=2,gap=600", [50 * MINUTE, 5 * MINUTE], DAY - 50 * MINUTE),
    ],
)
def test_the_limit_that_binds_longest_gives_the_instant(
    limits: str, ago: list[timedelta], wait: timedelta
) -> None:
    assert free_in(a_tally(limits, ago)) == wait


@pytest.mark.parametrize(
    ("limits", "day", "cap"),
    [
        ("ramp=10+5", 0, 10),
        ("ramp=10+5", 2, 20),
        ("day=18,ramp=10+5", 1, 15),
        ("day=18,ramp=10+5", 2, 18),
        ("day=5,ramp=10+5", 0, 5),
        ("day=50", 9, 50),
        ("hour=9", 9, None),
    ],
)
def test_the_ramp_grows_with_the_days_since_the_first_send(
    limits: str, day: int, cap: int | None
) -> None:
    first = NOW - day * DAY
    assert MailLimits.parse(limits).day_cap(first, NOW) == cap
    assert MailLimits.parse(limits).day_cap(first, NOW + DAY - SECOND) == cap


def test_a_ramp_is_on_its_first_day_until_24_hours_after_the_first_send() -> None:
    assert ramp_day(NOW + HOUR, NOW) == ramp_day(NOW, NOW + DAY - SECOND) == 0
    assert ramp_day(NOW, NOW + DAY) == 1


def test_before_the_first_send_a_ramp_counts_from_now() -> None:
    tally = a_tally("ramp=1+1")
    slots = []
    for _ in range(6):
        slot = tally.after(DOMAIN, NOW)
        tally.take(DOMAIN, slot.at)
        slots.append((slot.at - NOW) // DAY)

    assert slots == [0, 1, 1, 2, 2, 2]


def test_an_unknown_domain_is_under_no_domains_limit() -> None:
    tally = a_tally("day=3,domain=1")
    for _ in range(3):
        assert tally.after(None, NOW).at == NOW
        tally.take(None, NOW)
    assert tally.after(None, NOW).at == NOW + DAY


def test_a_growing_cap_opens_before_the_oldest_leaves_the_day() -> None:
    tally = a_tally("ramp=2+1", [HOUR, HOUR], first=NOW - 23 * HOUR)

    slot = tally.after(DOMAIN, NOW)

    assert slot.at == NOW + HOUR
    assert "has sent 2 of 2 e-mails in 24 hours, the most on day 1 of its ramp;" in slot.words


def test_a_domain_that_is_full_leaves_the_others_alone() -> None:
    tally = a_tally("day=9,domain=2", [HOUR, HOUR])

    assert free_in(tally) == DAY - HOUR
    assert free_in(tally, "example.net") == timedelta(0)
    assert "2 of 2 e-mails to example.com in 24 hours" in tally.after(DOMAIN, NOW).words


def test_promises_for_later_take_no_slot_of_today_from_another_domain() -> None:
    tally = a_tally("day=5,domain=1", [timedelta(0)])
    for number in range(1, 10):
        tally.take(DOMAIN, NOW + number * DAY)

    assert free_in(tally, "example.net") == timedelta(0)


def test_the_slots_of_a_queue_follow_one_another() -> None:
    tally = a_tally("day=2", [2 * HOUR, HOUR])
    slots = []
    for _ in range(5):
        slot = tally.after(DOMAIN, NOW)
        tally.take(DOMAIN, slot.at)
        slots.append(slot.at - NOW)

    first, second = DAY - 2 * HOUR, DAY - HOUR
    assert slots == [first, second, first + DAY, second + DAY, first + 2 * DAY]


def test_of_a_mailbox_and_its_workspace_the_smaller_binds() -> None:
    own = a_tally("day=2", [3 * HOUR])
    workspace = Tally(
        MailLimits(day=3), "The workspace", [(NOW - each * HOUR, "x") for each in (1, 2, 3)], NOW
    )

    slot = first_slot([own, workspace], DOMAIN, NOW)

    assert slot.at == NOW + DAY - 3 * HOUR
    assert slot.words.startswith("The workspace has sent 3 of 3 e-mails in 24 hours;")
    assert first_slot([own], DOMAIN, NOW).words == ""


def test_the_words_name_the_mailbox_the_number_and_the_next_slot() -> None:
    slot = a_tally("day=2", [HOUR, MINUTE]).after(DOMAIN, NOW)

    assert slot.words == (
        "bob@example.com has sent 2 of 2 e-mails in 24 hours; the next may go at "
        "2026-03-03T09:00:00+00:00."
    )


def test_an_instant_of_a_clock_that_is_ahead_counts_as_now() -> None:
    ahead = Tally(MailLimits(day=1), "bob", [(NOW + MINUTE, DOMAIN)], NOW)

    assert ahead.after(DOMAIN, NOW).at == NOW + DAY


@pytest.mark.parametrize(
    ("address", "domain"),
    [("a@Example.COM", "example.com"), ('"a@b"@c.example', "c.example"), ("nobody", "nobody")],
)
def test_the_domain_of_an_address_is_what_follows_its_last_at(address: str, domain: str) -> None:
    assert domain_of(address) == domain
