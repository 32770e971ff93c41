"""The first tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=32), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("object_type", sa.String(length=32), nullable=False),
        sa.Column("object_id", ID, nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_object", ["tenant_id", "object_type", "object_id"], unique=False
        )

    op.create_table(
        "decisions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("enrollment_id", ID, nullable=False),
        sa.Column("step_key", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("binding_gate", sa.String(length=32), nullable=True),
        sa.Column("gates", JSON, nullable=False),
        sa.Column("earliest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unblock", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('ACT', 'WAIT', 'HOLD', 'SKIP', 'FINISH', 'STOP')",
            name=op.f("ck_decisions_verdict_word"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_enrollment", ["enrollment_id", "id"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("caller", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("request_hash", sa.String(length=500), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "tenant_id", "caller", "key", name=op.f("uq_idempotency_keys_tenant_id_caller_key")
        ),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_keys_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "runner_ticks",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("runner", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runner_ticks")),
    )
    with op.batch_alter_table("runner_ticks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runner_ticks_owner"), ["owner"], unique=False)

    op.create_table(
        "runners",
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("host", sa.String(length=500), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.Double(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doing", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_runners")),
    )
    with op.batch_alter_table("runners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runners_beat_at"), ["beat_at"], unique=False)

    op.create_table(
        "tenants",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("timezone", sa.String(length=500), nullable=False),
        sa.Column("holiday_countries", JSON, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
    )
    op.create_table(
        "suppressions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("email", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('OPTED_OUT', 'BOUNCED', 'COMPLAINED', 'MANUAL')",
            name=op.f("ck_suppressions_reason_word"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_suppressions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("tenant_id", "email", name=op.f("uq_suppressions_tenant_id_email")),
    )
    op.create_table(
        "users",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("email", sa.String(length=500), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=500), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'manager', 'salesperson', 'read-only', 'robot')",
            name=op.f("ck_users_role_word"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_users_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator', 'manager', 'salesperson', 'read-only', 'robot')",
            name=op.f("ck_api_tokens_role_word"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_api_tokens_tenant_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("display_name", sa.String(length=500), nullable=False),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("paused_reason", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_failures", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'PAUSED') = (paused_at IS NOT NULL)",
            name=op.f("ck_mailboxes_paused_has_its_time"),
        ),
        sa.CheckConstraint("status IN ('ACTIVE', 'PAUSED')", name=op.f("ck_mailboxes_status_word")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_mailboxes_owner_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_mailboxes_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailboxes")),
    )
    with op.batch_alter_table("mailboxes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_mailboxes_address",
            ["tenant_id", "address"],
            unique=True,
            sqlite_where=sa.text("NOT is_default"),
            postgresql_where=sa.text("NOT is_default"),
        )
        batch_op.create_index(
            "uq_mailboxes_default",
            ["tenant_id"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "parties",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("name_key", sa.String(length=500), nullable=False),
        sa.Column("first_name", sa.String(length=500), nullable=False),
        sa.Column("last_name", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=500), nullable=True),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("timezone", sa.String(length=500), nullable=True),
        sa.Column("country", sa.String(length=32), nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("custom", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('PERSON', 'COMPANY')", name=op.f("ck_parties_kind_word")),
        sa.ForeignKeyConstraint(["company_id"], ["parties.id"], name=op.f("fk_parties_company_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_parties_owner_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_parties_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
    )
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.create_index("ix_parties_company_id", ["company_id"], unique=False)
        batch_op.create_index(
            "uq_parties_tenant_company",
            ["tenant_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("kind = 'COMPANY'"),
            postgresql_where=sa.text("kind = 'COMPANY'"),
        )
        batch_op.create_index(
            "uq_parties_tenant_email",
            ["tenant_id", "email"],
            unique=True,
            sqlite_where=sa.text("kind = 'PERSON' AND email IS NOT NULL"),
            postgresql_where=sa.text("kind = 'PERSON' AND email IS NOT NULL"),
        )

    op.create_table(
        "sequences",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("latest_version_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('ACTIVE', 'PAUSED', 'COMPLETED', 'ARCHIVED')",
            name=op.f("ck_sequences_status_word"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_sequences_owner_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sequences_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequences")),
    )
    with op.batch_alter_table("sequences", schema=None) as batch_op:
        batch_op.create_index("ix_sequences_tenant", ["tenant_id", "id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("cookie_hash", sa.String(length=32), nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sign_ins_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("cookie_hash", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "activities",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("deal_id", ID, nullable=True),
        sa.Column("enrollment_id", ID, nullable=True),
        sa.Column("step_key", sa.String(length=32), nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposition", sa.String(length=500), nullable=True),
        sa.Column("sentiment", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "sentiment IN ('POSITIVE', 'NEUTRAL', 'NEGATIVE')",
            name=op.f("ck_activities_sentiment_word"),
        ),
        sa.CheckConstraint(
            "source IN ('SEQUENCE', 'PERSON', 'API', 'COPILOT', 'IMPORT', 'SYSTEM')",
            name=op.f("ck_activities_source_word"),
        ),
        sa.CheckConstraint(
            "status IN ('OPEN', 'DRAFT', 'DONE', 'SKIPPED', 'CANCELED')",
            name=op.f("ck_activities_status_word"),
        ),
        sa.CheckConstraint(
            "type IN ('EMAIL', 'CALL', 'TASK', 'NOTE', 'MEETING', 'STAGE_CHANGE')",
            name=op.f("ck_activities_type_word"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_activities_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activities_deal",
            ["deal_id", "id"],
            unique=False,
            sqlite_where=sa.text("deal_id IS NOT NULL"),
            postgresql_where=sa.text("deal_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_activities_lead",
            ["lead_id", "id"],
            unique=False,
            sqlite_where=sa.text("lead_id IS NOT NULL"),
            postgresql_where=sa.text("lead_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_activities_open",
            ["tenant_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('OPEN', 'DRAFT')"),
            postgresql_where=sa.text("status IN ('OPEN', 'DRAFT')"),
        )
        batch_op.create_index("ix_activities_party", ["party_id", "id"], unique=False)
        batch_op.create_index(
            "uq_activities_enrollment_step",
            ["enrollment_id", "step_key"],
            unique=True,
            sqlite_where=sa.text("enrollment_id IS NOT NULL"),
            postgresql_where=sa.text("enrollment_id IS NOT NULL"),
        )

    op.create_table(
        "leads",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('NEW', 'OPEN', 'WORKING', 'CONTACTED', 'QUALIFIED', 'UNQUALIFIED', "
            "'CONVERTED')",
            name=op.f("ck_leads_status_word"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_leads_owner_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_leads_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_leads_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_leads_tenant", ["tenant_id", "id"], unique=False)

    op.create_table(
        "sequence_versions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("sequence_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("step_count", sa.Integer(), nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_sequence_versions_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["sequence_id"], ["sequences.id"], name=op.f("fk_sequence_versions_sequence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequence_versions")),
        sa.UniqueConstraint(
            "sequence_id", "number", name=op.f("uq_sequence_versions_sequence_id_number")
        ),
    )
    op.create_table(
        "deals",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("stage_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=32), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('NEW', 'QUALIFIED', 'PROPOSAL', 'NEGOTIATION', 'WON', 'LOST')",
            name=op.f("ck_deals_stage_word"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["parties.id"], name=op.f("fk_deals_company_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_deals_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_deals_owner_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_deals_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_deals_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
    )
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_deals_tenant", ["tenant_id", "id"], unique=False)

    op.create_table(
        "enrollments",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("sequence_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("entity_type", sa.String(length=32), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=True),
        sa.Column("enrolled_by", ID, nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_gate", sa.String(length=32), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("lease_owner", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(length=32), nullable=True),
        sa.Column("stop_detail", sa.Text(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (status IN ('COMPLETED', 'CANCELED'))",
            name=op.f("ck_enrollments_final_has_its_time"),
        ),
        sa.CheckConstraint(
            "(status = 'PAUSED') = (paused_at IS NOT NULL)",
            name=op.f("ck_enrollments_paused_has_time"),
        ),
        sa.CheckConstraint(
            "entity_type IN ('LEAD', 'PARTY')", name=op.f("ck_enrollments_entity_type_word")
        ),
        sa.CheckConstraint(
            "next_run_at IS NULL OR status = 'ACTIVE'",
            name=op.f("ck_enrollments_only_active_is_due"),
        ),
        sa.CheckConstraint(
            "status IN ('ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELED')",
            name=op.f("ck_enrollments_status_word"),
        ),
        sa.CheckConstraint(
            "stop_reason IN ('OPTED_OUT', 'BOUNCED', 'COMPLAINED', 'SUPPRESSED', 'REFUSED', "
            "'GAVE_UP', 'SEQUENCE_ARCHIVED', 'BY_PERSON', 'REENTERED')",
            name=op.f("ck_enrollments_stop_reason_word"),
        ),
        sa.CheckConstraint(
            "(lease_owner IS NULL) = (lease_until IS NULL)",
            name=op.f("ck_enrollments_lease_has_owner_and_end"),
        ),
        sa.CheckConstraint(
            "lease_owner IS NULL OR next_run_at IS NULL",
            name=op.f("ck_enrollments_leased_is_not_due"),
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_enrollments_mailbox_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_enrollments_party_id")),
        sa.ForeignKeyConstraint(
            ["sequence_id"], ["sequences.id"], name=op.f("fk_enrollments_sequence_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sequence_versions.id"], name=op.f("fk_enrollments_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollments")),
    )
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_enrollments_due",
            ["next_run_at", "id"],
            unique=False,
            sqlite_where=sa.text("next_run_at IS NOT NULL"),
            postgresql_where=sa.text("next_run_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_enrollments_held",
            ["tenant_id", "hold_gate"],
            unique=False,
            sqlite_where=sa.text("hold_gate IS NOT NULL"),
            postgresql_where=sa.text("hold_gate IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_enrollments_leased",
            ["lease_owner"],
            unique=False,
            sqlite_where=sa.text("lease_owner IS NOT NULL"),
            postgresql_where=sa.text("lease_owner IS NOT NULL"),
        )
        batch_op.create_index("ix_enrollments_party", ["party_id"], unique=False)
        batch_op.create_index(
            "ix_enrollments_sequence", ["sequence_id", "status", "id"], unique=False
        )
        batch_op.create_index(
            "uq_enrollments_live",
            ["sequence_id", "party_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('ACTIVE', 'PAUSED')"),
            postgresql_where=sa.text("status IN ('ACTIVE', 'PAUSED')"),
        )

    op.create_table(
        "steps",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("delay_value", sa.Integer(), nullable=False),
        sa.Column("delay_unit", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "delay_unit IN ('MINUTES', 'HOURS', 'DAYS', 'BUSINESS_DAYS')",
            name=op.f("ck_steps_delay_unit_word"),
        ),
        sa.CheckConstraint(
            "type IN ('EMAIL_AUTO', 'EMAIL_MANUAL', 'CALL', 'TASK')",
            name=op.f("ck_steps_type_word"),
        ),
        sa.CheckConstraint("delay_value >= 0", name=op.f("ck_steps_delay_not_negative")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sequence_versions.id"], name=op.f("fk_steps_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_steps_version_id_key")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_steps_version_id_position")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("enrollment_id", ID, nullable=True),
        sa.Column("step_key", sa.String(length=32), nullable=True),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("thread_subject", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_at IS NOT NULL)",
            name=op.f("ck_deliveries_sent_has_its_time"),
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'sending', 'sent', 'refused', 'deferred', 'uncertain')",
            name=op.f("ck_deliveries_status_word"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_deliveries_enrollment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "enrollment_id", "step_key", name=op.f("uq_deliveries_enrollment_id_step_key")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_deliveries_message_id")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_open",
            ["status", "id"],
            unique=False,
            sqlite_where=sa.text("status <> 'sent'"),
            postgresql_where=sa.text("status <> 'sent'"),
        )
        batch_op.create_index("ix_deliveries_party", ["party_id", "taken_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_party")
        batch_op.drop_index(
            "ix_deliveries_open",
            sqlite_where=sa.text("status <> 'sent'"),
            postgresql_where=sa.text("status <> 'sent'"),
        )

    op.drop_table("deliveries")
    op.drop_table("steps")
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrollments_live",
            sqlite_where=sa.text("status IN ('ACTIVE', 'PAUSED')"),
            postgresql_where=sa.text("status IN ('ACTIVE', 'PAUSED')"),
        )
        batch_op.drop_index("ix_enrollments_sequence")
        batch_op.drop_index("ix_enrollments_party")
        batch_op.drop_index(
            "ix_enrollments_leased",
            sqlite_where=sa.text("lease_owner IS NOT NULL"),
            postgresql_where=sa.text("lease_owner IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_enrollments_held",
            sqlite_where=sa.text("hold_gate IS NOT NULL"),
            postgresql_where=sa.text("hold_gate IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_enrollments_due",
            sqlite_where=sa.text("next_run_at IS NOT NULL"),
            postgresql_where=sa.text("next_run_at IS NOT NULL"),
        )

    op.drop_table("enrollments")
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.drop_index("ix_deals_tenant")
        batch_op.drop_index(batch_op.f("ix_deals_party_id"))
        batch_op.drop_index(batch_op.f("ix_deals_lead_id"))
        batch_op.drop_index(batch_op.f("ix_deals_company_id"))

    op.drop_table("deals")
    op.drop_table("sequence_versions")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index("ix_leads_tenant")
        batch_op.drop_index(batch_op.f("ix_leads_party_id"))

    op.drop_table("leads")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_activities_enrollment_step",
            sqlite_where=sa.text("enrollment_id IS NOT NULL"),
            postgresql_where=sa.text("enrollment_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_activities_party")
        batch_op.drop_index(
            "ix_activities_open",
            sqlite_where=sa.text("status IN ('OPEN', 'DRAFT')"),
            postgresql_where=sa.text("status IN ('OPEN', 'DRAFT')"),
        )
        batch_op.drop_index(
            "ix_activities_lead",
            sqlite_where=sa.text("lead_id IS NOT NULL"),
            postgresql_where=sa.text("lead_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_activities_deal",
            sqlite_where=sa.text("deal_id IS NOT NULL"),
            postgresql_where=sa.text("deal_id IS NOT NULL"),
        )

    op.drop_table("activities")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("sequences", schema=None) as batch_op:
        batch_op.drop_index("ix_sequences_tenant")

    op.drop_table("sequences")
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_parties_tenant_email",
            sqlite_where=sa.text("kind = 'PERSON' AND email IS NOT NULL"),
            postgresql_where=sa.text("kind = 'PERSON' AND email IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_parties_tenant_company",
            sqlite_where=sa.text("kind = 'COMPANY'"),
            postgresql_where=sa.text("kind = 'COMPANY'"),
        )
        batch_op.drop_index("ix_parties_company_id")

    op.drop_table("parties")
    with op.batch_alter_table("mailboxes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mailboxes_default",
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )
        batch_op.drop_index(
            "uq_mailboxes_address",
            sqlite_where=sa.text("NOT is_default"),
            postgresql_where=sa.text("NOT is_default"),
        )

    op.drop_table("mailboxes")
    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("suppressions")
    op.drop_table("tenants")
    with op.batch_alter_table("runners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runners_beat_at"))

    op.drop_table("runners")
    with op.batch_alter_table("runner_ticks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runner_ticks_owner"))

    op.drop_table("runner_ticks")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_created_at"))

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_decisions_enrollment")

    op.drop_table("decisions")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_object")

    op.drop_table("audit")
