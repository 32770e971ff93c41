"""E-mails that went out, and those that did not simply go out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import DeliveryStatus, EntityType
from crm_core.services import Services
from crm_core.storage.tables import (
    NOT_SENT,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
)
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.counting import count_up_to
from crm_core.views.paging import Page, Window, page_of

COUNTED = 100
"""Above this, how many need somebody is told as "100+"."""
FOUND_MOST = 500
"""So many people at most are looked for by some words."""
UNSETTLED = (DeliveryStatus.UNCERTAIN, DeliveryStatus.DEFERRED, DeliveryStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class MailLine:
    """One e-mail: to whom, of which sequence, by which mailbox.

    `at`: when it went out, or was tried last. `activity_id`: the draft that a person sent; nobody
    but a person sends it again. `sequence` is empty and `step_key` None where it is of no sequence.
    """

    id: int
    enrollment_id: int | None
    step_key: str | None
    party_id: int
    lead_id: int | None
    person: str
    recipient: str
    subject: str
    sequence: str
    mailbox: str
    status: DeliveryStatus
    reason: str
    attempts: int
    retry_at: datetime | None
    at: datetime | None
    activity_id: int | None = None


def list_sent(
    services: Services, *, actor: Actor, window: Window | None = None, typed: str = ""
) -> Page[MailLine]:
    """What went out, newest first; `typed`: only to people that these words find."""
    actor.require(Permission.MAIL_READ)
    query = _query(actor).where(DeliveryRow.status == DeliveryStatus.SENT)
    words = search_words(typed)
    if words:
        found = (
            select(PartyRow.id)
            .where(
                PartyRow.tenant_id == actor.tenant_id,
                *(PartyRow.search_key.contains(word, autoescape=True) for word in words),
            )
            .limit(FOUND_MOST)
        )
        query = query.where(DeliveryRow.party_id.in_(found))
    with services.storage.read() as session:
        return page_of(session, query, DeliveryRow.id, window or Window(), _line)


def list_unsettled(
    services: Services, *, actor: Actor, status: DeliveryStatus, window: Window | None = None
) -> Page[MailLine]:
    """Uncertain, put off or refused ones, newest first."""
    actor.require(Permission.MAIL_READ)
    query = _query(actor).where(NOT_SENT, DeliveryRow.status == status)
    with services.storage.read() as session:
        return page_of(session, query, DeliveryRow.id, window or Window(), _line)


def count_unsettled(services: Services, *, actor: Actor) -> dict[DeliveryStatus, int]:
    """How many of each of `UNSETTLED`; `COUNTED + 1` for more than `COUNTED`."""
    actor.require(Permission.MAIL_READ)
    one = select(DeliveryRow.id).where(NOT_SENT, DeliveryRow.tenant_id == actor.tenant_id)
    with services.storage.read() as session:
        return {
            status: count_up_to(session, one.where(DeliveryRow.status == status), COUNTED)
            for status in UNSETTLED
        }


def get_mail(services: Services, *, actor: Actor, delivery_id: int) -> MailLine | None:
    """One delivery as a line; None where it is gone."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        row = session.execute(_query(actor).where(DeliveryRow.id == delivery_id)).one_or_none()
    return _line(row) if row is not None else None


def _query(actor: Actor) -> AnySelect:
    query: AnySelect = (
        select(
            DeliveryRow.id, DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.party_id,
            EnrollmentRow.entity_type, EnrollmentRow.entity_id,
            func.coalesce(func.nullif(PartyRow.name, ""), DeliveryRow.recipient).label("person"),
            DeliveryRow.recipient, DeliveryRow.subject, SequenceRow.name.label("sequence"),
            MailboxRow.address.label("mailbox"), DeliveryRow.status, DeliveryRow.reason,
            DeliveryRow.attempts, DeliveryRow.retry_at, DeliveryRow.activity_id,
            func.coalesce(DeliveryRow.sent_at, DeliveryRow.taken_at).label("at"),
        )
        .join(PartyRow, PartyRow.id == DeliveryRow.party_id)
        .outerjoin(EnrollmentRow, EnrollmentRow.id == DeliveryRow.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(MailboxRow, MailboxRow.id == DeliveryRow.mailbox_id)
        .where(DeliveryRow.tenant_id == actor.tenant_id)
    )  # fmt: skip
    return query


def _line(row: AnyRow) -> MailLine:
    return MailLine(
        id=row.id,
        enrollment_id=row.enrollment_id,
        step_key=row.step_key,
        party_id=row.party_id,
        lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
        person=row.person,
        recipient=row.recipient,
        subject=row.subject,
        sequence=row.sequence or "",
        mailbox=row.mailbox or "",
        status=DeliveryStatus(row.status),
        reason=row.reason,
        attempts=row.attempts,
        retry_at=row.retry_at,
        at=row.at,
        activity_id=row.activity_id,
    )
