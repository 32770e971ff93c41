"""The copilot's conversations, what it asks leave for, and what its models cost."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import ActionStatus, TurnRole
from crm_core.storage.types import (
    BigId,
    Id,
    Instant,
    JsonList,
    JsonObject,
    Line,
    LongText,
    PrimaryKey,
    Row,
    TenantId,
    Word,
    one_of,
)


class ConversationRow(Row):
    """One person's chat. `about_kind` and `about_id`: the record that it began at, if any, as a
    `crm_core.copilot.facts.RecordKind` and its id."""

    __tablename__ = "copilot_conversations"
    __table_args__ = (
        CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="about_one_record"),
        Index("ix_copilot_conversations_user", "tenant_id", "user_id", "updated_at"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId] = mapped_column(Id, ForeignKey("users.id"))
    title: Mapped[Line]
    about_kind: Mapped[Word | None]
    about_id: Mapped[BigId | None]
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class TurnRow(Row):
    """One turn of a conversation: what the person said, a tool found, or the copilot answered.

    `text`: its words, which search reads. `content`: for an answer its judged pieces; for a tool
    its name, input and result. `facts`: what a tool found, each with its key.
    """

    __tablename__ = "copilot_turns"
    __table_args__ = (
        one_of("role", TurnRole),
        Index("ix_copilot_turns_conversation", "conversation_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    conversation_id: Mapped[BigId] = mapped_column(
        Id, ForeignKey("copilot_conversations.id", ondelete="CASCADE")
    )
    role: Mapped[Word]
    text: Mapped[LongText] = mapped_column(default="")
    content: Mapped[JsonObject] = mapped_column(default=dict)
    facts: Mapped[JsonList] = mapped_column(default=list)
    created_at: Mapped[Instant]


class ActionRow(Row):
    """A write that the copilot proposes, until a person decides, or it expires or is void.

    `input`: the tool's input as it will be carried out. `shown`: all that the card tells, and
    `shown_hash` its SHA-256 with tool and input. `rows`: the records that it rests on as
    `[table, id]`, and `rows_hash` the SHA-256 of what they said. `result`: what came of it.
    """

    __tablename__ = "copilot_actions"
    __table_args__ = (
        one_of("status", ActionStatus),
        CheckConstraint("(status = 'PENDING') = (decided_at IS NULL)", name="decided_has_its_time"),
        Index("ix_copilot_actions_conversation", "conversation_id", "id"),
        Index(
            "ix_copilot_actions_pending",
            "tenant_id",
            "user_id",
            "id",
            sqlite_where=text("status = 'PENDING'"),
            postgresql_where=text("status = 'PENDING'"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId] = mapped_column(Id, ForeignKey("users.id"))
    conversation_id: Mapped[BigId | None] = mapped_column(
        Id, ForeignKey("copilot_conversations.id", ondelete="SET NULL")
    )
    tool: Mapped[Word]
    status: Mapped[Word]
    input: Mapped[JsonObject]
    shown: Mapped[JsonObject]
    shown_hash: Mapped[Line]
    rows: Mapped[JsonList]
    rows_hash: Mapped[Line]
    result: Mapped[JsonObject] = mapped_column(default=dict)
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]


class ModelCallRow(Row):
    """One request to a model, for the daily budget and the cost that people see.

    `cost` in the currency of the model's price list; None where no price is known.
    `milliseconds`: until the answer had ended.
    """

    __tablename__ = "copilot_model_calls"
    __table_args__ = (Index("ix_copilot_model_calls_user", "tenant_id", "user_id", "at"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    user_id: Mapped[BigId]
    conversation_id: Mapped[BigId | None]
    at: Mapped[Instant]
    model: Mapped[Line]
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(14, 6))
    milliseconds: Mapped[int]
    fault: Mapped[LongText] = mapped_column(default="")
