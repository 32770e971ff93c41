"""The runner: executes what is due, every few seconds, until it is asked to stop.

    python runner.py                            the loop; SIGTERM finishes what is in flight
    python runner.py --once                     one tick of every runner, then a line of counts
    python runner.py --runners sequences        a choice; without it WORKER_TICK_RUNNERS

Exit codes: 0 done or stopped, 1 a tick of `--once` failed, 2 it cannot start, told in words.
"""

import argparse
import sys
from collections.abc import Sequence

from crm_core.runner.signals import stop_on_signals


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="runner.py", description="Execute what is due, every CRM_TICK_SECONDS."
    )
    parser.add_argument(
        "--once", action="store_true", help="one tick of every runner, then one JSON line of counts"
    )
    parser.add_argument(
        "--runners", metavar="NAMES", help="comma list of runners (default: WORKER_TICK_RUNNERS)"
    )
    arguments = parser.parse_args(argv)
    # Before the imports that take a second: a runner that is stopped while it starts ends well.
    stop = stop_on_signals()
    from crm_core.runner.loop import run

    return run(once=arguments.once, chosen=arguments.runners, stop=stop)


if __name__ == "__main__":
    sys.exit(main())
