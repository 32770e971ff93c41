"""What the database raises, and which of it is worth another try."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from crm_core.storage.faults import TRIES, is_the_databases, tried_anew


class Said(Exception):
    """What a driver raises, with the state that PostgreSQL gave."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_a_transaction_that_met_another_is_begun_anew(state: str) -> None:
    tries: list[int] = []

    def transaction() -> str:
        tries.append(1)
        if len(tries) < TRIES:
            raise OperationalError("UPDATE", {}, Said(state))
        return "done"

    assert tried_anew(transaction) == "done"
    assert len(tries) == TRIES


def test_one_that_meets_another_each_time_is_given_up() -> None:
    tries: list[int] = []

    def transaction() -> None:
        tries.append(1)
        raise OperationalError("UPDATE", {}, Said("40P01"))

    with pytest.raises(OperationalError):
        tried_anew(transaction)
    assert len(tries) == TRIES


@pytest.mark.parametrize("state", ["23505", "57P01", ""])
def test_what_else_is_raised_is_raised_at_once(state: str) -> None:
    tries: list[int] = []

    def transaction() -> None:
        tries.append(1)
        raise OperationalError("UPDATE", {}, Said(state))

    with pytest.raises(OperationalError):
        tried_anew(transaction)
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("fault", "is_theirs"),
    [
        (OperationalError("SELECT", {}, Said("57P01")), True),
        (DBAPIError("SELECT", {}, Said(""), connection_invalidated=True), True),
        (IntegrityError("INSERT", {}, Said("23505")), False),
        (ValueError("a row's own"), False),
    ],
)
def test_the_databases_own_trouble_is_no_rows_fault(fault: Exception, is_theirs: bool) -> None:
    assert is_the_databases(fault) is is_theirs
