"""The suppression list as its page, the API and the command line show it, and as a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from sqlalchemy import func, or_, select

from crm_core.domain.csv_files import unarmed
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SuppressionReason
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import SuppressionRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.paging import Page, Window, page_of

HEAD = ("address", "reason", "note", "since")
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class SuppressionLine:
    """One entry. `value`: an address, or a domain with all below it; empty for an erased person,
    of whom only a hash is kept."""

    id: int
    value: str
    is_domain: bool
    is_erased: bool
    reason: SuppressionReason
    source: str
    created_at: datetime


def list_suppressions(
    services: Services,
    *,
    actor: Actor,
    typed: str = "",
    reason: SuppressionReason | None = None,
    domains_only: bool = False,
    window: Window | None = None,
) -> Page[SuppressionLine]:
    """The workspace's list, newest first; `typed` occurs in address or domain. One query."""
    actor.require(Permission.PEOPLE_READ)
    query = _entries(actor)
    wanted = typed.strip().lower()
    if wanted:
        query = query.where(
            or_(
                SuppressionRow.email.contains(wanted, autoescape=True),
                SuppressionRow.domain.contains(wanted.removeprefix("@"), autoescape=True),
            )
        )
    if reason is not None:
        query = query.where(SuppressionRow.reason == reason)
    if domains_only:
        query = query.where(SuppressionRow.domain.is_not(None))
    with services.storage.read() as session:
        return page_of(session, query, SuppressionRow.id, window or Window(), _line)


def get_suppression(services: Services, *, actor: Actor, suppression_id: int) -> SuppressionLine:
    """One entry; raises `NotFound`."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        owned(session, SuppressionRow, actor.tenant_id, suppression_id, what="entry")
        query = _entries(actor).where(SuppressionRow.id == suppression_id)
        return _line(session.execute(query).one())


def export_suppressions(services: Services, *, actor: Actor) -> bytes:
    """The list as a CSV file that can be imported again, with the mark by which Excel knows UTF-8.

    No cell begins as a formula does. Erased people are left out: nobody can tell their addresses.
    """
    actor.require(Permission.PEOPLE_READ)
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(HEAD)
    for line in _whole(services, actor):
        writer.writerow(
            (unarmed(line.value), line.reason.value, unarmed(line.source),
             f"{line.created_at:%Y-%m-%d}")
        )  # fmt: skip
    return target.getvalue().encode("utf-8-sig")


def _whole(services: Services, actor: Actor) -> Iterator[SuppressionLine]:
    last = 0
    with services.storage.read() as session:
        while True:
            query = (
                _entries(actor)
                .where(SuppressionRow.id > last, SuppressionRow.address_hash.is_(None))
                .order_by(SuppressionRow.id)
                .limit(_AT_A_TIME)
            )
            rows = session.execute(query).all()
            if not rows:
                return
            yield from map(_line, rows)
            last = rows[-1].id


def _entries(actor: Actor) -> AnySelect:
    return select(
        SuppressionRow.id,
        func.coalesce(SuppressionRow.email, SuppressionRow.domain, "").label("value"),
        SuppressionRow.domain,
        SuppressionRow.address_hash,
        SuppressionRow.reason,
        SuppressionRow.source,
        SuppressionRow.created_at,
    ).where(SuppressionRow.tenant_id == actor.tenant_id)


def _line(row: AnyRow) -> SuppressionLine:
    return SuppressionLine(
        id=row.id,
        value=row.value,
        is_domain=row.domain is not None,
        is_erased=row.address_hash is not None,
        reason=SuppressionReason(row.reason),
        source=row.source,
        created_at=row.created_at,
    )
