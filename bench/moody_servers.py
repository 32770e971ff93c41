"""Mail servers of every ill mood in a process of their own, as others' servers are.

Prints their addresses on one line as JSON and serves until its standard input ends; those that are
silent or drip hang up then.
"""

import json
import sys
from contextlib import ExitStack

from tests.moody_server import Mood, moody_server

ILL = [mood for mood in Mood if mood is not Mood.FINE]


def main() -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(moody_server(mood)) for mood in ILL]
        print(json.dumps([server.url for server in servers]), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
