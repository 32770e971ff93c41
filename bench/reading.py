"""`python -m bench reading DIRECTORY`: how well incoming mail is read, on messages of your own.

The folders of DIRECTORY say what is in them, by the classes' names in small letters
(`hard_bounce`, `soft_bounce`, `out_of_office`, `auto_reply`, `reply`, `complaint`, …), one message
a file. `replies` holds pairs: `name.eml`, and in `name.txt` what its writer wrote. `any` holds
messages that need only not break the reading. Prints each figure with the number of messages that
it is of, what was called wrongly, and the slowest message.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.classify import read_message
from crm_core.mail.inbound.mail import InboundMail, UnreadableMail

BOUNCES = frozenset({MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE})
MACHINES = frozenset({MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE})
START = 20
"""Characters, without spaces, that make the start of a writer's words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as read: `mail` is None when it was refused as unreadable, or broke it."""

    path: Path
    mail: InboundMail | None
    fault: str
    seconds: float


def read_file(path: Path) -> Reading:
    raw = path.read_bytes()
    started = perf_counter()
    mail, fault = None, ""
    try:
        mail = read_message(raw, now=datetime.now(UTC), own_addresses=frozenset())
    except UnreadableMail:
        pass
    except Exception as broken:  # what is measured is that there is none
        fault = repr(broken)
    return Reading(path, mail, fault, perf_counter() - started)


def readings(directory: Path) -> dict[str, list[Reading]]:
    """By folder, all its messages."""
    return {
        folder.name: [read_file(path) for path in _messages(folder)]
        for folder in sorted(directory.iterdir())
        if folder.is_dir()
    }


def _messages(folder: Path) -> Iterator[Path]:
    is_pairs = folder.name == "replies"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not (is_pairs and path.suffix == ".txt"):
            yield path


def shares(found: dict[str, list[Reading]]) -> dict[str, tuple[float, int]]:
    """Each figure in percent, with the number of messages that it is of."""
    people = [*found.get("reply", []), *found.get("unsubscribe", []), *found.get("replies", [])]
    machines = [*found.get("auto_reply", []), *found.get("out_of_office", [])]
    words = [(one, _expected(one.path)) for one in found.get("replies", [])]
    figures = {
        "hard bounces found": _share(found.get("hard_bounce", []), {MailClass.HARD_BOUNCE}),
        "soft bounces called hard": _share(found.get("soft_bounce", []), {MailClass.HARD_BOUNCE}),
        "soft bounces found": _share(found.get("soft_bounce", []), {MailClass.SOFT_BOUNCE}),
        "complaints found": _share(found.get("complaint", []), {MailClass.COMPLAINT}),
        "automatic replies found": _share(machines, MACHINES),
        "absences found": _share(found.get("out_of_office", []), {MailClass.OUT_OF_OFFICE}),
        "human mail called a bounce": _share(people, BOUNCES),
        "human mail called automatic": _share(people, MACHINES),
        "own text exact": _percent([_own(one) == _bare(text) for one, text in words]),
        "own text without its start": _percent([_lost(one, text) for one, text in words]),
        "own text begun elsewhere": _percent([_begun_elsewhere(one, text) for one, text in words]),
    }
    return {name: share for name, share in figures.items() if share[1]}


def _share(
    found: list[Reading], classes: frozenset[MailClass] | set[MailClass]
) -> tuple[float, int]:
    return _percent([bool(one.mail and one.mail.classification in classes) for one in found])


def _percent(hits: list[bool]) -> tuple[float, int]:
    return (100 * sum(hits) / len(hits) if hits else 0.0), len(hits)


def _expected(path: Path) -> str:
    return path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _own(one: Reading) -> str:
    return _bare(one.mail.reply_text) if one.mail else ""


def _lost(one: Reading, text: str) -> bool:
    return not _own(one).startswith(_bare(text)[:START])


def _begun_elsewhere(one: Reading, text: str) -> bool:
    """Whether what its writer began with is gone; not where they began with less than `START` and
    the collection counts a signature, or a forwarded message, as theirs."""
    own, expected = _own(one)[:START], _bare(text)[:START]
    return bool(expected) and (not own or not expected.startswith(own[: len(expected)]))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench reading")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--wrong", action="store_true", help="name each message called wrongly")
    given = parser.parse_args(arguments)
    found = readings(given.directory)
    for folder, group in found.items():
        classes = Counter(
            one.mail.classification.lower() if one.mail else "unread" for one in group
        )
        print(f"{folder:<20} {len(group):>6}  {dict(classes.most_common())}")
        if given.wrong:
            _name_wrong(folder, group)
    for name, (percent, number) in shares(found).items():
        print(f"{name:<55} {percent:>10.1f} % of {number}")
    everything = [one for group in found.values() for one in group]
    for one in everything:
        if one.fault:
            print(f"broke: {one.path}: {one.fault}")
    if everything:
        slowest = max(everything, key=lambda one: one.seconds)
        print(f"{'slowest message (s)':<55} {slowest.seconds:>10.2f}   {slowest.path}")


def _name_wrong(folder: str, group: list[Reading]) -> None:
    for one in group:
        if folder == "replies":
            if _own(one) != _bare(_expected(one.path)):
                print(f"  {one.path.name}: {one.mail.reply_text[:80]!r}" if one.mail else one.path)
        elif folder != "any" and one.mail and one.mail.classification.lower() != folder:
            print(f"  {one.path.name}: {one.mail.classification.lower()}: {one.mail.reason}")
