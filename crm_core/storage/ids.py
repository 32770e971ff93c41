"""Many values as one parameter: a condition whose text is the same for one and ten thousand."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(
    session: Session, key: InstrumentedAttribute[Any], ids: Iterable[int]
) -> ColumnElement[bool]:
    """That the column is one of the ids, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        given = func.json_each(orjson.dumps(list(ids)).decode()).table_valued("value")
        return key.in_(select(given.c.value))
    # A subquery reads the text once; `= ANY (…)` would read it anew for each row that it filters.
    text = "{" + ",".join(map(str, ids)) + "}"
    return key.in_(select(func.unnest(cast(literal(text, Text), ARRAY(BigInteger)))))


def among_few(
    session: Session, key: InstrumentedAttribute[Any], ids: Iterable[int]
) -> ColumnElement[bool]:
    """`among` for a batch's ids on the hot path: an index answers for each of them.

    On PostgreSQL one parameter, since neither SQLAlchemy nor the driver then spells out hundreds
    of them. On SQLite a list of them, which its planner knows the length of: beside mailboxes
    whose servers are ill a subquery costs a third of the rate (`bench moods`).
    """
    if session.get_bind().dialect.name == "sqlite":
        return key.in_(list(ids))
    return key == any_(bindparam(None, list(ids), type_=ARRAY(BigInteger)))


def among_texts(
    session: Session, key: InstrumentedAttribute[Any], texts: Iterable[str]
) -> ColumnElement[bool]:
    """That the column is one of the texts, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        document = orjson.dumps(list(texts)).decode()
        return key.in_(select(column("value")).select_from(func.json_each(document)))
    return key.in_(select(func.unnest(bindparam(None, list(texts), type_=ARRAY(Text)))))
