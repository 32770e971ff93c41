"""How long after a model's first word the person sees it: the chat page in a browser.

A scripted model on this machine notes when it begins to speak; the page notes when the first word
stands on the screen. Both read the same clock. What lies between is ours: the wire, the checker,
the server's drawing and the browser's.
"""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import time

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, enter, settle
from tests.browser.server import serving
from tests.chromium import require_chromium
from tests.model_server import Json, Reply, Say, modelling

BOX = '[data-testid="stChatInput"] textarea'
WATCH = """() => {
    window.firstWordAt = 0;
    const said = () => [...document.querySelectorAll(".ds-answer")]
        .filter((one) => one.innerText.includes("Hello")).length;
    const before = said();
    const look = () => {
        if (said() > before) window.firstWordAt = Date.now();
        else requestAnimationFrame(look);
    };
    look();
}"""


class Speaker:
    """Says hello, and notes when it began to."""

    def __init__(self) -> None:
        self.began = 0.0

    def __call__(self, request: Json) -> Reply:
        self.began = time()
        return Say(("Hello ", "there! ") * 20)


def run(rounds: int) -> dict[str, float]:
    """Milliseconds from the model's first word to the page's: the median, and the slowest."""
    speaker = Speaker()
    with (
        TemporaryDirectory(prefix="duestep-bench-") as directory,
        modelling(speaker) as model,
        serving(Path(directory), openai_base_url=model.url, crm_copilot_model="scripted") as live,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=require_chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"{live.url}/sign-in?next=/copilot")
        enter(page)
        settle(page)
        taken = [_asked(page, speaker, number) for number in range(rounds + 1)][1:]
        browser.close()
    return {"chat.first_word.p50_ms": median(taken), "chat.first_word.worst_ms": max(taken)}


def _asked(page: Page, speaker: Speaker, number: int) -> float:
    page.locator(BOX).wait_for()
    page.evaluate(WATCH)
    page.locator(BOX).fill(f"Question {number}")
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.firstWordAt > 0")
    seen = page.evaluate("() => window.firstWordAt")
    page.get_by_role("heading", name="Question 0").first.wait_for()
    settle(page)
    return float(seen) - speaker.began * 1_000
