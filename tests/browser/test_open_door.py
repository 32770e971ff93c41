"""No page shows anything without a session, even as the first thing a new process is asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from pages._ui import links
from pages._web.local_paths import sign_in_address
from tests.browser.conftest import enter, settle
from tests.browser.server import Live, serving
from tests.builders import a_sequence
from tests.pages.test_gate import PAGES

SECRET = "Very secret sequence"


def drawn_over_the_websocket(live: Live, page_name: str) -> bytes:
    """All that the server sends to a client that asks the websocket itself for a page."""
    address = live.url.replace("http:", "ws:") + "/_stcore/stream"
    question = BackMsg()
    question.rerun_script.page_name = page_name
    sent = b""
    with connect(address, subprotocols=[Subprotocol("streamlit")], origin=live.url) as socket:  # type: ignore[arg-type]
        socket.send(question.SerializeToString())
        while True:
            answer = socket.recv(timeout=60)
            assert isinstance(answer, bytes)
            sent += answer
            message = ForwardMsg()
            message.ParseFromString(answer)
            if message.WhichOneof("type") == "script_finished":
                return sent


@pytest.mark.parametrize("name", PAGES)
def test_the_first_websocket_of_a_new_process_shows_only_the_way_to_sign_in(
    name: str, fresh: Live
) -> None:
    a_sequence(fresh.services, fresh.actor, name=SECRET)

    sent = drawn_over_the_websocket(fresh, name)

    # The tab's title is the shell's: without it Streamlit's old router would have run the page.
    assert "Sign in · Duestep".encode() in sent
    assert SECRET.encode() not in sent
    assert b"sales@example.com" not in sent
    assert b"No runner" not in sent


def test_the_first_address_of_a_new_process_shows_only_the_sign_in(fresh: Live, page: Page) -> None:
    a_sequence(fresh.services, fresh.actor, name=SECRET)

    see_only_the_sign_in(fresh, page, "sequences")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server that was asked before: what it answers to an address does not depend on that."""
    with serving(tmp_path_factory.mktemp("door")) as server:
        a_sequence(server.services, server.actor, name=SECRET)
        yield server


@pytest.mark.parametrize("name", PAGES)
def test_every_address_shows_only_the_sign_in_and_leads_on_to_itself(
    name: str, door: Live, page: Page
) -> None:
    see_only_the_sign_in(door, page, name)


def see_only_the_sign_in(live: Live, page: Page, name: str) -> None:
    """Ask for a page's address, be sent to the sign-in, sign in, and be where it leads."""
    path = links.to(name)
    page.goto(live.url + path)

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.url == live.url + sign_in_address(path)
    assert SECRET not in page.content()

    # The same address asked in a way that the redirect leaves alone.
    address = live.url + path
    page.route(address, lambda route: route.continue_(headers={"Accept": "*/*"}))
    page.goto(address)

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    settle(page)
    # The shell runs again once it knows the viewer's zone: what is on the page is awaited.
    expect(page.get_by_test_id("stMain").get_by_role("link")).to_have_text(["Sign in"])
    assert SECRET not in page.content()

    page.unroute(address)
    page.get_by_role("link", name="Sign in").click()
    enter(page)

    expect(page).to_have_url(address)
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
