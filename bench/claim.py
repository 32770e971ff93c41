"""Does looking up what is due stay flat while the table grows?"""

from statistics import median
from time import perf_counter

from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.touches.claim import claim_due

BATCH = 100
ROUNDS = 41


def per_due_row(kind: str, enrollments: int) -> float:
    """Median seconds of a claim of 100, for each of its rows, with 1 % due."""
    with bench_services(kind) as services:
        sequence = a_sequence(services, {"type": "TASK", "subject": "Look"})
        fill(services, sequence, enrollments, max(BATCH, enrollments // 100))
        times = []
        for _ in range(ROUNDS):
            with services.storage.write() as session:
                begin = perf_counter()
                rows = claim_due(session, NOW, BATCH)
                times.append(perf_counter() - begin)
                assert len(rows) == BATCH
        return median(times[1:]) / BATCH


def run(sizes: tuple[int, ...], kinds: tuple[str, ...]) -> dict[str, float]:
    results = {}
    for kind in kinds:
        times = {size: per_due_row(kind, size) for size in sizes}
        for size, seconds in times.items():
            results[f"claim.{kind}.{size}.us_per_due_row"] = seconds * 1e6
        results[f"claim.{kind}.slowest_over_fastest"] = max(times.values()) / min(times.values())
    return results
