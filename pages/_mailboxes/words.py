"""Limits and health as people read them."""

from crm_core.domain.health import LEAST_SENT, Health
from crm_core.domain.limits import MailLimits


def limits_in_words(limits: MailLimits) -> str:
    """ "50 in 24 hours, 20 an hour, 600 s apart"; "No limits" where there are none."""
    parts = [
        f"{limits.day} in 24 hours" if limits.day else "",
        f"a ramp from {limits.ramp.start}, {limits.ramp.step} more a day" if limits.ramp else "",
        f"{limits.hour} an hour" if limits.hour else "",
        f"{limits.gap} s apart" if limits.gap else "",
        f"{limits.domain} to one domain in 24 hours" if limits.domain else "",
    ]
    return ", ".join(filter(None, parts)) or "No limits"


def health_in_words(health: Health) -> str:
    """ "3 of 120 bounced (2.5 %), no complaints"."""
    if not health.sent:
        return "Nothing sent in 7 days"
    bounced = _of(health.bounced, health, "bounced", "none bounced", health.bounce_share)
    what = _of(health.complained, health, "complained", "no complaints", health.complaint_share)
    few = f"; shares count from {LEAST_SENT} on" if health.sent < LEAST_SENT else ""
    return f"{health.sent:,} sent in 7 days: {bounced}, {what}{few}"


def _of(number: int, health: Health, what: str, none: str, share: float) -> str:
    return f"{number} {what} ({share:.2%})" if number else none
