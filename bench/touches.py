"""Touches without effect: the engine against pure set-based SQL that writes the same rows."""

from statistics import median
from time import perf_counter

from sqlalchemy import text

from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.touches.run import run_touches

ROUNDS = 3
STEP: dict[str, object] = {
    "type": "TASK",
    "subject": "Look at {{ first_name }}",
    "instructions": "Ask {{ first_name }}.",
}


def _engine(services: Services, number: int, batch: int) -> float:
    """Touches a second by the engine."""
    begin = perf_counter()
    counts = run_touches(services, now=NOW, batch=batch, limit=number)
    seconds = perf_counter() - begin
    assert counts.tasks_created == number, counts
    return number / seconds


def _sql(services: Services, number: int, batch: int, gates: str, key: str) -> float:
    """Touches a second by four statements a batch that write the same rows."""
    begin = perf_counter()
    done = 0
    while done < number:
        done += _sql_batch(services, batch, gates, key)
    return number / (perf_counter() - begin)


def _sql_batch(services: Services, batch: int, gates: str, key: str) -> int:
    lite = services.storage.is_sqlite
    at = NOW.replace(tzinfo=None).isoformat(" ", "microseconds") if lite else NOW
    values = {"now": at, "limit": batch, "gates": gates, "key": key}
    now = ":now" if lite else "CAST(:now AS timestamptz)"
    json = ":gates" if lite else "CAST(:gates AS jsonb)"
    lock = "" if lite else " FOR UPDATE SKIP LOCKED"
    with services.storage.write() as session:
        session.execute(text("CREATE TEMP TABLE IF NOT EXISTS due (id bigint)"))
        session.execute(text("DELETE FROM due"))
        taken = session.connection().execute(
            text(
                f"INSERT INTO due SELECT id FROM enrollments WHERE next_run_at <= {now}"
                f" ORDER BY next_run_at, id LIMIT :limit{lock}"
            ),
            values,
        )
        if not taken.rowcount:
            return 0
        session.execute(
            text(
                f"INSERT INTO activities (tenant_id, type, status, source, subject, body, party_id,"
                f" enrollment_id, step_key, owner_id, due_at, created_at)"
                f" SELECT e.tenant_id, 'TASK', 'OPEN', 'SEQUENCE', 'Look at ' || p.first_name,"
                f" 'Ask ' || p.first_name || '.', e.party_id, e.id, :key, p.owner_id, {now}, {now}"
                f" FROM due JOIN enrollments e ON e.id = due.id JOIN parties p ON p.id = e.party_id"
            ),
            values,
        )
        session.execute(
            text(
                f"INSERT INTO decisions (tenant_id, enrollment_id, step_key, at, verdict, gates,"
                f" earliest_at, unblock) SELECT e.tenant_id, e.id, :key, {now}, 'ACT', {json},"
                f" {now}, '' FROM due JOIN enrollments e ON e.id = due.id"
            ),
            values,
        )
        session.execute(
            text(
                f"UPDATE enrollments SET next_run_at = NULL, waiting_since = {now},"
                f" hold_gate = 'task', hold_reason = 'Waits for a person to complete the task.'"
                f" WHERE id IN (SELECT id FROM due)"
            ),
            values,
        )
        return taken.rowcount


def _check(services: Services, number: int) -> None:
    with services.storage.read() as session:
        for table in ("activities", "decisions"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == number


def _one(services: Services, sql: str) -> str:
    with services.storage.read() as session:
        return str(session.scalar(text(sql)))


def run(
    people: int, number: int, batches: tuple[int, ...], kinds: tuple[str, ...]
) -> dict[str, float]:
    """Both ways take turns on one database, a third of whose people are due; each turn is long
    enough for several checkpoints of SQLite, which are a part of the price."""
    results = {}
    for kind in kinds:
        with bench_services(kind) as services:
            fill(services, a_sequence(services, STEP), people, people // 3)
            _engine(services, 100, 100)
            gates = _one(services, "SELECT CAST(gates AS text) FROM decisions LIMIT 1")
            key = _one(services, "SELECT key FROM steps")
            written = 100
            for batch in batches:
                pure, engine = [], []
                for _ in range(ROUNDS):
                    pure.append(_sql(services, number, batch, gates, key))
                    engine.append(_engine(services, number, batch))
                    written += 2 * number
                name = f"touches.{kind}.batch_{batch}"
                results[f"{name}.engine_per_second"] = median(engine)
                results[f"{name}.sql_per_second"] = median(pure)
                results[f"{name}.engine_over_sql"] = median(engine) / median(pure)
            _check(services, written)
    return results
