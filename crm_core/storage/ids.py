"""Many ids as one parameter: a condition whose text is the same for one id and for ten thousand."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(
    session: Session, column: InstrumentedAttribute[Any], ids: Iterable[int]
) -> ColumnElement[bool]:
    """That the column is one of the ids, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        given = func.json_each(orjson.dumps(list(ids)).decode()).table_valued("value")
        return column.in_(select(given.c.value))
    # A subquery reads the text once; `= ANY (…)` would read it anew for each row that it filters.
    text = "{" + ",".join(map(str, ids)) + "}"
    return column.in_(select(func.unnest(cast(literal(text, Text), ARRAY(BigInteger)))))
