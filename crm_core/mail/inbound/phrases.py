"""How lists of phrases are written in this package: alternatives in lines, in a readable width."""

import re
import unicodedata


def rows(lines: str, *, joint: str = " ") -> list[str]:
    """The lines, without their margin; one set in deeper than the first continues the one above,
    after `joint`."""
    filled = [line for line in lines.split("\n") if line.strip()]
    margin = len(filled[0]) - len(filled[0].lstrip())
    read: list[str] = []
    for line in filled:
        if len(line) - len(line.lstrip()) > margin:
            read[-1] += joint + line.strip()
        else:
            read.append(line.strip())
    return read


def alternatives(lines: str) -> str:
    """One pattern of the alternatives in `lines`.

    Spaces at a line's ends do not count; a pattern that begins or ends with one writes `[ ]`.
    """
    return "|".join(rows(lines, joint=""))


def any_of(lines: str) -> re.Pattern[str]:
    """The alternatives, in whichever case of letters."""
    return re.compile(alternatives(lines), re.IGNORECASE)


def words_of(lines: str) -> re.Pattern[str]:
    """The alternatives in `lines`, each from the beginning of a word, for text that is lowered:
    so they are found several times as fast as by `any_of`."""
    return re.compile(rf"\b(?:{alternatives(lines)})")


def _plain_letter(character: str) -> str:
    special = {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
    special |= {"ł": "l", "Ł": "L", "ı": "i", "İ": "I", "đ": "d", "Đ": "D", "ð": "d", "ς": "σ"}
    if character in special:
        return special[character]
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part))


_ACCENTED = [*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)]
_FOLDING = {number: _plain_letter(chr(number)) for number in _ACCENTED}
_FOLDING |= dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000"), " ")
_FOLDING |= dict.fromkeys(range(0x300, 0x370), "")
_FOLDING |= dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'")


def folded(text: str) -> str:
    """`text` with Latin and Greek letters bare of their marks, plain spaces and apostrophes.

    Many people write, and many phones send, `Grusse` and `conges`.
    """
    return text.translate(_FOLDING)
