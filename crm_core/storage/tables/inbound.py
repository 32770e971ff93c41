"""Mail that comes in: where reading stands, the messages, and what people corrected in them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import (
    InboundStatus,
    MailClass,
    MatchedBy,
    ReplyIntent,
    Sentiment,
)
from crm_core.storage.types import (
    BigId,
    Id,
    Instant,
    JsonList,
    Line,
    LongText,
    PrimaryKey,
    Raw,
    Row,
    TenantId,
    Word,
    one_of,
)


class InboxRow(Row):
    """How far a mailbox's inbox is read.

    `uid_validity` and `last_uid`: the watermark (RFC 3501 §2.3.1.1). `read_at`: when it was last
    read to its end, which the reply barrier looks at. `error`: why the last try failed, at
    `failed_at`; empty after one that did not. `owner` reads it until `lease_until`.
    """

    __tablename__ = "inboxes"
    __table_args__ = (
        CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="lease_has_owner_and_end"),
    )

    mailbox_id: Mapped[BigId] = mapped_column(
        Id, ForeignKey("mailboxes.id"), primary_key=True, autoincrement=False
    )
    tenant_id: Mapped[TenantId]
    uid_validity: Mapped[BigId | None]
    last_uid: Mapped[BigId] = mapped_column(Id, default=0)
    read_at: Mapped[Instant | None]
    error: Mapped[LongText] = mapped_column(default="")
    failed_at: Mapped[Instant | None]
    owner: Mapped[Word | None]
    lease_until: Mapped[Instant | None]


class InboundMessageRow(Row):
    """One message that came in, once, whichever way and however often it arrives.

    `fingerprint`: of what stays the same wherever the message is delivered. `reply_text`: the
    sender's own words without what they quote. `reason`: why it is of this class, in words.
    `bounced`: the addresses that a bounce names. `raw` and `fault`: of a message in quarantine.
    `handled_at`: somebody is done with it.
    """

    __tablename__ = "inbound_messages"
    __table_args__ = (
        one_of("status", InboundStatus),
        one_of("classification", MailClass),
        one_of("sentiment", Sentiment),
        one_of("intent", ReplyIntent),
        one_of("matched_by", MatchedBy),
        UniqueConstraint("tenant_id", "fingerprint"),
        Index("ix_inbound_messages_party", "party_id", "id"),
        Index("ix_inbound_messages_list", "tenant_id", "classification", "id"),
        Index(
            "ix_inbound_messages_open",
            "tenant_id",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
        Index(
            "ix_inbound_messages_quarantine",
            "tenant_id",
            "id",
            sqlite_where=text("status = 'QUARANTINED'"),
            postgresql_where=text("status = 'QUARANTINED'"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    mailbox_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("mailboxes.id"))
    fingerprint: Mapped[Line]
    status: Mapped[Word]
    fault: Mapped[LongText] = mapped_column(default="")
    raw: Mapped[Raw | None]
    received_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    from_address: Mapped[Line] = mapped_column(default="")
    from_name: Mapped[Line] = mapped_column(default="")
    subject: Mapped[LongText] = mapped_column(default="")
    message_id: Mapped[LongText] = mapped_column(default="")
    references_: Mapped[LongText] = mapped_column("references", default="")
    text: Mapped[LongText] = mapped_column(default="")
    html: Mapped[LongText | None]
    reply_text: Mapped[LongText] = mapped_column(default="")
    classification: Mapped[Word | None]
    sentiment: Mapped[Word | None]
    intent: Mapped[Word | None]
    label: Mapped[Line] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    matched_by: Mapped[Word | None]
    party_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("parties.id"))
    enrollment_id: Mapped[BigId | None]
    delivery_id: Mapped[BigId | None]
    bounced: Mapped[JsonList] = mapped_column(default=list)
    paused_until: Mapped[Instant | None]
    handled_at: Mapped[Instant | None]
    handled_by: Mapped[BigId | None]


class CorrectionRow(Row):
    """What a person changed in a message's class, intent, sentiment or owner: kept, to learn from.

    `field`: which of them; `before` and `after`: its words.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_message", "inbound_id", "id"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    inbound_id: Mapped[BigId] = mapped_column(Id, ForeignKey("inbound_messages.id"))
    field: Mapped[Word]
    before: Mapped[LongText]
    after: Mapped[LongText]
    user_id: Mapped[BigId | None]
    at: Mapped[Instant]
