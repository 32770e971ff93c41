"""Signing in: the form, the cookie, where it leads, and who may send it."""

import re

import pytest
from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.access import actor_of_cookie, add_user
from pages._web.sign_in import COOKIE, LARGEST_FORM
from tests.conftest import MakeServices
from tests.web.conftest import EMAIL, HOST, PASSWORD, client_of, sign_in


def test_the_form_asks_for_address_and_password_and_loads_nothing_from_elsewhere(
    visitor: TestClient,
) -> None:
    page = visitor.get("/sign-in")

    assert page.status_code == 200
    assert '<label for="email">' in page.text
    assert '<label for="password">' in page.text
    assert re.findall(r'(?:src|href|url)[=(]"?(?:https?:)?//', page.text) == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "$" not in page.text


def test_the_right_password_opens_a_session(client: TestClient, services: Services) -> None:
    answer = sign_in(client)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    someone = actor_of_cookie(services, client.cookies[COOKIE])
    assert someone is not None
    assert someone.name == "Ada"


def test_scripts_and_other_sites_cannot_use_the_cookie(client: TestClient) -> None:
    cookie = sign_in(client).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/;" in cookie
    assert f"max-age={14 * 24 * 3600}" in cookie
    assert "secure" not in cookie


def test_the_cookie_of_an_https_address_is_secure(
    make_services: MakeServices, services: Services, actor: Actor
) -> None:
    add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role="manager")
    url = services.settings.database_url
    behind_tls = make_services(url, crm_public_url="https://crm.example.com")

    answer = sign_in(client_of(behind_tls, "https://crm.example.com"),
                     headers={"Origin": "https://crm.example.com"})  # fmt: skip

    assert "; secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("wanted", "leads_to"), [("/runner_health", "/runner_health"), ("//evil.example", "/")]
)
def test_signing_in_leads_to_where_the_person_wanted_to_go_on_this_server(
    wanted: str, leads_to: str, client: TestClient
) -> None:
    assert sign_in(client, next=wanted).headers["location"] == leads_to


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "wrong"},
        {"password": ""},
        {"email": "nobody@example.com"},
        {"email": ""},
        {"email": "ada@example.com\x00"},
    ],
)
def test_a_wrong_sign_in_says_so_next_to_the_field_and_sets_nothing(
    fields: dict[str, str], client: TestClient
) -> None:
    answer = sign_in(client, next="/runner_health", **fields)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert 'role="alert">The address or the password is not right.' in answer.text
    assert 'aria-invalid="true" aria-describedby="fault"' in answer.text
    assert 'name="next" value="/runner_health"' in answer.text


def test_what_was_typed_is_given_back_as_text(client: TestClient) -> None:
    answer = sign_in(client, email='"><script>alert(1)</script>', password="wrong")

    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "wrong" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://crm.example.com.evil.example"},
        {"Origin": "http://crm.example.com:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_sign_a_browser_in(
    headers: dict[str, str], visitor: TestClient
) -> None:
    answer = sign_in(visitor, headers=headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "another site" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"User-Agent": "no browser"}],
)
def test_without_an_origin_the_form_may_come_from_here(
    headers: dict[str, str], client: TestClient
) -> None:
    assert sign_in(client, headers=headers).status_code == 303


def test_a_proxy_may_hide_the_host_if_the_public_address_is_set(
    make_services: MakeServices, services: Services, actor: Actor
) -> None:
    add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role="manager")
    proxied = make_services(
        services.settings.database_url, crm_public_url="https://sales.example.com"
    )

    answer = sign_in(client_of(proxied, "http://10.0.0.7:8501"),
                     headers={"Origin": "https://sales.example.com"})  # fmt: skip

    assert answer.status_code == 303


def test_signing_in_again_ends_the_session_before(client: TestClient, services: Services) -> None:
    sign_in(client)
    first = client.cookies[COOKIE]

    sign_in(client)

    assert client.cookies[COOKIE] != first
    assert actor_of_cookie(services, first) is None


def test_whoever_is_signed_in_is_led_on(client: TestClient) -> None:
    sign_in(client)

    answer = client.get("/sign-in?next=/runner_health")

    assert (answer.status_code, answer.headers["location"]) == (303, "/runner_health")


@pytest.mark.parametrize("body", ["a" * (LARGEST_FORM + 1), "&".join(["a=1"] * 50)])
def test_a_body_that_is_no_sign_in_form_is_refused(body: str, visitor: TestClient) -> None:
    answer = visitor.post("/sign-in", content=body, headers={"Origin": HOST})

    assert answer.status_code == 413


def test_bytes_that_are_no_text_are_a_wrong_sign_in(visitor: TestClient) -> None:
    answer = visitor.post(
        "/sign-in", content=b"email=\xff&password=%ff%fe", headers={"Origin": HOST}
    )

    assert answer.status_code == 401


def test_the_icon_is_our_own(visitor: TestClient) -> None:
    answer = visitor.get("/favicon.png")

    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
