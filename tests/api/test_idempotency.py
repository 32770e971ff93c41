"""A write that names a key is done once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import IdempotencyRow, LeadRow
from tests.api.conftest import RowCounts, World, client_for
from tests.builders import EMAIL

ADA = {"firstName": "Ada", "email": "ada@example.com"}
KEY = {"Idempotency-Key": "a key"}


def test_a_repeat_gets_the_first_answer_again(each_api: TestClient) -> None:
    first = each_api.post("/crm/leads", json=ADA, headers=KEY)
    repeat = each_api.post("/crm/leads", json=dict(reversed(ADA.items())), headers=KEY)
    assert (first.status_code, repeat.status_code) == (201, 201)
    assert repeat.content == first.content
    assert "Idempotency-Replayed" not in first.headers
    assert repeat.headers["Idempotency-Replayed"] == "true"
    assert len(each_api.get("/crm/leads").json()["items"]) == 1


def test_the_answer_stays_as_it_was_when_the_object_changes(api: TestClient) -> None:
    first = api.post("/crm/parties", json=ADA, headers=KEY).json()
    api.patch(f"/crm/parties/{first['id']}", json={"title": "Countess"})
    assert api.post("/crm/parties", json=ADA, headers=KEY).json() == first


@pytest.mark.parametrize(
    ("path", "body"),
    [("/crm/leads", {**ADA, "title": "x"}), ("/crm/parties", ADA)],
)
def test_a_key_belongs_to_one_request(api: TestClient, path: str, body: dict) -> None:
    api.post("/crm/leads", json=ADA, headers=KEY)
    refused = api.post(path, json=body, headers=KEY)
    assert (refused.status_code, refused.json()["rule"]) == (422, "idempotency-key-reused")
    assert refused.json()["field"] == "Idempotency-Key"
    assert len(api.get("/crm/leads").json()["items"]) == 1


def test_keys_of_two_callers_are_two(api: TestClient, services: Services, actor: Actor) -> None:
    other = client_for(services, actor)
    api.post("/crm/leads", json=ADA, headers=KEY)
    assert "Idempotency-Replayed" not in other.post("/crm/leads", json=ADA, headers=KEY).headers


def test_a_refusal_is_not_kept(each_api: TestClient, each_services: Services) -> None:
    body = {"name": "Engines", "steps": [EMAIL]}
    made = each_api.post("/crm/sequences", json=body).json()
    address = f"/crm/sequences/{made['id']}/status"
    for status in ("COMPLETED", "ACTIVE"):
        each_api.post(address, json={"status": status})
    refused = each_api.post(address, json={"status": "ACTIVE"}, headers=KEY)
    assert refused.status_code == 409
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(IdempotencyRow)) == 0
    each_api.post(address, json={"status": "PAUSED"})
    again = each_api.post(address, json={"status": "ACTIVE"}, headers=KEY)
    assert (again.status_code, "Idempotency-Replayed" in again.headers) == (200, False)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "sequences/{sequence}", {"name": "Summer", "steps": [EMAIL]}),
        ("POST", "sequences/{sequence}/status", {"status": "PAUSED"}),
        ("POST", "enrollments/{enrollment}/status", {"status": "PAUSED"}),
        ("PATCH", "parties/{party}", {"title": "Countess"}),
        ("POST", "activities/{activity}/complete", None),
        ("POST", "activities/{activity}/skip", None),
        ("POST", "deals/{deal}/stage", {"stage": "WON"}),
    ],
)
def test_every_write_takes_a_key(
    api: TestClient, world: World, row_counts: RowCounts, method: str, path: str, body: object
) -> None:
    address = f"/crm/{path.format(**world.ids())}"
    first = api.request(method, address, json=body, headers=KEY)
    assert first.status_code == 200
    before = row_counts()
    repeat = api.request(method, address, json=body, headers=KEY)
    assert (repeat.status_code, repeat.content) == (200, first.content)
    assert repeat.headers["Idempotency-Replayed"] == "true"
    assert row_counts() == before


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "schlüssel".encode("latin-1")])
def test_a_key_is_printable_and_not_long(
    api: TestClient, key: str | bytes, row_counts: RowCounts
) -> None:
    before = row_counts()
    refused = api.post("/crm/leads", json=ADA, headers={"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["field"]) == (422, "Idempotency-Key")
    assert row_counts() == before


def test_a_key_on_a_read_is_no_matter(api: TestClient, row_counts: RowCounts) -> None:
    before = row_counts()
    assert api.get("/crm/leads", headers={"Idempotency-Key": "x" * 300}).status_code == 200
    assert row_counts() == before


def test_simultaneous_requests_with_one_key_have_one_effect(
    each_api: TestClient, each_services: Services
) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: each_api.post("/crm/leads", json=ADA, headers=KEY), range(48))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(LeadRow)) == 1
