"""Migrations, applied by `migrate` and on first start; two processes that start together agree."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from crm_core.storage.engine import Storage

MIGRATION_LOCK = 0x6475657374657031
"""The key of PostgreSQL's advisory lock that lets one process migrate at a time."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, with a connection to work on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(storage: Storage) -> str:
    """Bring the schema to the newest revision; returns it. Does nothing where it is there."""
    begin = storage.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with begin.begin() as connection:
        if not storage.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")
        return current_revision(connection) or ""


def current_revision(connection: Connection) -> str | None:
    """The database's revision; None where nothing was ever applied."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The revision that this code wants."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def is_current(storage: Storage) -> bool:
    with storage.engine.connect() as connection:
        return current_revision(connection) == newest_revision()
