"""Messages that come in, as read, and a way to receive them."""

from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import MailClass
from crm_core.mail.inbound.mail import BouncedRecipient, InboundMail
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow
from crm_core.usecases.inbound_mail import Received, keep_mail

_numbers = count(1)


def a_mail(kind: MailClass = MailClass.REPLY, **facts: Any) -> InboundMail:
    """A message of the class, from Ada1 to our mailbox; `facts` are an `InboundMail`'s own."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "classification": kind,
        "reason": "So it was written.",
        "message_id": f"in-{number}@example.com",
        "in_reply_to": "",
        "references": (),
        "from_address": "ada1@example.com",
        "from_name": "Ada1 Byron",
        "recipients": ("sales@example.com",),
        "subject": "Re: Hello Ada1",
        "sent_at": None,
        "text": "Yes.\n> Hi Ada1!",
        "html": None,
        "reply_text": "Yes.",
        "sentiment": None,
        "intent": None,
        "label": "",
        "bounced": (),
        "original_message_id": None,
        "is_mailbox_fault": False,
        "returns_on": None,
        "fingerprint": sha256(str(number).encode()).hexdigest(),
    }
    return InboundMail(**{**given, **facts})


def a_bounce(
    kind: MailClass, address: str = "ada1@example.com", status: str = "5.1.1", **facts: Any
) -> InboundMail:
    """A report that an e-mail to the address came back."""
    is_hard = kind is MailClass.HARD_BOUNCE
    bounced = (BouncedRecipient(address, status, "no such user here", is_hard),)
    given = {"from_address": "mailer-daemon@example.net", "bounced": bounced, **facts}
    return a_mail(kind, **given)


def received(
    services: Services, actor: Actor, mail: InboundMail, mailbox_id: int | None = None
) -> Received:
    """Receive it in the actor's workspace, now."""
    return keep_mail(
        services, mail, raw=b"Subject: as read\r\n\r\n", tenant_id=actor.tenant_id,
        mailbox_id=mailbox_id, now=services.clock.now(),
    )  # fmt: skip


def message_id_to(services: Services, recipient: str = "ada1@example.com") -> str:
    """Of the latest e-mail to the address."""
    with services.storage.read() as session:
        query = select(DeliveryRow.message_id).where(DeliveryRow.recipient == recipient)
        return session.scalars(query.order_by(DeliveryRow.id.desc())).first() or ""
