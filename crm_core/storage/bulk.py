"""Many rows in one statement: the writes of the hot path.

PostgreSQL takes new rows by COPY and changes as one JSON document (psycopg would build arrays
in Python, a third of a batch's time), SQLite many rows of VALUES in one statement: it runs in
one piece, while a statement for each row would ask for the interpreter's lock as often. Both go
through the session's own connection, so they belong to its transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import FromClause, Integer, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from crm_core.storage.types import Row

Values = Sequence[Sequence[Any]]

_SQLITE_ROWS = 500
_SQLITE_VARIABLES = 32_766
"""The most that SQLite takes in one statement (SQLITE_MAX_VARIABLE_NUMBER)."""


def insert_rows(
    session: Session,
    row: type[Row],
    columns: tuple[str, ...],
    values: Values,
    *,
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert tuples of `columns`; `same` are further columns that all rows share.

    JSON values are given as JSON texts. Every constraint holds as for a plain INSERT.
    """
    if not values:
        return
    table = _table(row)
    shared = dict(same or {})
    names = ", ".join(f'"{name}"' for name in (*columns, *shared))
    if _is_sqlite(session):
        picks = ", ".join(["v.*", *"?" * len(shared)])
        insert = f'INSERT INTO "{table.name}" ({names})'
        _run_in_pieces(
            session,
            lambda rows: f"{insert} SELECT {picks} FROM (VALUES {rows}) AS v WHERE true",
            values,
            first=tuple(shared.values()),
        )
        return
    _copy(session, f'COPY "{table.name}" ({names}) FROM STDIN', values, tuple(shared.values()))


def insert_missing(
    session: Session,
    row: type[Row],
    columns: tuple[str, ...],
    values: Values,
    *,
    same: Mapping[str, Any] | None = None,
) -> set[int]:
    """Insert tuples of `columns`, among them `id`, as far as no unique index minds.

    Returns the ids that were inserted; take them from `new_ids`. Where another transaction
    brings the same at this instant its end is waited for, and a query after this one sees it.
    """
    if not values:
        return set()
    table = _table(row)
    shared = dict(same or {})
    names = ", ".join(f'"{name}"' for name in (*columns, *shared))
    insert = f'INSERT INTO "{table.name}" ({names}) SELECT'
    end = "ON CONFLICT DO NOTHING RETURNING id"
    if _is_sqlite(session):
        picks = ", ".join(["v.*", *"?" * len(shared)])
        found: set[int] = set()

        def run(sql: str, parameters: Any) -> int:
            added = session.connection().exec_driver_sql(sql, parameters).scalars().all()
            found.update(added)
            return len(added)

        _run_in_pieces(
            session,
            lambda rows: f"{insert} {picks} FROM (VALUES {rows}) AS v WHERE true {end}",
            values,
            first=tuple(shared.values()),
            run=run,
        )
        return found
    source, document = _recordset(table, columns, values)
    kinds = zip(shared, _postgres_types(table, tuple(shared)), strict=True)
    picks = ", ".join(
        [*(_postgres_pick(table, name) for name in columns), *(f"%s::{kind}" for _, kind in kinds)]
    )
    sql = f"{insert} {picks} FROM {source} {end}"
    parameters = (*shared.values(), document)
    return set(session.connection().exec_driver_sql(sql, parameters).scalars().all())


def new_ids(session: Session, row: type[Row], number: int) -> list[int]:
    """Ids for as many new rows, which nobody else gets as long as this transaction writes."""
    table = _table(row).name
    if _is_sqlite(session):
        # Nobody else writes until this transaction ends.
        sql = f'SELECT coalesce(max(id), 0) FROM "{table}"'
        last: int = session.connection().exec_driver_sql(sql).scalar_one()
        return list(range(last + 1, last + 1 + number))
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return list(session.connection().exec_driver_sql(sql, (table, number)).scalars())


def update_rows(
    session: Session,
    row: type[Row],
    columns: tuple[str, ...],
    values: Values,
    *,
    key: tuple[str, ...] = ("id",),
    only: Mapping[str, Any] | None = None,
    expressions: Mapping[str, str] | None = None,
) -> int:
    """Update the rows whose `key` columns equal those of a tuple of `columns`.

    The columns outside the key are set; `expressions` gives SQL in place of the plain value
    (`t` is the table's row, `v` the given one). `only` are columns and values that a row must
    have to be changed, such as its lease's owner. Returns the number of rows changed.
    """
    if not values:
        return 0
    table = _table(row)
    sqlite = _is_sqlite(session)
    sets = {
        name: f'v."{name}"' if sqlite else _postgres_pick(table, name)
        for name in columns
        if name not in key
    } | dict(expressions or {})
    assignments = ", ".join(f'"{name}" = {expression}' for name, expression in sets.items())
    guard = dict(only or {})
    mark = "?" if sqlite else "%s"
    keys = [f't."{name}" = v."{name}"' for name in key]
    match = " AND ".join(keys + [f't."{name}" = {mark}' for name in guard])
    target = f'UPDATE "{table.name}" AS t SET {assignments}'
    if sqlite:
        picks = ", ".join(f'column{n} AS "{name}"' for n, name in enumerate(columns, 1))
        return _run_in_pieces(
            session,
            lambda rows: f"{target} FROM (SELECT {picks} FROM (VALUES {rows})) AS v WHERE {match}",
            values,
            last=tuple(guard.values()),
        )
    source, document = _recordset(table, columns, values)
    return _run(session, f"{target} FROM {source} WHERE {match}", (document, *guard.values()))


def update_same(
    session: Session, row: type[Row], values: Mapping[str, Any], ids: Sequence[int]
) -> int:
    """Set the same values on all rows of `ids`; returns the number of rows changed."""
    if not ids:
        return 0
    table = _table(row)
    if _is_sqlite(session):
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        where = "id IN (SELECT value FROM json_each(?))"
        last: Any = orjson.dumps(ids).decode()
    else:
        kinds = _postgres_types(table, tuple(values))
        assignments = ", ".join(
            f'"{name}" = %s::{kind}' for name, kind in zip(values, kinds, strict=True)
        )
        where, last = "id = ANY(%s::bigint[])", "{" + ",".join(map(str, ids)) + "}"
    sql = f'UPDATE "{table.name}" SET {assignments} WHERE {where}'
    return _run(session, sql, (*values.values(), last))


def _run_in_pieces(
    session: Session,
    sql: Callable[[str], str],
    values: Values,
    *,
    first: tuple[Any, ...] = (),
    last: tuple[Any, ...] = (),
    run: Callable[[str, Any], int] | None = None,
) -> int:
    """Run `sql(VALUES' rows)` over as many rows at a time as SQLite takes; `first` and `last`
    are the parameters around theirs. Returns the number of rows changed."""
    width = len(values[0])
    size = min(_SQLITE_ROWS, (_SQLITE_VARIABLES - len(first) - len(last)) // width)
    row = f"({', '.join('?' * width)})"
    changed = 0
    for start in range(0, len(values), size):
        piece = values[start : start + size]
        text = sql(", ".join([row] * len(piece)))
        parameters = (*first, *chain.from_iterable(piece), *last)
        changed += run(text, parameters) if run else _run(session, text, parameters)
    return changed


def _run(session: Session, sql: str, parameters: Any) -> int:
    return session.connection().exec_driver_sql(sql, parameters).rowcount


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _table(row: type[Row]) -> Table:
    table: FromClause = row.__table__
    assert isinstance(table, Table)
    return table


def _copy(session: Session, sql: str, values: Values, tail: tuple[Any, ...]) -> None:
    """Run a COPY in the session's transaction; errors are SQLAlchemy's, as everywhere."""
    # Only where it is the driver: its import is a tenth of a runner's start on SQLite.
    import psycopg

    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    try:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for line in values:
                copy.write_row((*line, *tail))
    except psycopg.Error as fault:
        raise DBAPIError.instance(sql, None, fault, psycopg.Error, hide_parameters=True) from fault


def _recordset(table: Table, columns: tuple[str, ...], values: Values) -> tuple[str, str]:
    """What to select the values from as `v`, and the JSON document that is its parameter."""
    kinds = zip(columns, _postgres_types(table, columns), strict=True)
    shape = ", ".join(f'"{name}" {"text" if kind == "jsonb" else kind}' for name, kind in kinds)
    document = orjson.dumps([dict(zip(columns, line, strict=True)) for line in values]).decode()
    return f"json_to_recordset(%s::json) AS v({shape})", document


@lru_cache(maxsize=64)
def _postgres_types(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # untyped there
    return tuple(_postgres_type(table.c[name].type, dialect) for name in columns)


def _postgres_type(kind: TypeEngine[Any], dialect: Dialect) -> str:
    if isinstance(kind, Integer):
        return "bigint"
    compiled = kind.compile(dialect=dialect).lower()
    return "text" if compiled.startswith("varchar") else compiled


def _postgres_pick(table: Table, name: str) -> str:
    """JSON travels as text: an array of JSON documents would be quoted twice."""
    return f'v."{name}"::jsonb' if table.c[name].type.__visit_name__ == "JSON" else f'v."{name}"'
