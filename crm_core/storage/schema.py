"""Migrations, applied by `migrate` and on first start; two processes that start together agree.

Alembic is imported only where something is to be applied: a start on a current database asks
one row and is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from crm_core.storage.engine import Storage

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x6475657374657031
"""The key of PostgreSQL's advisory lock that lets one process migrate at a time."""


def alembic_config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, with a connection to work on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(storage: Storage) -> str:
    """Bring the schema to the newest revision; returns it. Does nothing where it is there."""
    newest = newest_revision()
    if is_current(storage):
        return newest
    from alembic import command

    with migrating(storage) as connection:
        if not storage.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")
        return current_revision(connection) or ""


@contextmanager
def migrating(storage: Storage) -> Iterator[Connection]:
    """One transaction in which tables may be made anew.

    SQLite changes a constraint only by copying the table, and dropping the old one would take
    whatever refers to it for orphaned. So foreign keys are not enforced meanwhile, and all of
    them are checked before the end. Raises `RuntimeError` where one is broken.
    """
    begin = storage.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with begin.connect() as connection:
        _enforce_foreign_keys(storage, connection, enforced=False)
        try:
            with connection.begin():
                yield connection
                if storage.is_sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken is not None:
                        raise RuntimeError(f"The migration would leave an orphan: {broken!r}")
        finally:
            _enforce_foreign_keys(storage, connection, enforced=True)


def _enforce_foreign_keys(storage: Storage, connection: Connection, *, enforced: bool) -> None:
    """Takes effect outside of a transaction only, so it goes to the driver itself."""
    driver = connection.connection.dbapi_connection
    if storage.is_sqlite and driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if enforced else 'OFF'}")


def current_revision(connection: Connection) -> str | None:
    """The database's revision; None where nothing was ever applied."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newest_revision() -> str:
    """The revision that this code wants: the number that the newest migration's name begins with.

    One line of history, so the highest number is the head.
    """
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(storage: Storage) -> bool:
    with storage.engine.connect() as connection:
        return current_revision(connection) == newest_revision()
