"""What the API says beside its own routes, with a dashboard behind it that answers everything."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from crm_core import api as crm_api
from crm_core.services import Services


def the_dashboard(request: Request) -> Response:
    return HTMLResponse("<html>the dashboard</html>")


@pytest.fixture
def site(services: Services) -> TestClient:
    behind = Mount("/", Starlette(routes=[Route("/{path:path}", the_dashboard)]))
    application = Starlette(routes=[*crm_api.routes(lambda: services), behind])
    return TestClient(application, follow_redirects=False)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/crm", "/internal"])
def test_the_bare_prefixes_are_problem_documents(site: TestClient, method: str, path: str) -> None:
    answer = site.request(method, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["rule"], answer.json()["status"]) == ("not-found", 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/healthz", "GET, HEAD"),
        ("DELETE", "/readyz", "GET, HEAD"),
        ("PUT", "/metrics", "GET, HEAD"),
        ("PUT", "/u/token", "GET, HEAD, POST"),
        ("DELETE", "/u/token", "GET, HEAD, POST"),
    ],
)
def test_a_method_that_is_not_possible_is_a_problem_document(
    site: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = site.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == allowed
    assert answer.json()["detail"] == f"{method} is not possible here."


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/healthz", 200), ("HEAD", "/healthz", 200), ("POST", "/u/token", 404)],
)
def test_a_method_that_is_possible_is_answered(
    site: TestClient, method: str, path: str, status: int
) -> None:
    answer = site.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] != "application/problem+json"


def test_what_begins_like_the_prefix_is_the_dashboards(site: TestClient) -> None:
    assert site.get("/crmx").text == "<html>the dashboard</html>"
