"""A progress bar on stderr for the one who watches a terminal; nobody else gets one."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from crm_core.services import Services
from crm_core.touches.decide import Progress, RunCounts

if TYPE_CHECKING:
    from tqdm import tqdm


@contextmanager
def watched(services: Services, name: str) -> Iterator[Progress]:
    """Give a tick something to report its progress to."""
    if not sys.stderr.isatty():
        yield _nobody
        return
    bar = _Bar(services, name)
    try:
        yield bar.show
    finally:
        bar.close()


def _nobody(counts: RunCounts) -> None:
    """Progress that nobody watches."""


class _Bar:
    """Appears with the first progress, so that an idle tick draws nothing. Thread-safe."""

    def __init__(self, services: Services, name: str) -> None:
        self._services = services
        self._name = name
        self._lock = Lock()
        self._sent = 0
        self._bar: tqdm[Any] | None = None
        self._open = ExitStack()

    def show(self, counts: RunCounts) -> None:
        """Move on by what came to an end: an e-mail counts when its answer is there."""
        ended = (
            counts.sent + counts.tasks_created + counts.waiting + counts.skipped
            + counts.stopped + counts.failed
        )  # fmt: skip
        with self._lock:
            bar = self._bar = self._bar or self._appear(counts.processed)
            self._sent += counts.sent
            bar.set_postfix(sent=self._sent, refresh=False)
            bar.update(ended)

    def close(self) -> None:
        self._open.close()

    def _appear(self, begun: int) -> "tqdm[Any]":
        from tqdm import tqdm
        from tqdm.contrib.logging import logging_redirect_tqdm

        from crm_core.views.health import count_due

        self._open.enter_context(logging_redirect_tqdm())
        bar: tqdm[Any] = tqdm(
            total=begun + count_due(self._services), desc=self._name, unit=" steps",
            file=sys.stderr, leave=True,
        )  # fmt: skip
        self._open.callback(bar.close)
        return bar
