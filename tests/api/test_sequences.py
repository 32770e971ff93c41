"""`/crm/sequences`."""

import pytest
from starlette.testclient import TestClient

from tests.builders import ALWAYS, CALL, DRAFT, EMAIL, TASK

SEQUENCE = {"name": "Spring", "steps": [EMAIL, CALL, DRAFT, TASK], "settings": ALWAYS}


@pytest.fixture
def sequence(api: TestClient) -> dict:
    return api.post("/crm/sequences", json=SEQUENCE).json()


def test_a_sequence_of_every_step_type_is_made_and_given_back_whole(api: TestClient) -> None:
    steps = [
        EMAIL,
        {**CALL, "delay": {"value": 2, "unit": "BUSINESS_DAYS"}},
        {**DRAFT, "delay": {"value": 3, "unit": "DAYS"}},
        {**TASK, "delay": {"value": 30, "unit": "MINUTES"}},
    ]
    made = api.post("/crm/sequences", json={**SEQUENCE, "description": "Hm", "steps": steps})
    assert made.status_code == 201
    answer = made.json()
    assert set(answer) == {
        "id", "name", "description", "status", "version", "stepCount", "activeEnrollments",
        "createdAt", "settings", "steps",
    }  # fmt: skip
    assert (answer["status"], answer["version"], answer["stepCount"]) == ("ACTIVE", 1, 4)
    assert answer["createdAt"] == "2026-03-02T10:00:00Z"
    assert [step["position"] for step in answer["steps"]] == [0, 1, 2, 3]
    assert [step["type"] for step in answer["steps"]] == [step["type"] for step in steps]
    assert answer["steps"][1]["delay"] == {"value": 2, "unit": "BUSINESS_DAYS"}
    assert answer["settings"]["sendWindow"] == "ALWAYS"
    assert api.get(f"/crm/sequences/{answer['id']}").json() == answer


def test_the_same_sequence_may_be_spelled_in_snake_case(api: TestClient) -> None:
    settings = {
        "send_window": {"timezone": "Europe/Rome", "days": {"MON": [["09:00", "12:00"]]}},
        "holiday_countries": ["IT"],
        "min_gap_hours": 24,
        "stop_company_on_reply": True,
    }
    answer = api.post("/crm/sequences", json={**SEQUENCE, "settings": settings}).json()
    assert answer["settings"]["sendWindow"] == settings["send_window"]
    assert answer["settings"]["holidayCountries"] == ["IT"]
    assert answer["settings"]["minGapHours"] == 24
    assert answer["settings"]["stopCompanyOnReply"] is True


def test_a_new_sequence_can_be_paused(api: TestClient) -> None:
    answer = api.post("/crm/sequences", json={**SEQUENCE, "status": "PAUSED"}).json()
    assert answer["status"] == "PAUSED"


def test_the_list_counts_steps_and_active_enrollments(api: TestClient, sequence: dict) -> None:
    lead = api.post("/crm/leads", json={"firstName": "Ada", "email": "ada@example.com"}).json()
    body = {"sequenceId": sequence["id"], "entityType": "LEAD", "entityId": lead["id"]}
    api.post("/crm/sequences/enroll", json=body)
    listed = api.get("/crm/sequences").json()
    assert listed["nextCursor"] is None
    assert listed["items"] == [
        {
            "id": sequence["id"], "name": "Spring", "description": "", "status": "ACTIVE",
            "version": 1, "stepCount": 4, "activeEnrollments": 1,
            "createdAt": sequence["createdAt"],
        }
    ]  # fmt: skip


def test_the_list_is_narrowed_by_status(api: TestClient, sequence: dict) -> None:
    assert api.get("/crm/sequences?status=PAUSED").json()["items"] == []
    assert len(api.get("/crm/sequences?status=active").json()["items"]) == 1


def test_a_revision_is_the_next_version_and_keeps_the_ids_of_its_steps(
    api: TestClient, sequence: dict
) -> None:
    first = sequence["steps"][0]["id"]
    steps = [CALL, {**EMAIL, "id": first}]
    answer = api.put(
        f"/crm/sequences/{sequence['id']}", json={"name": "Summer", "steps": steps}
    ).json()
    assert (answer["name"], answer["version"], answer["stepCount"]) == ("Summer", 2, 2)
    assert answer["steps"][1]["id"] == first
    assert answer["steps"][0]["id"] not in {step["id"] for step in sequence["steps"]}


def test_settings_that_were_read_can_be_sent_back(api: TestClient, sequence: dict) -> None:
    body = {"name": "Spring", "steps": [EMAIL], "settings": sequence["settings"]}
    answer = api.put(f"/crm/sequences/{sequence['id']}", json=body)
    assert answer.status_code == 200
    assert answer.json()["settings"] == sequence["settings"]


def test_the_status_is_switched_by_the_transition_table(api: TestClient, sequence: dict) -> None:
    address = f"/crm/sequences/{sequence['id']}/status"
    assert api.post(address, json={"status": "PAUSED"}).json()["status"] == "PAUSED"
    assert api.post(address, json={"status": "ACTIVE"}).json()["status"] == "ACTIVE"
    assert api.post(address, json={"status": "ARCHIVED"}).json()["status"] == "ARCHIVED"
    refused = api.post(address, json={"status": "ACTIVE"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "illegal-transition")
    assert refused.json()["field"] == "status"
