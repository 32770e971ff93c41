"""What all tables of this folder share."""

from collections.abc import Iterator
from functools import cache

import pytest

from crm_core.copilot.evidence import known


@pytest.fixture(scope="session", autouse=True)
def _facts_are_prepared_once() -> Iterator[None]:
    """`ground_of` is pure, and two thousand checkers ask it the same of the same facts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "ground_of", cache(known.ground_of))
        yield
