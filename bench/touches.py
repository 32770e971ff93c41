"""Touches without effect: the engine against pure set-based SQL that writes the same rows."""

from statistics import median
from time import perf_counter

from sqlalchemy import text

from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
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
    """Touches a second by set-based statements that write the same rows."""
    begin = perf_counter()
    done = 0
    while done < number:
        done += _sql_batch(services, batch, gates, key)
    return number / (perf_counter() - begin)


def _sql_batch(services: Services, batch: int, gates: str, key: str) -> int:
    values = {"limit": batch, "gates": gates, "key": key}
    with services.storage.write() as session:
        if services.storage.is_sqlite:
            return _on_sqlite(session, values)
        return session.connection().execute(text(_POSTGRESQL), {**values, "now": NOW}).rowcount


_ACTIVITIES = """
INSERT INTO activities (tenant_id, type, status, source, subject, body, party_id, enrollment_id,
                        step_key, owner_id, due_at, created_at)
SELECT due.tenant_id, 'TASK', 'OPEN', 'SEQUENCE', 'Look at ' || p.first_name,
       'Ask ' || p.first_name || '.', due.party_id, due.id, :key, p.owner_id, {now}, {now}
FROM due JOIN parties p ON p.id = due.party_id
"""
_DECISIONS = """
INSERT INTO decisions (tenant_id, enrollment_id, step_key, at, verdict, gates, earliest_at, unblock)
SELECT tenant_id, id, :key, {now}, 'ACT', {gates}, {now}, '' FROM due
"""
_PROGRESS = """
UPDATE enrollments SET next_run_at = NULL, waiting_since = {now}, hold_gate = 'task',
                       hold_reason = 'Waits for a person to complete the task.'
"""
_DUE = """
SELECT id, tenant_id, party_id FROM enrollments WHERE next_run_at <= {now}
ORDER BY next_run_at, id LIMIT :limit
"""
_AT, _JSON = "CAST(:now AS timestamptz)", "CAST(:gates AS jsonb)"
_POSTGRESQL = f"""
WITH due AS MATERIALIZED ({_DUE.format(now=_AT)} FOR UPDATE SKIP LOCKED),
     a AS ({_ACTIVITIES.format(now=_AT)}),
     d AS ({_DECISIONS.format(now=_AT, gates=_JSON)})
{_PROGRESS.format(now=_AT)} FROM due WHERE enrollments.id = due.id
"""
"""One statement for all three tables: four with a temporary table took up to four times as long."""


def _on_sqlite(session: WriteSession, values: dict[str, object]) -> int:
    values = {**values, "now": NOW.replace(tzinfo=None).isoformat(" ", "microseconds")}
    session.execute(text("CREATE TEMP TABLE IF NOT EXISTS due (id, tenant_id, party_id)"))
    session.execute(text("DELETE FROM due"))
    due = text(f"INSERT INTO due {_DUE.format(now=':now')}")
    taken = session.connection().execute(due, values).rowcount
    for statement in (_ACTIVITIES, _DECISIONS, f"{_PROGRESS} WHERE id IN (SELECT id FROM due)"):
        session.execute(text(statement.format(now=":now", gates=":gates")), values)
    return taken


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
