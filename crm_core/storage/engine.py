"""Engines and sessions: how a transaction begins, commits and ends, on both databases.

Everything that reads opens `storage.read()`, everything that writes `storage.write()`; the
two give different types, so that a query function can say which it needs. The boundary that
opened a write commits it when its block ends well and rolls back when it does not.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from crm_core.errors import InvalidInput
from crm_core.storage.types import UtcDateTime

SQLITE_BUSY_MS = 30_000
SQLITE_CHECKPOINT_PAGES = 16_384
SQLITE_LOOK = 0.002
"""Seconds between two looks whether another process has done writing."""
IMMEDIATE = "BEGIN IMMEDIATE"


class ReadSession(Session):
    """A session that must not write: flushing anything is a bug."""

    def _flush(self, objects: object = None) -> None:
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("a read session was asked to write")


class WriteSession(Session):
    """A session inside one write transaction; its opener commits."""


class Storage:
    """One database. Thread-safe; make one for each process and URL."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        parsed = parse_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = (
            _sqlite_engine(parsed) if self.is_sqlite else _postgres_engine(parsed, pool_size)
        )
        self._write_engine = self.engine.execution_options(sqlite_begin=IMMEDIATE)
        self._local = threading.local()
        # SQLite admits one writer; threads of this process queue here instead of polling the file.
        self._turn = threading.RLock()

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A consistent look at the database; nothing is written.

        Inside a write of the same thread it looks through that transaction, so that a view
        shows what the use case before it wrote.
        """
        outer: WriteSession | None = getattr(self._local, "session", None)
        if outer is not None:
            outer.flush()
        bind = self.engine if outer is None else outer.connection()
        with ReadSession(
            bind,
            autoflush=False,
            expire_on_commit=False,
            join_transaction_mode="rollback_only",
        ) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        """One write transaction; inside another of the same thread it joins that one."""
        outer: WriteSession | None = getattr(self._local, "session", None)
        if outer is not None:
            yield outer
            outer.flush()
            return
        if self.is_sqlite:
            self._turn.acquire()
        try:
            with (
                WriteSession(self._write_engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                self._local.session = session
                yield session
        finally:
            self._local.session = None
            if self.is_sqlite:
                self._turn.release()

    @property
    def is_writing(self) -> bool:
        """Whether this thread is inside a write transaction."""
        return getattr(self._local, "session", None) is not None

    def close(self) -> None:
        """Give every pooled connection back."""
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """Check `DATABASE_URL`; raises `InvalidInput` naming it."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except Exception as fault:
        raise InvalidInput("Not a database URL.", field="DATABASE_URL") from fault
    if backend not in ("sqlite", "postgresql"):
        raise InvalidInput("Must be an SQLite or PostgreSQL URL.", field="DATABASE_URL")
    if backend == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def sqlite_time(value: datetime) -> str:
    """The text that SQLAlchemy writes and reads for a UTC datetime."""
    return UtcDateTime.to_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


# For statements that hand rows to the driver directly; see crm_core.storage.bulk.
sqlite3.register_adapter(datetime, sqlite_time)


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": SQLITE_BUSY_MS / 1000}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: PoolProxiedConnection) -> None:
        # The driver's own BEGIN is deferred, which fails a check-then-write under load.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_BUSY_MS}",
            "synchronous=NORMAL",
            f"wal_autocheckpoint={SQLITE_CHECKPOINT_PAGES}",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("sqlite_begin") == IMMEDIATE:
            _take_the_file(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _take_the_file(connection: Connection) -> None:
    """Begin to write, after whichever process writes at present.

    SQLite's own waiting sleeps up to a tenth of a second between two looks, and a process that
    writes one transaction after the other leaves gaps of a few milliseconds: the others would
    find the file taken for seconds. So the looks come often, for as long as SQLite would wait.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = monotonic() + SQLITE_BUSY_MS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute(IMMEDIATE)
                return
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise OperationalError(IMMEDIATE, None, fault) from fault
            sleep(SQLITE_LOOK)
    finally:
        driver.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MS}")


def _postgres_engine(url: URL, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size * 2,
        pool_pre_ping=True,
        # An error names its statement; people's data stay out of logs.
        hide_parameters=True,
        connect_args={"application_name": "duestep", "options": "-c timezone=utc"},
    )
