"""Workspaces (tenants) and the mailboxes that send for them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import MailboxStatus
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


class TenantRow(Row):
    """One workspace. `is_demo`: its people are made up and may be thrown away.

    `send_window` and `holiday_countries`: what the builder proposes for a new sequence, the first
    in the contract's form or None for the usual one. `limits`: how much all mailboxes together may
    send, as `crm_core.domain.limits` reads it. `copilot`: which of its tools are off and what a
    day may cost, as `crm_core.domain.copilot_settings` reads it.
    """

    __tablename__ = "tenants"

    id: Mapped[PrimaryKey]
    name: Mapped[Line]
    timezone: Mapped[Line] = mapped_column(default="UTC")
    holiday_countries: Mapped[JsonList] = mapped_column(default=list)
    send_window: Mapped[JsonObject | None]
    limits: Mapped[JsonObject | None]
    copilot: Mapped[JsonObject | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]


class MailboxRow(Row):
    """A sender. `transport` and `inbox` are encrypted addresses of servers, with passwords; the
    default mailbox has none and uses the settings, as for `limits`.

    `oauth` (encrypted JSON): the token endpoint's credentials, where it signs in by XOAUTH2.
    `dkim` (encrypted JSON): the selector and the private key that sign its messages.
    `first_sent_at`: from when its ramp counts. `health_since`: what came back before a person
    resumed it counts no more. `dns_checks`: what its domain's records said at `dns_checked_at`.
    `away_until` and `away_failures`: its server did not answer; waiting costs no attempt.
    """

    __tablename__ = "mailboxes"
    __table_args__ = (
        one_of("status", MailboxStatus),
        CheckConstraint(
            "(status = 'PAUSED') = (paused_at IS NOT NULL)", name="paused_has_its_time"
        ),
        Index(
            "uq_mailboxes_default",
            "tenant_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
        # The default one follows the settings, and may meet an address that was added by hand.
        Index(
            "uq_mailboxes_address",
            "tenant_id",
            "address",
            unique=True,
            sqlite_where=text("NOT is_default"),
            postgresql_where=text("NOT is_default"),
        ),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    owner_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    address: Mapped[Line]
    display_name: Mapped[Line] = mapped_column(default="")
    signature: Mapped[LongText] = mapped_column(default="", server_default="")
    timezone: Mapped[Line | None]
    transport: Mapped[LongText | None]
    inbox: Mapped[LongText | None]
    oauth: Mapped[LongText | None]
    dkim: Mapped[LongText | None]
    limits: Mapped[JsonObject | None]
    is_default: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Word] = mapped_column(default=MailboxStatus.ACTIVE)
    paused_reason: Mapped[LongText] = mapped_column(default="")
    paused_at: Mapped[Instant | None]
    away_until: Mapped[Instant | None]
    away_failures: Mapped[int] = mapped_column(default=0)
    first_sent_at: Mapped[Instant | None]
    health_since: Mapped[Instant | None]
    dns_checks: Mapped[JsonObject | None]
    dns_checked_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
