"""Answering a message that came in: in whose conversation an answer goes out, and what ends it.

Asked by `grounds` for a draft that answers a message, and by `by_hand` when it went out.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, update

from crm_core.domain.words import ActivitySource
from crm_core.mail.headers import HeaderFault, foreign_message_id
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import ActivityRow, DeliveryRow, InboundMessageRow, MailboxRow
from crm_core.storage.workspace import mailboxes_for
from crm_core.touches.lookups import ThreadFacts

CHAIN_MOST = 40
"""Ids of a conversation that an answer names: its first and the latest (RFC 5322 §3.6.4 lets a
program leave out those between)."""


def is_open(of: type[InboundMessageRow] = InboundMessageRow) -> ColumnElement[bool]:
    """Somebody has to look at it; what lies in quarantine has no class and another place."""
    return and_(of.handled_at.is_(None), of.classification.is_not(None))


class Answered(NamedTuple):
    """The message that an answer is about. `address`: who wrote it, where the answer goes.

    `thread` is None where the message has no id that a header can hold. `mailbox_id`: over which
    mailbox the conversation runs.
    """

    address: str
    thread: ThreadFacts | None
    mailbox_id: int | None


def signature_of(
    session: ReadSession | WriteSession, message: InboundMessageRow, owner_id: int | None
) -> str:
    """What stands under an answer to a message: of the mailbox over which the conversation runs,
    else of the one that sends for whoever answers."""
    mailbox_id = session.scalar(
        select(DeliveryRow.mailbox_id).where(DeliveryRow.id == message.delivery_id)
    )
    if mailbox_id is None:
        mailbox_id = message.mailbox_id
    if mailbox_id is None:
        mailbox_id = mailboxes_for(session, message.tenant_id, {owner_id})[owner_id]
    found = select(MailboxRow.signature).where(
        MailboxRow.id == mailbox_id, MailboxRow.tenant_id == message.tenant_id
    )
    return (session.scalar(found) or "").strip()


def answered_by(session: WriteSession, draft: ActivityRow) -> Answered | None:
    """The message that a draft answers; None for a draft that answers none."""
    if draft.inbound_id is None:
        return None
    row = session.execute(
        select(
            InboundMessageRow.from_address, InboundMessageRow.message_id,
            InboundMessageRow.references_, InboundMessageRow.subject,
            func.coalesce(DeliveryRow.mailbox_id, InboundMessageRow.mailbox_id).label("mailbox_id"),
        )
        .outerjoin(DeliveryRow, DeliveryRow.id == InboundMessageRow.delivery_id)
        .where(
            InboundMessageRow.id == draft.inbound_id,
            InboundMessageRow.tenant_id == draft.tenant_id,
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    thread = None
    if _is_fit(row.message_id):
        chain = [one for one in row.references_.split() if _is_fit(one)]
        if len(chain) > CHAIN_MOST:
            chain = [chain[0], *chain[1 - CHAIN_MOST :]]
        thread = ThreadFacts(row.message_id, " ".join(chain), row.subject)
    return Answered(row.from_address, thread, row.mailbox_id)


def close_conversation(
    session: WriteSession,
    tenant_id: int,
    inbound_id: int,
    party_id: int | None,
    user_id: int | None,
    now: datetime,
) -> int:
    """Nobody has to look at a message any more, nor at what its person wrote before it.

    Returns how many were open. What the person wrote since stays open.
    """
    seen = InboundMessageRow.id == inbound_id
    if party_id is not None:
        seen = (InboundMessageRow.party_id == party_id) & (InboundMessageRow.id <= inbound_id)
    # In one order: two answers may go out at this moment.
    ids = session.scalars(
        select(InboundMessageRow.id)
        .where(InboundMessageRow.tenant_id == tenant_id, seen, is_open())
        .order_by(InboundMessageRow.id)
        .with_for_update(key_share=True)
    ).all()
    session.execute(
        update(InboundMessageRow)
        .where(InboundMessageRow.id.in_(ids))
        .values(handled_at=now, handled_by=user_id)
        .execution_options(synchronize_session="fetch")
    )
    return len(ids)


def close_if_answer(session: WriteSession, draft: ActivityRow, now: datetime) -> None:
    """An answer went out: its conversation needs nobody."""
    if draft.inbound_id is not None and draft.source != ActivitySource.INBOX:
        close_conversation(
            session, draft.tenant_id, draft.inbound_id, draft.party_id, draft.owner_id, now
        )


def _is_fit(message_id: str) -> bool:
    try:
        foreign_message_id(message_id, "references")
    except HeaderFault:
        return False
    return True
