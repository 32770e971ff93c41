"""`python -m bench words`: counts the words of the letters anew.

`letters/LANGUAGE.jsonl`, and `mixed`, hold letters as they come back to somebody who wrote to a
stranger, each written for this and with who wrote it: `reply` (a person), `out_of_office` or
`auto_reply`. Many of the people's come near to a machine's. What is counted goes into the package,
where `crm_core.mail.inbound.word_counts` reads it.
"""

import json
from collections import defaultdict
from pathlib import Path

import crm_core.mail.inbound
from crm_core.domain.words import MailClass
from crm_core.mail.inbound.phrases import folded
from crm_core.mail.inbound.word_counts import FILE, Counts, count, write_counts

LETTERS = Path(__file__).parent / "letters"


def letters() -> dict[MailClass, list[str]]:
    """By who wrote them, all letters, folded."""
    found: dict[MailClass, list[str]] = defaultdict(list)
    for path in sorted(LETTERS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            letter = json.loads(line)
            found[MailClass(letter["kind"].upper())].append(folded(letter["body"]))
    return found


def counted() -> dict[str, Counts]:
    by_writer = letters()
    return count(
        by_writer[MailClass.REPLY],
        by_writer[MailClass.OUT_OF_OFFICE],
        by_writer[MailClass.AUTO_REPLY],
    )


def main() -> None:
    counts = counted()
    path = Path(crm_core.mail.inbound.__file__).parent / FILE
    path.write_text(write_counts(counts), encoding="utf-8")
    people, absence, other = counts[""]
    print(f"{len(counts) - 1} words of {people} people's letters and {absence + other} machines'")
