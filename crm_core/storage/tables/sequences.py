"""Sequences, their immutable versions, and the steps of a version."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.calendar import DelayUnit
from crm_core.domain.words import SequenceStatus, StepType
from crm_core.storage.types import (
    BigId,
    Id,
    Instant,
    JsonObject,
    Line,
    LongText,
    PrimaryKey,
    Row,
    TenantId,
    Word,
    one_of,
)


class SequenceRow(Row):
    """A sequence; new enrollments take its latest version."""

    __tablename__ = "sequences"
    __table_args__ = (
        one_of("status", SequenceStatus),
        Index("ix_sequences_tenant", "tenant_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    name: Mapped[Line]
    description: Mapped[LongText] = mapped_column(default="")
    status: Mapped[Word]
    latest_version_id: Mapped[BigId | None]
    owner_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    created_at: Mapped[Instant]


class SequenceVersionRow(Row):
    """A version is never changed after its transaction; an edit makes the next one."""

    __tablename__ = "sequence_versions"
    __table_args__ = (UniqueConstraint("sequence_id", "number"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    sequence_id: Mapped[BigId] = mapped_column(Id, ForeignKey("sequences.id"))
    number: Mapped[int]
    settings: Mapped[JsonObject]
    step_count: Mapped[int]
    created_by: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    created_at: Mapped[Instant]


class SequenceDraftRow(Row):
    """What somebody has typed in the builder and not saved as a version yet.

    `content` is the contract's `CreateSequenceInput`, checked only when it is saved. `revision`
    counts the changes, so that two tabs do not overwrite each other. A draft of a sequence that
    exists began with its version `base_number`.
    """

    __tablename__ = "sequence_drafts"
    __table_args__ = (
        Index(
            "uq_sequence_drafts_of",
            "user_id",
            "sequence_id",
            unique=True,
            sqlite_where=text("sequence_id IS NOT NULL"),
            postgresql_where=text("sequence_id IS NOT NULL"),
        ),
        Index("ix_sequence_drafts_user", "user_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId] = mapped_column(Id, ForeignKey("users.id"))
    sequence_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("sequences.id"))
    base_number: Mapped[int | None]
    content: Mapped[JsonObject]
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class StepRow(Row):
    """A step of a version. `key` is the same in every version that keeps the step."""

    __tablename__ = "steps"
    __table_args__ = (
        one_of("type", StepType),
        one_of("delay_unit", DelayUnit),
        CheckConstraint("delay_value >= 0", name="delay_not_negative"),
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "key"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    version_id: Mapped[BigId] = mapped_column(Id, ForeignKey("sequence_versions.id"))
    key: Mapped[Word]
    position: Mapped[int]
    type: Mapped[Word]
    delay_value: Mapped[int]
    delay_unit: Mapped[Word]
    subject: Mapped[LongText] = mapped_column(default="")
    body: Mapped[LongText] = mapped_column(default="")
    instructions: Mapped[LongText] = mapped_column(default="")
