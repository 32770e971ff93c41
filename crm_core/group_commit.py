"""Many small writes in one transaction: what requests hand in, a thread writes in groups.

Hundreds of requests a second would each wait for the database's one writer and pay a transaction
of their own. Here they queue in memory, and whoever writes takes all that waits. `ask` answers
when it is committed, for what must not be lost; `offer` answers at once, for what may be. The
services own the writers and close them, what waits included, before the database.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Condition, Thread
from time import monotonic
from typing import Generic, TypeVar, cast

import structlog

log = structlog.get_logger(__name__)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class GroupCommit(Generic[Item, Answer]):
    """One writer thread with its queue. `write` commits a group and answers for each item.

    `most`: the items that may wait; `at_once`: those of one group; `every`: the seconds between
    the beginnings of two groups, in which they gather. `dropped` counts what found no room or
    could not be written.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[list[Item]], Sequence[Answer]],
        *,
        most: int,
        at_once: int,
        every: float,
    ) -> None:
        self._name = name
        self._write = write
        self._most, self._at_once, self._every = most, at_once, every
        self._waiting: deque[tuple[Item, Future[Answer] | None]] = deque()
        self._changed = Condition()
        self._closed = False
        self._thread: Thread | None = None
        self.dropped = 0

    def offer(self, item: Item) -> bool:
        """Hand an item in and go on; False where there is no room for it."""
        return self._put(item, None)

    def ask(self, item: Item) -> "Future[Answer]":
        """The answer that comes once the item is committed; an error is the future's, too."""
        answer: Future[Answer] = Future()
        if not self._put(item, answer):
            answer.set_exception(QueueFull(self._name))
        return answer

    def close(self) -> None:
        """Write what waits, and take nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _put(self, item: Item, answer: "Future[Answer] | None") -> bool:
        with self._changed:
            if self._closed or len(self._waiting) >= self._most:
                self.dropped += 1
                return False
            self._waiting.append((item, answer))
            if self._thread is None:
                self._thread = Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            elif len(self._waiting) == 1:
                self._changed.notify()
            return True

    def _work(self) -> None:
        begun = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                rest = begun + self._every - monotonic()
                if rest > 0 and not self._closed:
                    self._changed.wait_for(lambda: self._closed, rest)
                group = [
                    self._waiting.popleft() for _ in range(min(self._at_once, len(self._waiting)))
                ]
            if not group:
                return
            begun = monotonic()
            self._commit(group)

    def _commit(self, group: list[tuple[Item, Future[Answer] | None]]) -> None:
        """Write a group; where that fails, each item alone, so that one spoils no other."""
        try:
            answers = self._write([item for item, _ in group])
        except Exception as fault:
            if len(group) > 1:
                log.warning(
                    "a group fails together", action=f"{self._name}.split", count=len(group),
                    error=type(fault).__name__,
                )  # fmt: skip
                for one in group:
                    self._commit([one])
                return
            log.exception("not written", action=f"{self._name}.write")
            with self._changed:
                self.dropped += 1
            _, answer = group[0]
            if answer is not None:
                answer.set_exception(fault)
            return
        for (_, answer), said in zip(group, answers, strict=True):
            if answer is not None:
                answer.set_result(said)


class QueueFull(Exception):
    """So much waits that this would wait too long."""


class GroupCommits:
    """The writers of one process's services, by name."""

    def __init__(self) -> None:
        self._made: dict[str, GroupCommit[object, object]] = {}
        self._changing = Condition()

    def get(
        self, name: str, make: Callable[[], GroupCommit[Item, Answer]]
    ) -> GroupCommit[Item, Answer]:
        """The writer of this name, made when it is first asked for."""
        found = self._made.get(name)
        if found is None:
            with self._changing:
                found = self._made.get(name)
                if found is None:
                    found = cast(GroupCommit[object, object], make())
                    self._made[name] = found
        return cast(GroupCommit[Item, Answer], found)

    def dropped(self, name: str) -> int:
        """How much a writer has dropped since the process began."""
        found = self._made.get(name)
        return found.dropped if found is not None else 0

    def flush(self) -> None:
        """Write all that waits; whoever comes afterwards gets a new writer."""
        with self._changing:
            made, self._made = self._made, {}
        for writer in made.values():
            writer.close()

    def close(self) -> None:
        """Write all that waits."""
        with self._changing:
            for writer in self._made.values():
                writer.close()
