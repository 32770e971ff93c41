"""`python -m bench [--quick] [suite …]`: prints each figure and writes bench-results.json.

`python -m bench reading DIRECTORY` measures on messages of your own, `python -m bench words` counts
the words of the letters anew; neither is part of a run.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import advice, chat, claim, copilot, links, mail, moods, pages, reading, touches, words
from crm_core.process import settle_memory
from tests import databases

KINDS = ("sqlite", "postgresql")
DEFAULT = ["claim", "touches", "mail", "moods", "links", "advice", "copilot", "chat", "pages"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("suites", nargs="*", default=DEFAULT)
    parser.add_argument("--quick", action="store_true", help="small sizes, one round")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    given = parser.parse_args()
    kinds = tuple(given.kinds)
    quick = given.quick
    people = 80_000 if quick else 800_000
    sizes = (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000)
    suites: dict[str, tuple[int, Callable[[], dict[str, float]]]] = {
        "claim": (1, lambda: claim.run(sizes, kinds)),
        "touches": (
            1,
            lambda: touches.run(people, people // 40, (500,) if quick else (500, 5_000), kinds),
        ),
        "advice": (1, lambda: advice.run(30_000 if quick else 1_000_000, kinds)),
        "copilot": (1, lambda: copilot.run(30_000 if quick else 1_000_000, kinds)),
        "chat": (1, lambda: chat.run(3 if quick else 15)),
        "pages": (1, lambda: pages.run(3 if quick else 9)),
        "links": (1, lambda: links.run(10 if quick else 60, kinds)),
        "moods": (3, lambda: moods.run(2_000 if quick else 8_000, kinds)),
        "mail": (3, lambda: mail.run(2_000 if quick else 6_000, kinds)),
    }
    settle_memory()
    results: dict[str, float] = {}
    try:
        for name in given.suites:
            rounds, suite = suites[name]
            found = [suite() for _ in range(1 if quick else rounds)]
            for key in found[0]:
                results[key] = median(round_[key] for round_ in found)
                print(f"{key:<55} {results[key]:>12,.2f}", flush=True)
    finally:
        databases.stop_servers()
    Path("bench-results.json").write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["reading"]:
        reading.main(sys.argv[2:])
    elif sys.argv[1:2] == ["words"]:
        words.main()
    else:
        main()
