"""Who may call what: tokens, roles, the service token, and what the router says by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.access import create_token
from tests.api.conftest import RowCounts, World
from tests.builders import EMAIL
from tests.conftest import MakeServices
from tests.databases import sqlite_url

SEQUENCE = {"name": "Spring", "steps": [EMAIL]}
READS = ["sequences", "enrollments", "activities", "leads", "parties", "deals"]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer nonsense", "Bearer dst_" + "x" * 43, "Basic YTpi", "dst_x",
     "Bearer ünknown-token-of-nobody-at-all"],
)  # fmt: skip
def test_a_wrong_token_is_refused_and_never_shown(
    anybody: TestClient, row_counts: RowCounts, header: str
) -> None:
    before = row_counts()
    headers = {"Authorization": header.encode("latin-1")} if header else {}
    for answer in (
        anybody.get("/crm/leads", headers=headers),
        anybody.post("/crm/sequences", json=SEQUENCE, headers=headers),
        anybody.post("/crm/sequences", content=b"{", headers=headers),
        anybody.post("/internal/crm/sequences/run", headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["rule"], answer.json()["field"]) == (
            "unauthenticated", "Authorization",
        )  # fmt: skip
        assert "nonsense" not in answer.text
        assert "dst_" not in answer.text
    assert row_counts() == before


def test_a_scheme_is_read_in_any_case(
    anybody: TestClient, services: Services, actor: Actor
) -> None:
    token = create_token(services, actor=actor, role="robot")
    answer = anybody.get("/crm/leads", headers={"Authorization": f"bEaReR {token}"})
    assert answer.status_code == 200


def test_a_token_opens_nothing_internal_and_the_service_token_nothing_else(
    api: TestClient, runner: TestClient
) -> None:
    assert api.post("/internal/crm/sequences/run").status_code == 401
    assert runner.get("/crm/leads").status_code == 401


def test_without_a_service_token_internal_routes_are_off(
    make_services: MakeServices, tmp_path: Path
) -> None:
    services = make_services(sqlite_url(tmp_path), service_token=None)
    answer = TestClient(asgi(lambda: services)).post(
        "/internal/crm/sequences/run", headers={"Authorization": "Bearer "}
    )
    assert (answer.status_code, answer.json()["rule"]) == (503, "unavailable")


def test_the_clock_moves_only_where_it_is_allowed(
    make_services: MakeServices, tmp_path: Path
) -> None:
    services = make_services(sqlite_url(tmp_path), crm_allow_clock=False)
    headers = {"Authorization": f"Bearer {services.settings.service_token}"}
    client = TestClient(asgi(lambda: services), headers=headers)
    body = {"now": "2026-03-03T10:00:00Z"}
    answer = client.post("/internal/crm/sequences/run", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, "now")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": "5"}, "limit"),
        ({"limit": 10**7}, "limit"),
        ({"now": "soon"}, "now"),
        ({"now": "2026-03-03T10:00:00"}, "now"),
        ({"now": "0001-01-01T00:00:00+14:00"}, "now"),
        ({"tenant": 1}, "tenant"),
        ([], "body"),
    ],
)
def test_a_run_that_cannot_be_is_refused(runner: TestClient, body: object, field: str) -> None:
    answer = runner.post("/internal/crm/sequences/run", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("role", ["read-only", "salesperson", "robot", "manager", "administrator"])
def test_every_role_reads(as_role: Callable[[str], TestClient], role: str) -> None:
    client = as_role(role)
    assert {client.get(f"/crm/{noun}").status_code for noun in READS} == {200}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "sequences", SEQUENCE),
        ("PUT", "sequences/{sequence}", SEQUENCE),
        ("POST", "sequences/{sequence}/status", {"status": "PAUSED"}),
        ("POST", "sequences/enroll", {"sequenceId": 1, "entityType": "LEAD", "entityId": 1}),
        ("POST", "enrollments/{enrollment}/status", {"status": "PAUSED"}),
        ("POST", "activities/{activity}/complete", {}),
        ("POST", "activities/{activity}/skip", {}),
        ("POST", "leads", {"firstName": "Ada"}),
        ("POST", "parties", {"firstName": "Ada"}),
        ("PATCH", "parties/{party}", {"title": "Countess"}),
        ("POST", "deals", {"name": "Engines"}),
        ("POST", "deals/{deal}/stage", {"stage": "WON"}),
    ],
)
def test_who_only_reads_writes_nothing(
    as_role: Callable[[str], TestClient],
    world: World,
    row_counts: RowCounts,
    method: str,
    path: str,
    body: object,
) -> None:
    reader = as_role("read-only")
    before = row_counts()
    for headers in ({}, {"Idempotency-Key": "a key"}):
        answer = reader.request(
            method, f"/crm/{path.format(**world.ids())}", json=body, headers=headers
        )
        assert (answer.status_code, answer.json()["rule"]) == (403, "forbidden")
    assert row_counts() == before


def test_a_salesperson_makes_no_sequence(
    as_role: Callable[[str], TestClient], row_counts: RowCounts
) -> None:
    client = as_role("salesperson")
    before = row_counts()
    answer = client.post("/crm/sequences", json=SEQUENCE)
    assert answer.status_code == 403
    assert "crm.sequences.manage" in answer.json()["detail"]
    assert row_counts() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/crm/nothing", 404),
        ("GET", "/crm/", 404),
        ("GET", "/crm/leads/", 404),
        ("GET", "/internal/nothing", 404),
        ("DELETE", "/crm/leads/1", 405),
        ("GET", "/internal/crm/sequences/run", 405),
        ("POST", "/internal/crm/inbound", 404),
    ],
)
def test_what_is_not_there_is_a_problem_document(
    api: TestClient, method: str, path: str, status: int
) -> None:
    answer = api.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert ("allow" in answer.headers) == (status == 405)


def test_a_bug_shows_nothing_of_itself(services: Services, actor: Actor) -> None:
    def broken() -> Services:
        raise RuntimeError("the password is swordfish")

    client = TestClient(asgi(broken), raise_server_exceptions=False)
    answer = client.get("/crm/leads", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["rule"] == "internal-error"
    assert "swordfish" not in answer.text


def test_the_log_of_a_bug_holds_no_token(
    services: Services, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Services:
        raise RuntimeError("out of order")

    token = create_token(services, actor=actor, role="robot")
    client = TestClient(asgi(broken), raise_server_exceptions=False)
    client.get("/crm/leads", headers={"Authorization": f"Bearer {token}"})
    logged = capsys.readouterr()
    assert "api.error" in logged.out + logged.err
    assert token not in logged.out + logged.err
