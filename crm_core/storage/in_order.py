"""Joins and conditions that are read in the order in which they are written.

Most lists are walks along one index until a page is full, and only who wrote the query knows that
the walk is short. SQLite's planner has no idea of it and, without statistics, would rather begin
with another table and sort everything. PostgreSQL's knows what a LIMIT is worth.
"""

import re
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import Join

from crm_core.storage.types import AnySelect


class InOrder(Join):
    """`left` first, then what belongs to each of its rows."""

    inherit_cache = True


@compiles(InOrder, "sqlite")
def _cross_join(join: InOrder, compiler: SQLCompiler, **options: Any) -> str:
    """SQLite never reorders a CROSS JOIN (sqlite.org/optoverview.html, "Manual Control")."""
    written: str = compiler.visit_join(join, **options)  # type: ignore[no-untyped-call]
    return re.sub(r"(?<!CROSS) JOIN ", " CROSS JOIN ", written)


def any_of(query: AnySelect) -> ColumnElement[bool]:
    """That a query, which is about the row that is walked, finds something; asked row by row.

    PostgreSQL would else read both tables whole and join them, for it does not know how few rows
    the walk needs. It does not join what has an OFFSET.
    """
    return query.offset(0).exists()


def none_of(query: AnySelect) -> ColumnElement[bool]:
    """That it finds nothing; see `any_of`."""
    return ~any_of(query)
