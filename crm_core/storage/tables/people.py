"""Parties (persons and companies), leads, deals, and the addresses that must not be written to."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import DealStage, LeadStatus, PartyKind, SuppressionReason
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


class PartyRow(Row):
    """A person or a company. `email` is lower-case and names one person of a workspace.

    `search_key`: what one may look for, as `crm_core.domain.search` writes it.
    `away_until`: the person said so by an automatic reply. `left_at`: when it was heard that they
    have left their company. `soft_bounces`: e-mails to the present address that came back for a
    passing reason, since one arrived. `erased_at`: who it was is forgotten; the row stands for
    what was done.
    """

    __tablename__ = "parties"
    __table_args__ = (
        one_of("kind", PartyKind),
        Index(
            "uq_parties_tenant_email",
            "tenant_id",
            "email",
            unique=True,
            sqlite_where=text("kind = 'PERSON' AND email IS NOT NULL"),
            postgresql_where=text("kind = 'PERSON' AND email IS NOT NULL"),
        ),
        Index(
            "uq_parties_tenant_company",
            "tenant_id",
            "name_key",
            unique=True,
            sqlite_where=text("kind = 'COMPANY'"),
            postgresql_where=text("kind = 'COMPANY'"),
        ),
        Index("ix_parties_company_id", "company_id"),
        # The list by name; and the search, which reads this index from end to end.
        Index("ix_parties_name", "tenant_id", "kind", "name_key", "id"),
        Index("ix_parties_search", "tenant_id", "search_key", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    kind: Mapped[Word]
    name: Mapped[Line] = mapped_column(default="")
    name_key: Mapped[Line] = mapped_column(default="")
    search_key: Mapped[Line] = mapped_column(default="", server_default="")
    first_name: Mapped[Line] = mapped_column(default="")
    last_name: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line | None]
    phone: Mapped[Line] = mapped_column(default="")
    title: Mapped[Line] = mapped_column(default="")
    company_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("parties.id"))
    timezone: Mapped[Line | None]
    country: Mapped[Word | None]
    owner_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    custom: Mapped[JsonObject] = mapped_column(default=dict)
    away_until: Mapped[Instant | None]
    left_at: Mapped[Instant | None]
    soft_bounces: Mapped[int] = mapped_column(default=0, server_default="0")
    erased_at: Mapped[Instant | None]
    created_at: Mapped[Instant]


class PartyAddressRow(Row):
    """Another address that a person writes from; mail from it is theirs. Lower-case."""

    __tablename__ = "party_addresses"
    __table_args__ = (
        UniqueConstraint("tenant_id", "address"),
        Index("ix_party_addresses_party", "party_id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    party_id: Mapped[BigId] = mapped_column(Id, ForeignKey("parties.id"))
    address: Mapped[Line]
    source: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Instant]


class LeadRow(Row):
    """An inquiry that belongs to a person; who the person is stands in `parties`."""

    __tablename__ = "leads"
    __table_args__ = (
        one_of("status", LeadStatus),
        Index("ix_leads_tenant", "tenant_id", "id"),
        Index("ix_leads_status", "tenant_id", "status", "id"),
        Index("ix_leads_owner", "tenant_id", "owner_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    party_id: Mapped[BigId] = mapped_column(Id, ForeignKey("parties.id"), index=True)
    status: Mapped[Word] = mapped_column(default=LeadStatus.NEW)
    source: Mapped[Line] = mapped_column(default="")
    owner_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    created_at: Mapped[Instant]


class DealRow(Row):
    """An opportunity. `amount` is in `currency`'s main unit."""

    __tablename__ = "deals"
    __table_args__ = (
        one_of("stage", DealStage),
        Index("ix_deals_tenant", "tenant_id", "id"),
        Index("ix_deals_stage", "tenant_id", "stage", "expected_close_on", "id"),
        # The sums of the board.
        Index("ix_deals_sums", "tenant_id", "stage", "currency", "stage_entered_at", "amount"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    name: Mapped[Line]
    party_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("parties.id"), index=True)
    lead_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("leads.id"), index=True)
    company_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("parties.id"), index=True)
    stage: Mapped[Word] = mapped_column(default=DealStage.NEW)
    stage_entered_at: Mapped[Instant]
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2), default=Decimal(0))
    currency: Mapped[Word] = mapped_column(default="EUR")
    owner_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    expected_close_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[Instant]


class SuppressionRow(Row):
    """An address or a domain that gets no mail from the workspace, whoever holds it.

    `email` is an address, `domain` covers itself and its subdomains; of an erased person's address
    only `address_hash` is kept, which `SecretBox.address_hash` makes. All are lower-case.
    """

    __tablename__ = "suppressions"
    __table_args__ = (
        one_of("reason", SuppressionReason),
        CheckConstraint(
            "CASE WHEN email IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN domain IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN address_hash IS NULL THEN 0 ELSE 1 END = 1",
            name="names_one_thing",
        ),
        UniqueConstraint("tenant_id", "email"),
        UniqueConstraint("tenant_id", "domain"),
        UniqueConstraint("tenant_id", "address_hash"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    email: Mapped[Line | None]
    domain: Mapped[Line | None]
    address_hash: Mapped[Line | None]
    reason: Mapped[Word]
    source: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Instant]
