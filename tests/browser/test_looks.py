"""How every page looks: on an empty workspace, the demo, and a large one; on a desk and a phone,
in light and dark. Nothing breaks, nothing is wider than the screen, and axe-core finds nothing
serious."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bench.workspace import fill_workspace
from crm_core.demo import load_demo
from crm_core.demo.chats import chat
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.rooms import addresses
from tests.browser.server import Live, serving

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
FAULTS_ONLY = {"resultTypes": ["violations"], "selectors": False}
"""axe-core describes thousands of sound elements otherwise, and takes most of its time for it."""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What another colour scheme changes."""
WIDEST = """() => Math.max(document.documentElement.scrollWidth,
    document.querySelector('#stMain').scrollWidth)"""


def nothing(_: Live) -> None:
    """A workspace that has nobody in it yet."""


def the_demo(live: Live) -> None:
    load_demo(live.services, live.actor.tenant_id)
    chat(live.services, live.user())


def a_large_one(live: Live) -> None:
    """100,000 leads and 300,000 activities."""
    fill_workspace(live.services)
    chat(live.services, live.user())


@pytest.fixture(scope="module", params=[nothing, the_demo, a_large_one], ids=lambda f: f.__name__)
def workspace(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    fill: Callable[[Live], None] = request.param
    with serving(tmp_path_factory.mktemp("looks"), role="administrator") as live:
        fill(live)
        yield live


@pytest.mark.timeout(900)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_sound_in_light_and_dark(
    workspace: Live, screen: dict[str, int], open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = open_browser(viewport=screen)
    page.goto(f"{workspace.url}/sign-in")
    enter(page)
    wrong: list[str] = []
    for name, address in addresses(workspace.services, workspace.actor.tenant_id).items():
        page.goto(workspace.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # The bridge listens now, and has mended Streamlit's menu.
        page.wait_for_selector("html[data-keys=ready]", state="attached")
        settle(page)
        for scheme, rules in (("light", {}), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
            found = faults(page, screen["width"], rules)
            wrong += [f"{name}, {scheme}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def faults(page: Page, width: int, rules: dict[str, Any]) -> list[str]:
    """What is wrong with the page that is open, in words; `rules`: axe-core's, all when empty."""
    found = []
    if page.get_by_test_id("stException").count():
        found.append(f"an exception: {page.get_by_test_id('stException').inner_text()[:300]}")
    widest = page.evaluate(WIDEST)
    if widest > width:
        found.append(f"{widest} pixels wide on {width}")
    report = Axe().run(page, options={**FAULTS_ONLY, **rules}).response
    found += [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in report["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"][:3]
    ]
    return found
