"""The runners' heartbeats and the ticks that did something.

A runner serves every workspace, so `tenant_id` is NULL here unless one is served alone.
"""

from sqlalchemy.orm import Mapped, mapped_column

from crm_core.storage.types import (
    BigId,
    Instant,
    JsonObject,
    Line,
    LongText,
    PrimaryKey,
    Row,
    Word,
)


class RunnerRow(Row):
    """A runner process: its heartbeat, and enough to tell whether it still lives."""

    __tablename__ = "runners"

    owner: Mapped[Word] = mapped_column(primary_key=True)
    tenant_id: Mapped[BigId | None]
    host: Mapped[Line]
    pid: Mapped[int]
    process_started: Mapped[float]
    started_at: Mapped[Instant]
    beat_at: Mapped[Instant] = mapped_column(index=True)
    stopped_at: Mapped[Instant | None]
    doing: Mapped[Line] = mapped_column(default="")


class RunnerTickRow(Row):
    """One tick of one runner that had something to do, or failed."""

    __tablename__ = "runner_ticks"

    id: Mapped[PrimaryKey]
    tenant_id: Mapped[BigId | None]
    owner: Mapped[Word] = mapped_column(index=True)
    runner: Mapped[Word]
    started_at: Mapped[Instant]
    finished_at: Mapped[Instant]
    counts: Mapped[JsonObject]
    error: Mapped[LongText | None]
