"""Pages of a list that is sorted by something else than its ids, without counting past rows.

The cursor carries the last row's value and id, so the next page begins right behind it however
many rows came before, or came between, meanwhile.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_
from sqlalchemy.orm import Session

from crm_core.errors import InvalidInput
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.paging import Page, Window

Line = TypeVar("Line")
SORTED_BY = "sorted_by"
"""The name under which `Order.select` brings the value that a row is sorted by."""
_READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "number": int,
    "amount": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
}
_KINDS: tuple[tuple[type, str], ...] = (
    (str, "text"), (int, "number"), (Decimal, "amount"), (datetime, "moment"), (date, "day"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """A list's order: by `value`, which is never NULL, and where that is the same by `key`.

    `name` tells one order's cursors from another's.
    """

    name: str
    value: SQLColumnExpression[Any]
    key: SQLColumnExpression[int]
    descending: bool = False

    @property
    def column(self) -> ColumnElement[Any]:
        """The value as a column of the query, from which the next cursor is made."""
        return self.value.label(SORTED_BY)


def sorted_page(
    session: Session,
    query: AnySelect,
    order: Order,
    window: Window,
    make: Callable[[AnyRow], Line],
) -> Page[Line]:
    """Run a query, which selects `order.column` and `id`, and cut one page out of it."""
    value, key = order.value, order.key
    after = _decode(order, window.cursor)
    if after is not None:
        last, last_id = after
        # Spelled out: a row comparison hides the type of the value from the dialect.
        beyond = value < last if order.descending else value > last
        tied = key < last_id if order.descending else key > last_id
        # The first of the two is implied, and shows an index where to begin.
        begin = value <= last if order.descending else value >= last
        query = query.where(begin, or_(beyond, and_(value == last, tied)))
    by = (value.desc(), key.desc()) if order.descending else (value.asc(), key.asc())
    rows = session.execute(query.order_by(*by).limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    more = len(rows) > window.limit
    return Page(tuple(map(make, shown)), _encode(order, shown[-1]) if more else None)


def _encode(order: Order, row: AnyRow) -> str:
    value = getattr(row, SORTED_BY)
    kind = next(name for type_, name in _KINDS if isinstance(value, type_))
    text = value.isoformat() if kind in ("moment", "day") else str(value)
    told = json.dumps([order.name, order.descending, kind, text, row.id])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _decode(order: Order, cursor: str | None) -> tuple[Any, int] | None:
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, descending, kind, text, row_id = json.loads(base64.urlsafe_b64decode(padded))
        if (name, descending) != (order.name, order.descending) or not 0 <= int(row_id) < 2**63:
            raise ValueError
        return _READ[kind](text), int(row_id)
    except (ValueError, TypeError, LookupError, InvalidOperation, binascii.Error):
        raise InvalidInput("Not a cursor of this list.", field="cursor") from None
