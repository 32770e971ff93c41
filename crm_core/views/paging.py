"""Pages of a list: an opaque cursor that says after which row the next page begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_core.errors import InvalidInput
from crm_core.storage.types import AnyRow, AnySelect

LIMIT_MOST = 200
LIMIT_USUAL = 50
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Up to `limit` lines; `next_cursor` is None on the last page."""

    items: tuple[Line, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for."""

    limit: int = LIMIT_USUAL
    cursor: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.limit <= LIMIT_MOST:
            raise InvalidInput(f"Between 1 and {LIMIT_MOST}.", field="limit")


def page_of(
    session: Session,
    query: AnySelect,
    key: InstrumentedAttribute[int],
    window: Window,
    make: Callable[[AnyRow], Line],
    *,
    newest_first: bool = True,
) -> Page[Line]:
    """Run a query in the order of `key` (which it selects as `id`) and cut one page out of it."""
    after = after_id(window.cursor)
    if after is not None:
        query = query.where(key < after if newest_first else key > after)
    order = key.desc() if newest_first else key.asc()
    rows: Sequence[AnyRow] = session.execute(query.order_by(order).limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    more = len(rows) > window.limit
    return Page(tuple(make(row) for row in shown), _encode(shown[-1].id) if more else None)


def _encode(row_id: int) -> str:
    return base64.urlsafe_b64encode(f"after:{row_id}".encode()).decode().rstrip("=")


def after_id(cursor: str | None) -> int | None:
    """The id behind which a page begins; None for the first. Raises `InvalidInput`."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        word, _, number = base64.urlsafe_b64decode(padded).decode().partition(":")
        if word != "after" or not 0 <= int(number) < 2**63:
            raise ValueError
    except (ValueError, binascii.Error, UnicodeError):
        raise InvalidInput("Not a cursor of this list.", field="cursor") from None
    return int(number)
