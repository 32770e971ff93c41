"""SQL compiled once for a test process and not once for each test.

SQLAlchemy keeps what it compiled by the engine and its dialect, and each test has an engine of
its own: a third of what most tests did was to compile the statements of the one before. The
program itself has one engine for its life, so what is shared here is what it shares.
"""

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from crm_core.storage import engine

KEPT = 4_000
"""Statements; the whole suite has fewer."""


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Let every engine that `Storage` makes use the same statements.

    All engines of a process speak to one kind of server with the same options, so dialects of
    a class are the same dialect.
    """
    compiled: LRUCache[Any, Any] = LRUCache(KEPT)

    def created(*args: Any, **options: Any) -> Engine:
        return create_engine(*args, execution_options={"compiled_cache": compiled}, **options)

    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other), raising=False)
        patch.setattr(dialect, "__hash__", lambda one: hash(type(one)), raising=False)
    patch.setattr(engine, "create_engine", created)
