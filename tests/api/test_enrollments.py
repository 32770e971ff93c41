"""`/crm/sequences/enroll`, `/crm/enrollments` and the internal run."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.people import opt_out
from tests.api.conftest import RowCounts, World
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence
from tests.clocks import StoppedClock


@pytest.fixture
def enrollment(api: TestClient, services: Services, actor: Actor) -> int:
    """Of one lead in a sequence of an e-mail and, a day later, another."""
    body = {
        "sequenceId": a_sequence(services, actor, EMAIL, FOLLOW_UP),
        "entityType": "LEAD",
        "entityId": a_lead(services, actor),
    }
    made = api.post("/crm/sequences/enroll", json=body)
    assert made.status_code == 201
    return int(made.json()["enrollmentId"])


def test_enrolling_answers_when_the_first_touch_lands(
    api: TestClient, services: Services, actor: Actor
) -> None:
    sequence = a_sequence(services, actor, {**EMAIL, "delay": {"value": 2, "unit": "HOURS"}})
    body = {"sequence_id": str(sequence), "entity_type": "lead"}
    made = api.post("/crm/sequences/enroll", json={**body, "entity_id": a_lead(services, actor)})
    assert made.status_code == 201
    assert made.json() == {
        "enrollmentId": 1, "status": "ACTIVE", "nextRunAt": "2026-03-02T12:00:00Z",
    }  # fmt: skip


def test_a_party_can_be_enrolled_from_a_later_time(
    api: TestClient, services: Services, actor: Actor
) -> None:
    party = api.post("/crm/parties", json={"firstName": "Bo", "email": "bo@example.com"}).json()
    body = {
        "sequenceId": a_sequence(services, actor), "entityType": "PARTY",
        "entityId": party["id"], "startAt": "2026-03-10T09:00:00+01:00",
    }  # fmt: skip
    assert api.post("/crm/sequences/enroll", json=body).json()["nextRunAt"] == (
        "2026-03-10T08:00:00Z"
    )


def test_an_enrollment_shows_where_it_stands(api: TestClient, enrollment: int) -> None:
    shown = api.get(f"/crm/enrollments/{enrollment}").json()
    assert shown == {
        "id": enrollment, "sequenceId": 1, "entityType": "LEAD", "entityId": 1, "partyId": 1,
        "status": "ACTIVE", "currentStep": 0, "nextRunAt": "2026-03-02T10:00:00Z",
        "holdReason": None, "stopReason": None, "stopDetail": None,
        "enrolledAt": "2026-03-02T10:00:00Z", "finishedAt": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("", 1),
        ("sequenceId=1", 1),
        ("sequenceId=2", 0),
        ("status=ACTIVE", 1),
        ("status=paused", 0),
        ("entityId=1", 1),
        ("entityId=7", 0),
        ("sequenceId=1&status=ACTIVE&entityId=1", 1),
    ],
)
def test_the_list_of_enrollments_is_narrowed(
    api: TestClient, enrollment: int, narrowed: str, found: int
) -> None:
    assert len(api.get(f"/crm/enrollments?{narrowed}").json()["items"]) == found


def test_an_enrollment_is_paused_resumed_and_canceled(api: TestClient, enrollment: int) -> None:
    address = f"/crm/enrollments/{enrollment}/status"
    paused = api.post(address, json={"status": "PAUSED"}).json()
    assert (paused["status"], paused["nextRunAt"]) == ("PAUSED", None)
    assert api.post(address, json={"status": "ACTIVE"}).json()["nextRunAt"] is not None
    canceled = api.post(address, json={"status": "CANCELED"}).json()
    assert (canceled["status"], canceled["stopReason"]) == ("CANCELED", "BY_PERSON")
    assert canceled["finishedAt"] == "2026-03-02T10:00:00Z"
    again = api.post(address, json={"status": "ACTIVE"})
    assert (again.status_code, again.json()["rule"]) == (409, "illegal-transition")


def test_each_rule_that_refuses_an_enrollment_has_a_name(
    api: TestClient, services: Services, actor: Actor, enrollment: int
) -> None:
    body = {"sequenceId": 1, "entityType": "LEAD", "entityId": 1}
    exclusive = a_sequence(services, actor, settings={"exclusive": True})
    paused = a_sequence(services, actor, status="PAUSED")
    gone = a_lead(services, actor, 2)
    party_id = api.get(f"/crm/leads/{gone}").json()["partyId"]
    opt_out(services, tenant_id=actor.tenant_id, party_id=party_id, source="a test")
    refusals = [
        api.post("/crm/sequences/enroll", json={**body, **change})
        for change in (
            {},
            {"sequenceId": exclusive},
            {"sequenceId": paused},
            {"entityId": gone},
        )
    ]
    assert [answer.status_code for answer in refusals] == [409] * 4
    assert [answer.json()["rule"] for answer in refusals] == [
        "already-enrolled", "exclusive-enrollment", "sequence-not-active", "suppressed-recipient",
    ]  # fmt: skip
    assert [answer.json()["field"] for answer in refusals] == [
        "entityId", "entityId", "sequenceId", "entityId",
    ]  # fmt: skip


def test_a_run_sends_what_is_due_once(runner: TestClient, api: TestClient, enrollment: int) -> None:
    first = runner.post("/internal/crm/sequences/run")
    assert first.status_code == 200
    assert first.json() == {
        "processed": 1, "sent": 1, "tasksCreated": 0, "waiting": 0, "skipped": 0, "stopped": 0,
        "failed": 0,
    }  # fmt: skip
    assert runner.post("/internal/crm/sequences/run", json={}).json()["processed"] == 0
    assert api.get(f"/crm/enrollments/{enrollment}").json()["currentStep"] == 1


def test_a_run_takes_a_limit_and_another_time(
    runner: TestClient, api: TestClient, services: Services, actor: Actor, enrollment: int
) -> None:
    runner.post("/internal/crm/sequences/run", json={"limit": 1})
    later = {"now": "2026-03-03T10:00:00Z", "limit": 5}
    assert runner.post("/internal/crm/sequences/run", json=later).json()["sent"] == 1
    assert api.get(f"/crm/enrollments/{enrollment}").json()["status"] == "COMPLETED"


def test_the_ledger_tells_what_was_decided_oldest_first(
    runner: TestClient, api: TestClient, enrollment: int, clock: StoppedClock
) -> None:
    runner.post("/internal/crm/sequences/run")
    clock.move(timedelta(days=1))
    runner.post("/internal/crm/sequences/run")
    ledger = api.get(f"/crm/enrollments/{enrollment}/decisions").json()["items"]
    assert [line["verdict"] for line in ledger][:2] == ["ACT", "ACT"]
    assert [line["at"] for line in ledger] == sorted(line["at"] for line in ledger)
    assert set(ledger[0]) == {
        "id", "at", "stepId", "verdict", "bindingGate", "gates", "earliestAt", "unblock",
    }  # fmt: skip
    assert ledger[0]["stepId"].startswith("st_")


def test_an_explanation_asks_every_gate_and_writes_nothing(
    api: TestClient, world: World, row_counts: RowCounts
) -> None:
    before = row_counts()
    told = api.get(f"/crm/enrollments/{world.enrollment}/explain").json()
    assert (told["verdict"], told["bindingGate"]) == ("HOLD", "task")
    assert told["reason"]
    assert told["unblock"]
    assert {"delay", "window", "content"} <= {gate["gate"] for gate in told["gates"]}
    assert row_counts() == before


def test_completing_a_call_starts_the_next_delay(
    runner: TestClient, api: TestClient, services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, CALL, FOLLOW_UP | {"subject": "Later"})
    body = {"sequenceId": sequence, "entityType": "LEAD", "entityId": a_lead(services, actor)}
    enrollment = api.post("/crm/sequences/enroll", json=body).json()["enrollmentId"]
    assert runner.post("/internal/crm/sequences/run").json()["tasksCreated"] == 1
    clock.move(timedelta(days=3))
    call = api.get("/crm/activities?status=OPEN").json()["items"][0]
    assert call["dueAt"] == "2026-03-02T10:00:00Z"
    done = api.post(
        f"/crm/activities/{call['id']}/complete",
        json={"disposition": "Connected", "sentiment": "positive", "note": "Nice talk."},
    ).json()
    assert (done["status"], done["completedAt"]) == ("DONE", "2026-03-05T10:00:00Z")
    assert (done["disposition"], done["sentiment"], done["note"]) == (
        "Connected", "POSITIVE", "Nice talk.",
    )  # fmt: skip
    shown = api.get(f"/crm/enrollments/{enrollment}").json()
    assert (shown["currentStep"], shown["nextRunAt"]) == (1, "2026-03-06T10:00:00Z")
