"""How far a letter's words are those of machines' letters, by counting.

`word_counts.tsv` says of words, and of pairs that stand together, in how many of a few thousand
letters they were: in those that people wrote, in notes of absence, in other automatic replies. Each
word then speaks for a machine by the logarithm of how much oftener machines have it (naive Bayes;
Robinson, "A Statistical Approach to the Spam Problem", 2003, for summing up over the root of their
number, so that a long letter is no surer than a short one). What phrases (`letter_kinds`) do not
know is told so, in whatever words. The letters are in `bench/letters`, and `python -m bench words`
counts them. Asked by `automatic`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from crm_core.mail.inbound.sentences import sentences_of

FILE = "word_counts.tsv"
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[\u0900-\u0dff]+|\d+|[^\W\d_]+|[?!]")
_UNREAD = re.compile(r"[\u0e00-\u109f\u1780-\u17ff]+")
"""Thai, Lao, Burmese, Khmer: no spaces, and too few letters to count."""
_UNSPACED = "\u3040"  # from here on, scripts of East Asia
_NUMBER = "0"  # stands for each
_WRITTEN_ALIKE = str.maketrans("ё", "е")
_UNSEEN = 0.3  # added to each count, for a word that one side never wrote may yet be written by it
_LEAST = 2  # letters that have a word, for it to be kept
_STEADY = 20  # words that say nothing, added to each letter: a few words alone prove little


class Counts(NamedTuple):
    """In how many letters a word was: of people, of absence, of other automatic replies."""

    people: int
    absence: int
    other: int

    @property
    def automatic(self) -> int:
        return self.absence + self.other


@dataclass(frozen=True, slots=True)
class Lean:
    """What a letter's words say together. `machine`: above 0 for a machine, about 3 is rarely
    wrong; `absence`: above 0 for one that tells of an absence, if a machine wrote it. `known`: how
    many of its words and pairs were counted; `telling`: those that say most that it is one's."""

    machine: float
    absence: float
    known: int
    telling: tuple[str, ...]


def words_in(letter: str) -> set[str]:
    """The words of a folded letter (`phrases.folded`), and those that stand together in one
    sentence, by twos; of scripts without spaces the letters by twos alone."""
    found: set[str] = set()
    for sentence in sentences_of(letter):
        text = unicodedata.normalize("NFC", _UNREAD.sub(" ", sentence.lower()))
        tokens = _WORD.findall(text.translate(_WRITTEN_ALIKE))
        words = [_NUMBER if token[0].isdigit() else token for token in tokens]
        found.update(word for word in words if word < _UNSPACED)
        found.update(f"{one} {two}" for one, two in pairwise(words))
    return found


def lean_of(letter: str) -> Lean:
    """`letter`: the writer's words, folded."""
    table = _odds()
    known = {word: table[word] for word in words_in(letter) if word in table}
    steadied = sqrt(sum(map(_share, known)) + _STEADY)
    ranked = sorted(known, key=lambda word: (-known[word].machine, word))
    return Lean(
        machine=sum(odds.machine * _share(word) for word, odds in known.items()) / steadied,
        absence=sum(odds.absence * _share(word) for word, odds in known.items()) / steadied,
        known=len(known),
        telling=_telling([word for word in ranked if known[word].machine > 0]),
    )


def _share(word: str) -> float:
    """How much it counts: half, where each letter is in two pairs."""
    return 0.5 if word >= _UNSPACED else 1.0


def _telling(words: list[str]) -> tuple[str, ...]:
    """The first three that somebody can read: no numbers, no lone letter, and none twice."""
    shown: list[str] = []
    for word in words:
        read = word.replace(" ", "") if word >= _UNSPACED else word
        is_shown = any(read in one or one in read for one in shown)
        if len(read) < 2 or _NUMBER in word.split() or is_shown:
            continue
        shown.append(read)
        if len(shown) == 3:
            break
    return tuple(shown)


class Odds(NamedTuple):
    """Logarithms of how much oftener machines have a word, and notes of absence among these."""

    machine: float
    absence: float


@cache
def _odds() -> dict[str, Odds]:
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return odds_by_word(read_counts(text.splitlines()))


def odds_by_word(counts: dict[str, Counts]) -> dict[str, Odds]:
    """`counts[""]`: how many letters there were at all."""
    letters = counts[""]

    def share(found: int, of: int) -> float:
        return log((found + _UNSEEN) / (of + 2 * _UNSEEN))

    return {
        word: Odds(
            share(found.automatic, letters.automatic) - share(found.people, letters.people),
            share(found.absence, letters.absence) - share(found.other, letters.other),
        )
        for word, found in counts.items()
        if word
    }


def read_counts(lines: Iterable[str]) -> dict[str, Counts]:
    """From the lines of the file: a word and its three counts, apart by tabs."""
    table: dict[str, Counts] = {}
    for line in lines:
        word, people, absence, other = line.split("\t")
        table[word] = Counts(int(people), int(absence), int(other))
    return table


def write_counts(counts: dict[str, Counts]) -> str:
    """The file's text."""
    return "".join(
        f"{word}\t{found.people}\t{found.absence}\t{found.other}\n"
        for word, found in sorted(counts.items())
    )


def count(
    people: Iterable[str], absences: Iterable[str], others: Iterable[str]
) -> dict[str, Counts]:
    """How many of the letters, folded, have each word that more than one of them has. Under ""
    stands how many letters there were."""
    groups = [[words_in(letter) for letter in letters] for letters in (people, absences, others)]
    tallies = [Counter(word for words in group for word in words) for group in groups]
    table = {word: Counts(*(tally[word] for tally in tallies)) for word in set().union(*tallies)}
    kept = {word: found for word, found in table.items() if sum(found) >= _LEAST}
    return {"": Counts(*map(len, groups)), **kept}
