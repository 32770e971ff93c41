"""Make the pictures of the pages: `python docs/pictures.py [page …]`, on a demo of its own.

Starts the dashboard and the runner in a temporary directory, signs in with a real browser, and
writes `docs/pictures/<page>-<light|dark>.png` of every page, and those of a phone.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - the path comes first

from crm_core.bootstrap import build  # noqa: E402 - the path comes first
from crm_core.settings import Settings  # noqa: E402 - the path comes first
from crm_core.storage.workspace import first_workspace_id  # noqa: E402 - the path comes first
from tests.browser.rooms import addresses  # noqa: E402 - the path comes first
from tests.chromium import require_chromium  # noqa: E402 - the path comes first

SCREENS = {"": {"width": 1280, "height": 860}, "-phone": {"width": 390, "height": 844}}
ON_A_PHONE = {"home", "leads", "tasks", "inbox", "builder", "copilot"}
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


@contextmanager
def dashboard(directory: str) -> Iterator[str]:
    """The address of a dashboard with the demo and a runner."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{directory}/crm.db",
        "CRM_MAIL_URL": f"file:{directory}/outbox",
    }
    demo = [sys.executable, "-m", "crm_core", "demo"]
    subprocess.run(demo, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    runner = subprocess.Popen(
        [sys.executable, "runner.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in (server, runner):
            process.terminate()
            process.wait(30)


def _wait_until_it_answers(address: str) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < 60:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the dashboard did not start")


def _sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-in")
    page.get_by_label("E-mail").fill("demo@example.com")
    page.get_by_label("Password").fill("duestep-demo")
    page.get_by_role("button", name="Sign in").click()
    page.locator(STILL).wait_for()


def _pages(directory: str) -> dict[str, str]:
    services = build(Settings(database_url=f"sqlite:///{directory}/crm.db", _env_file=None))  # type: ignore[call-arg]
    try:
        with services.storage.read() as session:
            tenant = first_workspace_id(session)
        return addresses(services, tenant)
    finally:
        services.close()


def _take(browser: Browser, base: str, pages: dict[str, str], target: Path) -> None:
    for scheme in ("light", "dark"):
        for suffix, screen in SCREENS.items():
            context = browser.new_context(viewport=screen, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            _sign_in(page, base)
            for name, address in pages.items():
                if suffix and name not in ON_A_PHONE:
                    continue
                page.goto(base + address)
                page.get_by_role("heading", level=1).wait_for()
                page.locator(STILL).wait_for()
                page.wait_for_load_state("networkidle")
                file = f"{name.replace('_', '-')}{suffix}-{scheme}.png"
                page.screenshot(path=str(target / file))
            context.close()


def main() -> None:
    wanted = set(sys.argv[1:])
    target = ROOT / "docs" / "pictures"
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as directory, dashboard(directory) as base, sync_playwright() as web:
        pages = {n: a for n, a in _pages(directory).items() if not wanted or n in wanted}
        browser = web.chromium.launch(executable_path=require_chromium(), args=FLAGS)
        _take(browser, base, pages, target)
        browser.close()


if __name__ == "__main__":
    main()
