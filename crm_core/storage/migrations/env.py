"""Alembic's entry. Runs on the connection that `crm_core.storage.schema` hands over, or, from
Alembic's own command line, on `DATABASE_URL`.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from crm_core.settings import load_settings
from crm_core.storage import tables
from crm_core.storage.engine import Storage
from crm_core.storage.types import Row, UtcDateTime

assert tables


def render_type(kind: str, item: object, context_: Any) -> str | Literal[False]:
    """Write our own column type by what it is to a database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_type,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate_on(given)
else:
    with Storage(load_settings().database_url).engine.begin() as connection:
        migrate_on(connection)
