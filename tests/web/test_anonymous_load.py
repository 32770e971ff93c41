"""What a visitor without a session can make the server do and keep."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from crm_core.services import Services
from crm_core.usecases.access import passwords, sign_out
from crm_core.usecases.sign_in_limits import PEER_TRIES, TRIES, Turns
from pages._web import gate
from pages._web import sign_in as sign_in_page
from pages._web.sign_in import COOKIE
from tests.web.conftest import EMAIL, HOST, sign_in

UPLOAD = "/_stcore/upload_file/a-session/a-file"


@pytest.fixture
def kept() -> list[bytes]:
    """What the uploads behind the gate took."""
    return []


@pytest.fixture
def site(services: Services, kept: list[bytes], client: TestClient) -> TestClient:
    """A browser of a user who could sign in, before a server that keeps uploads."""

    async def keep(request: Request) -> PlainTextResponse:
        kept.append(await request.body())
        return PlainTextResponse("kept")

    application = Starlette(
        routes=[
            *sign_in_page.routes(lambda: services),
            Route("/{path:path}", keep, methods=["GET", "PUT", "POST", "DELETE", "OPTIONS"]),
        ],
        middleware=gate.middleware(lambda: services),
    )
    return TestClient(application, base_url=HOST, follow_redirects=False)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [UPLOAD, f"/base{UPLOAD}", "/_stcore%2Fupload_file/a/b"])
def test_an_upload_without_a_session_is_refused_unread(
    site: TestClient, kept: list[bytes], method: str, path: str
) -> None:
    for cookie in ("", f"{COOKIE}=ds_{'a' * 43}"):
        answer = site.request(method, path, content=b"x" * 1000, headers={"Cookie": cookie})
        assert (answer.status_code, answer.text) == (401, "Sign in first.")
        assert answer.headers["cache-control"] == "no-store"
    assert kept == []


def test_an_upload_with_a_session_is_taken_until_it_ends(
    site: TestClient, services: Services, kept: list[bytes]
) -> None:
    sign_in(site)
    assert site.put(UPLOAD, content=b"a file").text == "kept"
    assert kept == [b"a file"]

    sign_out(services, cookie=site.cookies[COOKIE])

    assert site.put(UPLOAD, content=b"another").status_code == 401
    assert kept == [b"a file"]


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_what_only_asks_streamlit_passes(site: TestClient, method: str) -> None:
    assert site.request(method, "/_stcore/health").text == "kept"


def test_the_apis_writes_are_not_the_gates_matter(site: TestClient) -> None:
    assert site.post("/crm/leads", content=b"{}").text == "kept"


def test_who_guesses_too_often_is_told_to_wait(client: TestClient) -> None:
    for _ in range(TRIES):
        assert sign_in(client, password="wrong").status_code == 401

    answer = sign_in(client)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"
    assert 'role="alert">Too many wrong tries. Try again in 15 minutes.' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_peer_is_counted_whichever_account_it_names(client: TestClient) -> None:
    for number in range(PEER_TRIES):
        assert sign_in(client, email=f"someone{number}@example.com").status_code == 401

    answer = sign_in(client)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


def test_while_too_many_sign_in_the_form_says_so_and_keeps_what_was_typed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(at_once=1, waiting=0, patience=0.01)
    monkeypatch.setattr(passwords, "_checks", turns)
    with turns.turn():
        answer = sign_in(client, next="/runner_health")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Too many people sign in just now." in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert 'name="next" value="/runner_health"' in answer.text
    assert sign_in(client).status_code == 303
