"""A model's text made plain: what is judged is, letter for letter, what is shown.

Called for each sentence before it is judged. Markup, links, images, tags, invisible characters and
unusual forms of letters and digits are gone after it, so that nothing hides behind them.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

_KEYS = re.compile(r"\s?\[\s*(f\d{1,6}(?:\s*[,;]\s*f\d{1,6}){0,20})\s*\]", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\n]{0,2000}\)")
_REFERENCE = re.compile(r"!?\[([^\[\]]{0,400})\]\[[^\[\]]{0,200}\]")
_TAG = re.compile(r"</?(?!https?:)[a-zA-Z!][^<>]{0,400}>")
_EMPHASIS = re.compile(r"[`*~\\]|(?<!\w)_+|_+(?!\w)")
_BOLD = re.compile(r"\*\*|(?<!\w)__|__(?!\w)")
_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-"})
_DROPPED = frozenset({"Cf", "Cc", "Co", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A sentence as it would be shown. `bold`: spans of it, as offsets; `keys`: facts that it
    cites, as hints."""

    text: str
    bold: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]


def clean(text: str) -> str:
    """One form for each letter and digit, no entity, no character that is not seen."""
    if text.isascii() and "&" not in text and text.isprintable():
        return text
    whole = unicodedata.normalize("NFKC", unescape(text)).translate(_DASHES)
    return "".join(map(_seen, whole))


def make_plain(raw: str) -> Plain:
    """Take the markup out of one sentence; its link targets are dropped, their texts stay."""
    text = clean(raw)
    keys = tuple(
        key.strip().lower()
        for found in _KEYS.finditer(text)
        for key in re.split("[,;]", found.group(1))
    )
    text = _KEYS.sub("", text)
    text = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub("", text)
    text = _SPACES.sub(" ", text).strip()
    shown = ""
    bold = []
    is_bold = False
    for part in _BOLD.split(text):
        words = _EMPHASIS.sub("", part)
        if is_bold and words:
            bold.append((len(shown), len(shown) + len(words)))
        shown += words
        is_bold = not is_bold
    return Plain(shown, tuple(bold), keys)


def _seen(letter: str) -> str:
    if letter < "\x7f":
        return letter if letter >= " " else " "
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind in _DROPPED:
        return ""
    return " " if kind[0] == "Z" else letter
