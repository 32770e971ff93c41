"""Sending an e-mail draft now, because a person pressed Send: `usecases/sending.py` calls this.

The same policy as the runner's: `take_draft` commits the delivery as *sending* before its first
byte, `posted` talks to the server with no transaction open, `record_draft` writes the answer
under the owner's name. What a killed process left between them `rescue` settles.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from crm_core.domain.limits import domain_of
from crm_core.domain.refusals import Judgement, Meaning
from crm_core.domain.states import DELIVERY_TRANSITIONS, transition
from crm_core.domain.words import (
    DeliveryStatus,
    SuppressionReason,
)
from crm_core.errors import CrmError, InvalidInput
from crm_core.mail.message import HeaderFault, OutgoingMessage, compose
from crm_core.services import Services
from crm_core.storage.deliveries import mark_sent_if_owner
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import suppress_address
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
)
from crm_core.touches.by_hand import close_if_ended, finish_draft, lock_draft
from crm_core.touches.grounds import ground_of, refuse_over_limit, refuse_under_way, texts_to_send
from crm_core.touches.in_flight import Notes
from crm_core.touches.lines import BEFORE_THE_MESSAGE, Outlet, shut, way_out
from crm_core.touches.lookups import Mailbox
from crm_core.touches.outcomes import mailbox_sends, pause_mailbox, server_away, settle_if_owner
from crm_core.touches.tracking import as_tracked, draft_key_of


class PostedDraft(NamedTuple):
    """A draft that is marked as sending, composed: all that handing it over needs."""

    tenant_id: int
    activity_id: int
    enrollment_id: int | None
    step_key: str | None
    mailbox: Mailbox
    recipient: str
    message_id: str
    payload: bytes


def take_draft(
    services: Services,
    session: WriteSession,
    row: ActivityRow,
    sender_id: int | None,
    owner: str,
    now: datetime,
) -> PostedDraft:
    """Ask whether a draft, which is held, may go out, and mark it as sending by `owner`.

    Raises what forbids it, with the field: nothing is written then. One that was tried before
    keeps its Message-ID.
    """
    delivery = session.scalar(
        select(DeliveryRow).where(DeliveryRow.activity_id == row.id).with_for_update()
    )
    if delivery is not None:
        refuse_under_way(DeliveryStatus(delivery.status))
    text, html = texts_to_send(row)
    ground = ground_of(services, session, row, sender_id, now)
    mailbox, recipient = ground.mailbox, ground.recipient
    refuse_over_limit(services, session, mailbox, recipient, now)
    if ground.settings is not None:
        key = draft_key_of(row.id)
        html = as_tracked(services, ground.settings, row.tenant_id, key, html)
    message_id = (
        delivery.message_id
        if delivery is not None
        else services.secrets.message_id(
            row.tenant_id, "draft", row.id, domain=mailbox.address.partition("@")[2]
        )
    )
    thread = ground.thread
    chain = (*thread.references.split(), thread.message_id) if thread else ()
    token = services.secrets.unsubscribe_token(row.tenant_id, ground.unsubscribe_key)
    payload = composed(
        OutgoingMessage(
            message_id=message_id,
            sender_address=mailbox.address,
            sender_name=mailbox.display_name,
            recipient_address=recipient,
            recipient_name=ground.recipient_name,
            subject=row.subject,
            text=text,
            html=html,
            date=now,
            in_reply_to=thread.message_id if thread else None,
            references=chain,
            unsubscribe_url=f"{services.settings.crm_public_url.rstrip('/')}/u/{token}",
        )
    )
    if delivery is None:
        delivery = DeliveryRow(
            tenant_id=row.tenant_id, activity_id=row.id, enrollment_id=row.enrollment_id,
            step_key=row.step_key if row.enrollment_id is not None else None,
            party_id=row.party_id, message_id=message_id, planned_at=now, attempts=0,
        )  # fmt: skip
        session.add(delivery)
    else:
        transition(
            DELIVERY_TRANSITIONS, DeliveryStatus(delivery.status), DeliveryStatus.SENDING,
            what="delivery",
        )  # fmt: skip
    delivery.status, delivery.owner, delivery.attempts = (
        DeliveryStatus.SENDING, owner, delivery.attempts + 1,
    )  # fmt: skip
    delivery.mailbox_id, delivery.recipient, delivery.subject = mailbox.id, recipient, row.subject
    delivery.recipient_domain = domain_of(recipient)
    delivery.thread_subject = thread.subject if thread else row.subject
    delivery.references_ = " ".join(chain)
    delivery.taken_at, delivery.retry_at, delivery.reason = now, None, ""
    session.flush()
    return PostedDraft(
        row.tenant_id, row.id, delivery.enrollment_id, delivery.step_key, mailbox, recipient,
        message_id, payload,
    )  # fmt: skip


@contextmanager
def posted(services: Services, draft: PostedDraft, notes: Notes) -> Iterator[Judgement]:
    """Hand the draft over and give what the answer means; the connection ends with the block."""
    try:
        outlet = Outlet(way_out(services, draft.mailbox), notes)
    except CrmError as fault:
        yield shut(fault)
        return
    try:
        said = outlet.lines(1)[0].send(draft, draft.payload, unless=lambda: False)
        assert said is not None
        answer, judgement = said
        if judgement.meaning is Meaning.SERVER_AWAY and answer.stage not in BEFORE_THE_MESSAGE:
            # The session broke on this message: that says nothing about the others.
            judgement = replace(judgement, meaning=Meaning.RETRY_LATER)
        yield judgement
    finally:
        outlet.close()


def record_draft(
    services: Services,
    session: WriteSession,
    draft: PostedDraft,
    judgement: Judgement,
    owner: str,
    now: datetime,
) -> None:
    """Write what became of a draft, as far as it is still this owner's."""
    lock_draft(session, draft.activity_id, draft.enrollment_id)
    reason = judgement.reason
    match judgement.meaning:
        case Meaning.ACCEPTED:
            if mark_sent_if_owner(session, owner, [draft.message_id], now):
                finish_draft(
                    services, session, draft.activity_id, draft.enrollment_id, draft.step_key,
                    now, now,
                )  # fmt: skip
            mailbox_sends(session, draft.mailbox, now)
            return
        case Meaning.UNCERTAIN:
            settle_if_owner(session, owner, draft.message_id, DeliveryStatus.UNCERTAIN, reason)
            return
        case Meaning.REFUSED:
            refusal = DeliveryStatus.REFUSED, reason
            mine = settle_if_owner(session, owner, draft.message_id, *refusal)
            if mine and judgement.suppress:
                suppress_address(
                    session, draft.tenant_id, draft.recipient, SuppressionReason.BOUNCED, reason,
                    now,
                )  # fmt: skip
        case Meaning.RETRY_LATER:
            settle_if_owner(session, owner, draft.message_id, DeliveryStatus.DEFERRED, reason)
        case Meaning.MAILBOX_FAULT:
            _give_back(session, owner, draft, reason)
            pause_mailbox(session, draft.mailbox, judgement, now)
        case Meaning.SERVER_AWAY:
            _give_back(session, owner, draft, reason)
            server_away(session, draft.mailbox, now)
    close_if_ended(session, draft.activity_id)


def composed(message: OutgoingMessage) -> bytes:
    """The bytes of what a person sends; raises `InvalidInput` for what no header holds."""
    try:
        return compose(message)
    except HeaderFault as fault:
        raise InvalidInput(
            f"The e-mail could not be written: {fault.message}", field=fault.field
        ) from fault


def _give_back(session: WriteSession, owner: str, draft: PostedDraft, reason: str) -> None:
    """Nothing was accepted and the draft is not at fault: it costs no attempt."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.message_id == draft.message_id,
            DeliveryRow.owner == owner,
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
        )
        .values(
            status=DeliveryStatus.PLANNED, owner=None, reason=reason,
            attempts=DeliveryRow.attempts - 1,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
