"""What a body may be made of: its size, its kind, its nesting and its values."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message

from crm_core.api import json_bodies, limits
from crm_core.api.limits import BODY_MOST, BodyLimit
from crm_core.errors import CrmError, InvalidInput
from tests.api.conftest import World

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, "body"),
        (b"{'a': 1}", 400, "body"),
        (b'{"firstName": "\xff"}', 400, "body"),
        (b"\x00", 400, "body"),
        (b"[" * 100_000, 422, "body"),
        (b'{"custom": {"a": ' + b"[" * 60 + b"]" * 60 + b"}}", 422, None),
        (b'{"custom": {"a_b": NaN}}', 422, "custom.a_b"),
        (b'{"custom": {"a_b": -Infinity}}', 422, "custom.a_b"),
        (b'{"custom": {"a_b": 1e999}}', 422, "custom.a_b"),
        (b'{"custom": {"a_b": 9223372036854775808}}', 422, "custom.a_b"),
        (b'{"first_name": ' + b"9" * 10_000 + b"}", 422, "firstName"),
        (b'{"firstName": "\\ud800"}', 422, "firstName"),
        (b'{"firstName": "a\\u0000b"}', 422, "firstName"),
        (b'{"\\ud800": 1}', 422, "body"),
        (b'{"custom": {"\\u0000": 1}}', 422, "custom"),
        (b'{"' + b"x" * 1_000 + b'": 1}', 422, "body"),
    ],
)
def test_a_body_that_nothing_can_hold_is_refused(
    api: TestClient, body: bytes, status: int, field: str | None
) -> None:
    answer = api.post("/crm/leads", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert field is None or answer.json()["field"] == field


def test_a_body_of_another_kind_is_refused(api: TestClient) -> None:
    answer = api.post("/crm/leads", content=b"firstName=Ada", headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")


@pytest.mark.parametrize("kind", [None, "application/json; charset=utf-8", "application/ld+json"])
def test_json_may_be_announced_or_not(api: TestClient, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = api.post("/crm/leads", content=b'{"firstName": "Ada"}', headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize("path", ["/crm/leads", "/internal/crm/sequences/run"])
def test_a_megabyte_is_too_large(api: TestClient, runner: TestClient, path: str) -> None:
    client = runner if path.startswith("/internal") else api
    answer = client.post(path, content=b"x" * 1_048_576, headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (413, "body")
    assert answer.headers["content-type"] == "application/problem+json"


def test_chunks_are_too_large_together(api: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(BODY_MOST // 1024 + 1):
            yield b"x" * 1024

    answer = api.post("/crm/leads", content=chunks(), headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (413, "body")


def test_the_largest_body_is_read(api: TestClient) -> None:
    body = b'{"firstName": "Ada"}'.ljust(BODY_MOST)
    assert api.post("/crm/leads", content=body, headers=JSON).status_code == 201


def test_an_announced_length_is_refused_before_anything_is_read() -> None:
    sent: list[Message] = []
    reads: list[int] = []

    async def receive() -> Message:
        reads.append(len(sent))
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def never(*_: object) -> None:
        raise AssertionError("the application was called")

    scope = {"type": "http", "headers": [(b"content-length", str(BODY_MOST + 1).encode())]}
    asyncio.run(BodyLimit(never)(scope, receive, send))
    assert sent[0]["status"] == 413
    # What is read is thrown away, after the whole answer went out.
    assert reads == [2]
    assert [message.get("more_body") for message in sent[1:]] == [True, False]


def test_a_sender_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DRAIN_SECONDS", 0.01)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("waited too long")

    async def send(message: Message) -> None:
        sent.append(message)

    async def never(*_: object) -> None:
        raise AssertionError("the application was called")

    scope = {"type": "http", "headers": [(b"content-length", b"99999999")]}
    asyncio.run(BodyLimit(never)(scope, receive, send))
    assert sent[-1]["more_body"] is False


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["name", "steps", "settings", "status", "firstName", "email", "custom", "ownerId", "amount",
     "kind", "entityType", "entityId", "sequenceId", "startAt", "phone", "country", "timezone",
     "company", "expectedCloseOn", "stage", "note", "sentiment", "sendWindow", "description"]
)  # fmt: skip
WRITES = [
    "sequences",
    "sequences/enroll",
    "sequences/{sequence}/status",
    "enrollments/{enrollment}/status",
    "activities/{activity}/complete",
    "leads",
    "parties",
    "deals",
    "deals/{deal}/stage",
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.sampled_from(WRITES), body=st.dictionaries(FIELDS, ANYTHING, max_size=5))
def test_no_body_makes_the_server_fail(
    api: TestClient, world: World, path: str, body: object
) -> None:
    answer = api.post(f"/crm/{path.format(**world.ids())}", content=json.dumps(body), headers=JSON)
    assert answer.status_code < 500


@given(raw=st.binary(max_size=60) | st.text(alphabet='{}[]":,0129eE.-\\ud8Nan', max_size=60))
def test_what_is_read_can_be_written(raw: bytes | str) -> None:
    with suppress(CrmError):
        value = json_bodies.parse(raw if isinstance(raw, bytes) else raw.encode())
        assert json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def test_nesting_is_counted_without_recursion() -> None:
    with pytest.raises(InvalidInput, match="32 deep"):
        json_bodies.parse(b"[" * 900 + b"]" * 900)
