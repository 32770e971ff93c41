"""Whoever has left their company: their sequences end with a word of their own"""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

REASONS_BEFORE = (
    "'OPTED_OUT', 'BOUNCED', 'COMPLAINED', 'SUPPRESSED', 'REFUSED', 'GAVE_UP', 'REPLIED', "
    "'COMPANY_REPLIED', 'SEQUENCE_ARCHIVED', 'BY_PERSON', 'REENTERED'"
)


def upgrade() -> None:
    _reasons(f"{REASONS_BEFORE}, 'LEFT'")


def downgrade() -> None:
    op.execute("UPDATE enrollments SET stop_reason = 'BY_PERSON' WHERE stop_reason = 'LEFT'")
    _reasons(REASONS_BEFORE)


def _reasons(words: str) -> None:
    name = op.f("ck_enrollments_stop_reason_word")
    with op.batch_alter_table("enrollments") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"stop_reason IN ({words})")
