"""An answer heard from another thread, so that its page can be stopped or left at any moment.

A model may be silent for half a minute; the script that waits for it must be able to end at once.
Nothing here draws.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from queue import Empty, Queue
from typing import Generic, TypeVar

Event = TypeVar("Event")
LOOKS_EVERY = 0.1
"""Seconds between two looks at whether the page was stopped, while nothing is said."""
ENDS_WITHIN = 2.0
"""Seconds that a stopped answer is waited for, so that the page then shows it as kept."""


class Listening(Generic[Event]):
    """The events of an iterator that runs in a thread of its own, in the bunches they came in.

    `rests` is called while nothing comes, and raises to stop. Left early, the iterator is closed
    before its next event. What it raises is raised here.
    """

    def __init__(self, begin: Callable[[], Iterator[Event]], rests: Callable[[], object]) -> None:
        self._begin, self._rests = begin, rests
        self._heard: Queue[Event | None] = Queue()
        self._left = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._hear, name="copilot-answer", daemon=True)

    def bunches(self) -> Iterator[list[Event]]:
        """All that has come since the last bunch, at least one event, until there is no more."""
        self._thread.start()
        try:
            is_over = False
            while not is_over:
                bunch, is_over = self._bunch()
                if bunch:
                    yield bunch
        finally:
            self._left.set()
            self._thread.join(ENDS_WITHIN)
        if self._fault is not None:
            raise self._fault

    def _bunch(self) -> tuple[list[Event], bool]:
        bunch: list[Event] = []
        while not bunch:
            try:
                event = self._heard.get(timeout=LOOKS_EVERY)
            except Empty:
                self._rests()
                continue
            while event is not None:
                bunch.append(event)
                try:
                    event = self._heard.get_nowait()
                except Empty:
                    return bunch, False
            return bunch, True
        return bunch, False

    def _hear(self) -> None:
        try:
            with closing(self._begin()) as events:  # type: ignore[type-var]
                for event in events:
                    self._heard.put(event)
                    if self._left.is_set():
                        break
        except BaseException as fault:
            self._fault = fault
        finally:
            self._heard.put(None)
