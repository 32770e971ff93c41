"""What incoming mail leads to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.mail_rules import FREE_MAIL, absent_until, company_domain, next_try

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ROME, HONOLULU = ZoneInfo("Europe/Rome"), ZoneInfo("Pacific/Honolulu")
DAY = timedelta(days=1)
IN_TWO_WEEKS = NOW + 14 * DAY


@pytest.mark.parametrize(
    ("returns_on", "sent_at", "zone", "until"),
    [
        (None, None, ROME, IN_TWO_WEEKS),
        (None, NOW - 5 * DAY, ROME, IN_TWO_WEEKS),
        (date(2026, 3, 9), NOW, ROME, datetime(2026, 3, 8, 23, tzinfo=UTC)),
        (date(2026, 3, 9), None, HONOLULU, datetime(2026, 3, 9, 10, tzinfo=UTC)),
        (date(2026, 3, 30), NOW, ROME, datetime(2026, 3, 29, 22, tzinfo=UTC)),  # summer time
        (date(2026, 3, 2), NOW - 5 * DAY, ROME, None),
        (date(2026, 2, 27), NOW - 5 * DAY, ROME, None),
        (date(2026, 2, 27), NOW, ROME, IN_TWO_WEEKS),
        (date(2026, 2, 27), None, ROME, IN_TWO_WEEKS),
        (date(2027, 3, 3), NOW, ROME, datetime(2027, 3, 2, 23, tzinfo=UTC)),
        (date(2027, 3, 5), NOW, ROME, IN_TWO_WEEKS),
    ],
)
def test_an_absence_lasts_to_the_day_of_return_else_two_weeks(
    returns_on: date | None, sent_at: datetime | None, zone: ZoneInfo, until: datetime | None
) -> None:
    assert absent_until(returns_on, sent_at, NOW, zone) == until


@pytest.mark.parametrize(
    ("count", "wait"), [(0, DAY), (1, DAY), (2, 2 * DAY), (3, None), (4, None)]
)
def test_passing_failures_are_tried_again_twice(count: int, wait: timedelta | None) -> None:
    assert next_try(count) == wait


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Eva@Acme.example", "acme.example"),
        ("eva@sales.acme.example", "sales.acme.example"),
        ("eva@gmail.com", None),
        ("eva@ours.example", None),
        ("acme.example", None),
        ("@acme.example", None),
        ("eva@", None),
        ("", None),
    ],
)
def test_colleagues_share_a_domain_that_is_not_everybodys(address: str, domain: str | None) -> None:
    assert company_domain(address, {"ours.example"}) == domain


def test_free_mail_domains_are_domains_in_lower_case() -> None:
    assert all("." in name and name == name.lower().strip() for name in FREE_MAIL)
    assert {"gmail.com", "outlook.com", "web.de", "qq.com"} <= FREE_MAIL
