"""Incoming messages as rows: what is kept of one, once for each workspace."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from crm_core.mail.inbound.mail import InboundMail
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import InboundMessageRow

RAW_MOST = 256 * 1024
"""Bytes that are kept of a message in quarantine."""
TEXT_MOST = 200_000
"""Characters that are kept of its text, and of its HTML."""
_LINE = 500

NOTHING_READ: dict[str, object] = {
    **dict.fromkeys(
        ("from_address", "from_name", "subject", "message_id", "references_", "text", "reply_text",
         "label"), ""
    ),
    "bounced": [],
}  # fmt: skip
"""The columns of a message that could not be read."""


def columns_of(
    mail: InboundMail, tenant_id: int, mailbox_id: int | None, now: datetime
) -> dict[str, object]:
    """A message's columns, all but what follows from it: its match, its class's reason, its end."""
    return {
        "tenant_id": tenant_id,
        "mailbox_id": mailbox_id,
        "fingerprint": mail.fingerprint,
        "received_at": now,
        "sent_at": mail.sent_at,
        "from_address": storable(mail.from_address)[:_LINE],
        "from_name": storable(mail.from_name)[:_LINE],
        "subject": storable(mail.subject),
        "message_id": storable(mail.message_id),
        "references_": storable(" ".join(mail.references))[:TEXT_MOST],
        "text": storable(mail.text)[:TEXT_MOST],
        "html": None if mail.html is None else storable(mail.html)[:TEXT_MOST],
        "reply_text": storable(mail.reply_text)[:TEXT_MOST],
        "classification": mail.classification,
        "sentiment": mail.sentiment,
        "intent": mail.intent,
        "label": storable(mail.label)[:_LINE],
        "bounced": [storable(each.address) for each in mail.bounced if each.address],
    }


def storable(text: str) -> str:
    """Text that both databases store: without NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def add_once(session: WriteSession, **columns: object) -> int | None:
    """The new row's id; None where the workspace has the message."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    given = {**dict.fromkeys(("fault", "reason"), ""), **columns}
    added: int | None = session.scalar(
        dialect.insert(InboundMessageRow)
        .values(**given)
        .on_conflict_do_nothing(index_elements=["tenant_id", "fingerprint"])
        .returning(InboundMessageRow.id)
    )
    return added
