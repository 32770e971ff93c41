"""Bad input: a clear refusal that names the field, and nothing written."""

import json

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import RowCounts, World
from tests.builders import EMAIL


def sequence(*steps: object, **settings: object) -> dict[str, object]:
    return {"name": "Spring", "steps": list(steps), "settings": settings}


def enroll(**changes: object) -> dict[str, object]:
    return {"sequenceId": "{sequence}", "entityType": "LEAD", "entityId": "{lead}", **changes}


CASES: list[tuple[str, str, object, int, str]] = [
    # Steps
    ("POST", "sequences", sequence({"type": "FAX"}), 422, "steps[0].type"),
    ("POST", "sequences", sequence(EMAIL, {"subject": "x"}), 422, "steps[1].type"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": -1, "unit": "DAYS"}}), 422,
     "steps[0].delay.value"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": 1.5, "unit": "DAYS"}}), 422,
     "steps[0].delay.value"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": "1", "unit": "DAYS"}}), 422,
     "steps[0].delay.value"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": True, "unit": "DAYS"}}), 422,
     "steps[0].delay.value"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": 10**9, "unit": "DAYS"}}), 422,
     "steps[0].delay.value"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": 1, "unit": "WEEKS"}}), 422,
     "steps[0].delay.unit"),
    ("POST", "sequences", sequence(EMAIL | {"delay": {"value": 1}}), 422, "steps[0].delay.unit"),
    ("POST", "sequences", sequence(EMAIL | {"delay": 3}), 422, "steps[0].delay"),
    ("POST", "sequences", sequence(EMAIL | {"send_at": 3}), 422, "steps[0].send_at"),
    ("POST", "sequences", sequence(EMAIL | {"id": "st_1"}), 422, "steps[0].id"),
    ("POST", "sequences", sequence(EMAIL | {"subject": "Hi\r\nBcc: a@example.com"}), 422,
     "steps[0].subject"),
    ("POST", "sequences", sequence(EMAIL | {"subject": ""}), 422, "steps[0].subject"),
    ("POST", "sequences", sequence(EMAIL | {"body": ""}), 422, "steps[0].body"),
    ("POST", "sequences", sequence(EMAIL | {"body": "{{ first_name"}), 422, "steps[0].body"),
    ("POST", "sequences", sequence(EMAIL | {"body": "a\0b"}), 422, "steps[0].body"),
    ("POST", "sequences", sequence(EMAIL | {"body": "\ud800"}), 422, "steps[0].body"),
    ("POST", "sequences", sequence(EMAIL | {"body": "x" * 100_001}), 422, "steps[0].body"),
    ("POST", "sequences", sequence(), 422, "steps"),
    ("POST", "sequences", {"name": "Spring"}, 422, "steps"),
    ("POST", "sequences", {"name": "Spring", "steps": "EMAIL"}, 422, "steps"),
    ("POST", "sequences", sequence("EMAIL"), 422, "steps[0]"),
    # What a sequence is
    ("POST", "sequences", {"steps": [EMAIL]}, 422, "name"),
    ("POST", "sequences", {"name": " ", "steps": [EMAIL]}, 422, "name"),
    ("POST", "sequences", {"name": 3, "steps": [EMAIL]}, 422, "name"),
    ("POST", "sequences", {"name": "a\nb", "steps": [EMAIL]}, 422, "name"),
    ("POST", "sequences", {"name": "x" * 201, "steps": [EMAIL]}, 422, "name"),
    ("POST", "sequences", {"name": "a", "steps": [EMAIL], "colour": 1}, 422, "colour"),
    ("POST", "sequences", {"name": "a", "steps": [EMAIL], "status": "ARCHIVED"}, 422, "status"),
    ("POST", "sequences", {"name": "a", "steps": [EMAIL], "settings": []}, 422, "settings"),
    ("POST", "sequences", sequence(EMAIL, sendWindow={"days": {}}), 422,
     "settings.sendWindow.days"),
    ("POST", "sequences", sequence(EMAIL, send_window={"days": {"MON": []}}), 422,
     "settings.sendWindow.days"),
    ("POST", "sequences", sequence(EMAIL, sendWindow={"days": {"MON": [["09:00", "09:00"]]}}), 422,
     "settings.sendWindow.days.MON[0][1]"),
    ("POST", "sequences", sequence(EMAIL, sendWindow={"days": {"MON": [["9", "17:00"]]}}), 422,
     "settings.sendWindow.days.MON[0][0]"),
    ("POST", "sequences", sequence(EMAIL, sendWindow="NEVER"), 422, "settings.sendWindow"),
    ("POST", "sequences",
     sequence(EMAIL, sendWindow={"timezone": "Mars", "days": {"MON": [["09:00", "17:00"]]}}), 422,
     "settings.sendWindow.timezone"),
    ("POST", "sequences", sequence(EMAIL, holidayCountries=["US", "Rome"]), 422,
     "settings.holidayCountries[1]"),
    ("POST", "sequences", sequence(EMAIL, holiday_countries=[1]), 422,
     "settings.holidayCountries[0]"),
    ("POST", "sequences", sequence(EMAIL, minGapHours=-1), 422, "settings.minGapHours"),
    ("POST", "sequences", sequence(EMAIL, min_gap_hours="1"), 422, "settings.minGapHours"),
    ("POST", "sequences", sequence(EMAIL, reentry="SOMETIMES"), 422, "settings.reentry"),
    ("POST", "sequences", sequence(EMAIL, exclusive="yes"), 422, "settings.exclusive"),
    ("POST", "sequences", sequence(EMAIL, tracking={"opens": 1}), 422, "settings.tracking.opens"),
    ("POST", "sequences", sequence(EMAIL, tempo=1), 422, "settings.tempo"),
    ("PUT", "sequences/{sequence}", sequence(EMAIL | {"id": "st_0123456789abcdef"}), 422,
     "steps[0].id"),
    ("PUT", "sequences/{sequence}", sequence(), 422, "steps"),
    ("POST", "sequences/{sequence}/status", {"status": "GONE"}, 422, "status"),
    ("POST", "sequences/{sequence}/status", {}, 422, "status"),
    # Enrollments
    ("POST", "sequences/enroll", enroll(sequenceId="abc"), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=999), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=-1), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=1.5), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=True), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=[1]), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId="٣"), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId=str(2**63)), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(sequenceId="{foreign_sequence}"), 404, "sequenceId"),
    ("POST", "sequences/enroll", enroll(entityId="abc"), 404, "entityId"),
    ("POST", "sequences/enroll", enroll(entityId=999), 404, "entityId"),
    ("POST", "sequences/enroll", enroll(entityId="{foreign_lead}"), 404, "entityId"),
    ("POST", "sequences/enroll", enroll(entityType="PARTY", entityId="{foreign_party}"), 404,
     "entityId"),
    ("POST", "sequences/enroll", {"entityType": "LEAD", "entityId": 1}, 422, "sequenceId"),
    ("POST", "sequences/enroll", enroll(entityType="DEAL"), 422, "entityType"),
    ("POST", "sequences/enroll", enroll(startAt="tomorrow"), 422, "startAt"),
    ("POST", "sequences/enroll", enroll(startAt="2026-03-02T10:00:00"), 422, "startAt"),
    ("POST", "sequences/enroll", enroll(startAt="0001-01-01T00:00:00+14:00"), 422, "startAt"),
    ("POST", "sequences/enroll", enroll(startAt=1772445600), 422, "startAt"),
    ("POST", "sequences/enroll", enroll(startAt="2099-01-01T00:00:00Z"), 422, "startAt"),
    ("POST", "sequences/enroll", enroll(priority=1), 422, "priority"),
    ("POST", "enrollments/{enrollment}/status", {"status": "COMPLETED"}, 422, "status"),
    ("POST", "enrollments/{foreign_enrollment}/status", {"status": "PAUSED"}, 404, "id"),
    ("POST", "enrollments/x/status", {"status": "PAUSED"}, 404, "id"),
    ("GET", "enrollments?sequenceId=x", None, 422, "sequenceId"),
    ("GET", "enrollments?sequenceId=99999999999999999999", None, 422, "sequenceId"),
    ("GET", "enrollments?status=x", None, 422, "status"),
    ("GET", "enrollments?limit=0", None, 422, "limit"),
    ("GET", "enrollments?limit=201", None, 422, "limit"),
    ("GET", "enrollments?limit=x", None, 422, "limit"),
    ("GET", "enrollments?cursor=x%00", None, 422, "cursor"),
    # People
    ("POST", "leads", {}, 422, "email"),
    ("POST", "leads", {"email": "ada"}, 422, "email"),
    ("POST", "leads", {"email": "ada@"}, 422, "email"),
    ("POST", "leads", {"email": "a@example.com\nBcc: b@example.com"}, 422, "email"),
    ("POST", "leads", {"first_name": "A\r\nBcc: b@example.com"}, 422, "firstName"),
    ("POST", "leads", {"firstName": "A\0"}, 422, "firstName"),
    ("POST", "leads", {"first_name": "\udfff"}, 422, "firstName"),
    ("POST", "leads", {"first_name": "x" * 201}, 422, "firstName"),
    ("POST", "leads", {"first_name": 5}, 422, "firstName"),
    ("POST", "leads", {"firstName": "A", "fristName": "B"}, 422, "fristName"),
    ("POST", "leads", {"firstName": "A", "country": "Italy"}, 422, "country"),
    ("POST", "leads", {"firstName": "A", "status": "HOT"}, 422, "status"),
    ("POST", "leads", {"firstName": "A", "ownerId": 99}, 404, "ownerId"),
    ("POST", "leads", {"firstName": "A", "ownerId": "me"}, 404, "ownerId"),
    ("POST", "leads", {"firstName": "A", "custom": []}, 422, "custom"),
    ("POST", "leads", {"firstName": "A", "custom": {"a b": 1}}, 422, "custom.a b"),
    ("POST", "leads", {"firstName": "A", "custom": {"shoe_size": [1]}}, 422, "custom.shoe_size"),
    ("POST", "leads", {"firstName": "A", "custom": {"shoe_size": "\0"}}, 422, "custom.shoe_size"),
    ("POST", "parties", {"kind": "ROBOT", "firstName": "A"}, 422, "kind"),
    ("POST", "parties", {"type": "ROBOT", "firstName": "A"}, 422, "type"),
    ("POST", "parties", {"type": "COMPANY", "kind": "COMPANY", "name": "A"}, 422, "type"),
    ("POST", "parties", {"kind": "COMPANY"}, 422, "name"),
    ("POST", "parties", {"firstName": "A", "companyName": "B\nC"}, 422, "companyName"),
    ("PATCH", "parties/{foreign_party}", {"title": "x"}, 404, "id"),
    ("PATCH", "parties/{party}", {"title": "x\ny"}, 422, "title"),
    ("PATCH", "parties/{party}", {"kind": "COMPANY"}, 422, "kind"),
    # Deals
    ("POST", "deals", {}, 422, "name"),
    ("POST", "deals", {"title": " "}, 422, "title"),
    ("POST", "deals", {"name": "D", "amount": -1}, 422, "amount"),
    ("POST", "deals", {"name": "D", "value": "a lot"}, 422, "value"),
    ("POST", "deals", {"name": "D", "amount": True}, 422, "amount"),
    ("POST", "deals", {"name": "D", "amount": 1e300}, 422, "amount"),
    ("POST", "deals", {"name": "D", "amount": -0.001}, 422, "amount"),
    ("POST", "deals", {"name": "D", "amount": "999999999999.999"}, 422, "amount"),
    ("POST", "deals", {"name": "D", "amount": "NaN"}, 422, "amount"),
    ("POST", "deals", {"name": "D", "amount": {"cents": 1}}, 422, "amount"),
    ("POST", "deals", {"name": "D", "currency": "E1R"}, 422, "currency"),
    ("POST", "deals", {"name": "D", "stage": "MAYBE"}, 422, "stage"),
    ("POST", "deals", {"name": "D", "expectedCloseOn": "soon"}, 422, "expectedCloseOn"),
    ("POST", "deals", {"name": "D", "close_date": "soon"}, 422, "closeDate"),
    ("POST", "deals", {"name": "D", "partyId": 999}, 404, "partyId"),
    ("POST", "deals", {"name": "D", "leadId": "{foreign_lead}"}, 404, "leadId"),
    ("POST", "deals", {"name": "D", "companyId": "x"}, 404, "companyId"),
    ("POST", "deals", {"name": "D", "entityType": "LEAD", "entityId": 999}, 404, "entityId"),
    ("POST", "deals", {"name": "D", "entityType": "LEAD", "entityId": "{foreign_lead}"}, 404,
     "entityId"),
    ("POST", "deals", {"name": "D", "entityId": 1}, 422, "entityType"),
    ("POST", "deals", {"name": "D", "entityType": "LEAD"}, 422, "entityId"),
    ("POST", "deals", {"name": "D", "entityType": "LEAD", "entityId": "{lead}", "leadId": "{lead}"},
     422, "entityId"),
    ("POST", "deals/{foreign_deal}/stage", {"stage": "WON"}, 404, "id"),
    ("POST", "deals/{deal}/stage", {"stage": "MAYBE"}, 422, "stage"),
    # Activities
    ("POST", "activities/{activity}/complete", {"sentiment": "MEH"}, 422, "sentiment"),
    ("POST", "activities/{activity}/complete", {"disposition": "a\nb"}, 422, "disposition"),
    ("POST", "activities/{activity}/complete", {"note": "x" * 20_001}, 422, "note"),
    ("POST", "activities/{foreign_activity}/complete", {}, 404, "id"),
    ("POST", "activities/{foreign_activity}/skip", {}, 404, "id"),
    ("POST", "activities/{activity}/skip", {"why": "x"}, 422, "why"),
    ("GET", "activities?type=FAX", None, 422, "type"),
    ("GET", "activities?entityType=DEAL&entityId=1", None, 422, "entityType"),
    # A body that is no object
    ("POST", "leads", [], 422, "body"),
    ("POST", "leads", "Ada", 422, "body"),
    ("POST", "leads", None, 422, "body"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "status", "field"), CASES)
def test_bad_input_is_refused_by_its_field_and_writes_nothing(
    api: TestClient,
    world: World,
    foreign: World,
    row_counts: RowCounts,
    method: str,
    path: str,
    body: object,
    status: int,
    field: str,
) -> None:
    ids = world.ids() | foreign.ids("foreign_")
    text = json.dumps(body)
    for name, number in ids.items():
        text = text.replace(f'"{{{name}}}"', str(number))
    before = row_counts()
    answer = api.request(
        method,
        f"/crm/{path.format(**ids)}",
        content=text if method != "GET" else None,
        headers={"Content-Type": "application/json"},
    )
    problem = answer.json()
    assert (answer.status_code, problem["field"]) == (status, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["type"] == f"urn:duestep:problem:{problem['rule']}"
    assert problem["title"]
    assert problem["detail"]
    assert {"field": field, "message": problem["errors"][0]["message"]} == problem["errors"][0]
    assert row_counts() == before


@pytest.mark.parametrize("noun", ["sequences", "enrollments", "activities", "leads", "parties",
                                  "deals"])  # fmt: skip
@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.0", "999", str(2**63), "9" * 5000, "%00"])
def test_an_id_that_nobody_has_is_not_found(api: TestClient, noun: str, number: str) -> None:
    answer = api.get(f"/crm/{noun}/{number}")
    assert (answer.status_code, answer.json()["field"]) == (404, "id")


@pytest.mark.parametrize(
    "path",
    [
        "sequences/{foreign_sequence}", "enrollments/{foreign_enrollment}",
        "enrollments/{foreign_enrollment}/decisions", "enrollments/{foreign_enrollment}/explain",
        "activities/{foreign_activity}", "leads/{foreign_lead}", "leads/{foreign_lead}/timeline",
        "parties/{foreign_party}", "parties/{foreign_party}/timeline", "deals/{foreign_deal}",
        "deals/{foreign_deal}/timeline",
    ],
)  # fmt: skip
def test_what_is_of_another_workspace_is_not_there(
    api: TestClient, foreign: World, path: str
) -> None:
    answer = api.get(f"/crm/{path.format(**foreign.ids('foreign_'))}")
    assert (answer.status_code, answer.json()["field"]) == (404, "id")


@pytest.mark.parametrize(
    "noun", ["sequences", "enrollments", "activities", "leads", "parties", "deals"]
)
def test_lists_hold_nothing_of_another_workspace(
    api: TestClient, foreign: World, noun: str
) -> None:
    assert api.get(f"/crm/{noun}").json()["items"] == []
