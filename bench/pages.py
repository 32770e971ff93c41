"""How fast the pages are on a large workspace, beside an empty Streamlit page.

Both are loaded and clicked in turns by one browser on this machine; what counts is the ratio of
the medians. A click is soon over and its time comes in steps of a frame, so there are more rounds
of clicks than of loads. A load ends when the page's title stands and its script has run to the
end; a click ends when the last thing that the server answered is painted. What is clicked: the
title of a sorted column, else another part of the page; and, for the pages of the menu, their line
in it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from bench.workspace import fill_workspace
from pages._ui.shell import SECTIONS
from tests.browser.conftest import FLAGS, enter
from tests.browser.rooms import addresses
from tests.browser.server import Live, serving, serving_script
from tests.chromium import require_chromium

EMPTY = """import streamlit as st

def one():
    st.title("One", anchor=False)
    if st.button("Again"):
        st.session_state.times = st.session_state.get("times", 0) + 1
    st.html(f"<p id='times'>{st.session_state.get('times', 0)}</p>")

def two():
    st.title("Two", anchor=False)

st.navigation([st.Page(one, title="One", default=True), st.Page(two, title="Two")]).run()
"""
STILL = (
    """document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning" """
)
LOADED = f"() => document.querySelector('h1') && {STILL} ? performance.now() : false"
HEARING = """
    window.painted = 0;
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", () => {
                requestAnimationFrame(() => setTimeout(() => { painted = performance.now(); }));
            });
        }
    };
"""
"""Notes when what the server said last was painted. A quick run's state is never seen to change."""
CLICKED = """async ([selector, silence]) => {
    const began = performance.now();
    document.querySelector(selector).click();
    while (painted <= began || performance.now() - painted < silence) {
        if (performance.now() - began > 20000) throw new Error(`no answer to ${selector}`);
        await new Promise((next) => setTimeout(next, 10));
    }
    return painted - began;
}"""
MOUNTED_WITHIN = 3_000
"""Milliseconds after which a page has nothing that can be clicked so."""
SILENCE = 250
"""Milliseconds without a word after which an answer is complete."""
CLICKS = 3
"""Rounds of clicks for each of loads."""
AGAIN = "[data-testid=stButton] button"
SORT, PART = "[data-sort]", "#stMain button[role=radio][aria-checked=false]"
Turn = Callable[[], float]
LINE = '[data-testid="stSidebarNavLink"][href$="/{}"]'


def run(rounds: int) -> dict[str, float]:
    """Ratios of loads and clicks to those of an empty page, by page."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="duestep-bench-")))
        live = stack.enter_context(serving(directory, role="administrator"))
        fill_workspace(live.services)
        script = directory / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        empty = stack.enter_context(serving_script(script))
        web = stack.enter_context(sync_playwright())
        browser = web.chromium.launch(
            executable_path=require_chromium(), headless=True, args=list(FLAGS)
        )
        try:
            return _measure(browser, live, empty, rounds)
        finally:
            browser.close()


def _measure(browser: Browser, live: Live, empty: str, rounds: int) -> dict[str, float]:
    ours, theirs = browser.new_page(), browser.new_page()
    for page in (ours, theirs):
        page.add_init_script(HEARING)
    ours.goto(f"{live.url}/sign-in")
    enter(ours)
    ours.get_by_role("heading", level=1).wait_for()
    menu = {room.name for rooms in SECTIONS.values() for room in rooms if not room.hidden}
    found: dict[str, float] = {}

    def note(name: str, what: str, times: int, first: Turn, second: Turn) -> None:
        theirs_ms, ours_ms = _in_turns(times, first, second)
        found[f"{name}: {what} over an empty page's"] = ours_ms / theirs_ms
        found[f"{name}: {what}, ms"] = ours_ms

    again = partial(_click, theirs, AGAIN)
    for name, address in addresses(live.services, live.actor.tenant_id).items():
        here = live.url + address
        note(name, "first load", rounds, partial(_load, theirs, empty), partial(_load, ours, here))
        part = _part(ours)
        if part is not None:
            note(name, "click", CLICKS * rounds, again, partial(_click, ours, part))
    there = partial(_way, theirs, "two")
    for name in sorted(menu - {"home"}):
        note(name, "way from Home", CLICKS * rounds, there, partial(_way, ours, name))
    return found


def _part(page: Page) -> str | None:
    """What can be clicked in a page; a list is mounted a moment after its page stands."""
    try:
        page.locator(f"{SORT}, {PART}").first.wait_for(timeout=MOUNTED_WITHIN)
    except TimeoutError:
        return None
    return SORT if page.locator(SORT).count() else PART


def _way(page: Page, to: str) -> float:
    """From the first page of the menu to another one, and back again."""
    milliseconds = _click(page, LINE.format(to))
    _click(page, '[data-testid="stSidebarNavLink"]')
    return milliseconds


def _in_turns(rounds: int, first: Turn, second: Turn) -> tuple[float, float]:
    """The medians of both; a first turn of each is not counted."""
    pairs = [(first(), second()) for _ in range(rounds + 1)][1:]
    return median(one for one, _ in pairs), median(two for _, two in pairs)


def _load(page: Page, address: str) -> float:
    page.goto(address)
    milliseconds: float = page.wait_for_function(LOADED).json_value()
    return milliseconds


def _click(page: Page, selector: str) -> float:
    page.wait_for_selector(selector)
    page.wait_for_function(STILL)
    milliseconds: float = page.evaluate(CLICKED, [selector, SILENCE])
    return milliseconds
