"""What the loop drives: something with named runners that tick, beside the database or far off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

COUNTS = ("processed", "sent", "tasksCreated", "waiting", "skipped", "stopped", "failed")
"""The contract's `RunSequenceStepsOutput`."""

Counts = Mapping[str, int]


def total(parts: Iterable[Counts]) -> dict[str, int]:
    """The sums by name, each name present."""
    sums = dict.fromkeys(COUNTS, 0)
    for part in parts:
        for name in COUNTS:
            sums[name] += part.get(name, 0)
    return sums


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tick did; `error` is set when it raised, and fit to be kept."""

    counts: Counts = field(default_factory=lambda: total(()))
    error: str | None = None

    @property
    def is_worth_telling(self) -> bool:
        return self.error is not None or any(self.counts.values())


class Worker(Protocol):
    @property
    def names(self) -> tuple[str, ...]:
        """The runners that tick."""

    def seconds_between(self, name: str) -> float:
        """How long after one tick of a runner the next one begins."""

    def tick(self, name: str, stop: Event) -> Outcome:
        """Execute one tick; raises nothing. When `stop` is set it finishes what is in flight."""

    def beat(self) -> None:
        """Show that this process lives, though it has nothing to do; raises nothing."""

    def close(self) -> None:
        """Say good-bye; raises nothing."""
