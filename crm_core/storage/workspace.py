"""Queries about workspaces and their mailboxes."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from heapq import heapify, heapreplace
from typing import Any

from sqlalchemy import func, select, update

from crm_core.domain.calendar import SendWindow
from crm_core.domain.words import EnrollmentStatus, MailboxStatus
from crm_core.errors import NotFound
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import EnrollmentRow, MailboxRow, TenantRow


def create_workspace(
    session: WriteSession, name: str, mail_from: str, now: datetime, *, timezone: str = "UTC"
) -> int:
    """A new workspace with its default mailbox; returns its id."""
    tenant = TenantRow(name=name, timezone=timezone, created_at=now)
    session.add(tenant)
    session.flush()
    session.add(MailboxRow(tenant_id=tenant.id, address=mail_from, is_default=True, created_at=now))
    session.flush()
    return tenant.id


def follow_default_mailbox(session: WriteSession, mail_from: str) -> None:
    """The default mailboxes carry the address that the settings give."""
    session.execute(
        update(MailboxRow)
        .where(MailboxRow.is_default, MailboxRow.address != mail_from)
        .values(address=mail_from)
    )


def pause_mailboxes(
    session: WriteSession, mailbox_ids: Collection[int], reason: str, now: datetime
) -> int:
    """Let mailboxes send nothing more; returns how many sent until now. A paused one keeps its
    first reason."""
    paused = session.connection().execute(
        update(MailboxRow)
        .where(MailboxRow.id.in_(mailbox_ids), MailboxRow.status == MailboxStatus.ACTIVE)
        .values(status=MailboxStatus.PAUSED, paused_at=now, paused_reason=reason)
    )
    return paused.rowcount


def first_workspace_id(session: ReadSession | WriteSession) -> int:
    """The workspace that the command line means where none is named: the oldest."""
    found = session.scalar(select(TenantRow.id).order_by(TenantRow.id).limit(1))
    if found is None:
        raise NotFound("There is no workspace yet; run `python -m crm_core migrate`.")
    return found


def proposed_settings(session: ReadSession | WriteSession, tenant_id: int) -> dict[str, Any]:
    """The contract's `settings` with which a new sequence begins in the builder."""
    row = session.get_one(TenantRow, tenant_id)
    return {
        "sendWindow": SendWindow.parse(row.send_window).to_json(),
        "holidayCountries": list(row.holiday_countries),
    }


def share_out(
    session: ReadSession | WriteSession,
    tenant_id: int,
    sequence_id: int,
    pool: Collection[int],
    number: int,
) -> list[int | None]:
    """The mailboxes of a pool for so many new enrollments of a sequence: each time the one that
    has the fewest of its live ones. One query.

    A paused one is left out as long as another is active; None where none of them is left.
    """
    live = (EnrollmentRow.mailbox_id == MailboxRow.id) & EnrollmentRow.status.in_(
        (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)
    )
    rows = session.execute(
        select(MailboxRow.id, MailboxRow.status, func.count(EnrollmentRow.id))
        .outerjoin(EnrollmentRow, live & (EnrollmentRow.sequence_id == sequence_id))
        .where(MailboxRow.tenant_id == tenant_id, MailboxRow.id.in_(pool))
        .group_by(MailboxRow.id)
    ).all()
    active = [row for row in rows if row.status == MailboxStatus.ACTIVE]
    waiting = [(count, key) for key, _, count in active or rows]
    if not waiting:
        return [None] * number
    heapify(waiting)
    chosen: list[int | None] = []
    for _ in range(number):
        count, key = waiting[0]
        chosen.append(key)
        heapreplace(waiting, (count + 1, key))
    return chosen


def mailboxes_for(
    session: ReadSession | WriteSession, tenant_id: int, owner_ids: Collection[int | None]
) -> dict[int | None, int | None]:
    """Which mailbox sends for each of the owners: their first, else the workspace's default.

    None as an owner is nobody, as a mailbox that there is none. One query.
    """
    pools = pools_for(session, tenant_id, owner_ids)
    return {owner_id: next(iter(pool), None) for owner_id, pool in pools.items()}


def pools_for(
    session: ReadSession | WriteSession, tenant_id: int, owner_ids: Collection[int | None]
) -> dict[int | None, list[int]]:
    """The mailboxes that send for each of the owners, the first one first: their own, else the
    workspace's default. One query."""
    rows = session.execute(
        select(MailboxRow.id, MailboxRow.owner_id, MailboxRow.is_default)
        .where(
            MailboxRow.tenant_id == tenant_id,
            MailboxRow.is_default | MailboxRow.owner_id.in_(set(owner_ids) - {None}),
        )
        .order_by(MailboxRow.id)
    )
    own: defaultdict[int | None, list[int]] = defaultdict(list)
    usual: list[int] = []
    for row in rows:
        (usual if row.is_default else own[row.owner_id]).append(row.id)
    return {owner_id: own.get(owner_id, usual) for owner_id in owner_ids}
