"""The gate before the pages: who is led to sign in, and which paths answer for themselves."""

import pytest
from starlette.testclient import TestClient

from crm_core.services import Services
from crm_core.usecases.access import sign_out
from pages._web.sign_in import COOKIE
from tests.web.conftest import sign_in

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/", "/sign-in"),
        ("/runner_health", "/sign-in?next=/runner_health"),
        ("/sequences?sequences_status=Paused",
         "/sign-in?next=/sequences%3Fsequences_status%3DPaused"),
        ("/no/such/page", "/sign-in?next=/no/such/page"),
        ("/crmx", "/sign-in?next=/crmx"),
        ("//evil.example/a", "/sign-in"),
    ],
)  # fmt: skip
def test_a_browser_without_a_session_is_led_to_sign_in(
    asked: str, led_to: str, visitor: TestClient
) -> None:
    answer = visitor.get(f"http://crm.example.com{asked}", headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, led_to)
    assert answer.headers["cache-control"] == "no-store"
    assert "the page" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/crm/sequences", "/crm/docs", "/internal/crm/sequences/run", "/healthz", "/readyz",
        "/metrics", "/u/token", "/t/o/token", "/_stcore/health", "/static/js/index.js",
        "/component/a/b", "/media/a.png", "/assets/a.css",
    ],
)  # fmt: skip
def test_paths_that_answer_for_themselves_are_not_touched(path: str, visitor: TestClient) -> None:
    assert visitor.get(path, headers=BROWSER).text == "the page"


@pytest.mark.parametrize("headers", [{"Accept": "*/*"}, {"Accept": "application/json"}, {}])
def test_what_is_no_navigation_passes(headers: dict[str, str], visitor: TestClient) -> None:
    assert visitor.get("/runner_health", headers=headers).text == "the page"


def test_with_a_session_the_page_opens(client: TestClient) -> None:
    sign_in(client)

    assert client.get("/runner_health", headers=BROWSER).text == "the page"


@pytest.mark.parametrize("cookie", ["", "x", "ds_" + "a" * 43, "' OR 1=1 --", "é"])
def test_a_cookie_that_is_no_session_opens_nothing(cookie: str, visitor: TestClient) -> None:
    headers = {**BROWSER, "Cookie": f"{COOKIE}={cookie}".encode()}

    assert visitor.get("/runner_health", headers=headers).status_code == 303


def test_after_signing_out_the_same_cookie_opens_nothing(
    client: TestClient, services: Services
) -> None:
    sign_in(client)

    sign_out(services, cookie=client.cookies[COOKIE])

    assert client.get("/runner_health", headers=BROWSER).status_code == 303


@pytest.mark.parametrize("path", ["/", "/sign-in", "/crm/sequences"])
def test_every_answer_tells_the_browser_what_it_may_not_do(path: str, visitor: TestClient) -> None:
    headers = visitor.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "object-src 'none'" in headers["content-security-policy"] or path == "/sign-in"
