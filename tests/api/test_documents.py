"""The OpenAPI document and the page that people read."""

import re
from collections.abc import Iterator

import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.api.conftest import World
from tests.builders import EMAIL

ROUTES = {
    "GET /crm/sequences", "POST /crm/sequences", "GET /crm/sequences/{id}",
    "PUT /crm/sequences/{id}", "POST /crm/sequences/{id}/status", "POST /crm/sequences/enroll",
    "GET /crm/enrollments", "GET /crm/enrollments/{id}", "POST /crm/enrollments/{id}/status",
    "GET /crm/enrollments/{id}/decisions", "GET /crm/enrollments/{id}/explain",
    "GET /crm/activities", "GET /crm/activities/{id}", "POST /crm/activities/{id}/complete",
    "POST /crm/activities/{id}/skip", "POST /crm/activities/{id}/send",
    "GET /crm/leads", "POST /crm/leads", "GET /crm/leads/{id}", "GET /crm/leads/{id}/timeline",
    "GET /crm/parties", "POST /crm/parties", "GET /crm/parties/{id}", "PATCH /crm/parties/{id}",
    "GET /crm/parties/{id}/timeline",
    "GET /crm/deals", "POST /crm/deals", "GET /crm/deals/{id}", "POST /crm/deals/{id}/stage",
    "GET /crm/deals/{id}/timeline", "GET /crm/suppressions", "POST /crm/suppressions",
    "POST /internal/crm/sequences/run", "POST /internal/crm/inbound-mail",
    "POST /internal/crm/inboxes/run",
}  # fmt: skip


@pytest.fixture
def document(anybody: TestClient) -> dict:
    return anybody.get("/crm/openapi.json").json()


@pytest.fixture
def operations(document: dict) -> dict[str, dict]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_document_is_openapi(document: dict) -> None:
    OpenAPI.model_validate(document)
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/"}]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document: dict) -> None:
    found = set(references(document))
    assert found
    for reference in found:
        _, _, kind, name = reference.split("/")
        assert name in document["components"][kind]


def test_the_document_has_every_route_and_no_other(operations: dict[str, dict]) -> None:
    assert set(operations) == ROUTES
    names = [operation["operationId"] for operation in operations.values()]
    assert len(names) == len(set(names))


def test_every_route_says_how_it_refuses_and_whom_it_admits(
    document: dict, operations: dict[str, dict]
) -> None:
    for route, operation in operations.items():
        refusals = {status: operation["responses"][status] for status in operation["responses"]
                    if status >= "400"}  # fmt: skip
        assert {"401", "422"} <= set(refusals), route
        assert ("404" in refusals) >= ("{id}" in route), route
        for refusal in refusals.values():
            kind = refusal["$ref"].rpartition("/")[2]
            content = document["components"]["responses"][kind]["content"]
            assert set(content) == {"application/problem+json"}
        (scheme,) = operation["security"][0]
        assert document["components"]["securitySchemes"][scheme]["scheme"] == "bearer"
        headers = {
            item["name"] for item in operation.get("parameters", ()) if item["in"] == "header"
        }
        takes_key = not route.startswith("GET") and "/internal/" not in route
        assert headers == ({"Idempotency-Key"} if takes_key else set()), route


def test_the_examples_are_taken(api: TestClient, document: dict, world: World) -> None:
    schemas = document["components"]["schemas"]
    for name, path in (
        ("CreateSequenceInput", "sequences"), ("LeadInput", "leads"), ("PartyInput", "parties"),
    ):  # fmt: skip
        for example in schemas[name]["examples"]:
            assert api.post(f"/crm/{path}", json=example).status_code == 201
    patch = schemas["PartyChanges"]["examples"][0]
    assert api.patch(f"/crm/parties/{world.party}", json=patch).status_code == 200
    deal = {**schemas["DealInput"]["examples"][0], "partyId": world.party}
    assert api.post("/crm/deals", json=deal).status_code == 201


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("sequences/{sequence}", "SequenceDetail"),
        ("enrollments/{enrollment}", "Enrollment"),
        ("enrollments/{enrollment}/explain", "Explanation"),
        ("activities/{activity}", "Activity"),
        ("leads/{lead}", "Lead"),
        ("parties/{party}", "Party"),
        ("deals/{deal}", "Deal"),
    ],
)
def test_answers_are_as_documented(
    api: TestClient, document: dict, world: World, path: str, shape: str
) -> None:
    answer = api.get(f"/crm/{path.format(**world.ids())}").json()
    schema = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
    Draft202012Validator(schema).validate(answer)
    assert set(answer) == set(document["components"]["schemas"][shape]["properties"])


def test_bodies_are_as_documented(document: dict) -> None:
    schema = {
        "$ref": "#/components/schemas/CreateSequenceInput",
        "components": document["components"],
    }
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"name": "S", "steps": [EMAIL]})
    window = {"sendWindow": {"days": {"MON": [["09:00", "17:00"]]}}}
    assert validator.is_valid({"name": "S", "steps": [EMAIL], "settings": window})
    assert not validator.is_valid({"name": "S", "steps": [{"type": "FAX"}]})
    assert not validator.is_valid({"name": "S", "steps": []})


def test_the_page_for_people_names_every_route(
    anybody: TestClient, operations: dict[str, dict]
) -> None:
    page = anybody.get("/crm/docs")
    assert page.status_code == 200
    for route in operations:
        method, path = route.split()
        assert f'<span class="method">{method}</span> <code>{path}</code>' in page.text


def test_the_page_for_people_needs_nothing_from_elsewhere(anybody: TestClient) -> None:
    page = anybody.get("/crm/docs")
    assert not re.search(r"https?:|//|<script|<link|<img|@import|url\(", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_page_for_people_is_readable_by_all(anybody: TestClient) -> None:
    text = anybody.get("/crm/docs").text
    assert '<html lang="en">' in text
    assert "<title>Duestep API</title>" in text
    assert "prefers-color-scheme: dark" in text
    assert text.count("<h1>") == 1
    assert text.count("<th ") == text.count('<th scope="col">')
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    ids = re.findall(r'id="([^"]+)"', text)
    assert anchors <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/crm/redoc", "/internal/docs", "/internal/openapi.json"])
def test_no_other_documentation_is_served(anybody: TestClient, path: str) -> None:
    assert anybody.get(path).status_code == 404
