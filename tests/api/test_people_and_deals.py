"""`/crm/leads`, `/crm/parties`, `/crm/deals`, `/crm/activities`."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import World

ADA = {
    "firstName": "Ada", "lastName": "Byron", "email": "Ada@Example.com",
    "phone": "+1 415 555 0100", "company": "Engines", "title": "Countess",
    "timezone": "Europe/London", "country": "gb", "custom": {"shoe_size": 38, "vip": True},
}  # fmt: skip


def test_a_lead_is_made_and_given_back_whole(api: TestClient) -> None:
    made = api.post("/crm/leads", json={**ADA, "source": "Fair", "status": "working"})
    assert made.status_code == 201
    assert made.json() == {
        "id": 1, "firstName": "Ada", "lastName": "Byron", "email": "ada@example.com",
        "phone": "+14155550100", "company": "Engines", "title": "Countess",
        "timezone": "Europe/London", "country": "GB", "source": "Fair", "status": "WORKING",
        "ownerId": None, "custom": {"shoe_size": 38, "vip": True},
        "partyId": made.json()["partyId"], "suppressed": None, "hasLeft": False,
        "createdAt": "2026-03-02T10:00:00Z",
    }  # fmt: skip
    assert api.get("/crm/leads/1").json() == made.json()
    assert api.get("/crm/leads").json()["items"] == [made.json()]


def test_snake_case_is_taken_as_well(api: TestClient) -> None:
    answer = api.post("/crm/leads", json={"first_name": "Bo", "last_name": "Li"}).json()
    assert (answer["firstName"], answer["lastName"]) == ("Bo", "Li")


def test_two_leads_of_one_address_are_one_person(api: TestClient) -> None:
    first, second = (api.post("/crm/leads", json=ADA).json() for _ in range(2))
    assert first["id"] != second["id"]
    assert first["partyId"] == second["partyId"]


def test_a_person_and_a_company_are_parties(api: TestClient) -> None:
    person = api.post("/crm/parties", json=ADA)
    company = api.post("/crm/parties", json={"type": "COMPANY", "name": "Looms"})
    assert (person.status_code, company.status_code) == (201, 201)
    assert (person.json()["kind"], person.json()["name"]) == ("PERSON", "Ada Byron")
    assert (company.json()["kind"], company.json()["name"]) == ("COMPANY", "Looms")
    assert api.get(f"/crm/parties/{person.json()['id']}").json() == person.json()
    listed = api.get("/crm/parties?kind=company").json()["items"]
    assert {party["name"] for party in listed} == {"Engines", "Looms"}


def test_a_change_of_a_party_leaves_what_it_does_not_name(api: TestClient) -> None:
    made = api.post("/crm/parties", json=ADA).json()
    changes = {"title": "Lady", "companyName": "Looms", "phone": None}
    answer = api.patch(f"/crm/parties/{made['id']}", json=changes).json()
    assert (answer["title"], answer["company"], answer["phone"]) == ("Lady", "Looms", "")
    assert (answer["firstName"], answer["custom"]) == ("Ada", made["custom"])


def test_a_known_address_is_no_second_person(api: TestClient) -> None:
    api.post("/crm/parties", json=ADA)
    refused = api.post("/crm/parties", json=ADA)
    assert (refused.status_code, refused.json()["field"]) == (409, "email")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Engines", "amount": 1200.5, "expectedCloseOn": "2026-06-30", "leadId": 1},
        {"title": "Engines", "value": "1200.50", "closeDate": "2026-06-30", "lead_id": "1"},
        {"name": "Engines", "amount": 1200.5, "expectedCloseDate": "2026-06-30",
         "entityType": "LEAD", "entityId": 1},
        {"name": "Engines", "amount": 1200.5, "expected_close_date": "2026-06-30",
         "entity_type": "lead", "entity_id": "1"},
    ],
)  # fmt: skip
def test_a_deal_is_made_however_its_fields_are_called(api: TestClient, body: dict) -> None:
    lead = api.post("/crm/leads", json=ADA).json()
    made = api.post("/crm/deals", json=body)
    assert made.status_code == 201
    answer = made.json()
    assert answer == {
        "id": 1, "name": "Engines", "partyId": lead["partyId"], "leadId": 1,
        "companyId": answer["companyId"], "stage": "NEW",
        "stageEnteredAt": "2026-03-02T10:00:00Z", "amount": 1200.5, "currency": "EUR",
        "ownerId": None, "expectedCloseOn": "2026-06-30", "createdAt": "2026-03-02T10:00:00Z",
    }  # fmt: skip
    assert answer["companyId"] is not None
    assert api.get("/crm/deals/1").json() == answer


def test_a_deal_of_a_party_or_a_company(api: TestClient) -> None:
    person = api.post("/crm/parties", json=ADA).json()
    bodies = (
        {"partyId": person["id"]},
        {"entityType": "PARTY", "entityId": person["id"]},
        {"companyId": person["companyId"]},
    )
    deals = [api.post("/crm/deals", json={"name": "D", **body}).json() for body in bodies]
    assert [deal["partyId"] for deal in deals] == [person["id"], person["id"], None]
    assert {deal["companyId"] for deal in deals} == {person["companyId"]}


def test_a_deal_that_moves_shows_it_on_its_timeline(api: TestClient, world: World) -> None:
    moved = api.post(f"/crm/deals/{world.deal}/stage", json={"stage": "won"}).json()
    assert moved["stage"] == "WON"
    assert [deal["id"] for deal in api.get("/crm/deals?stage=WON").json()["items"]] == [world.deal]
    assert api.get("/crm/deals?stage=LOST").json()["items"] == []
    newest = api.get(f"/crm/deals/{world.deal}/timeline").json()["items"][0]
    assert (newest["type"], newest["subject"]) == ("STAGE_CHANGE", "NEW → WON")


@pytest.mark.parametrize("whose", ["leads/{lead}", "parties/{party}", "deals/{deal}"])
def test_every_timeline_tells_of_the_person(api: TestClient, world: World, whose: str) -> None:
    lines = api.get(f"/crm/{whose.format(**world.ids())}/timeline").json()["items"]
    assert [line["id"] for line in lines] == [world.activity]
    assert (lines[0]["type"], lines[0]["status"]) == ("TASK", "OPEN")
    assert lines[0] == api.get(f"/crm/activities/{world.activity}").json()


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("", 1),
        ("entityType=LEAD&entityId={lead}", 1),
        ("entityType=PARTY&entityId={party}", 1),
        ("entityId={party}", 1),
        ("entityType=LEAD&entityId=999", 0),
        ("dealId={deal}", 0),
        ("type=task", 1),
        ("type=CALL", 0),
        ("status=OPEN", 1),
        ("status=DONE", 0),
    ],
)
def test_the_list_of_activities_is_narrowed(
    api: TestClient, world: World, narrowed: str, found: int
) -> None:
    listed = api.get(f"/crm/activities?{narrowed.format(**world.ids())}").json()["items"]
    assert len(listed) == found


def test_a_task_is_completed_without_a_word(api: TestClient, world: World) -> None:
    address = f"/crm/activities/{world.activity}/complete"
    assert api.post(address).json()["status"] == "DONE"
    again = api.post(address)
    assert (again.status_code, again.json()["rule"]) == (409, "illegal-transition")
    assert api.get(f"/crm/enrollments/{world.enrollment}").json()["status"] == "COMPLETED"


def test_a_skipped_task_lets_the_sequence_go_on(api: TestClient, world: World) -> None:
    skipped = api.post(f"/crm/activities/{world.activity}/skip", json={})
    assert skipped.json()["status"] == "SKIPPED"
    assert api.get(f"/crm/enrollments/{world.enrollment}").json()["status"] == "COMPLETED"
