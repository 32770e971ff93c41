"""When a mailbox has to stop, by what came back of what it sent."""

import pytest

from crm_core.domain.health import Health, why_unhealthy


@pytest.mark.parametrize(
    ("health", "pauses"),
    [
        (Health(), False),
        (Health(49, 49, 49), False),
        (Health(50, 2, 0), False),
        (Health(50, 3, 0), True),
        (Health(100, 5, 0), True),
        (Health(1000, 49, 0), False),
        (Health(999, 0, 1), True),
        (Health(1000, 0, 1), True),
        (Health(1001, 0, 1), False),
        (Health(50, 0, 1), True),
    ],
)
def test_from_fifty_sends_on_the_shares_decide(health: Health, pauses: bool) -> None:
    assert (why_unhealthy(health) is not None) == pauses


def test_the_reason_gives_the_numbers() -> None:
    assert why_unhealthy(Health(120, 6, 1)) == (
        "6 of its 120 e-mails of the last 7 days bounced: 5.00%, and from 5.00% on receivers stop "
        "trusting a sender. Clean the list before you resume it."
    )
    assert "1 of its 1000 e-mails of the last 7 days brought a complaint about spam: 0.10%" in (
        why_unhealthy(Health(1000, 0, 1)) or ""
    )
