"""`POST /crm/activities/{id}/send`: a draft goes out once, or the answer says why not."""

from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.services import Services
from crm_core.usecases.activities import create_email_draft
from tests.builders import a_lead
from tests.servers import ACCEPTED, ScriptedTransport

KEY = {"Idempotency-Key": "a key"}


def a_draft(services: Services, actor: Actor, number: int = 1) -> int:
    lead = a_lead(services, actor, number)
    return create_email_draft(services, actor=actor, lead_id=lead, subject="A word", body="Dear")


def test_a_draft_is_sent_once_and_a_repeat_gets_the_first_answer_again(
    each_api: TestClient, each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_draft(each_services, actor)

    first = each_api.post(f"/crm/activities/{key}/send", headers=KEY)
    repeat = each_api.post(f"/crm/activities/{key}/send", headers=KEY)
    without = each_api.post(f"/crm/activities/{key}/send")

    assert (first.status_code, first.json()["status"]) == (200, "DONE")
    assert (repeat.content, repeat.headers["Idempotency-Replayed"]) == (first.content, "true")
    assert (without.status_code, without.json()["rule"]) == (409, "not-sent")
    assert [to for to, _ in transport.sent] == ["ada1@example.com"]


def test_what_did_not_go_out_is_refused_in_the_servers_words_and_not_kept(
    each_api: TestClient, each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_draft(each_services, actor)
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.7.1 greylisted")
    refused = each_api.post(f"/crm/activities/{key}/send", headers=KEY)
    assert (refused.status_code, refused.json()["rule"]) == (409, "not-sent")
    assert "4.7.1 greylisted" in refused.json()["detail"]

    transport.answer = lambda _: ACCEPTED
    assert each_api.post(f"/crm/activities/{key}/send", headers=KEY).json()["status"] == "DONE"
    other = a_draft(each_services, actor, 2)
    mismatch = each_api.post(f"/crm/activities/{other}/send", headers=KEY)
    assert mismatch.json()["rule"] == "idempotency-key-reused"
    assert len(transport.sent) == 1
