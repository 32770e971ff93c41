"""The bulk writes of the hot path: what goes in comes out, on both databases alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from crm_core.services import Services
from crm_core.storage.bulk import (
    insert_missing,
    insert_rows,
    new_ids,
    update_rows,
    update_same,
)
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow, DecisionRow, PartyRow
from crm_core.storage.types import Row

AT = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)
LATER = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
TEXTS = [
    "",
    "plain",
    "It's \"quoted\", `so` — and 'so'",
    "braces {0} {{ first_name }} {% if %} %s %(name)s :name $1 ?",
    "backslashes \\ \\n \\t \\N \\. C:\\dir\\",
    "tab\tline\nline\r\nend",
    "👩‍👩‍👧 Zoë 李 ﷽ \u202e",
    "\\N",
    "NULL",
    "x" * 100_000,
]
VALUES = [
    {},
    {"a": None, "b": [1, 2.5, True], "c": {"d": "ü 👩"}},
    {"quote'": 'and " and \\ and {}', "%s": ":x"},
]


@pytest.fixture
def session(each_services: Services) -> Iterator[WriteSession]:
    """A write on each database in turn, with ten people of ids 1 to 10."""
    with each_services.storage.write() as session:
        for number in range(1, 11):
            session.add(
                PartyRow(tenant_id=1, kind="PERSON", name=f"Ada{number}", created_at=AT)
            )  # fmt: skip
        session.flush()
        yield session


def found(session: WriteSession, row: type[Row], *names: str) -> list[tuple[object, ...]]:
    """The columns of all rows in the order of their ids, as the mapper reads them."""
    columns = [getattr(row, name) for name in names]
    return [tuple(line) for line in session.execute(select(*columns).order_by(row.id))]  # type: ignore[attr-defined]


def new_activities(session: WriteSession, *lines: tuple[object, ...], **same: object) -> None:
    """Insert activities of (subject, note, due_at)."""
    common = {"tenant_id": 1, "type": "NOTE", "status": "DONE", "source": "SYSTEM", "body": ""}
    insert_rows(
        session, ActivityRow, ("subject", "note", "due_at"), list(lines),
        same={**common, "created_at": AT, **same},
    )  # fmt: skip


def test_a_text_comes_back_as_it_was(session: WriteSession) -> None:
    new_activities(session, *((words, words, None) for words in TEXTS), body=TEXTS[5])
    assert found(session, ActivityRow, "subject", "note", "body") == [
        (words, words, TEXTS[5]) for words in TEXTS
    ]

    turned = list(enumerate(reversed(TEXTS), 1))
    update_rows(session, ActivityRow, ("id", "note"), turned)
    for number, words in turned:
        update_same(session, ActivityRow, {"subject": words}, [number])
    session.expire_all()
    assert found(session, ActivityRow, "subject", "note") == [(words, words) for _, words in turned]


def test_null_is_null_and_not_a_text(session: WriteSession) -> None:
    new_activities(session, ("a", None, None), ("b", "was", AT), disposition=None)
    update_rows(session, ActivityRow, ("id", "note", "due_at"), [(2, None, None)])
    update_same(session, ActivityRow, {"sentiment": None}, [1, 2])
    session.expire_all()

    names = ("note", "due_at", "disposition", "sentiment")
    assert found(session, ActivityRow, *names) == [(None,) * 4] * 2


def test_json_comes_back_as_it_was(session: WriteSession) -> None:
    packed = [orjson.dumps(value).decode() for value in VALUES]
    insert_rows(
        session, PartyRow, ("tenant_id", "kind", "name", "custom"),
        [(1, "PERSON", "Bo", one) for one in packed],
        same={"name_key": "", "first_name": "", "last_name": "", "phone": "", "title": "",
              "created_at": AT},
    )  # fmt: skip
    update_rows(session, PartyRow, ("id", "custom"), list(enumerate(packed, 1)))
    session.expire_all()

    people = [line[0] for line in found(session, PartyRow, "custom")]
    assert (people[:3], people[3:10], people[10:]) == (VALUES, [{}] * 7, VALUES)
    # Stored as an object, not as a text that holds one.
    sqlite = session.get_bind().dialect.name == "sqlite"
    kind = "json_type(custom)" if sqlite else "jsonb_typeof(custom)"
    assert set(session.scalars(text(f"SELECT {kind} FROM parties"))) == {"object"}


def test_a_list_of_json_comes_back_as_it_was(session: WriteSession) -> None:
    gates = ["enrollment", {"gate": "window", "saw": "It's closed: {}", "says": "WAIT"}]
    insert_rows(
        session, DecisionRow,
        ("tenant_id", "enrollment_id", "verdict", "gates", "earliest_at", "unblock"),
        [(1, 7, "WAIT", orjson.dumps(gates).decode(), LATER, ""),
         (1, 8, "ACT", "[]", None, "Time.")],
        same={"at": AT, "step_key": None, "binding_gate": None},
    )  # fmt: skip

    assert found(session, DecisionRow, "gates", "earliest_at", "unblock", "at") == [
        (gates, LATER, "", AT),
        ([], None, "Time.", AT),
    ]


def test_an_instant_is_the_same_instant_in_every_zone_and_to_the_microsecond(
    session: WriteSession,
) -> None:
    new_activities(session, ("", None, AT), ("", None, LATER), ("", None, None), completed_at=LATER)
    update_rows(session, PartyRow, ("id", "created_at"), [(1, LATER), (2, AT)])
    update_same(session, PartyRow, {"created_at": LATER}, [3])
    session.expire_all()

    assert found(session, ActivityRow, "due_at", "completed_at") == [
        (AT, LATER), (LATER, LATER), (None, LATER),
    ]  # fmt: skip
    assert found(session, PartyRow, "created_at")[:4] == [(LATER,), (AT,), (LATER,), (AT,)]
    # And stored alike, however it was written: the comparison is the database's.
    same = select(func.count()).where(PartyRow.created_at == LATER)
    assert session.scalar(same) == 2


def test_nothing_in_nothing_out(session: WriteSession) -> None:
    new_activities(session)
    assert update_rows(session, PartyRow, ("id", "name"), []) == 0
    assert update_same(session, PartyRow, {"name": "Nobody"}, []) == 0
    assert found(session, ActivityRow, "id") == []
    assert ("Nobody",) not in found(session, PartyRow, "name")


def test_an_update_counts_the_rows_it_changed_and_leaves_unknown_keys_alone(
    session: WriteSession,
) -> None:
    rows = [(1, "One"), (3, "Three"), (999, "Nobody")]
    assert update_rows(session, PartyRow, ("id", "name"), rows) == 2
    assert update_same(session, PartyRow, {"title": "CTO"}, [2, 3, 999]) == 2
    session.expire_all()

    assert found(session, PartyRow, "name", "title")[:4] == [
        ("One", ""), ("Ada2", "CTO"), ("Three", "CTO"), ("Ada4", ""),
    ]  # fmt: skip


def test_a_second_key_column_guards_each_row(session: WriteSession) -> None:
    """As the lease's owner does: a row that another has by now is left alone."""
    update_rows(session, PartyRow, ("id", "title"), [(1, "mine"), (2, "theirs"), (3, "mine")])

    changed = update_rows(
        session, PartyRow, ("id", "title", "phone"),
        [(1, "mine", "+1"), (2, "mine", "+2"), (3, "mine", "+3"), (4, "mine", "+4")],
        key=("id", "title"),
    )  # fmt: skip
    session.expire_all()

    assert changed == 2
    assert [line[0] for line in found(session, PartyRow, "phone")[:4]] == ["+1", "", "+3", ""]


def test_a_guard_that_is_null_matches_nothing(session: WriteSession) -> None:
    given = [(1, None, "+1")]
    columns = ("id", "email", "phone")
    assert update_rows(session, PartyRow, columns, given, key=("id", "email")) == 0


def test_an_expression_sees_the_row_and_the_given_value(session: WriteSession) -> None:
    changed = update_rows(
        session, PartyRow, ("id", "phone", "title"), [(1, "+1", "set"), (2, "+2", None)],
        expressions={
            "phone": "t.name || ' ' || v.phone",
            "title": "CASE WHEN v.title IS NULL THEN 'none' ELSE v.title END",
            "last_name": "'Byron'",
        },
    )  # fmt: skip
    session.expire_all()

    assert changed == 2
    assert found(session, PartyRow, "phone", "title", "last_name")[:3] == [
        ("Ada1 +1", "set", "Byron"), ("Ada2 +2", "none", "Byron"), ("", "", ""),
    ]  # fmt: skip


def test_many_rows_go_in_one_call(session: WriteSession) -> None:
    number = 5_000
    new_activities(session, *((f"n{n}", None, AT) for n in range(number)))
    ids = [line[0] for line in found(session, ActivityRow, "id")]
    assert len(ids) == number
    rows = [(n, f"m{n}") for n in ids]
    assert update_rows(session, ActivityRow, ("id", "note"), rows) == number
    assert update_same(session, ActivityRow, {"status": "SKIPPED"}, ids[::2]) == number // 2
    session.expire_all()
    assert found(session, ActivityRow, "note", "status")[:2] == [
        (f"m{ids[0]}", "SKIPPED"), (f"m{ids[1]}", "DONE"),
    ]  # fmt: skip


@pytest.mark.parametrize("broken", [{"type": "NONSENSE"}, {"tenant_id": None}])
def test_constraints_hold_as_for_any_insert(
    each_services: Services, broken: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), each_services.storage.write() as session:
        new_activities(session, ("a", None, None), **broken)
    with each_services.storage.write() as session:
        assert found(session, ActivityRow, "id") == []


def test_what_was_written_in_bulk_goes_with_its_transaction(each_services: Services) -> None:
    with each_services.storage.write() as session:
        new_activities(session, ("a", None, None), ("b", None, None))
        assert len(found(session, ActivityRow, "id")) == 2
        session.rollback()
    with each_services.storage.write() as session:
        assert found(session, ActivityRow, "id") == []


def test_new_ids_are_nobodys_and_grow(session: WriteSession) -> None:
    first, second = new_ids(session, PartyRow, 3), new_ids(session, PartyRow, 0)
    assert len(set(first)) == 3
    assert sorted(first) == first
    assert min(first) > max(row[0] for row in found(session, PartyRow, "id"))
    assert second == []


def test_what_a_unique_index_minds_is_left_out_and_the_rest_is_inserted(
    session: WriteSession,
) -> None:
    same = {"tenant_id": 1, "kind": "PERSON", "created_at": AT, "custom": '{"a": "ü %s"}'}
    columns = ("id", "email", "name", "search_key", "name_key", "first_name", "last_name",
               "phone", "title")  # fmt: skip

    def bring(*people: tuple[str | None, str]) -> list[bool]:
        ids = new_ids(session, PartyRow, len(people))
        lines = [
            (party_id, email, name, "", "", "", "", "", "")
            for party_id, (email, name) in zip(ids, people, strict=True)
        ]
        added = insert_missing(session, PartyRow, columns, lines, same=same)
        return [party_id in added for party_id in ids]

    assert bring(("a@example.com", TEXTS[2]), (None, TEXTS[5]), (None, TEXTS[6])) == [True] * 3
    assert bring(("a@example.com", "again"), ("b@example.com", TEXTS[3])) == [False, True]
    assert bring() == []

    lines = found(session, PartyRow, "email", "name", "custom")[10:]
    assert lines == [
        ("a@example.com", TEXTS[2], {"a": "ü %s"}), (None, TEXTS[5], {"a": "ü %s"}),
        (None, TEXTS[6], {"a": "ü %s"}), ("b@example.com", TEXTS[3], {"a": "ü %s"}),
    ]  # fmt: skip
