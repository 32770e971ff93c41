"""An e-mail of ours: what is in it and how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from crm_core.domain.words import (
    DeliveryOutcome,
    DeliveryStatus,
)
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    SequenceRow,
    StepRow,
)
from crm_core.storage.types import AnyRow, AnySelect


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An e-mail of ours. `step` counts from 1; `sequence` is empty for one written by hand."""

    id: int
    at: datetime
    recipient: str
    mailbox: str
    subject: str
    text: str
    status: DeliveryStatus
    outcome: DeliveryOutcome | None
    sequence: str
    step: int | None


def load_outgoing(session: Session, ids: Sequence[int]) -> dict[int, Outgoing]:
    """The e-mails `ids`, which the caller has found in its workspace, by id; one query."""
    if not ids:
        return {}
    return {row.id: _went(row) for row in session.execute(_outgoing_query(), {"ids": ids})}


@cache
def _outgoing_query() -> AnySelect:
    """The e-mails `ids`. Composed once: to compose it takes longer than to run it."""
    by_hand, of_step = aliased(ActivityRow), aliased(ActivityRow)
    return (
        select(
            DeliveryRow.id, DeliveryRow.taken_at, DeliveryRow.recipient,
            MailboxRow.address.label("mailbox"), DeliveryRow.subject,
            func.coalesce(by_hand.body, of_step.body, "").label("text"), DeliveryRow.status,
            DeliveryRow.outcome, SequenceRow.name.label("sequence"), StepRow.position,
        )
        .outerjoin(MailboxRow, MailboxRow.id == DeliveryRow.mailbox_id)
        .outerjoin(by_hand, by_hand.id == DeliveryRow.activity_id)
        .outerjoin(
            of_step,
            (of_step.enrollment_id == DeliveryRow.enrollment_id)
            & (of_step.step_key == DeliveryRow.step_key),
        )
        .outerjoin(EnrollmentRow, EnrollmentRow.id == DeliveryRow.enrollment_id)
        .outerjoin(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.key == DeliveryRow.step_key),
        )
        .where(DeliveryRow.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


def _went(row: AnyRow) -> Outgoing:
    return Outgoing(
        id=row.id,
        at=row.taken_at,
        recipient=row.recipient,
        mailbox=row.mailbox or "",
        subject=row.subject,
        text=row.text,
        status=DeliveryStatus(row.status),
        outcome=DeliveryOutcome(row.outcome) if row.outcome else None,
        sequence=row.sequence or "",
        step=None if row.position is None else row.position + 1,
    )
