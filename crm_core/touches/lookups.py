"""What a batch's cases need besides the enrollments themselves: one query for each kind.

Called by `facts.load_cases` with the ids of a whole batch; nothing here asks for one person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from crm_core.domain.cases import DeliveryFacts, InboxFacts, MailboxFacts, TouchFacts
from crm_core.domain.words import DeliveryStatus, MailboxStatus
from crm_core.services import Services
from crm_core.storage.ids import among_few
from crm_core.storage.tables import (
    DealRow,
    DeliveryRow,
    InboundMessageRow,
    InboxRow,
    MailboxRow,
    TenantRow,
    UserRow,
)
from crm_core.storage.types import AnyRow

DAY = timedelta(days=1)
_COUNTS = or_(
    DeliveryRow.status.in_((DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
    (DeliveryRow.status == DeliveryStatus.PLANNED) & DeliveryRow.owner.is_not(None),
)
"""What counts as a touch: a delivery that nobody holds or that failed is none."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox's row, as far as sending needs it, with its sender's zone and its workspace's.

    `limits`: its own, None where it follows `CRM_MAIL_LIMITS`; `workspace_limits`: those of all
    mailboxes together; both as they are stored. `oauth` and `dkim`: how it signs in and signs,
    encrypted.
    """

    id: int
    tenant_id: int
    address: str
    display_name: str
    transport: str | None
    zone: str | None
    workspace_zone: str
    facts: MailboxFacts
    merge_fields: Mapping[str, object]
    limits: Mapping[str, object] | None = None
    workspace_limits: Mapping[str, object] | None = None
    first_sent_at: datetime | None = None
    oauth: str | None = None
    dkim: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """The conversation so far: the last message's id, its chain and its subject."""

    message_id: str
    references: str
    subject: str


class Barrier(NamedTuple):
    """What counts as an inbox that was read lately. `now`: by the real clock, whatever time a run
    is told. `default_has_inbox`: the settings give one to the default mailboxes."""

    now: datetime
    within: timedelta
    default_has_inbox: bool


def barrier_of(services: Services) -> Barrier:
    """The barrier of this installation, at this moment."""
    within = timedelta(minutes=services.settings.crm_inbox_fresh_minutes)
    return Barrier(services.clock.now(), within, bool(services.settings.crm_inbox_url))


def load_mailboxes(
    session: Session, ids: Iterable[int], barrier: Barrier | None = None
) -> dict[int, Mailbox]:
    """The mailboxes; how fresh their inboxes are where `barrier` asks."""
    rows = session.execute(
        select(
            MailboxRow.id, MailboxRow.tenant_id, MailboxRow.address, MailboxRow.display_name,
            MailboxRow.transport, MailboxRow.status, MailboxRow.paused_reason,
            MailboxRow.away_until, MailboxRow.limits, MailboxRow.first_sent_at,
            MailboxRow.signature, MailboxRow.oauth, MailboxRow.dkim,
            func.coalesce(MailboxRow.timezone, UserRow.timezone).label("timezone"),
            TenantRow.timezone.label("workspace_zone"),
            TenantRow.limits.label("workspace_limits"),
            MailboxRow.inbox.is_not(None).label("has_inbox"), MailboxRow.is_default,
            InboxRow.read_at, InboxRow.error,
        )
        .join(TenantRow, TenantRow.id == MailboxRow.tenant_id)
        .outerjoin(UserRow, UserRow.id == MailboxRow.owner_id)
        .outerjoin(InboxRow, InboxRow.mailbox_id == MailboxRow.id)
        .where(MailboxRow.id.in_(set(ids)))
    )  # fmt: skip
    return {
        row.id: Mailbox(
            id=row.id,
            tenant_id=row.tenant_id,
            address=row.address,
            display_name=row.display_name,
            transport=row.transport,
            zone=row.timezone,
            workspace_zone=row.workspace_zone,
            facts=MailboxFacts(
                row.address,
                MailboxStatus(row.status),
                row.paused_reason,
                row.away_until,
                _inbox_facts(row, barrier),
            ),
            merge_fields={
                "name": row.display_name or row.address,
                "first_name": row.display_name.partition(" ")[0],
                "email": row.address,
                "signature": row.signature,
            },
            limits=row.limits,
            workspace_limits=row.workspace_limits,
            first_sent_at=row.first_sent_at,
            oauth=row.oauth,
            dkim=row.dkim,
        )
        for row in rows
    }


def _inbox_facts(row: AnyRow, barrier: Barrier | None) -> InboxFacts | None:
    if barrier is None or not (row.has_inbox or (row.is_default and barrier.default_has_inbox)):
        return None
    is_fresh = row.read_at is not None and row.read_at >= barrier.now - barrier.within
    return InboxFacts(row.read_at, is_fresh, row.error or "")


def company_senders(session: Session, inbound_ids: set[int | None]) -> dict[int | None, str]:
    """From where the messages came that hold enrollments; most batches hold none."""
    wanted = inbound_ids - {None}
    if not wanted:
        return {}
    rows = session.execute(
        select(InboundMessageRow.id, InboundMessageRow.from_address).where(
            InboundMessageRow.id.in_(wanted)
        )
    )
    return {row.id: row.from_address for row in rows}


def workspace_zones(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(TenantRow.id, TenantRow.timezone).where(TenantRow.id.in_(ids)))
    return {row.id: row.timezone for row in rows}


def deliveries_of(
    session: Session, enrollment_ids: list[int]
) -> tuple[dict[tuple[int, str], DeliveryFacts], dict[int, ThreadFacts]]:
    """The enrollments' deliveries by step, and each one's latest message that went out."""
    facts: dict[tuple[int, str], DeliveryFacts] = {}
    threads: dict[int, ThreadFacts] = {}
    if not enrollment_ids:
        return facts, threads
    rows = session.execute(
        select(
            DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.status,
            DeliveryRow.attempts, DeliveryRow.retry_at, DeliveryRow.reason,
            DeliveryRow.message_id, DeliveryRow.references_, DeliveryRow.thread_subject,
        )
        .where(among_few(session, DeliveryRow.enrollment_id, enrollment_ids))
        .order_by(DeliveryRow.id)
    )  # fmt: skip
    for row in rows:
        status = DeliveryStatus(row.status)
        facts[row.enrollment_id, row.step_key] = DeliveryFacts(
            status, row.attempts, row.retry_at, row.reason
        )
        if status in (DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN):
            threads[row.enrollment_id] = ThreadFacts(
                row.message_id, row.references_, row.thread_subject
            )
    return facts, threads


def touches_of(
    session: Session, party_ids: set[int], now: datetime, back: timedelta
) -> dict[int, TouchFacts]:
    """What the people were sent lately, in sum."""
    if not party_ids:
        return {}
    at = DeliveryRow.taken_at
    in_day = case((at > now - DAY, at))
    rows = session.execute(
        select(
            DeliveryRow.party_id,
            func.max(at, type_=at.type).label("last_at"),
            func.count(in_day).label("day_count"),
            func.min(in_day, type_=at.type).label("day_first_at"),
        )
        .where(
            among_few(session, DeliveryRow.party_id, party_ids),
            at > now - back,
            _COUNTS,
        )
        .group_by(DeliveryRow.party_id)
    )
    return {row.party_id: TouchFacts(row.last_at, row.day_count, row.day_first_at) for row in rows}


def touch_times(session: Session, party_id: int, now: datetime, back: timedelta) -> list[datetime]:
    """When one person was sent something lately, for a clock that is moved on."""
    at = DeliveryRow.taken_at
    query = select(at).where(DeliveryRow.party_id == party_id, at > now - back, _COUNTS)
    return [taken for taken in session.scalars(query.order_by(at)) if taken is not None]


def deals_of(session: Session, party_ids: set[int]) -> dict[int, dict[str, object]]:
    """Each person's latest deal, as merge fields."""
    if not party_ids:
        return {}
    rows = session.execute(
        select(DealRow.party_id, DealRow.name, DealRow.amount, DealRow.currency, DealRow.stage)
        .where(among_few(session, DealRow.party_id, party_ids))
        .order_by(DealRow.id)
    )
    return {
        row.party_id: {
            "name": row.name,
            "amount": row.amount,
            "currency": row.currency,
            "stage": row.stage,
        }
        for row in rows
    }
