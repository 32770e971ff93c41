"""Find a Chromium for the browser tests, or install one; its absence is an error in words.

`python -m tests.chromium` is called by `make test`: Debian's package where we may install it,
else Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ABSENT = (
    "No Chromium was found and none could be installed. The browser tests need one: install your"
    " system's `chromium` package, or name an executable in the environment variable CHROMIUM."
)


def find_chromium() -> str | None:
    """The path of a Chromium that is there; None where there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _playwrights_own()


def require_chromium() -> str:
    """The path of a Chromium; raises `RuntimeError` that says what to do."""
    found = find_chromium()
    if found is None:
        raise RuntimeError(ABSENT)
    return found


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    if debian.may_install():
        debian.install("chromium", "fonts-noto-color-emoji")
    else:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=900
        )


def main() -> None:
    if find_chromium() is None:
        print("Installing a Chromium for the browser tests …", file=sys.stderr, flush=True)
        _install()
    try:
        print(f"Browser tests run in {require_chromium()}", file=sys.stderr)
    except RuntimeError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
