"""The timeline that people, leads and deals share."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType, Sentiment
from crm_core.storage.types import (
    BigId,
    Id,
    Instant,
    Line,
    LongText,
    PrimaryKey,
    Row,
    TenantId,
    Word,
    one_of,
)


class ActivityRow(Row):
    """A call, task, e-mail, note, meeting or stage change; open, or done at `completed_at`.

    `html`: the formatted text of an e-mail draft, where it has one beside `body`.
    `inbound_id`: the message that came in, of which this is the timeline's line.
    """

    __tablename__ = "activities"
    __table_args__ = (
        one_of("type", ActivityType),
        one_of("status", ActivityStatus),
        one_of("source", ActivitySource),
        one_of("sentiment", Sentiment),
        # One activity for each enrollment and step, whatever happens.
        Index(
            "uq_activities_enrollment_step",
            "enrollment_id",
            "step_key",
            unique=True,
            sqlite_where=text("enrollment_id IS NOT NULL"),
            postgresql_where=text("enrollment_id IS NOT NULL"),
        ),
        Index("ix_activities_party", "party_id", "id"),
        Index(
            "ix_activities_deal",
            "deal_id",
            "id",
            sqlite_where=text("deal_id IS NOT NULL"),
            postgresql_where=text("deal_id IS NOT NULL"),
        ),
        Index(
            "ix_activities_lead",
            "lead_id",
            "id",
            sqlite_where=text("lead_id IS NOT NULL"),
            postgresql_where=text("lead_id IS NOT NULL"),
        ),
        Index(
            "ix_activities_open",
            "tenant_id",
            "due_at",
            sqlite_where=text("status IN ('OPEN', 'DRAFT')"),
            postgresql_where=text("status IN ('OPEN', 'DRAFT')"),
        ),
        Index(
            "ix_activities_open_owner",
            "tenant_id",
            "owner_id",
            "due_at",
            sqlite_where=text("status IN ('OPEN', 'DRAFT')"),
            postgresql_where=text("status IN ('OPEN', 'DRAFT')"),
        ),
        # What was done lately, by kind; and who was touched last.
        Index(
            "ix_activities_done",
            "tenant_id",
            "completed_at",
            "type",
            "status",
            "source",
            "party_id",
            sqlite_where=text("completed_at IS NOT NULL"),
            postgresql_where=text("completed_at IS NOT NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    type: Mapped[Word]
    status: Mapped[Word]
    source: Mapped[Word]
    subject: Mapped[LongText] = mapped_column(default="")
    body: Mapped[LongText] = mapped_column(default="")
    html: Mapped[LongText | None]
    party_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("parties.id"))
    lead_id: Mapped[BigId | None]
    deal_id: Mapped[BigId | None]
    enrollment_id: Mapped[BigId | None]
    step_key: Mapped[Word | None]
    owner_id: Mapped[BigId | None]
    due_at: Mapped[Instant | None]
    completed_at: Mapped[Instant | None]
    disposition: Mapped[Line | None]
    sentiment: Mapped[Word | None]
    note: Mapped[LongText | None]
    inbound_id: Mapped[BigId | None]
    created_at: Mapped[Instant]
