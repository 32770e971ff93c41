"""What rows say, as one hash: whoever decided on them can tell later whether they changed.

Asked by `crm_core.copilot.consent` when a write is proposed and again when it is approved.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TypeAlias

import orjson
from sqlalchemy import Table, func, select

from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import InboundMessageRow
from crm_core.storage.types import Row

RowName: TypeAlias = tuple[str, int]
"""A table's name and a row's id."""

VOLATILE = {
    "enrollments": {"lease_owner", "lease_until"},
    "mailboxes": {"away_until", "away_failures", "dns_checks", "dns_checked_at"},
    "users": {"here_at", "here_before_at", "failed_sign_ins", "locked_until"},
}
"""Columns that change by themselves, and tell nothing that a person would decide on."""


def hash_rows(
    session: ReadSession | WriteSession, tenant_id: int, names: Iterable[RowName]
) -> dict[str, str]:
    """For each row, as `table/id`, the SHA-256 of what it says; empty for one that is not there.

    A person's row speaks for their mail as well: another message that comes in changes it. In a
    write the rows are held until the transaction ends.
    """
    return {
        f"{table}/{key}": _hash(session, tenant_id, table, key) for table, key in sorted(set(names))
    }


def whole_hash(hashes: dict[str, str]) -> str:
    """One hash for all of them."""
    return sha256(orjson.dumps(hashes, option=orjson.OPT_SORT_KEYS)).hexdigest()


def changed(before: dict[str, str], after: dict[str, str]) -> Sequence[str]:
    """The names of the rows whose hashes differ."""
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


def _hash(session: ReadSession | WriteSession, tenant_id: int, name: str, key: int) -> str:
    table = _table(name)
    query = select(table).where(table.c.id == key)
    # A workspace is its own tenant.
    query = query.where((table.c.id if name == "tenants" else table.c.tenant_id) == tenant_id)
    if isinstance(session, WriteSession):
        query = query.with_for_update(key_share=True)
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        return ""
    told = {
        str(column): _plain(value)  # A reserved word comes as a kind of text that JSON refuses.
        for column, value in row.items()
        if column not in VOLATILE.get(name, ())
    }
    if name == "parties":
        told["inbound"] = session.scalar(
            select(func.max(InboundMessageRow.id)).where(InboundMessageRow.party_id == key)
        )
    return sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _table(name: str) -> Table:
    table = Row.metadata.tables.get(name)
    if table is None or ("tenant_id" not in table.c and name != "tenants"):
        raise ValueError(f"no rows of “{name}” can be watched")
    return table


def _plain(value: object) -> object:
    """A value as JSON has it; the same on both databases."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value
