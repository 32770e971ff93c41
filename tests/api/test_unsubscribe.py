"""`/u/{token}`: GET asks, POST opts out (RFC 8058)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.permissions import Actor
from crm_core.secrets import SecretBox, UnsubscribeLink
from crm_core.services import Services
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.views.enrollments import get_enrollment
from tests.api.conftest import RowCounts, World
from tests.builders import a_sequence, enroll_many
from tests.conftest import MakeServices
from tests.servers import ScriptedTransport

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(services: Services, actor: Actor, world: World) -> str:
    token = services.secrets.unsubscribe_token(actor.tenant_id, str(world.enrollment))
    return f"/u/{token}"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(
    anybody: TestClient,
    link: str,
    row_counts: RowCounts,
    method: str,
    api: TestClient,
    world: World,
) -> None:
    before = row_counts()
    page = anybody.request(method, link)
    assert page.status_code == 200
    assert row_counts() == before
    assert api.get(f"/crm/enrollments/{world.enrollment}").json()["status"] == "ACTIVE"


def test_the_page_has_a_button_and_nothing_from_elsewhere(anybody: TestClient, link: str) -> None:
    page = anybody.get(link)
    assert '<html lang="en">' in page.text
    assert "prefers-color-scheme: dark" in page.text
    assert '<form method="post">' in page.text
    assert '<button type="submit">Unsubscribe</button>' in page.text
    assert "http" not in page.text
    assert "<script" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "sent",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b""},
    ],
    ids=["urlencoded", "multipart", "empty"],
)
def test_a_post_opts_the_person_out_of_everything(
    anybody: TestClient, api: TestClient, world: World, link: str, sent: dict
) -> None:
    done = anybody.post(link, follow_redirects=False, **sent)
    assert done.status_code == 200
    assert "set-cookie" not in done.headers
    enrollment = api.get(f"/crm/enrollments/{world.enrollment}").json()
    assert (enrollment["status"], enrollment["stopReason"]) == ("CANCELED", "OPTED_OUT")
    assert api.get(f"/crm/leads/{world.lead}").json()["suppressed"] == "OPTED_OUT"
    body = {"sequenceId": world.sequence, "entityType": "LEAD", "entityId": world.lead}
    assert api.post("/crm/sequences/enroll", json=body).json()["rule"] == "suppressed-recipient"


def test_opting_out_again_changes_nothing(
    anybody: TestClient, link: str, row_counts: RowCounts
) -> None:
    anybody.post(link, data=ONE_CLICK)
    before = row_counts()
    assert anybody.post(link, data=ONE_CLICK).status_code == 200
    assert row_counts() == before


@pytest.mark.parametrize(
    "token", ["", "x", "x/y", "1.1.x", "1.1." + "A" * 24, "1.1." + "A" * 24 + "%0A"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_made_up_link_is_a_page_that_says_so(
    anybody: TestClient, world: World, row_counts: RowCounts, method: str, token: str
) -> None:
    before = row_counts()
    page = anybody.request(method, f"/u/{token}")
    assert page.status_code == 404
    assert "does not work" in page.text
    assert row_counts() == before


def test_a_link_of_an_enrollment_that_is_gone_is_unknown(
    anybody: TestClient, services: Services, actor: Actor
) -> None:
    token = services.secrets.unsubscribe_token(actor.tenant_id, "12345")
    assert anybody.post(f"/u/{token}").status_code == 404


def test_the_link_of_a_message_that_went_out_works(
    api: TestClient, runner: TestClient, services: Services, transport: ScriptedTransport
) -> None:
    sequence = api.post(
        "/crm/sequences",
        json={"name": "S", "steps": [{"type": "EMAIL_AUTO", "subject": "Hi", "body": "Hello"}],
              "settings": {"sendWindow": "ALWAYS"}},
    ).json()  # fmt: skip
    lead = api.post("/crm/leads", json={"firstName": "Ada", "email": "ada@example.com"}).json()
    body = {"sequenceId": sequence["id"], "entityType": "LEAD", "entityId": lead["id"]}
    api.post("/crm/sequences/enroll", json=body)
    run_sequence_steps(services)
    message = transport.sent[0][1].decode()
    header = next(line for line in message.splitlines() if line.startswith("List-Unsubscribe:"))
    address = header.partition("<")[2].partition(">")[0]
    path = address.removeprefix(services.settings.crm_public_url)
    assert api.post(path, data=ONE_CLICK).status_code == 200
    assert api.get(f"/crm/leads/{lead['id']}").json()["suppressed"] == "OPTED_OUT"


@given(tenant=st.integers(0, 10**17), enrollment=st.integers(0, 10**17), at=st.integers(0))
def test_only_the_token_itself_is_read_back(tenant: int, enrollment: int, at: int) -> None:
    box = SecretBox(b"a key for tests only, long enough")
    token = box.unsubscribe_token(tenant, str(enrollment))
    assert box.read_unsubscribe_token(token) == UnsubscribeLink(tenant, enrollment)
    place = at % len(token)
    changed = token[:place] + ("1" if token[place] != "1" else "2") + token[place + 1 :]
    assert box.read_unsubscribe_token(changed) is None
    assert box.read_unsubscribe_token(f"0{token}") is None
    assert SecretBox(b"another key").read_unsubscribe_token(token) is None


def test_a_link_from_before_a_rotation_of_the_key_works(
    make_services: MakeServices, services: Services, actor: Actor, world: World, link: str
) -> None:
    rotated = make_services(
        services.settings.database_url,
        crm_secret_key="another key for tests that is long",
    )
    assert TestClient(asgi(lambda: rotated)).post(link).status_code == 404
    ring = replace(
        rotated,
        secrets=SecretBox(
            b"another key for tests that is long", b"a key for tests only, long enough"
        ),
    )
    assert TestClient(asgi(lambda: ring)).post(link).status_code == 200


def test_many_who_opt_out_at_once_are_all_out_when_they_are_answered(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    keys = enroll_many(each_services, actor, sequence, 40)
    client = TestClient(asgi(lambda: each_services))

    def opt_out(key: int) -> str:
        token = each_services.secrets.unsubscribe_token(actor.tenant_id, str(key))
        assert client.post(f"/u/{token}", data=ONE_CLICK).status_code == 200
        return get_enrollment(each_services, actor=actor, enrollment_id=key).status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(opt_out, keys * 2)) == {"CANCELED"}
    assert run_sequence_steps(each_services).sent == 0
