"""Many at once, and many in pages."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from tests.api.conftest import World
from tests.builders import a_lead, a_sequence, enroll_many

CROWD = 1_000


def test_a_thousand_enrollments_of_one_person_are_one(
    each_api: TestClient, each_services: Services, actor: Actor
) -> None:
    """Half of them come by the lead and half by the party; both are the same person."""
    sequence = a_sequence(each_services, actor)
    lead = a_lead(each_services, actor)
    party = each_api.get(f"/crm/leads/{lead}").json()["partyId"]
    whom = ({"entityType": "LEAD", "entityId": lead}, {"entityType": "PARTY", "entityId": party})

    def enroll(number: int) -> tuple[int, str | None]:
        body = {"sequenceId": sequence, **whom[number % 2]}
        answer = each_api.post("/crm/sequences/enroll", json=body)
        return answer.status_code, answer.json().get("rule")

    with ThreadPoolExecutor(32) as pool:
        answers = Counter(pool.map(enroll, range(CROWD)))
    assert answers == {(201, None): 1, (409, "already-enrolled"): CROWD - 1}
    assert len(each_api.get("/crm/enrollments").json()["items"]) == 1


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_pages_show_each_line_once(
    api: TestClient, services: Services, actor: Actor, limit: int
) -> None:
    made = enroll_many(services, actor, a_sequence(services, actor), 7)
    for path, ids in (("enrollments", made), ("leads", range(1, 8)), ("parties", range(1, 8))):
        seen: list[int] = []
        cursor = ""
        while cursor is not None:
            page = api.get(f"/crm/{path}?limit={limit}&cursor={cursor}").json()
            assert len(page["items"]) <= limit
            seen += [item["id"] for item in page["items"]]
            cursor = page["nextCursor"]
        assert seen == sorted(ids, reverse=True)


def test_a_line_that_comes_in_between_does_not_shift_the_pages(
    api: TestClient, services: Services, actor: Actor
) -> None:
    for number in range(4):
        a_lead(services, actor, number)
    first = api.get("/crm/leads?limit=2").json()
    a_lead(services, actor, 9)
    second = api.get(f"/crm/leads?limit=2&cursor={first['nextCursor']}").json()
    assert [lead["id"] for lead in first["items"] + second["items"]] == [4, 3, 2, 1]
    assert second["nextCursor"] is None


@pytest.mark.parametrize(
    "path",
    [
        "sequences", "enrollments", "enrollments/{enrollment}/decisions", "activities", "leads",
        "leads/{lead}/timeline", "parties", "parties/{party}/timeline", "deals",
        "deals/{deal}/timeline",
    ],
)  # fmt: skip
def test_every_list_has_pages(api: TestClient, world: World, path: str) -> None:
    address = f"/crm/{path.format(**world.ids())}"
    assert set(api.get(f"{address}?limit=200").json()) == {"items", "nextCursor"}
    refused = api.get(f"{address}?limit=201")
    assert (refused.status_code, refused.json()["field"]) == (422, "limit")
