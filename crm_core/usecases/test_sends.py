"""Sending a message to oneself before anybody else gets it.

A test goes the way of the real thing, through the mailbox that would send it, to whoever asked
for it and to nobody else. It is no touch: it takes no slot of a limit, leaves no delivery, and
carries no link to unsubscribe by, which would be somebody's.
"""

import uuid

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.refusals import Answer, Judgement, Meaning, judge
from crm_core.domain.words import ActivityType
from crm_core.errors import CrmError, Forbidden, InvalidInput, NotFound, NotSent
from crm_core.mail.message import OutgoingMessage
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, UserRow
from crm_core.storage.workspace import mailboxes_for
from crm_core.touches.email_drafts import composed
from crm_core.touches.grounds import texts_to_send
from crm_core.touches.lines import shut, way_out
from crm_core.touches.lookups import Mailbox, load_mailboxes

PREFIX = "Test: "


def send_test(
    services: Services, *, actor: Actor, subject: str, text: str, html: str, mailbox_id: int
) -> str:
    """Send a written message to the actor from a mailbox; returns the address that it went to.

    Raises `Forbidden` for an actor who is no person, `NotFound` for no mailbox here, and
    `NotSent` with the server's words where it did not go out. No transaction may be open.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    if services.storage.is_writing:
        raise RuntimeError("no transaction is open while a mail server is spoken to")
    with services.storage.read() as session:
        recipient, name = _oneself(session, actor)
        mailbox = load_mailboxes(session, [mailbox_id]).get(mailbox_id)
    if mailbox is None or mailbox.tenant_id != actor.tenant_id:
        raise NotFound("There is no mailbox that would send this.", field="mailbox")
    payload = composed(
        OutgoingMessage(
            message_id=f"{uuid.uuid4().hex}@{mailbox.address.partition('@')[2]}",
            sender_address=mailbox.address,
            sender_name=mailbox.display_name,
            recipient_address=recipient,
            recipient_name=name,
            subject=f"{PREFIX}{subject}",
            text=text,
            html=html,
            date=services.clock.now(),
        )
    )
    judgement = _posted(services, mailbox, recipient, payload)
    with services.storage.write() as session:
        audit.note(
            session, actor, services.clock.now(), "mail.tested", "mailbox", mailbox.id,
            outcome=judgement.meaning.name,
        )  # fmt: skip
    if judgement.meaning is not Meaning.ACCEPTED:
        raise NotSent(f"The test did not go out. {judgement.reason}", field="mailbox")
    return recipient


def send_test_of_draft(services: Services, *, actor: Actor, activity_id: int) -> str:
    """Send an e-mail draft, as it is kept, to the actor; returns the address that it went to.

    Raises what `send_test` does, and what keeps the text from being sent to anybody.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    with services.storage.read() as session:
        row = owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity")
        if row.type != ActivityType.EMAIL:
            raise InvalidInput("Only an e-mail draft can be sent.", field="id")
        text, html = texts_to_send(row)
        subject, owner_id = row.subject, row.owner_id or actor.user_id
        mailbox_id = mailboxes_for(session, actor.tenant_id, {owner_id})[owner_id]
    if mailbox_id is None:
        raise NotFound("There is no mailbox that would send this.", field="mailbox")
    return send_test(
        services, actor=actor, subject=subject, text=text, html=html, mailbox_id=mailbox_id
    )


def _oneself(session: ReadSession, actor: Actor) -> tuple[str, str]:
    """The address and the name of whoever asks."""
    if actor.user_id is None:
        raise Forbidden("A test goes to whoever asks for it; sign in as a person.")
    address, name = session.execute(
        select(UserRow.email, UserRow.name).where(UserRow.id == actor.user_id)
    ).one()
    return address, name


def _posted(services: Services, mailbox: Mailbox, recipient: str, payload: bytes) -> Judgement:
    try:
        opened = way_out(services, mailbox).connect()
    except CrmError as fault:
        return shut(fault)
    if isinstance(opened, Answer):
        return judge(opened)
    try:
        return judge(opened.send(sender=mailbox.address, recipient=recipient, payload=payload))
    finally:
        opened.close()
