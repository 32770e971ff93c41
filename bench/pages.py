"""How fast the pages are on a large workspace, beside an empty Streamlit page.

Both are loaded and clicked in turns by one browser on this machine; what counts is the ratio of
the medians. A load ends when the page's title stands and its script has run to the end; a click
ends when what it asked for stands there.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from bench.workspace import fill_workspace
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
CLICKED = """async ([selector, done]) => {
    const holds = new Function(`return (${done})`);
    const began = performance.now();
    document.querySelector(selector).click();
    while (!holds()) {
        if (performance.now() - began > 20000) throw new Error(`never: ${done}`);
        await new Promise((next) => requestAnimationFrame(next));
    }
    return performance.now() - began;
}"""
CLICKS: dict[str, tuple[str, str]] = {
    "sequences": ('[data-sort="name"]', "location.search.includes('sequences_sort=name')"),
    "leads": ('[data-sort="name"]', "location.search.includes('leads_sort=name')"),
    "people": ('[data-sort="name"]', "location.search.includes('people_sort=name')"),
}
"""By page: what is clicked, and what holds when it is done, besides that the script is still."""


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
    ours.goto(f"{live.url}/sign-in")
    enter(ours)
    ours.get_by_role("heading", level=1).wait_for()
    found: dict[str, float] = {}
    for name, address in addresses(live.services, live.actor.tenant_id).items():
        loads = _in_turns(
            rounds, partial(_load, theirs, empty), partial(_load, ours, live.url + address)
        )
        found[f"page {name}: first load over an empty page's"] = loads[1] / loads[0]
        found[f"page {name}: first load, ms"] = loads[1]
        if name in CLICKS:
            clicks = _in_turns(
                rounds, partial(_again, theirs), partial(_click, ours, *CLICKS[name])
            )
            found[f"page {name}: a click over an empty page's"] = clicks[1] / clicks[0]
            found[f"page {name}: a click, ms"] = clicks[1]
    return found


def _in_turns(
    rounds: int, first: Callable[[], float], second: Callable[[], float]
) -> tuple[float, float]:
    """The medians of both; a first turn of each is not counted."""
    pairs = [(first(), second()) for _ in range(rounds + 1)][1:]
    return median(one for one, _ in pairs), median(two for _, two in pairs)


def _load(page: Page, address: str) -> float:
    page.goto(address)
    milliseconds: float = page.wait_for_function(LOADED).json_value()
    return milliseconds


def _again(page: Page) -> float:
    """A click on the empty page, which shows how many there were."""
    times = int(page.locator("#times").inner_text())
    return _click(
        page,
        "[data-testid=stButton] button",
        f"document.querySelector('#times')?.innerText === '{times + 1}'",
    )


def _click(page: Page, selector: str, done: str) -> float:
    page.wait_for_function(STILL)
    page.wait_for_selector(selector)
    milliseconds: float = page.evaluate(CLICKED, [selector, f"{STILL} && {done}"])
    return milliseconds
