"""A real browser in front of the real server.

Chromium is the one that `CHROMIUM` names, the system's, or Playwright's own. Without one these
tests fail; they are never passed by being left out.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from crm_core.demo import load_demo
from tests.browser.server import EMAIL, PASSWORD, Live, serving

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 30_000
LISTENS = """!document.querySelector('.st-key-bridge')
    || document.documentElement.dataset.keys === 'ready'"""

OpenBrowser = Callable[..., Page]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a window."""
    browser = playwright.chromium.launch(
        executable_path=_find_chromium(playwright), headless=True, args=list(FLAGS)
    )
    yield browser
    browser.close()


def _find_chromium(playwright: Playwright) -> str:
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            pytest.fail(f"CHROMIUM names {named}, and there is no such file.")
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    pytest.fail(
        "The browser tests need a Chromium, and there is none: install Debian's package "
        "`chromium`, run `playwright install chromium`, or name one in CHROMIUM. "
        "`make test` does this by itself."
    )


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server with the demo workspace, shared by the tests that change only what they add."""
    with serving(tmp_path_factory.mktemp("live")) as server:
        load_demo(server.services, server.actor.tenant_id)
        yield server


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Live]:
    """A server of the test's own that nobody has asked for anything yet."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[OpenBrowser]:
    """Opens browsers that share nothing; afterwards, nothing was asked of another machine."""
    asked: list[str] = []
    complaints: list[str] = []
    contexts = []

    def opened(**options: object) -> Page:
        options = {"viewport": {"width": 1280, "height": 860}, **options}
        context = chromium.new_context(timezone_id="Europe/Berlin", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.append(message.text))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    local = ("http://localhost:", "ws://localhost:", "data:", "blob:", "about:")
    assert [url for url in asked if not url.startswith(local)] == []
    # Chromium also notes answers like a wrong password's 401, which are meant, and passwords
    # outside a `<form>`, which Streamlit's forms are not.
    meant = ("Failed to load resource", "Password field is not contained in a form")
    assert [text for text in complaints if not any(one in text for one in meant)] == []


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A browser of nobody."""
    return open_browser()


@pytest.fixture
def signed_in(live: Live, page: Page) -> Page:
    """A browser in which the manager is signed in and sees Sequences."""
    page.goto(f"{live.url}/sign-in?next=/sequences")
    enter(page)
    expect(page.get_by_role("heading", name="Sequences")).to_be_visible()
    settle(page)
    return page


def enter(page: Page, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Fill the sign-in form in and send it."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def settle(page: Page) -> None:
    """Wait until the page's script has run to its end, and the keys are listened to."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(LISTENS)
