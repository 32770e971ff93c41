"""Filling a database with many enrollments, by set-based SQL on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.sequences import create_sequence
from tests import databases

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


@contextmanager
def bench_services(kind: str, **settings: object) -> Iterator[Services]:
    """Services on a new database of a kind: `sqlite` or `postgresql`."""
    with TemporaryDirectory(prefix="duestep-bench-") as directory:
        if kind == "sqlite":
            yield from _services(databases.sqlite_url(Path(directory)), directory, settings)
        else:
            with databases.postgres_url() as url:
                yield from _services(url, directory, settings)


def _services(url: str, directory: str, settings: dict[str, object]) -> Iterator[Services]:
    given = {
        "crm_secret_key": "a key for the benchmark only, long enough",
        "crm_mail_url": f"file:{directory}/outbox",
        "crm_mail_limits": "none",
        "crm_allow_clock": True,
        **settings,
    }
    services = build(Settings(database_url=url, _env_file=None, **given))  # type: ignore[arg-type, call-arg]
    try:
        yield services
    finally:
        services.close()


def the_actor(services: Services) -> Actor:
    with services.storage.read() as session:
        return command_line_actor(first_workspace_id(session))


def a_sequence(services: Services, *steps: dict[str, object]) -> int:
    """A sequence that is open at all hours; returns its id."""
    return create_sequence(
        services, actor=the_actor(services), name="Bench", steps=list(steps),
        settings={"sendWindow": "ALWAYS"},
    )  # fmt: skip


def fill(services: Services, sequence_id: int, number: int, due: int) -> None:
    """Enroll `number` new people into the sequence; `due` of them became due in the last day.

    As in a workspace that lives, the due ones are scattered over the table and became due in
    another order than they were enrolled in.
    """
    series = (
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :number)"
        if services.storage.is_sqlite
        else "WITH s(n) AS (SELECT generate_series(1, CAST(:number AS bigint)))"
    )
    every = number // due
    past = "(n * 7919) % 86400"
    since = (
        f"strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || ({past}) || ' seconds')"
        if services.storage.is_sqlite
        else f"CAST(:now AS timestamptz) - make_interval(secs => {past})"
    )
    custom = "'{}'" if services.storage.is_sqlite else "'{}'::jsonb"
    values = {"number": number, "every": every, "last": every * due, "now": _time(services, NOW),
              "later": _time(services, LATER), "sequence": sequence_id}  # fmt: skip
    with services.storage.write() as session:
        if not services.storage.is_sqlite:
            session.execute(text("SET LOCAL synchronous_commit = off"))
        base = session.scalar(text("SELECT coalesce(max(id), 0) FROM parties"))
        values["base"] = base
        session.execute(
            text(
                f"INSERT INTO parties (id, tenant_id, kind, name, name_key, first_name, last_name,"
                f" email, phone, title, custom, created_at) {_with(series)}"
                f" SELECT :base + n, 1, 'PERSON', 'Ada' || n || ' Byron', 'ada' || n,"
                f" 'Ada' || n, 'Byron', 'ada' || (:base + n) || '@example.com', '', 'CTO',"
                f" {custom}, {_cast(services, ':now')} FROM s"
            ),
            values,
        )
        session.execute(
            text(
                f"INSERT INTO enrollments (tenant_id, sequence_id, version_id, party_id,"
                f" entity_type, entity_id, mailbox_id, status, position, anchor_at, next_run_at,"
                f" enrolled_at) {_with(series)}"
                f" SELECT 1, :sequence, (SELECT latest_version_id FROM sequences"
                f" WHERE id = :sequence), :base + n, 'PARTY', :base + n, 1, 'ACTIVE', 0,"
                f" {since}, CASE WHEN n % :every = 0 AND n <= :last THEN {since}"
                f" ELSE {_cast(services, ':later')} END, {since} FROM s"
            ),
            values,
        )
        if not services.storage.is_sqlite:
            session.execute(text("SELECT setval('parties_id_seq', (SELECT max(id) FROM parties))"))
    with services.storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as c:
        c.exec_driver_sql("ANALYZE")


def _with(series: str) -> str:
    return series


def _cast(services: Services, mark: str) -> str:
    return mark if services.storage.is_sqlite else f"CAST({mark} AS timestamptz)"


def _time(services: Services, at: datetime) -> str:
    if services.storage.is_sqlite:
        return at.replace(tzinfo=None).isoformat(" ", "microseconds")
    return at.isoformat()
