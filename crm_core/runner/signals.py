"""SIGTERM and SIGINT as an event that everything long looks at."""

import os
import signal
from contextlib import suppress
from threading import Event
from types import FrameType

STOPPING = "Stopping: what is in flight is finished first."
_STDERR = 2


def stop_on_signals() -> Event:
    """An event that the first SIGTERM or SIGINT sets, which is said on stderr; what is in flight
    then finishes."""
    stop = Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        is_first = not stop.is_set()
        stop.set()
        if is_first:
            # Past all buffers, for the line that was interrupted may be in the middle of one; a
            # runner whose stderr is closed has nobody to tell.
            with suppress(OSError):
                os.write(_STDERR, f"{STOPPING}\n".encode())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    return stop
