"""Transactions: who sees what, what is undone, and that writers take turns."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from crm_core.errors import InvalidInput
from crm_core.storage import engine
from crm_core.storage.engine import Storage, WriteSession, parse_url
from crm_core.storage.tables import AuditRow, TenantRow
from tests import databases

AT = datetime(2026, 3, 2, 10, 0, 0, 1, tzinfo=UTC)
THREADS, CAP = 8, 50


@pytest.fixture
def storage(storage_url: str) -> Iterator[Storage]:
    """A migrated database of each kind in turn."""
    storage = Storage(storage_url)
    yield storage
    storage.close()


@pytest.fixture
def file_storage(tmp_path: Path) -> Iterator[Storage]:
    """A migrated SQLite database."""
    storage = Storage(databases.sqlite_url(tmp_path))
    yield storage
    storage.close()


def note(session: WriteSession, action: str = "noted") -> None:
    session.add(
        AuditRow(
            tenant_id=1, at=AT, actor_kind="cli", action=action, object_type="test", object_id=1
        )
    )


def add_a_note(storage: Storage) -> None:
    with storage.write() as session:
        note(session)


def notes(storage: Storage) -> list[str]:
    with storage.read() as session:
        return list(session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


def add_up_to_the_cap(storages: list[Storage]) -> None:
    """Eight threads check and then insert, until the check says no."""
    begin = Barrier(THREADS)

    def work(number: int) -> None:
        storage = storages[number % len(storages)]
        begin.wait(60)
        while True:
            with storage.write() as session:
                if not storage.is_sqlite:
                    session.execute(text("SELECT pg_advisory_xact_lock(1)"))
                if (session.scalar(select(func.count()).select_from(AuditRow)) or 0) >= CAP:
                    return
                note(session)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))


def test_threads_that_check_and_then_insert_keep_a_cap_exactly(storage: Storage) -> None:
    add_up_to_the_cap([storage])
    assert len(notes(storage)) == CAP


def test_two_engines_on_one_file_keep_a_cap_exactly(file_storage: Storage) -> None:
    """As two processes do: no lock of this process stands between them."""
    other = Storage(str(file_storage.engine.url))
    add_up_to_the_cap([file_storage, other])
    other.close()
    assert len(notes(file_storage)) == CAP


def test_a_process_that_writes_without_a_break_lets_another_one_in(file_storage: Storage) -> None:
    """Two engines on one file are to each other as two processes are."""
    other = Storage(str(file_storage.engine.url))
    done, turns = Event(), 0

    def busy() -> None:
        nonlocal turns
        while not done.is_set():
            with file_storage.write() as session:
                session.execute(text("UPDATE tenants SET name = name"))
                done.wait(0.02)
            turns += 1
            done.wait(0.002)

    waited = []
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(busy)
        for _ in range(15):
            before = turns
            with other.write() as session:
                note(session)
                session.flush()
                waited.append(turns - before)
            done.wait(0.01)
        done.set()
        working.result(30)
    other.close()
    assert sum(waited) <= 3 * len(waited)


def test_a_file_that_stays_taken_is_given_up_with_a_word(
    file_storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SQLITE_BUSY_MS", 20)
    other = Storage(str(file_storage.engine.url))
    with file_storage.write() as session:
        session.execute(select(1))
        with pytest.raises(OperationalError, match="database is locked"):
            add_a_note(other)
    add_a_note(other)
    other.close()


def test_a_reader_is_not_held_up_by_a_writer_and_does_not_see_its_half(storage: Storage) -> None:
    written, seen = Event(), Event()

    def write() -> None:
        with storage.write() as session:
            note(session)
            session.flush()
            written.set()
            assert seen.wait(30)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        assert written.wait(30)
        assert notes(storage) == []
        seen.set()
        writer.result(30)
    assert notes(storage) == ["noted"]


def test_a_reader_sees_one_moment(file_storage: Storage) -> None:
    with file_storage.read() as session:
        count = select(func.count()).select_from(AuditRow)
        assert session.scalar(count) == 0
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_note_once, file_storage).result(30)
        assert session.scalar(count) == 0
    assert notes(file_storage) == ["noted"]


def _note_once(storage: Storage) -> None:
    with storage.write() as session:
        note(session)


def test_what_fails_is_undone(storage: Storage) -> None:
    with pytest.raises(RuntimeError), storage.write() as session:  # noqa: PT012 # the block is the subject
        note(session)
        session.flush()
        raise RuntimeError
    assert notes(storage) == []
    _note_once(storage)
    assert notes(storage) == ["noted"]


def test_a_write_within_a_write_joins_it(storage: Storage) -> None:
    with storage.write() as outer:
        note(outer, "outer")
        with storage.write() as inner:
            assert inner is outer
            note(inner, "inner")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(notes, storage).result(30) == []
    assert notes(storage) == ["outer", "inner"]


def test_a_joined_write_is_undone_with_the_outer_one(storage: Storage) -> None:
    with pytest.raises(RuntimeError), storage.write():  # noqa: PT012 # the block is the subject
        _note_once(storage)
        raise RuntimeError
    assert notes(storage) == []


def test_a_joined_write_that_fails_undoes_all_when_nobody_catches(storage: Storage) -> None:
    with pytest.raises(RuntimeError), storage.write() as outer:  # noqa: PT012 # the block is the subject
        note(outer, "outer")
        with storage.write() as inner:
            note(inner, "inner")
            raise RuntimeError
    assert notes(storage) == []
    _note_once(storage)
    assert notes(storage) == ["noted"]


def test_a_read_within_a_write_sees_what_was_written(storage: Storage) -> None:
    with storage.write() as session:
        note(session)
        assert notes(storage) == ["noted"]
        note(session, "later")
    assert notes(storage) == ["noted", "later"]


def test_a_read_refuses_to_write(storage: Storage) -> None:
    row = TenantRow(name="Nobody", created_at=AT)
    with storage.read() as session:
        session.add(row)
        with pytest.raises(RuntimeError, match="read session"):
            session.flush()
    with storage.read() as session:
        assert session.scalar(select(func.count()).where(TenantRow.name == "Nobody")) == 0


def test_an_instant_is_kept_in_utc_and_a_naive_one_is_refused(storage: Storage) -> None:
    cest = timezone(timedelta(hours=2))
    with storage.write() as session:
        session.add(TenantRow(name="Aware", created_at=AT.astimezone(cest)))
    with storage.read() as session:
        found = session.scalars(select(TenantRow.created_at)).one()
    assert (found, found.utcoffset()) == (AT, timedelta(0))
    with pytest.raises((StatementError, ValueError), match="naive"), storage.write() as session:
        session.add(TenantRow(name="Naive", created_at=AT.replace(tzinfo=None)))


def test_a_row_that_points_nowhere_is_refused(storage: Storage) -> None:
    insert = (
        "INSERT INTO leads (tenant_id, party_id, status, source, created_at)"
        " VALUES (9, 9, 'NEW', '', '2026-03-02 10:00:00+00')"
    )
    with pytest.raises(DBAPIError), storage.write() as session:
        session.execute(text(insert))


def test_sqlite_is_set_up_for_many_readers_and_one_patient_writer(file_storage: Storage) -> None:
    with file_storage.read() as session:
        told = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert told == {
        "journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "synchronous": 1,
    }  # fmt: skip


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://user:hidden@host/crm", "sqlite3:///x"])
def test_a_database_that_is_not_ours_is_refused_by_name_and_without_its_password(url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_url(url)
    assert refusal.value.field == "DATABASE_URL"
    assert "hidden" not in refusal.value.message


@pytest.mark.parametrize(
    "url", ["postgresql://u@h/crm", "postgresql+psycopg://u@h/crm", "postgresql+psycopg2://u@h/crm"]
)
def test_every_spelling_of_postgresql_means_the_same_driver(url: str) -> None:
    assert parse_url(url).drivername == "postgresql+psycopg"
