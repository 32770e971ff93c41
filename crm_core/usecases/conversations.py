"""Conversations: somebody is done with one, takes it up again, or answers.

What a message is said to be instead is in `corrections`, whose it is in `company_mail`.
"""

from typing import NamedTuple

from sqlalchemy import func, select

from crm_core.domain import inputs
from crm_core.domain.corrections import WRITTEN_BY_SOMEBODY
from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import SUBJECT_LIMIT, TEXT_LIMIT
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType
from crm_core.errors import Conflict, InvalidInput
from crm_core.mail.body import finished_alternatives, is_formatted
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.activities import source_of
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, EnrollmentRow, InboundMessageRow, LeadRow
from crm_core.touches.answering import close_conversation, signature_of


class Begun(NamedTuple):
    """An answer that was begun: its draft, and the fingerprint of its texts."""

    activity_id: int
    fingerprint: str


def close_message(services: Services, *, actor: Actor, inbound_id: int) -> int:
    """Somebody is done with a message and with what its person wrote before; returns how many
    were open.

    What came since stays open, since nobody saw it. Raises `Conflict` for a company's message
    that holds people: first it is said whose it is.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
        _refuse_holding(session, row)
        closed = close_conversation(
            session, actor.tenant_id, row.id, row.party_id, actor.user_id, now
        )
        if closed:
            audit.note(session, actor, now, "mail.closed", "message", row.id)
        return closed


def reopen_message(services: Services, *, actor: Actor, inbound_id: int) -> None:
    """Somebody has to look at a message again; one that is open stays so."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, InboundMessageRow, actor.tenant_id, inbound_id, what="message", lock=True
        )
        if row.classification is None:
            raise Conflict("This message could not be read; see Runner health.", field="id")
        if row.handled_at is not None:
            row.handled_at = row.handled_by = None
            audit.note(session, actor, now, "mail.reopened", "message", row.id)


def begin_answer(
    services: Services,
    *,
    actor: Actor,
    inbound_id: int,
    subject: object,
    typed: object,
    answers_seen: int = 0,
) -> Begun:
    """Begin the answer to a message as a draft, which `sending.send_draft` sends in its thread.

    `typed`: the text as the message editor gives it. `answers_seen`: how many answers to the
    message the person had before them; `Conflict` where there are more by now, so that two tabs
    begin one. Raises `Conflict` for a message that nobody wrote or of which it is not known whose
    it is.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    line = inputs.line(subject, "subject", SUBJECT_LIMIT)
    body = inputs.text(typed, "body", TEXT_LIMIT)
    if not body.strip():
        raise InvalidInput("Write an answer first.", field="body")
    html = body if is_formatted(body) else None
    plain = body if html is None else finished_alternatives("", html)[0]
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, InboundMessageRow, actor.tenant_id, inbound_id, what="message", lock=True
        )
        _refuse_unanswerable(row)
        if plain.strip() == signature_of(session, row, actor.user_id):
            raise InvalidInput("Write an answer above the signature.", field="body")
        if count_answers(session, row) != answers_seen:
            raise Conflict(
                "Somebody has begun to answer this meanwhile, or did. Open the conversation anew.",
                field="status",
            )
        draft = ActivityRow(
            tenant_id=actor.tenant_id, type=ActivityType.EMAIL, status=ActivityStatus.DRAFT,
            source=source_of(actor),
            subject=line, body=plain, html=html, party_id=row.party_id,
            lead_id=_lead_of(session, row), owner_id=actor.user_id, inbound_id=row.id,
            due_at=now, created_at=now,
        )  # fmt: skip
        session.add(draft)
        session.flush()
        audit.note(session, actor, now, "mail.answered", "message", row.id, activityId=draft.id)
        return Begun(draft.id, fingerprint(line, plain, html))


def count_answers(session: WriteSession, row: InboundMessageRow) -> int:
    """How many answers to a message were begun, whatever became of them."""
    return (
        session.scalar(
            select(func.count()).where(
                ActivityRow.party_id == row.party_id,
                ActivityRow.inbound_id == row.id,
                ActivityRow.source != ActivitySource.INBOX,
            )
        )
        or 0
    )


def _refuse_unanswerable(row: InboundMessageRow) -> None:
    if row.classification not in WRITTEN_BY_SOMEBODY or not row.from_address:
        raise Conflict("Nobody would read an answer to this message.", field="id")
    if row.party_id is None:
        raise Conflict("Say first whose message this is.", field="partyId")


def _refuse_holding(session: WriteSession, row: InboundMessageRow) -> None:
    held = session.scalar(
        select(EnrollmentRow.id).where(EnrollmentRow.company_mail_id == row.id).limit(1)
    )
    if held is not None:
        raise Conflict(
            "People at this company wait because of this message: say first whose it is.",
            field="partyId",
        )


def _lead_of(session: WriteSession, row: InboundMessageRow) -> int | None:
    """The lead by which the answered enrollment's person came in."""
    if row.enrollment_id is None:
        return None
    return session.scalar(
        select(LeadRow.id)
        .join(EnrollmentRow, EnrollmentRow.entity_id == LeadRow.id)
        .where(
            EnrollmentRow.id == row.enrollment_id,
            EnrollmentRow.entity_type == "LEAD",
            LeadRow.party_id == row.party_id,
        )
    )
