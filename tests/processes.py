"""The product's own processes, started as others start them."""

import os
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0
_OWN = {"DATABASE_URL", "API_BASE_URL", "SERVICE_TOKEN", "WORKER_TICK_RUNNERS"}


def clean_environment() -> dict[str, str]:
    """This process's environment without the product's settings, and without limits of mail.

    Python may keep its bytecode: a runner is started a hundred times.
    """
    return {
        "PYTHONPATH": str(ROOT),
        "CRM_MAIL_LIMITS": "none",
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith("CRM_") and name not in {*_OWN, "PYTHONDONTWRITEBYTECODE"}
        },
    }


def eventually(condition: Callable[[], object], what: str, every: float = 0.01) -> None:
    """Wait until the condition holds; fail, naming it, when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"it never came to pass: {what}"
        time.sleep(every)
