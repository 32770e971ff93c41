"""Many rows in one statement: the writes of the hot path.

PostgreSQL takes arrays (`unnest`), SQLite a prepared statement run over the rows in C. Both
go through the session's own connection, so they belong to its transaction. Values are given
as Python values; the column's type says how the driver wants them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Boolean, FromClause, Integer, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from crm_core.storage.types import Row, UtcDateTime

Values = Sequence[Sequence[Any]]


def insert_rows(session: Session, row: type[Row], columns: tuple[str, ...], values: Values) -> None:
    """Insert tuples of `columns`; every constraint holds as for a plain INSERT."""
    if not values:
        return
    table = _table(row)
    names = ", ".join(f'"{name}"' for name in columns)
    if _is_sqlite(session):
        marks = ", ".join("?" * len(columns))
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
        _run(session, sql, list(zip(*_sqlite_columns(table, columns, values), strict=True)))
        return
    source, parameters = _unnest(table, columns, values)
    picked = ", ".join(_cast(table, name) for name in columns)
    _run(session, f'INSERT INTO "{table.name}" ({names}) SELECT {picked} FROM {source}', parameters)


def update_rows(
    session: Session,
    row: type[Row],
    columns: tuple[str, ...],
    values: Values,
    *,
    key: tuple[str, ...] = ("id",),
    expressions: Mapping[str, str] | None = None,
) -> int:
    """Update the rows whose `key` columns equal those of a tuple of `columns`.

    The columns outside the key are set; `expressions` gives SQL in place of the plain value
    (`t` is the table's row, `v` the given one). Returns the number of rows changed: a row
    whose key no longer matches, such as one with another lease owner, is left alone.
    """
    if not values:
        return 0
    table = _table(row)
    given = dict(expressions or {})
    sets = {name: _cast_for(session, table, name) for name in columns if name not in key} | given
    assignments = ", ".join(f'"{name}" = {expression}' for name, expression in sets.items())
    match = " AND ".join(f't."{name}" = v."{name}"' for name in key)
    if _is_sqlite(session):
        picks = ", ".join(f'? AS "{name}"' for name in columns)
        sql = (
            f'UPDATE "{table.name}" AS t SET {assignments} FROM (SELECT {picks}) AS v WHERE {match}'
        )
        rows = list(zip(*_sqlite_columns(table, columns, values), strict=True))
        return _run(session, sql, rows)
    source, parameters = _unnest(table, columns, values)
    sql = f'UPDATE "{table.name}" AS t SET {assignments} FROM {source} WHERE {match}'
    return _run(session, sql, parameters)


def _run(session: Session, sql: str, parameters: Any) -> int:
    return session.connection().exec_driver_sql(sql, parameters).rowcount


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _table(row: type[Row]) -> Table:
    table: FromClause = row.__table__
    assert isinstance(table, Table)
    return table


def _sqlite_columns(table: Table, columns: tuple[str, ...], values: Values) -> list[Iterable[Any]]:
    converters = _sqlite_converters(table, columns)
    return [
        column if convert is None else [None if item is None else convert(item) for item in column]
        for column, convert in zip(zip(*values, strict=True), converters, strict=True)
    ]


@lru_cache(maxsize=64)
def _sqlite_converters(
    table: Table, columns: tuple[str, ...]
) -> tuple[Callable[[Any], Any] | None, ...]:
    def converter(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
        if isinstance(kind, UtcDateTime):
            return _sqlite_time
        if kind.__visit_name__ == "JSON":
            return _json_text
        return int if isinstance(kind, Boolean) else None

    return tuple(converter(table.c[name].type) for name in columns)


@lru_cache(maxsize=4096)
def _sqlite_time(value: datetime) -> str:
    """The text that SQLAlchemy writes and reads for a UTC datetime."""
    return UtcDateTime.to_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _json_text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _unnest(
    table: Table, columns: tuple[str, ...], values: Values
) -> tuple[str, tuple[list[Any], ...]]:
    kinds = _postgres_types(table, columns)
    arrays = []
    for kind, column in zip(kinds, zip(*values, strict=True), strict=True):
        as_json = kind == "jsonb"
        arrays.append(
            [None if item is None else _json_text(item) if as_json else item for item in column]
        )
    marks = ", ".join(f"%s::{'text' if kind == 'jsonb' else kind}[]" for kind in kinds)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"unnest({marks}) AS v({names})", tuple(arrays)


@lru_cache(maxsize=64)
def _postgres_types(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # untyped there
    return tuple(_postgres_type(table.c[name].type, dialect) for name in columns)


def _postgres_type(kind: TypeEngine[Any], dialect: Dialect) -> str:
    if isinstance(kind, Integer):
        return "bigint"
    compiled = kind.compile(dialect=dialect).lower()
    return "text" if compiled.startswith("varchar") else compiled


def _cast(table: Table, name: str) -> str:
    return f'v."{name}"::jsonb' if table.c[name].type.__visit_name__ == "JSON" else f'v."{name}"'


def _cast_for(session: Session, table: Table, name: str) -> str:
    return f'v."{name}"' if _is_sqlite(session) else _cast(table, name)
