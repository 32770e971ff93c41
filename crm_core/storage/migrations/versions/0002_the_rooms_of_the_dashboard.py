"""The rooms of the dashboard"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DONE = sa.text("completed_at IS NOT NULL")
OPEN = sa.text("status IN ('OPEN', 'DRAFT')")
ENDED = sa.text("finished_at IS NOT NULL")
REPLIED = sa.text("stop_reason = 'REPLIED'")
FROM_DRAFT = sa.text("activity_id IS NOT NULL")
OF_SEQUENCE = sa.text("sequence_id IS NOT NULL")
REASONS_BEFORE = (
    "'OPTED_OUT', 'BOUNCED', 'COMPLAINED', 'SUPPRESSED', 'REFUSED', 'GAVE_UP', "
    "'SEQUENCE_ARCHIVED', 'BY_PERSON', 'REENTERED'"
)
AT_A_TIME = 5_000


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("refused_csv", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_imports_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_imports_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_tenant", "imports", ["tenant_id", "id"])
    op.create_table(
        "sequence_drafts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("sequence_id", ID, nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence_id"], ["sequences.id"], name=op.f("fk_sequence_drafts_sequence_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_sequence_drafts_tenant_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sequence_drafts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequence_drafts")),
    )
    op.create_index("ix_sequence_drafts_user", "sequence_drafts", ["user_id", "id"])
    op.create_index(
        "uq_sequence_drafts_of", "sequence_drafts", ["user_id", "sequence_id"], unique=True,
        sqlite_where=OF_SEQUENCE, postgresql_where=OF_SEQUENCE,
    )  # fmt: skip

    op.add_column("activities", sa.Column("html", sa.Text(), nullable=True))
    op.create_index(
        "ix_activities_done",
        "activities",
        ["tenant_id", "completed_at", "type", "status", "source", "party_id"],
        sqlite_where=DONE, postgresql_where=DONE,
    )  # fmt: skip
    op.create_index(
        "ix_activities_open_owner", "activities", ["tenant_id", "owner_id", "due_at"],
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index("ix_deals_stage", "deals", ["tenant_id", "stage", "expected_close_on", "id"])
    op.create_index(
        "ix_deals_sums",
        "deals",
        ["tenant_id", "stage", "currency", "stage_entered_at", "amount"],
    )
    op.add_column("deliveries", sa.Column("activity_id", ID, nullable=True))
    op.create_index(
        "uq_deliveries_activity", "deliveries", ["activity_id"], unique=True,
        sqlite_where=FROM_DRAFT, postgresql_where=FROM_DRAFT,
    )  # fmt: skip
    _stop_reasons(f"{REASONS_BEFORE}, 'REPLIED'")
    op.create_index(
        "ix_enrollments_ended", "enrollments",
        ["tenant_id", "finished_at", "stop_reason", "sequence_id"],
        sqlite_where=ENDED, postgresql_where=ENDED,
    )  # fmt: skip
    op.create_index(
        "ix_enrollments_replied", "enrollments", ["sequence_id"],
        sqlite_where=REPLIED, postgresql_where=REPLIED,
    )  # fmt: skip
    op.create_index("ix_leads_owner", "leads", ["tenant_id", "owner_id", "id"])
    op.create_index("ix_leads_status", "leads", ["tenant_id", "status", "id"])
    op.add_column(
        "parties", sa.Column("search_key", sa.String(length=500), server_default="", nullable=False)
    )
    _fill_search_keys()
    op.create_index("ix_parties_name", "parties", ["tenant_id", "kind", "name_key", "id"])
    op.create_index("ix_parties_search", "parties", ["tenant_id", "search_key", "id"])
    op.add_column("tenants", sa.Column("send_window", JSON, nullable=True))
    op.add_column("users", sa.Column("here_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("users", sa.Column("here_before_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "here_before_at")
    op.drop_column("users", "here_at")
    op.drop_column("tenants", "send_window")
    op.drop_index("ix_parties_search", "parties")
    op.drop_index("ix_parties_name", "parties")
    op.drop_column("parties", "search_key")
    op.drop_index("ix_leads_status", "leads")
    op.drop_index("ix_leads_owner", "leads")
    op.drop_index("ix_enrollments_replied", "enrollments")
    op.drop_index("ix_enrollments_ended", "enrollments")
    op.execute("UPDATE enrollments SET stop_reason = 'BY_PERSON' WHERE stop_reason = 'REPLIED'")
    _stop_reasons(REASONS_BEFORE)
    op.drop_index("uq_deliveries_activity", "deliveries")
    op.drop_column("deliveries", "activity_id")
    op.drop_index("ix_deals_sums", "deals")
    op.drop_index("ix_deals_stage", "deals")
    op.drop_index("ix_activities_open_owner", "activities")
    op.drop_index("ix_activities_done", "activities")
    op.drop_column("activities", "html")
    op.drop_table("sequence_drafts")
    op.drop_table("imports")


def _stop_reasons(words: str) -> None:
    name = op.f("ck_enrollments_stop_reason_word")
    with op.batch_alter_table("enrollments") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"stop_reason IN ({words})")


def _fill_search_keys() -> None:
    """What `crm_core.domain.search.search_key` said when this was written."""
    connection = op.get_bind()
    parties = sa.table(
        "parties", sa.column("id"), sa.column("name"), sa.column("email"), sa.column("phone"),
        sa.column("company_id"), sa.column("search_key"),
    )  # fmt: skip
    company = parties.alias("company")
    query = (
        sa.select(
            parties.c.id, parties.c.name, parties.c.email, parties.c.phone,
            company.c.name.label("company"),
        )
        .outerjoin_from(parties, company, company.c.id == parties.c.company_id)
        .order_by(parties.c.id)
        .limit(AT_A_TIME)
    )  # fmt: skip
    change = (
        sa.update(parties)
        .where(parties.c.id == sa.bindparam("party"))
        .values(search_key=sa.bindparam("key"))
    )
    last = 0
    while rows := connection.execute(query.where(parties.c.id > last)).all():
        keys = [
            {
                "party": row.id,
                "key": " ".join(
                    part for part in (row.name, row.email, row.phone, row.company) if part
                ).casefold()[:500],
            }
            for row in rows
        ]
        connection.execute(change, keys)
        last = rows[-1].id
