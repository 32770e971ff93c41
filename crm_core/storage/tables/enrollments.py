"""Enrollments, the deliveries of their e-mails, and the ledger of decisions.

An enrollment's own row is its progress. `next_run_at` is when the runner looks at it next;
it is NULL while something other than time is awaited (a person, a lease, an end), so the due
index holds only rows that time alone will open.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.verdicts import Kind
from crm_core.domain.words import (
    DeliveryOutcome,
    DeliveryStatus,
    EnrollmentStatus,
    EntityType,
    StopReason,
)
from crm_core.storage.types import (
    BigId,
    Id,
    Instant,
    JsonList,
    Line,
    LongText,
    PrimaryKey,
    Row,
    TenantId,
    Word,
    one_of,
)


class EnrollmentRow(Row):
    """A person in a sequence's version. `anchor_at`: from when the present step's delay counts.

    `waiting_since`: the present step's task was given to a person then and is not completed.
    `hold_gate` and `hold_reason`: the planner's HOLD, for people and for releasing it.
    `resume_at`: when a pause ends by itself, such as at the person's return from an absence.
    `company_mail_id`: a message from the person's company that matches nobody, and that a person
    has to look at first.
    `lease_owner`: the runner that is sending the present step's e-mail, until `lease_until`.
    """

    __tablename__ = "enrollments"
    __table_args__ = (
        one_of("status", EnrollmentStatus),
        one_of("entity_type", EntityType),
        one_of("stop_reason", StopReason),
        CheckConstraint("next_run_at IS NULL OR status = 'ACTIVE'", name="only_active_is_due"),
        CheckConstraint(
            "(finished_at IS NOT NULL) = (status IN ('COMPLETED', 'CANCELED'))",
            name="final_has_its_time",
        ),
        CheckConstraint(
            "(lease_owner IS NULL) = (lease_until IS NULL)", name="lease_has_owner_and_end"
        ),
        CheckConstraint("lease_owner IS NULL OR next_run_at IS NULL", name="leased_is_not_due"),
        CheckConstraint("(status = 'PAUSED') = (paused_at IS NOT NULL)", name="paused_has_time"),
        CheckConstraint("resume_at IS NULL OR status = 'PAUSED'", name="only_paused_is_resumed"),
        # One live enrollment for each person and sequence, whichever entity it came in by.
        Index(
            "uq_enrollments_live",
            "sequence_id",
            "party_id",
            unique=True,
            sqlite_where=text("status IN ('ACTIVE', 'PAUSED')"),
            postgresql_where=text("status IN ('ACTIVE', 'PAUSED')"),
        ),
        # The claim's index: work is proportional to what is due.
        Index(
            "ix_enrollments_due",
            "next_run_at",
            "id",
            sqlite_where=text("next_run_at IS NOT NULL"),
            postgresql_where=text("next_run_at IS NOT NULL"),
        ),
        Index(
            "ix_enrollments_leased",
            "lease_owner",
            sqlite_where=text("lease_owner IS NOT NULL"),
            postgresql_where=text("lease_owner IS NOT NULL"),
        ),
        Index(
            "ix_enrollments_held",
            "tenant_id",
            "hold_gate",
            sqlite_where=text("hold_gate IS NOT NULL"),
            postgresql_where=text("hold_gate IS NOT NULL"),
        ),
        Index("ix_enrollments_sequence", "sequence_id", "status", "id"),
        Index(
            "ix_enrollments_replied",
            "sequence_id",
            sqlite_where=text("stop_reason = 'REPLIED'"),
            postgresql_where=text("stop_reason = 'REPLIED'"),
        ),
        Index("ix_enrollments_party", "party_id"),
        Index(
            "ix_enrollments_resuming",
            "resume_at",
            sqlite_where=text("resume_at IS NOT NULL"),
            postgresql_where=text("resume_at IS NOT NULL"),
        ),
        Index(
            "ix_enrollments_company_mail",
            "company_mail_id",
            sqlite_where=text("company_mail_id IS NOT NULL"),
            postgresql_where=text("company_mail_id IS NOT NULL"),
        ),
        # What ended lately, and why.
        Index(
            "ix_enrollments_ended",
            "tenant_id",
            "finished_at",
            "stop_reason",
            "sequence_id",
            sqlite_where=text("finished_at IS NOT NULL"),
            postgresql_where=text("finished_at IS NOT NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    sequence_id: Mapped[BigId] = mapped_column(Id, ForeignKey("sequences.id"))
    version_id: Mapped[BigId] = mapped_column(Id, ForeignKey("sequence_versions.id"))
    party_id: Mapped[BigId] = mapped_column(Id, ForeignKey("parties.id"))
    entity_type: Mapped[Word]
    entity_id: Mapped[BigId]
    mailbox_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("mailboxes.id"))
    enrolled_by: Mapped[BigId | None]
    status: Mapped[Word]
    position: Mapped[int] = mapped_column(default=0)
    anchor_at: Mapped[Instant]
    next_run_at: Mapped[Instant | None]
    waiting_since: Mapped[Instant | None]
    hold_gate: Mapped[Word | None]
    hold_reason: Mapped[LongText | None]
    lease_owner: Mapped[Word | None]
    lease_until: Mapped[Instant | None]
    paused_at: Mapped[Instant | None]
    resume_at: Mapped[Instant | None]
    company_mail_id: Mapped[BigId | None]
    stop_reason: Mapped[Word | None]
    stop_detail: Mapped[LongText | None]
    enrolled_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]


class DeliveryRow(Row):
    """One e-mail of one enrollment's step or of one draft: the row that exists before the effect.

    `activity_id`: the draft that a person sent; None for what the runner sends by itself.
    `owner` is the runner that took it last; a result is recorded only under its name.
    `thread_subject` and `references_` carry the conversation for the next follow-up.
    `recipient_domain`: for the limits by recipient's domain. `outcome`: what came back after it
    was sent, at `outcome_at`.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        one_of("status", DeliveryStatus),
        one_of("outcome", DeliveryOutcome),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_time"),
        CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="outcome_has_its_time"),
        UniqueConstraint("enrollment_id", "step_key"),
        UniqueConstraint("message_id"),
        Index("ix_deliveries_party", "party_id", "taken_at"),
        # What a mailbox has used of its limits.
        Index("ix_deliveries_mailbox", "mailbox_id", "taken_at"),
        # A mailbox's health: what came back lately.
        Index(
            "ix_deliveries_outcome",
            "mailbox_id",
            "outcome_at",
            "outcome",
            sqlite_where=text("outcome IS NOT NULL"),
            postgresql_where=text("outcome IS NOT NULL"),
        ),
        # A draft is sent once.
        Index(
            "uq_deliveries_activity",
            "activity_id",
            unique=True,
            sqlite_where=text("activity_id IS NOT NULL"),
            postgresql_where=text("activity_id IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_open",
            "status",
            "id",
            sqlite_where=text("status <> 'sent'"),
            postgresql_where=text("status <> 'sent'"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    enrollment_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("enrollments.id"))
    step_key: Mapped[Word | None]
    activity_id: Mapped[BigId | None]
    party_id: Mapped[BigId]
    mailbox_id: Mapped[BigId]
    message_id: Mapped[LongText]
    recipient: Mapped[LongText]
    recipient_domain: Mapped[Line] = mapped_column(default="", server_default="")
    subject: Mapped[LongText]
    thread_subject: Mapped[LongText]
    references_: Mapped[LongText] = mapped_column("references", default="")
    status: Mapped[Word]
    owner: Mapped[Word | None]
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[Instant | None]
    reason: Mapped[LongText] = mapped_column(default="")
    planned_at: Mapped[Instant]
    taken_at: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]
    outcome: Mapped[Word | None]
    outcome_at: Mapped[Instant | None]


NOT_SENT = DeliveryRow.status != literal_column("'sent'")
"""The condition of the index of deliveries that are not sent. SQLite uses it where a query says
this in these words; that a status is another one is no proof to it."""


class DecisionRow(Row):
    """The ledger: what was decided, by which gates, and what would unblock it.

    Append-only, without foreign keys: it outlives what it tells of and must cost little.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        one_of("verdict", Kind),
        Index("ix_decisions_enrollment", "enrollment_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    enrollment_id: Mapped[BigId]
    step_key: Mapped[Word | None]
    at: Mapped[Instant]
    verdict: Mapped[Word]
    binding_gate: Mapped[Word | None]
    gates: Mapped[JsonList]
    earliest_at: Mapped[Instant | None]
    unblock: Mapped[LongText] = mapped_column(default="")
