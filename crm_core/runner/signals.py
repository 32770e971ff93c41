"""SIGTERM and SIGINT as an event that everything long looks at."""

import signal
from threading import Event
from types import FrameType


def stop_on_signals() -> Event:
    """An event that the first SIGTERM or SIGINT sets; what is in flight then finishes."""
    stop = Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    return stop
