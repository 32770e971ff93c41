"""What the database raises: its own trouble, and a transaction that met another one.

A deadlock and a serialization failure (PostgreSQL's class 40, appendix A of its manual) leave
nothing of a transaction behind, so that it can be begun anew. SQLite has one writer at a time and
knows neither.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

TRIES = 5
"""Of a transaction that meets another one."""
_TROUBLE = frozenset({"OperationalError", "InterfaceError", "InternalError"})

T = TypeVar("T")


def tried_anew(transaction: Callable[[], T]) -> T:
    """What `transaction` returns; begun anew where the database broke it off for another's sake.

    `transaction` opens one and does nothing outside the database. Raises whatever else it raises,
    and the last of `TRIES` that met another one.
    """
    for _ in range(TRIES - 1):
        try:
            return transaction()
        except DBAPIError as fault:
            if not _met_another(fault):
                raise
    return transaction()


def is_the_databases(fault: Exception) -> bool:
    """Whether the database itself has trouble, which no row that is written can be blamed for."""
    return isinstance(fault, DBAPIError) and (
        bool(fault.connection_invalidated) or type(fault).__name__ in _TROUBLE
    )


def _met_another(fault: DBAPIError) -> bool:
    return str(getattr(fault.orig, "sqlstate", "") or "").startswith("40")
