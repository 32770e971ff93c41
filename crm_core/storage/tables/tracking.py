"""Opens and clicks of tracked e-mails, each as it came, with what it is taken for."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from crm_core.domain.words import TrackingKind, TrackingVerdict
from crm_core.storage.types import (
    BigId,
    Instant,
    Line,
    LongText,
    PrimaryKey,
    Row,
    TenantId,
    Word,
    one_of,
)


class TrackingEventRow(Row):
    """One request for the pixel or a link of one delivery. Append-only; no foreign keys.

    `url`: where the link leads; empty for the pixel and for the link that no person sees.
    `method`: GET, HEAD, or PREFETCH of a GET that says so. `source_hash`: a keyed hash of the
    network address, which tells two apart and names nobody.
    `reason`: why the verdict, in words.
    """

    __tablename__ = "tracking_events"
    __table_args__ = (
        one_of("kind", TrackingKind),
        one_of("verdict", TrackingVerdict),
        Index("ix_tracking_events_delivery", "delivery_id", "id"),
        Index("ix_tracking_events_party", "party_id", "id"),
    )

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[TenantId]
    delivery_id: Mapped[BigId]
    party_id: Mapped[BigId]
    kind: Mapped[Word]
    url: Mapped[LongText] = mapped_column(default="")
    at: Mapped[Instant]
    method: Mapped[Word]
    agent: Mapped[Line] = mapped_column(default="")
    source_hash: Mapped[Word] = mapped_column(default="")
    verdict: Mapped[Word]
    reason: Mapped[LongText] = mapped_column(default="")
