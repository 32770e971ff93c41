"""Persons who have left their company, as facts of their own"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("parties", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    # Known already where it ended a sequence and no later answer is from them.
    op.execute(
        "UPDATE parties SET left_at = (SELECT max(gone.finished_at) FROM enrollments AS gone"
        " WHERE gone.party_id = parties.id AND gone.stop_reason = 'LEFT')"
        " WHERE erased_at IS NULL AND id IN"
        " (SELECT party_id FROM enrollments WHERE stop_reason = 'LEFT')"
        " AND id NOT IN (SELECT party_id FROM enrollments"
        " WHERE stop_reason = 'REPLIED' OR status IN ('ACTIVE', 'PAUSED'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("parties") as batch:
        batch.drop_column("left_at")
