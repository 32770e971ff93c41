"""Requests at a steady rate over connections that stay open: the other end of the link benchmark.

Run as `python -m bench.http_load`; reads what to ask as JSON from its standard input and prints
what came of it as JSON. Latency counts from when a request was due, not from when a connection
was free for it, so a server that stalls cannot hide it.
"""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Asked:
    """`payloads`: whole requests, sent in turn. `expected`: the status of a right answer."""

    port: int
    rate: float
    seconds: float
    payloads: list[str]
    expected: int
    connections: int = 64


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it; times in milliseconds. `per_second`: right answers."""

    p50: float
    p99: float
    worst: float
    errors: int
    per_second: float


class Load:
    """One run."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
        self._took: list[float] = []
        self._errors: Counter[str] = Counter()

    async def run(self) -> Came:
        asked = self._asked
        workers = [asyncio.create_task(self._work()) for _ in range(asked.connections)]
        begun = perf_counter()
        number = int(asked.rate * asked.seconds)
        for index in range(number):
            at = begun + index / asked.rate
            rest = at - perf_counter()
            if rest > 0:
                await asyncio.sleep(rest)
            payload = asked.payloads[index % len(asked.payloads)].encode()
            self._due.put_nowait((at, payload))
        for _ in workers:
            self._due.put_nowait(None)
        await asyncio.gather(*workers)
        seconds = perf_counter() - begun
        if self._errors:
            print(dict(self._errors), file=sys.stderr)
        took = sorted(self._took) or [0.0]
        return Came(
            p50=_part(took, 0.50), p99=_part(took, 0.99), worst=took[-1] * 1_000,
            errors=sum(self._errors.values()), per_second=len(self._took) / seconds,
        )  # fmt: skip

    async def _work(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._asked.port)
        while (due := await self._due.get()) is not None:
            at, payload = due
            try:
                writer.write(payload)
                status = await _answer(reader)
            except (OSError, asyncio.IncompleteReadError) as fault:
                self._errors[type(fault).__name__] += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", self._asked.port)
                continue
            if status == self._asked.expected:
                self._took.append(perf_counter() - at)
            else:
                self._errors[str(status)] += 1
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    """The status of an answer, whose body is read and thrown away."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            await reader.readexactly(int(value))
    return int(head.split(b" ", 2)[1])


def _part(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))] * 1_000


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(Load(Asked(**json.load(sys.stdin))).run()))))
