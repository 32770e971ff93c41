"""Mail that comes in, mailboxes with limits and health, tracking"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)
LINE = sa.String(length=500)
SOURCES_BEFORE = "'SEQUENCE', 'PERSON', 'API', 'COPILOT', 'IMPORT', 'SYSTEM'"
REASONS_BEFORE = (
    "'OPTED_OUT', 'BOUNCED', 'COMPLAINED', 'SUPPRESSED', 'REFUSED', 'GAVE_UP', 'REPLIED', "
    "'SEQUENCE_ARCHIVED', 'BY_PERSON', 'REENTERED'"
)
CLASSES = (
    "'REPLY', 'AUTO_REPLY', 'OUT_OF_OFFICE', 'HARD_BOUNCE', 'SOFT_BOUNCE', 'COMPLAINT', "
    "'UNSUBSCRIBE', 'DELIVERY_NOTICE', 'OWN', 'UNRELATED'"
)
INTENTS = "'POSITIVE', 'OBJECTION', 'REFERRAL', 'UNSUBSCRIBE', 'OTHER'"
MATCHES = "'IN_REPLY_TO', 'REFERENCES', 'BOUNCE', 'TAG', 'ADDRESS', 'ALIAS', 'DOMAIN'"
OUTCOMES = "'REPLIED', 'BOUNCED', 'SOFT_BOUNCED', 'COMPLAINED'"
ONE_THING = (
    "CASE WHEN email IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN domain IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN address_hash IS NULL THEN 0 ELSE 1 END = 1"
)
AT_A_TIME = 5_000


def upgrade() -> None:
    _inboxes()
    _messages()
    op.create_table(
        "party_addresses",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_party_addresses_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_party_addresses_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_addresses")),
        sa.UniqueConstraint(
            "tenant_id", "address", name=op.f("uq_party_addresses_tenant_id_address")
        ),
    )
    op.create_index("ix_party_addresses_party", "party_addresses", ["party_id"])
    _tracking()
    op.add_column("activities", sa.Column("inbound_id", ID, nullable=True))
    _words("activities", "source", f"{SOURCES_BEFORE}, 'INBOX'")
    _deliveries()
    _enrollments()
    for column in (
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.Column("timezone", LINE, nullable=True),
        sa.Column("inbox", sa.Text(), nullable=True),
        sa.Column("oauth", sa.Text(), nullable=True),
        sa.Column("dkim", sa.Text(), nullable=True),
        sa.Column("limits", JSON, nullable=True),
        sa.Column("first_sent_at", AT, nullable=True),
        sa.Column("health_since", AT, nullable=True),
        sa.Column("dns_checks", JSON, nullable=True),
        sa.Column("dns_checked_at", AT, nullable=True),
    ):
        op.add_column("mailboxes", column)
    op.add_column("parties", sa.Column("away_until", AT, nullable=True))
    op.add_column(
        "parties", sa.Column("soft_bounces", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("parties", sa.Column("erased_at", AT, nullable=True))
    with op.batch_alter_table("suppressions") as batch:
        batch.add_column(sa.Column("domain", LINE, nullable=True))
        batch.add_column(sa.Column("address_hash", LINE, nullable=True))
        batch.alter_column("email", existing_type=LINE, nullable=True)
        batch.create_unique_constraint(
            op.f("uq_suppressions_tenant_id_domain"), ["tenant_id", "domain"]
        )
        batch.create_unique_constraint(
            op.f("uq_suppressions_tenant_id_address_hash"), ["tenant_id", "address_hash"]
        )
        batch.create_check_constraint(op.f("ck_suppressions_names_one_thing"), ONE_THING)
    op.add_column("tenants", sa.Column("limits", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("tenants", "limits")
    op.execute("DELETE FROM suppressions WHERE email IS NULL")
    with op.batch_alter_table("suppressions") as batch:
        batch.drop_constraint(op.f("ck_suppressions_names_one_thing"), type_="check")
        batch.drop_constraint(op.f("uq_suppressions_tenant_id_address_hash"), type_="unique")
        batch.drop_constraint(op.f("uq_suppressions_tenant_id_domain"), type_="unique")
        batch.alter_column("email", existing_type=LINE, nullable=False)
        batch.drop_column("address_hash")
        batch.drop_column("domain")
    for name in ("erased_at", "soft_bounces", "away_until"):
        op.drop_column("parties", name)
    for name in (
        "dns_checked_at", "dns_checks", "health_since", "first_sent_at", "limits", "dkim",
        "oauth", "inbox", "timezone", "signature",
    ):  # fmt: skip
        op.drop_column("mailboxes", name)
    op.drop_index("ix_enrollments_resuming", "enrollments")
    op.drop_index("ix_enrollments_company_mail", "enrollments")
    op.execute(
        "UPDATE enrollments SET stop_reason = 'REPLIED' WHERE stop_reason = 'COMPANY_REPLIED'"
    )
    with op.batch_alter_table("enrollments") as batch:
        batch.drop_constraint(op.f("ck_enrollments_only_paused_is_resumed"), type_="check")
        batch.drop_column("company_mail_id")
        batch.drop_column("resume_at")
    _words("enrollments", "stop_reason", REASONS_BEFORE)
    op.drop_index("ix_deliveries_outcome", "deliveries")
    op.drop_index("ix_deliveries_mailbox", "deliveries")
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_constraint(op.f("ck_deliveries_outcome_has_its_time"), type_="check")
        batch.drop_constraint(op.f("ck_deliveries_outcome_word"), type_="check")
        batch.drop_column("outcome_at")
        batch.drop_column("outcome")
        batch.drop_column("recipient_domain")
    op.execute("UPDATE activities SET source = 'SYSTEM' WHERE source = 'INBOX'")
    _words("activities", "source", SOURCES_BEFORE)
    op.drop_column("activities", "inbound_id")
    for name in (
        "tracking_events",
        "party_addresses",
        "corrections",
        "inbound_messages",
        "inboxes",
    ):
        op.drop_table(name)


def _inboxes() -> None:
    op.create_table(
        "inboxes",
        sa.Column("mailbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("uid_validity", ID, nullable=True),
        sa.Column("last_uid", ID, nullable=False),
        sa.Column("read_at", AT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failed_at", AT, nullable=True),
        sa.Column("owner", WORD, nullable=True),
        sa.Column("lease_until", AT, nullable=True),
        sa.CheckConstraint(
            "(owner IS NULL) = (lease_until IS NULL)",
            name=op.f("ck_inboxes_lease_has_owner_and_end"),
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_inboxes_mailbox_id")
        ),
        sa.PrimaryKeyConstraint("mailbox_id", name=op.f("pk_inboxes")),
    )


def _messages() -> None:
    op.create_table(
        "inbound_messages",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=True),
        sa.Column("fingerprint", LINE, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("sent_at", AT, nullable=True),
        sa.Column("from_address", LINE, nullable=False),
        sa.Column("from_name", LINE, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=False),
        sa.Column("classification", WORD, nullable=True),
        sa.Column("sentiment", WORD, nullable=True),
        sa.Column("intent", WORD, nullable=True),
        sa.Column("label", LINE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("matched_by", WORD, nullable=True),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("enrollment_id", ID, nullable=True),
        sa.Column("delivery_id", ID, nullable=True),
        sa.Column("bounced", JSON, nullable=False),
        sa.Column("paused_until", AT, nullable=True),
        sa.Column("handled_at", AT, nullable=True),
        sa.Column("handled_by", ID, nullable=True),
        *(
            sa.CheckConstraint(
                f"{column} IN ({words})", name=op.f(f"ck_inbound_messages_{column}_word")
            )
            for column, words in (
                ("status", "'PROCESSED', 'QUARANTINED'"),
                ("classification", CLASSES),
                ("sentiment", "'POSITIVE', 'NEUTRAL', 'NEGATIVE'"),
                ("intent", INTENTS),
                ("matched_by", MATCHES),
            )
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_inbound_messages_mailbox_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_inbound_messages_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_inbound_messages_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_messages")),
        sa.UniqueConstraint(
            "tenant_id", "fingerprint", name=op.f("uq_inbound_messages_tenant_id_fingerprint")
        ),
    )
    for name, columns, where in (
        ("list", ["tenant_id", "classification", "id"], None),
        ("open", ["tenant_id", "id"], "handled_at IS NULL"),
        ("party", ["party_id", "id"], None),
        ("quarantine", ["tenant_id", "id"], "status = 'QUARANTINED'"),
    ):
        _index(f"ix_inbound_messages_{name}", "inbound_messages", columns, where)
    op.create_table(
        "corrections",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("inbound_id", ID, nullable=False),
        sa.Column("field", WORD, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_messages.id"], name=op.f("fk_corrections_inbound_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_message", "corrections", ["inbound_id", "id"])


def _tracking() -> None:
    op.create_table(
        "tracking_events",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("method", WORD, nullable=False),
        sa.Column("agent", LINE, nullable=False),
        sa.Column("source_hash", WORD, nullable=False),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('OPEN', 'CLICK')", name=op.f("ck_tracking_events_kind_word")),
        sa.CheckConstraint(
            "verdict IN ('HUMAN', 'MACHINE', 'UNKNOWN')",
            name=op.f("ck_tracking_events_verdict_word"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracking_events")),
    )
    op.create_index("ix_tracking_events_delivery", "tracking_events", ["delivery_id", "id"])
    op.create_index("ix_tracking_events_party", "tracking_events", ["party_id", "id"])


def _deliveries() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("recipient_domain", LINE, server_default="", nullable=False))
        batch.add_column(sa.Column("outcome", WORD, nullable=True))
        batch.add_column(sa.Column("outcome_at", AT, nullable=True))
        batch.create_check_constraint(
            op.f("ck_deliveries_outcome_word"), f"outcome IN ({OUTCOMES})"
        )
        batch.create_check_constraint(
            op.f("ck_deliveries_outcome_has_its_time"), "(outcome IS NULL) = (outcome_at IS NULL)"
        )
    _fill_recipient_domains()
    op.create_index("ix_deliveries_mailbox", "deliveries", ["mailbox_id", "taken_at"])
    _index(
        "ix_deliveries_outcome", "deliveries", ["mailbox_id", "outcome_at", "outcome"],
        "outcome IS NOT NULL",
    )  # fmt: skip


def _enrollments() -> None:
    _words("enrollments", "stop_reason", f"{REASONS_BEFORE}, 'COMPANY_REPLIED'")
    with op.batch_alter_table("enrollments") as batch:
        batch.add_column(sa.Column("resume_at", AT, nullable=True))
        batch.add_column(sa.Column("company_mail_id", ID, nullable=True))
        batch.create_check_constraint(
            op.f("ck_enrollments_only_paused_is_resumed"),
            "resume_at IS NULL OR status = 'PAUSED'",
        )
    for name, column in (("resuming", "resume_at"), ("company_mail", "company_mail_id")):
        _index(f"ix_enrollments_{name}", "enrollments", [column], f"{column} IS NOT NULL")


def _index(name: str, table: str, columns: list[str], where: str | None) -> None:
    partly = sa.text(where) if where else None
    op.create_index(name, table, columns, sqlite_where=partly, postgresql_where=partly)


def _words(table: str, column: str, words: str) -> None:
    name = op.f(f"ck_{table}_{column}_word")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"{column} IN ({words})")


def _fill_recipient_domains() -> None:
    connection = op.get_bind()
    deliveries = sa.table(
        "deliveries", sa.column("id"), sa.column("recipient"), sa.column("recipient_domain")
    )
    query = (
        sa.select(deliveries.c.id, deliveries.c.recipient)
        .order_by(deliveries.c.id)
        .limit(AT_A_TIME)
    )
    change = (
        sa.update(deliveries)
        .where(deliveries.c.id == sa.bindparam("delivery"))
        .values(recipient_domain=sa.bindparam("its_domain"))
    )
    last = 0
    while rows := connection.execute(query.where(deliveries.c.id > last)).all():
        found = [
            {"delivery": row.id, "its_domain": row.recipient.rpartition("@")[2].lower()[:500]}
            for row in rows
        ]
        connection.execute(change, found)
        last = rows[-1].id
