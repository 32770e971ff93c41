"""A clock that stands still until it is told otherwise."""

from datetime import UTC, datetime, timedelta

MONDAY_TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class StoppedClock:
    """Implements `crm_core.clock.Clock`. Thread-safe for reading."""

    def __init__(self, at: datetime = MONDAY_TEN) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> datetime:
        """Go forward (or back) and return the new instant."""
        self.at += by
        return self.at
