"""The copilot: conversations, proposed actions, what its models cost, its settings"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)
LINE = sa.String(length=500)
STATUSES = (
    "'PENDING', 'RUNNING', 'DONE', 'DISMISSED', 'EDITED', 'VOID', 'REFUSED', 'EXPIRED', 'UNCERTAIN'"
)


def upgrade() -> None:
    op.add_column("tenants", sa.Column("copilot", JSON, nullable=True))
    _conversations()
    _actions()
    op.create_table(
        "copilot_model_calls",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("model", LINE, nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=14, scale=6), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copilot_model_calls")),
    )
    op.create_index(
        "ix_copilot_model_calls_user", "copilot_model_calls", ["tenant_id", "user_id", "at"]
    )


def downgrade() -> None:
    for table in (
        "copilot_model_calls",
        "copilot_actions",
        "copilot_turns",
        "copilot_conversations",
    ):
        op.drop_table(table)
    op.drop_column("tenants", "copilot")


def _conversations() -> None:
    op.create_table(
        "copilot_conversations",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("title", LINE, nullable=False),
        sa.Column("about_kind", WORD, nullable=True),
        sa.Column("about_id", ID, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("updated_at", AT, nullable=False),
        sa.CheckConstraint(
            "(about_kind IS NULL) = (about_id IS NULL)",
            name=op.f("ck_copilot_conversations_about_one_record"),
        ),
        *_owned("copilot_conversations"),
    )
    op.create_index(
        "ix_copilot_conversations_user",
        "copilot_conversations",
        ["tenant_id", "user_id", "updated_at"],
    )
    op.create_table(
        "copilot_turns",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.CheckConstraint(
            "role IN ('USER', 'TOOL', 'ASSISTANT')", name=op.f("ck_copilot_turns_role_word")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["copilot_conversations.id"],
            name=op.f("fk_copilot_turns_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copilot_turns")),
    )
    op.create_index("ix_copilot_turns_conversation", "copilot_turns", ["conversation_id", "id"])


def _actions() -> None:
    op.create_table(
        "copilot_actions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("tool", WORD, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("input", JSON, nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("shown_hash", LINE, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("rows_hash", LINE, nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("decided_at", AT, nullable=True),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_copilot_actions_status_word")),
        sa.CheckConstraint(
            "(status = 'PENDING') = (decided_at IS NULL)",
            name=op.f("ck_copilot_actions_decided_has_its_time"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["copilot_conversations.id"],
            name=op.f("fk_copilot_actions_conversation_id"),
            ondelete="SET NULL",
        ),
        *_owned("copilot_actions"),
    )
    op.create_index("ix_copilot_actions_conversation", "copilot_actions", ["conversation_id", "id"])
    pending = sa.text("status = 'PENDING'")
    op.create_index(
        "ix_copilot_actions_pending",
        "copilot_actions",
        ["tenant_id", "user_id", "id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _owned(table: str) -> tuple[sa.Constraint, ...]:
    """The keys of a table whose rows belong to one user."""
    return (
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
