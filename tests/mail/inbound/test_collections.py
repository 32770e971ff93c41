"""What share of whole collections is read rightly, by the words alone.

No header and no subject of these tells; other hands wrote them than wrote the letters whose words
are counted. `sales`, `offices`, `teams`: what comes back to a sales team; `unusual`: the same,
but that a quarter of the machines' are jokes, verse, lists of rules. `people`: their long mail.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read

COLLECTIONS = Path(__file__).parent / "collections"
AUTOMATIC = frozenset({MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE})


def _tally(name: str, read: Read) -> Counter[tuple[str, MailClass]]:
    lines = (COLLECTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    tally: Counter[tuple[str, MailClass]] = Counter()
    for line in lines:
        letter = json.loads(line)
        answer = "In-Reply-To: <ours-1@ours.example>"
        found = read(letter["body"], subject=letter["subject"], headers=answer)
        tally[letter["kind"], found.classification] += 1
    return tally


def _share(
    tally: Counter[tuple[str, MailClass]], kinds: set[str], of: frozenset[MailClass]
) -> float:
    every = sum(number for (kind, _), number in tally.items() if kind in kinds)
    return sum(tally[kind, one] for kind in kinds for one in of) / every


@pytest.mark.parametrize(
    ("name", "found"), [("sales", 0.9), ("offices", 0.9), ("teams", 0.9), ("unusual", 0.78)]
)
def test_automatic_replies_are_found_and_people_s_are_theirs(
    name: str, found: float, read: Read
) -> None:
    tally = _tally(name, read)
    assert _share(tally, {"out_of_office", "auto_reply"}, AUTOMATIC) >= found
    assert _share(tally, {"reply"}, AUTOMATIC) <= 0.01
    assert _share(tally, {"out_of_office"}, frozenset({MailClass.OUT_OF_OFFICE})) >= found - 0.1


def test_no_long_letter_of_a_person_s_is_a_machine_s(read: Read) -> None:
    tally = _tally("people", read)
    bounced = frozenset({MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE})
    assert _share(tally, {"reply"}, AUTOMATIC | bounced) <= 0.005
