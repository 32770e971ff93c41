"""`/crm/suppressions`: the addresses and domains that get no mail."""

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.api.conftest import World


def test_an_entry_is_added_once_and_listed(api: TestClient, world: World) -> None:
    body = {"address": "Example.com", "reason": "COMPLAINED", "note": "by letter"}
    first = api.post("/crm/suppressions", json=body)
    assert (first.status_code, first.json()) == (201, {"added": True, "stopped": 1})
    assert api.post("/crm/suppressions", json=body).json() == {"added": False, "stopped": 0}

    (line,) = api.get("/crm/suppressions").json()["items"]
    assert (line["address"], line["domain"], line["reason"], line["note"]) == (
        None, "example.com", "COMPLAINED", "by letter",
    )  # fmt: skip
    assert api.get(f"/crm/leads/{world.lead}").json()["suppressed"] == "COMPLAINED"


def test_what_is_neither_is_a_problem_of_its_field(api: TestClient) -> None:
    answer = api.post("/crm/suppressions", json={"address": "no domain"})
    assert (answer.status_code, answer.json()["field"]) == (422, "address")
    assert api.post("/crm/suppressions", json={}).json()["field"] == "address"
    wrong = {"address": "a@b.test", "reason": "NONSENSE"}
    assert api.post("/crm/suppressions", json=wrong).json()["field"] == "reason"


def test_who_may_only_read_adds_none(as_role: Callable[[str], TestClient]) -> None:
    reader = as_role("read-only")
    assert reader.post("/crm/suppressions", json={"address": "a@b.test"}).status_code == 403
    assert reader.get("/crm/suppressions").json() == {"items": [], "nextCursor": None}
