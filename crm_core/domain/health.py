"""Whether a mailbox may go on as it does: what came back of what it sent lately.

Receivers judge a sender by its bounces and complaints, and forget slowly; a mailbox that crosses
the line pauses itself before they do. Called whenever a bounce or a complaint is recorded.
Complaints: Google and Yahoo ask senders to stay below 0.10 % ("Email sender guidelines", 2024);
bounces: 5 % is where Amazon SES puts an account under review. Pure.
"""

from datetime import timedelta
from typing import NamedTuple

SPAN = timedelta(days=7)
LEAST_SENT = 50
"""E-mails below which a share says nothing."""
MOST_BOUNCED = 0.05
MOST_COMPLAINED = 0.001


class Health(NamedTuple):
    """Of a mailbox's e-mails of the last 7 days, or since a person resumed it: how many went out,
    of how many the address was dead, about how many somebody complained."""

    sent: int = 0
    bounced: int = 0
    complained: int = 0

    @property
    def bounce_share(self) -> float:
        return self.bounced / self.sent if self.sent else 0.0

    @property
    def complaint_share(self) -> float:
        return self.complained / self.sent if self.sent else 0.0


def why_unhealthy(health: Health) -> str | None:
    """Why a mailbox has to pause, with the numbers; None where it may go on."""
    if health.sent < LEAST_SENT:
        return None
    if health.bounce_share >= MOST_BOUNCED:
        return _words(health, health.bounced, "bounced", health.bounce_share, MOST_BOUNCED)
    if health.complaint_share >= MOST_COMPLAINED:
        what = "brought a complaint about spam"
        return _words(health, health.complained, what, health.complaint_share, MOST_COMPLAINED)
    return None


def _words(health: Health, number: int, what: str, share: float, most: float) -> str:
    return (
        f"{number} of its {health.sent} e-mails of the last 7 days {what}: {share:.2%}, and from "
        f"{most:.2%} on receivers stop trusting a sender. Clean the list before you resume it."
    )
