"""A mailbox's health as the deliveries tell it, and the pause that follows from it.

Whoever records a bounce or a complaint calls `check_health` in the same transaction. An address
that the mailbox's own server refuses while the e-mail is handed over is suppressed at once and
counts here for nothing: nobody outside saw the e-mail, so no receiver thinks worse of the sender.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from crm_core.domain.health import SPAN, Health, why_unhealthy
from crm_core.domain.words import DeliveryOutcome, DeliveryStatus
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import DeliveryRow, MailboxRow
from crm_core.storage.workspace import pause_mailboxes


def check_health(session: WriteSession, mailbox_id: int, now: datetime) -> bool:
    """Pause a mailbox of which too much came back, with the numbers as its reason.

    True where it was paused by this. One that a person resumed is judged by what it sent since.
    """
    health = health_of(session, [mailbox_id], now).get(mailbox_id, Health())
    reason = why_unhealthy(health)
    if reason is None:
        return False
    return pause_mailboxes(session, [mailbox_id], reason, now) == 1


def health_of(session: Session, mailbox_ids: Collection[int], now: datetime) -> dict[int, Health]:
    """The health of mailboxes; one that sent nothing is left out. One query.

    Bounces and complaints are those of the e-mails that were sent in the span, whenever they came.
    """
    outcome = DeliveryRow.outcome
    rows = session.execute(
        select(
            DeliveryRow.mailbox_id,
            func.count(),
            func.count(case((outcome == DeliveryOutcome.BOUNCED, 1))),
            func.count(case((outcome == DeliveryOutcome.COMPLAINED, 1))),
        )
        .join(MailboxRow, MailboxRow.id == DeliveryRow.mailbox_id)
        .where(
            DeliveryRow.mailbox_id.in_(mailbox_ids),
            DeliveryRow.taken_at > now - SPAN,
            or_(MailboxRow.health_since.is_(None), DeliveryRow.taken_at > MailboxRow.health_since),
            or_(
                DeliveryRow.status == DeliveryStatus.SENT,
                # What came back has gone out, whatever else was heard of it.
                and_(DeliveryRow.status == DeliveryStatus.UNCERTAIN, outcome.is_not(None)),
            ),
        )
        .group_by(DeliveryRow.mailbox_id)
    )
    return {key: Health(*numbers) for key, *numbers in rows}
