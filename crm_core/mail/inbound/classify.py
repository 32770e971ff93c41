"""What an incoming message is: the one place where the order of the questions stands.

Our own mail; a complaint; a bounce, before an automatic reply, for reports carry
`Auto-Submitted` too; another notice of a machine; absence and other automatic replies; a wish to
get no more; else a reply. Only the sender's own words are asked for what a person means. Called
by the inbox, for mail by IMAP and by the API alike.
"""

from datetime import datetime

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.mail import InboundMail
from crm_core.mail.inbound.parsing import fingerprint, parse

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


def read_message(raw: bytes, *, now: datetime, own_addresses: frozenset[str]) -> InboundMail:
    """Read one message as it came from the server.

    `own_addresses`: those of our mailboxes, in lower case. Pure; raises `UnreadableMail` only.
    """
    root = parse(raw)
    headers = root.headers
    name, address = next(iter(headers.addresses("from") or headers.addresses("sender")), ("", ""))
    text = next((p.text() for p in root.walk() if p.media_type == "text/plain"), "")
    is_own = address in own_addresses
    return InboundMail(
        classification=MailClass.OWN if is_own else MailClass.REPLY,
        reason="It is from a mailbox of ours." if is_own else "A person wrote it.",
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=headers.ids("references"),
        from_address=address,
        from_name=name,
        recipients=tuple(one for _, one in headers.addresses(*_RECIPIENTS)),
        subject=headers.text("subject"),
        sent_at=headers.moment("date"),
        text=text,
        html=None,
        reply_text=text,
        sentiment=None,
        intent=None,
        label="",
        bounced=(),
        original_message_id=None,
        is_mailbox_fault=False,
        returns_on=None,
        fingerprint=fingerprint(root),
    )
