"""Does looking up what is due stay flat while the table grows?"""

from contextlib import ExitStack
from statistics import median
from time import perf_counter

from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.touches.claim import claim_due

BATCH = 100
ROUNDS = 41


def _claim(services: Services) -> float:
    """Seconds of one claim, for each of its rows."""
    with services.storage.write() as session:
        begin = perf_counter()
        rows = claim_due(session, NOW, BATCH)
        seconds = perf_counter() - begin
    assert len(rows) == BATCH
    return seconds / BATCH


def per_due_row(kind: str, sizes: tuple[int, ...]) -> dict[int, float]:
    """Median seconds of a claim of 100, for each of its rows, with 1 % due, by table size.

    The sizes take turns, so that what else the machine does falls on all of them alike.
    """
    times: dict[int, list[float]] = {size: [] for size in sizes}
    with ExitStack() as stack:
        tables = {size: stack.enter_context(bench_services(kind)) for size in sizes}
        for size, services in tables.items():
            sequence = a_sequence(services, {"type": "TASK", "subject": "Look"})
            fill(services, sequence, size, max(BATCH, size // 100))
        for _ in range(ROUNDS):
            for size, services in tables.items():
                times[size].append(_claim(services))
    return {size: median(rounds[1:]) for size, rounds in times.items()}


def run(sizes: tuple[int, ...], kinds: tuple[str, ...]) -> dict[str, float]:
    results = {}
    for kind in kinds:
        times = per_due_row(kind, sizes)
        for size, seconds in times.items():
            results[f"claim.{kind}.{size}.us_per_due_row"] = seconds * 1e6
        results[f"claim.{kind}.slowest_over_fastest"] = max(times.values()) / min(times.values())
    return results
