"""Which runners a comma list names."""

import pytest

from crm_core.errors import InvalidInput
from crm_core.runner.names import NAMES, choose
from crm_core.runner.ticks import RUNNERS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("all", NAMES),
        (" ALL ", NAMES),
        ("sequences", ("sequences",)),
        ("sequences,inbox", ("sequences", "inbox")),
        ("Housekeeping, sequences,housekeeping", ("housekeeping", "sequences")),
    ],
)
def test_a_list_names_runners(text: str, names: tuple[str, ...]) -> None:
    assert choose(text, "--runners") == names


@pytest.mark.parametrize("text", ["", ",", "mail", "sequences,mail", "all,sequences"])
def test_what_names_no_runner_is_refused_with_its_source_and_the_known_names(text: str) -> None:
    with pytest.raises(InvalidInput, match="known are inbox, sequences, housekeeping") as refusal:
        choose(text, "WORKER_TICK_RUNNERS")

    assert refusal.value.field == "WORKER_TICK_RUNNERS"


def test_every_name_has_its_runner() -> None:
    assert tuple(RUNNERS) == NAMES
