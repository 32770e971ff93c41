"""Query parameters: either spelling is taken, and nothing that narrows is left out silently."""

import pytest
from starlette.testclient import TestClient

from crm_core.services import Services
from crm_core.usecases.run_sequences import run_sequence_steps
from tests.api.conftest import RowCounts, World

LISTS = [
    "sequences", "enrollments", "enrollments/{enrollment}/decisions", "activities", "leads",
    "leads/{lead}/timeline", "parties", "parties/{party}/timeline", "deals",
    "deals/{deal}/timeline",
]  # fmt: skip
SINGLE = [
    "sequences/{sequence}", "enrollments/{enrollment}", "enrollments/{enrollment}/explain",
    "activities/{activity}", "leads/{lead}", "parties/{party}", "deals/{deal}",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS + SINGLE)
def test_an_unknown_parameter_is_refused_by_its_name(
    api: TestClient, world: World, path: str
) -> None:
    answer = api.get(f"/crm/{path.format(**world.ids())}?foo_bar=1")
    assert (answer.status_code, answer.json()["field"]) == (422, "foo_bar")
    assert answer.json()["rule"] == "invalid-input"


def test_the_refusal_says_which_parameters_are_known(api: TestClient) -> None:
    detail = api.get("/crm/enrollments?sequence=1").json()["detail"]
    known = "cursor, entityId, entityType, limit, sequenceId, status"
    assert detail == f"Unknown parameter; known are {known}."


@pytest.mark.parametrize(
    "narrowed",
    [
        "enrollments?{sequence_id}=999",
        "enrollments?{entity_id}=999",
        "enrollments?{entity_type}=PARTY",
        "activities?{entity_id}=999",
        "activities?{entity_type}=LEAD&{entity_id}=999",
        "activities?{deal_id}=999",
    ],
)
def test_both_spellings_narrow_alike(api: TestClient, world: World, narrowed: str) -> None:
    path = narrowed.partition("?")[0]
    assert api.get(f"/crm/{path}").json()["items"]
    camel = {"sequence_id": "sequenceId", "entity_id": "entityId", "entity_type": "entityType",
             "deal_id": "dealId"}  # fmt: skip
    for names in (camel, {name: name for name in camel}):
        answer = api.get(f"/crm/{narrowed.format(**names)}")
        assert (answer.status_code, answer.json()["items"]) == (200, []), answer.url


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("sequence_id=x", "sequenceId"),
        ("entity_id=-1", "entityId"),
        ("entity_type=DEAL", "entityType"),
        ("entityType=", "entityType"),
        ("limit=1&limit=2", "limit"),
        ("sequenceId=1&sequence_id=2", "sequence_id"),
        ("Status=ACTIVE", "Status"),
        ("=1", "query"),
        ("%00=1", "query"),
        (f"{'x' * 300}=1", "query"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(api: TestClient, query: str, field: str) -> None:
    answer = api.get(f"/crm/enrollments?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("kind", ["", "&entityId=1"])
def test_an_empty_entity_type_of_activities_is_refused(api: TestClient, kind: str) -> None:
    answer = api.get(f"/crm/activities?entityType={kind}")
    assert (answer.status_code, answer.json()["field"]) == (422, "entityType")


def test_a_write_does_nothing_where_a_parameter_is_unknown(
    api: TestClient, runner: TestClient, row_counts: RowCounts
) -> None:
    before = row_counts()
    for answer in (
        api.post("/crm/leads?dryRun=1", json={"firstName": "Ada"}),
        runner.post("/internal/crm/sequences/run?limit=1"),
    ):
        assert answer.status_code == 422
        assert answer.json()["detail"] == "Takes no parameters."
    assert row_counts() == before


def test_whoever_is_not_admitted_learns_nothing_of_parameters(anybody: TestClient) -> None:
    assert anybody.get("/crm/leads?foo=1").status_code == 401


def test_an_entity_type_alone_tells_whose_activities_are_meant(
    api: TestClient, services: Services, world: World
) -> None:
    person = api.post("/crm/parties", json={"firstName": "Bo"}).json()["id"]
    whom = {"sequenceId": world.sequence, "entityType": "PARTY", "entityId": person}
    assert api.post("/crm/sequences/enroll", json=whom).status_code == 201
    run_sequence_steps(services)
    deal = api.post("/crm/deals", json={"name": "Of nobody yet"}).json()["id"]
    api.post(f"/crm/deals/{deal}/stage", json={"stage": "WON"})

    def found(query: str) -> set[tuple[int | None, int | None]]:
        lines = api.get(f"/crm/activities?{query}").json()["items"]
        return {(line["leadId"], line["partyId"]) for line in lines}

    of_lead, of_person = (world.lead, world.party), (None, person)
    assert found("") == {of_lead, of_person, (None, None)}
    assert found("entityType=LEAD") == found("entity_type=lead") == {of_lead}
    assert found("entityType=PARTY") == {of_lead, of_person}
