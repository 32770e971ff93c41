"""What is served beside the pages, without Streamlit behind it."""

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.access import add_user
from pages._web import gate, headers
from pages._web import sign_in as sign_in_page

HOST = "http://crm.example.com"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"


def client_of(services: Services, base_url: str = HOST) -> TestClient:
    """A browser without a session; behind the routes stands a page that answers everything."""

    def a_page(request: Request) -> PlainTextResponse:
        return PlainTextResponse("the page")

    application = Starlette(
        routes=[*sign_in_page.routes(lambda: services), Route("/{path:path}", a_page)],
        middleware=[*headers.middleware(), *gate.middleware(lambda: services)],
    )
    return TestClient(application, base_url=base_url, follow_redirects=False)


def sign_in(
    client: TestClient, *, headers: dict[str, str] | None = None, **fields: str
) -> Response:
    """Send the form, as the page itself would where no `headers` say otherwise."""
    form = {"email": EMAIL, "password": PASSWORD, **fields}
    return client.post("/sign-in", data=form, headers=headers or {"Origin": HOST})


@pytest.fixture
def visitor(services: Services) -> TestClient:
    """A browser of somebody without an account."""
    return client_of(services)


@pytest.fixture
def client(visitor: TestClient, services: Services, actor: Actor) -> TestClient:
    """A browser of a user who could sign in."""
    add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role="manager", name="Ada")
    return visitor
