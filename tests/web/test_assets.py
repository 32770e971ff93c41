"""The scripts and sheets of the pages' own elements."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages._web import assets

QUILL = "quill/quill.js"


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=assets.routes()))


@pytest.mark.parametrize("name", sorted(assets.files()))
def test_a_file_may_be_kept_for_ever_because_its_address_holds_its_hash(
    name: str, client: TestClient
) -> None:
    answer = client.get(assets.address(name))

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert assets.digest() in assets.address(name)
    kind = {"js": "text/javascript", "css": "text/css"}.get(name.rpartition(".")[2], "text/plain")
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    "path",
    [
        f"/assets/{'0' * 16}/{QUILL}",
        f"/assets/{assets.digest()}/quill/nothing.js",
        f"/assets/{assets.digest()}/../_web/gate.py",
        f"/assets/{assets.digest()}/ui/html.py",
        f"/assets/{assets.digest()}/",
    ],
)
def test_nothing_else_is_served(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == 404


def test_the_editor_comes_with_its_licence_and_from_nowhere_else() -> None:
    assert "quill/LICENSE" in assets.files()
    script = assets.component_script("ui/editor.js")
    assert assets.address("ui/editor.js") in script
    assert "//" not in script
