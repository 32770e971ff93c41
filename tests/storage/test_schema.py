"""Migrations: they make what the models say, can be undone, and take turns."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from crm_core.storage import schema
from crm_core.storage.engine import Storage
from crm_core.storage.schema import alembic_config, migrate, migrating, newest_revision
from crm_core.storage.types import Row
from tests import databases
from tests.processes import ROOT, clean_environment

MIGRATE = """
import sys
from alembic import command
from crm_core.storage import engine, schema
storage = engine.Storage(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(schema.migrate(storage))
"""


@pytest.fixture
def storage(storage_url: str) -> Iterator[Storage]:
    """A migrated database of each kind in turn."""
    storage = Storage(storage_url)
    yield storage
    storage.close()


def empty(storage: Storage) -> None:
    """Take everything away that the migrations made."""
    with migrating(storage) as connection:
        command.downgrade(alembic_config(connection), "base")
        connection.execute(text("DROP TABLE alembic_version"))


def described(value: object) -> object:
    """A part of a table's description in words; SQL comes as an object that is new each time."""
    if isinstance(value, dict):
        return {name: described(inner) for name, inner in value.items()}
    return str(value)


def shape(connection: Connection) -> dict[str, list[str]]:
    """Every table with its columns, constraints and indexes as the database tells them."""
    inspector = inspect(connection)
    return {
        table: sorted(
            repr({name: described(value) for name, value in part.items()})
            for tell in (
                inspector.get_columns, inspector.get_indexes, inspector.get_foreign_keys,
                inspector.get_check_constraints, inspector.get_unique_constraints,
            )
            for part in tell(table)
        )
        for table in inspector.get_table_names()
    }  # fmt: skip


def test_the_migrations_make_exactly_what_the_models_say(storage: Storage) -> None:
    with storage.engine.begin() as connection:
        command.check(alembic_config(connection))


def test_every_check_constraint_of_the_models_is_in_the_database(storage: Storage) -> None:
    """`alembic check` does not compare these."""
    with storage.engine.connect() as connection:
        inspector = inspect(connection)
        there = {
            (table, check["name"])
            for table in inspector.get_table_names()
            for check in inspector.get_check_constraints(table)
        }
    wanted = {
        (table.name, constraint.name)
        for table in Row.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint"
    }
    assert wanted <= there


def test_a_status_that_is_no_word_is_refused_by_the_database(storage: Storage) -> None:
    insert = (
        "INSERT INTO runner_ticks (id, owner, runner, started_at, finished_at, counts)"
        " VALUES (1, 'a', 'b', '2026-03-02 10:00:00+00', '2026-03-02 10:00:00+00', '{}')"
    )
    broken = (
        "INSERT INTO sequences (id, tenant_id, name, description, status, created_at)"
        " VALUES (1, 1, 'a', '', 'NONSENSE', '2026-03-02 10:00:00+00')"
    )
    with storage.engine.begin() as connection:
        connection.execute(text(insert))
    with pytest.raises(IntegrityError, match="status_word"), storage.engine.begin() as connection:
        connection.execute(text(broken))


def test_every_migration_can_be_undone_and_done_again(storage: Storage) -> None:
    with migrating(storage) as connection:
        before = shape(connection)
        command.downgrade(alembic_config(connection), "base")
        assert set(shape(connection)) == {"alembic_version"}
        command.upgrade(alembic_config(connection), "head")
        assert shape(connection) == before


def test_the_highest_number_is_the_newest_revision(storage: Storage) -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [newest_revision()]
    assert schema.is_current(storage)
    assert migrate(storage) == newest_revision()


def test_processes_that_start_together_on_an_empty_database_migrate_it_once(
    storage: Storage, storage_url: str, tmp_path: Path
) -> None:
    empty(storage)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, storage_url], cwd=ROOT, env=clean_environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in processes]

    assert [process.returncode for process in processes] == [0] * 4, told
    assert [out for out, _ in told] == [f"{newest_revision()}\n"] * 4
    assert schema.is_current(storage)
    with storage.engine.begin() as connection:
        command.check(alembic_config(connection))


def test_a_migration_that_fails_leaves_nothing_behind(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty(storage)
    upgrade = command.upgrade

    def upgrade_and_fail(*given: object) -> None:
        upgrade(*given)  # type: ignore[arg-type]
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_and_fail)
        with pytest.raises(RuntimeError):
            migrate(storage)

    with storage.engine.connect() as connection:
        assert shape(connection) == {}
    assert migrate(storage) == newest_revision()


def test_every_table_belongs_to_a_tenant(storage: Storage) -> None:
    with storage.engine.connect() as connection:
        inspector = inspect(connection)
        without = {
            table
            for table in inspector.get_table_names()
            if "tenant_id" not in {column["name"] for column in inspector.get_columns(table)}
        }
    assert without == {"alembic_version", "tenants"}


def test_the_templates_of_the_tests_are_current(tmp_path: Path) -> None:
    storage = Storage(databases.sqlite_url(tmp_path))
    assert schema.is_current(storage)
    storage.close()


def test_a_database_with_people_in_it_is_brought_to_the_newest_revision(storage: Storage) -> None:
    empty(storage)
    with migrating(storage) as connection:
        command.upgrade(alembic_config(connection), "0001")
    at = "'2026-03-02 10:00:00+00'"
    before = f"""
        INSERT INTO tenants (id, name, timezone, holiday_countries, is_demo, created_at)
        VALUES (1, 'a', 'UTC', '[]', false, {at});
        INSERT INTO parties (id, tenant_id, kind, name, name_key, first_name, last_name, email,
            phone, title, company_id, custom, created_at)
        VALUES (1, 1, 'COMPANY', 'Engines & Söhne', 'x', '', '', NULL, '', '', NULL, '{{}}', {at}),
            (2, 1, 'PERSON', 'Ada Byron', 'x', '', '', 'ada@example.com', '+39', '', 1, '{{}}',
            {at});
        INSERT INTO sequences (id, tenant_id, name, description, status, created_at)
        VALUES (1, 1, 'a', '', 'ACTIVE', {at});
        INSERT INTO sequence_versions (id, tenant_id, sequence_id, number, settings, step_count,
            created_at)
        VALUES (1, 1, 1, 1, '{{}}', 1, {at});
        INSERT INTO enrollments (id, tenant_id, sequence_id, version_id, party_id, entity_type,
            entity_id, status, position, anchor_at, enrolled_at)
        VALUES (1, 1, 1, 1, 2, 'PARTY', 2, 'ACTIVE', 0, {at}, {at});
        INSERT INTO deliveries (id, tenant_id, enrollment_id, step_key, party_id, mailbox_id,
            message_id, recipient, subject, thread_subject, "references", status, attempts,
            reason, planned_at)
        VALUES (1, 1, 1, 's', 2, 1, 'm', 'a', 'b', 'c', '', 'planned', 0, '', {at});
    """
    with storage.engine.begin() as connection:
        for statement in filter(str.strip, before.split(";")):
            connection.exec_driver_sql(statement)

    assert migrate(storage) == newest_revision()

    with storage.engine.begin() as connection:
        keys = connection.scalars(text("SELECT search_key FROM parties ORDER BY id")).all()
        assert keys == ["engines & söhne", "ada byron ada@example.com +39 engines & söhne"]
        assert connection.scalar(text("SELECT count(*) FROM deliveries")) == 1
        orphan = text("UPDATE deliveries SET enrollment_id = 999 WHERE id = 1")
        with pytest.raises(IntegrityError):
            connection.execute(orphan)


def test_a_migration_that_would_leave_an_orphan_is_undone(tmp_path: Path) -> None:
    storage = Storage(databases.sqlite_url(tmp_path))
    orphan = "INSERT INTO users (tenant_id, email, name, role, password_hash, is_active,"
    orphan += " failed_sign_ins, created_at) VALUES (99, 'a', '', 'manager', '', 1, 0, 'now')"

    with pytest.raises(RuntimeError, match="users"), migrating(storage) as connection:
        connection.execute(text(orphan))

    with storage.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 0
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    storage.close()
