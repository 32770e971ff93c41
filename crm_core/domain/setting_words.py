"""A sequence's settings as people read them; shown with a version, and compared between two."""

from datetime import timedelta

from crm_core.domain.calendar import Block, SendWindow
from crm_core.domain.sequences import SequenceSettings
from crm_core.domain.words import Reentry

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MIDNIGHT = 24 * 60

REENTRY_WORDS = {
    Reentry.ONCE: "Each person once",
    Reentry.WHEN_INACTIVE: "Again when the earlier enrollment has ended",
    Reentry.ANY: "At any time; the running enrollment ends",
}


def window_in_words(window: SendWindow) -> str:
    """ "Mon–Fri 09:00–17:00, the recipient's time"; days of equal hours stand together."""
    whose = window.zone or "the recipient’s time"
    if window.always:
        return "At all hours"
    runs: list[tuple[list[int], tuple[Block, ...]]] = []
    for day, blocks in enumerate(window.days):
        if runs and runs[-1][1] == blocks and runs[-1][0][-1] == day - 1:
            runs[-1][0].append(day)
        elif blocks:
            runs.append(([day], blocks))
    words = (f"{_span(days)} {', '.join(map(_hours, blocks))}" for days, blocks in runs)
    return f"{'; '.join(words)}, {whose}"


def settings_in_words(settings: SequenceSettings) -> dict[str, str]:
    """Each setting's name with what it says, in the order in which they are shown."""
    hours = settings.min_gap // timedelta(hours=1) if settings.min_gap else 0
    tracked = [
        word
        for word, on in (("opens", settings.track_opens), ("clicks", settings.track_clicks))
        if on
    ]
    return {
        "Send window": window_in_words(settings.send_window),
        "Holidays": ", ".join(settings.holiday_countries) or "None are kept",
        "Re-entry": REENTRY_WORDS[settings.reentry],
        "Exclusive": (
            "In no other sequence meanwhile" if settings.exclusive else "Beside other sequences"
        ),
        "Minimum gap": (
            f"{hours} {'hour' if hours == 1 else 'hours'} between e-mails" if hours else "None"
        ),
        "Tracking": " and ".join(tracked).capitalize() or "Off",
        "On a reply": (
            "Everyone of the person’s company stops"
            if settings.stop_company_on_reply
            else "The person stops"
        ),
        "Sent from": (
            f"A pool of {len(settings.mailbox_ids)} mailboxes"
            if len(settings.mailbox_ids) > 1
            else "One mailbox for all"
            if settings.mailbox_ids
            else "The owner’s mailbox"
        ),
    }


def _span(days: list[int]) -> str:
    first, last = _DAYS[days[0]], _DAYS[days[-1]]
    return first if first == last else f"{first}–{last}"


def _hours(block: Block) -> str:
    return "–".join(f"{_clock(minute) // 60:02}:{minute % 60:02}" for minute in block)


def _clock(minute: int) -> int:
    return minute - _MIDNIGHT if minute > _MIDNIGHT else minute
