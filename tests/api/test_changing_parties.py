"""`PATCH /crm/parties/{id}` of a company, and parties that come at the same instant."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from starlette.testclient import TestClient

THREADS = 8


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"firstName": "Alpha"}, "firstName"),
        ({"first_name": "Gamma"}, "firstName"),
        ({"lastName": "Works"}, "lastName"),
        ({"title": "Countess"}, "title"),
        ({"company": "Beta"}, "company"),
        ({"companyName": "Beta"}, "companyName"),
    ],
)
def test_what_only_a_person_has_is_refused_for_a_company_by_its_name(
    each_api: TestClient, body: dict[str, str], field: str
) -> None:
    each_api.post("/crm/parties", json={"kind": "COMPANY", "name": "Alpha"})
    made = each_api.post("/crm/parties", json={"kind": "COMPANY", "name": "Beta"}).json()
    refused = each_api.patch(f"/crm/parties/{made['id']}", json=body)
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert each_api.get(f"/crm/parties/{made['id']}").json() == made


def test_a_company_takes_what_a_company_has(each_api: TestClient) -> None:
    made = each_api.post("/crm/parties", json={"kind": "COMPANY", "name": "Beta"}).json()
    changes = {"email": "desk@example.com", "phone": "5", "timezone": "Europe/Rome",
               "country": "IT", "custom": {"docks": 3}}  # fmt: skip
    answer = each_api.patch(f"/crm/parties/{made['id']}", json=changes)
    assert (answer.status_code, answer.json()) == (200, made | changes)


@pytest.mark.parametrize(
    ("path", "body", "answers", "found"),
    [
        ("leads", {"email": "ada@example.com"}, {201: THREADS}, 1),
        ("leads", {"firstName": "Ada", "company": "Engines"}, {201: THREADS}, THREADS + 1),
        ("parties", {"email": "ada@example.com"}, {201: 1, 409: THREADS - 1}, 1),
        ("parties", {"kind": "COMPANY", "name": "Engines"}, {201: 1, 409: THREADS - 1}, 1),
    ],
)
def test_what_comes_at_the_same_instant_is_answered_as_if_it_came_in_turn(
    each_api: TestClient, path: str, body: dict[str, str], answers: dict[int, int], found: int
) -> None:
    begin = Barrier(THREADS)

    def post(_: int) -> int:
        begin.wait(60)
        return each_api.post(f"/crm/{path}", json=body).status_code

    with ThreadPoolExecutor(THREADS) as pool:
        assert Counter(pool.map(post, range(THREADS))) == answers
    assert len(each_api.get("/crm/parties").json()["items"]) == found
