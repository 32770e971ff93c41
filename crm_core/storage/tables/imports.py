"""Files of leads that were imported, with the rows that were refused."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.storage.types import BigId, Id, Instant, Line, LongText, PrimaryKey, Row, TenantId


class ImportRow(Row):
    """One imported file. `refused_csv`: its refused rows as they were, each with its reason."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_tenant", "tenant_id", "id"),)

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId] = mapped_column(Id, ForeignKey("tenants.id"))
    user_id: Mapped[BigId | None] = mapped_column(Id, ForeignKey("users.id"))
    file_name: Mapped[Line]
    rows: Mapped[int]
    added: Mapped[int]
    known: Mapped[int]
    refused: Mapped[int]
    refused_csv: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Instant]
