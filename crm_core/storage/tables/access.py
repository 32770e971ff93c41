"""Users, their sign-ins, API tokens, replayed requests and the audit trail."""

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.permissions import Role
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


class UserRow(Row):
    """A person who signs in. `password_hash` is argon2id in PHC form.

    `here_at`: when they last looked at Home; `here_before_at`: the end of the visit before.
    """

    __tablename__ = "users"
    __table_args__ = (one_of("role", Role), UniqueConstraint("email"))

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    email: Mapped[Line]
    name: Mapped[Line] = mapped_column(default="")
    role: Mapped[Word]
    password_hash: Mapped[LongText]
    timezone: Mapped[Line | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Instant | None]
    here_at: Mapped[Instant | None]
    here_before_at: Mapped[Instant | None]
    created_at: Mapped[Instant]


class SignInRow(Row):
    """A browser's session, found by the hash of its cookie; the cookie itself is not stored."""

    __tablename__ = "sign_ins"

    cookie_hash: Mapped[Word] = mapped_column(primary_key=True)
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId] = mapped_column(Id, ForeignKey("users.id"), index=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]


class ApiTokenRow(Row):
    """A bearer token, found by its hash."""

    __tablename__ = "api_tokens"
    __table_args__ = (one_of("role", Role), UniqueConstraint("token_hash"))

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    name: Mapped[Line]
    role: Mapped[Word]
    token_hash: Mapped[Word]
    created_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class IdempotencyRow(Row):
    """The answer to a write that named an Idempotency-Key, written in the write's transaction."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("tenant_id", "caller", "key"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    caller: Mapped[Line]
    key: Mapped[Line]
    request_hash: Mapped[Line]
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Instant] = mapped_column(index=True)


class AuditRow(Row):
    """Who did what to which object. Written by use cases, in their transaction."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "tenant_id", "object_type", "object_id"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    at: Mapped[Instant]
    actor_kind: Mapped[Word]
    actor_id: Mapped[BigId | None]
    action: Mapped[Word]
    object_type: Mapped[Word]
    object_id: Mapped[BigId]
    detail: Mapped[JsonObject] = mapped_column(default=dict)
