"""Requests that could be read in two ways are refused rather than read in one of them."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import RowCounts, World

RUN = "/internal/crm/sequences/run"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"firstName": "Ada", "firstName": "Bo"}', "firstName"),
        (b'{"firstName": "Ada", "firstName": "Ada"}', "firstName"),
        (b'{"first_name": "Ada", "first_name": "Bo"}', "firstName"),
        (b'{"firstName": "Ada", "\\u0066irstName": "Bo"}', "firstName"),
        (b'{"custom": {"a_b": 1, "c": 2, "a_b": 3}}', "custom.a_b"),
        (b'{"custom": {}, "custom": {"a": 1}}', "custom"),
    ],
)
def test_a_key_that_comes_twice_is_named(
    api: TestClient, row_counts: RowCounts, body: bytes, field: str
) -> None:
    before = row_counts()
    answer = api.post("/crm/leads", content=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["detail"] == "Is given twice."
    assert row_counts() == before


def test_a_key_that_comes_twice_inside_a_list_is_named(api: TestClient) -> None:
    body = b'{"name": "S", "steps": [{"type": "CALL"}, {"type": "CALL", "type": "TASK"}]}'
    answer = api.post("/crm/sequences", content=body)
    assert (answer.status_code, answer.json()["field"]) == (422, "steps[1].type")


def test_a_key_may_come_once_in_each_object(api: TestClient) -> None:
    body = b'{"name": "S", "steps": [{"type": "CALL"}, {"type": "CALL"}]}'
    assert api.post("/crm/sequences", content=body).status_code == 201


@pytest.mark.parametrize(
    "charset", ["utf-16", '"UTF-16"', "iso-8859-1", "utf-32; q=1", "windows-1252"]
)
def test_a_body_in_another_encoding_is_refused(api: TestClient, charset: str) -> None:
    kind = f"application/json; charset={charset}"
    answer = api.post("/crm/leads", content=b'{"firstName": "A"}', headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")
    assert answer.json()["detail"] == "Send the body in UTF-8."


@pytest.mark.parametrize("charset", ['"UTF-8"', "utf8", "US-ASCII"])
def test_utf_8_is_known_by_its_names(api: TestClient, charset: str) -> None:
    kind = f"application/json; charset={charset}"
    answer = api.post("/crm/leads", content=b'{"firstName": "A"}', headers={"Content-Type": kind})
    assert answer.status_code == 201


def test_a_run_refuses_a_key_because_it_keeps_no_answer(
    runner: TestClient, world: World, row_counts: RowCounts
) -> None:
    before = row_counts()
    answer = runner.post(RUN, headers={"Idempotency-Key": "a key"})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")
    assert "keep no answers" in answer.json()["detail"]
    assert row_counts() == before


def test_a_key_without_the_service_token_is_no_matter(api: TestClient) -> None:
    assert api.post(RUN, headers={"Idempotency-Key": "a key"}).status_code == 401


def test_an_archived_sequence_takes_no_edit(
    api: TestClient, world: World, row_counts: RowCounts
) -> None:
    address = f"/crm/sequences/{world.sequence}"
    api.post(f"{address}/status", json={"status": "ARCHIVED"})
    before = row_counts()
    answer = api.put(address, json={"name": "Summer", "steps": [{"type": "CALL"}]})
    assert (answer.status_code, answer.json()["field"]) == (409, "status")
    assert answer.json()["rule"] == "conflict"
    assert row_counts() == before
    assert api.get(address).json()["version"] == 1


@pytest.mark.parametrize("status", ["PAUSED", "COMPLETED"])
def test_a_sequence_that_may_go_on_takes_an_edit(
    api: TestClient, world: World, status: str
) -> None:
    address = f"/crm/sequences/{world.sequence}"
    api.post(f"{address}/status", json={"status": status})
    answer = api.put(address, json={"name": "Summer", "steps": [{"type": "CALL"}]})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
