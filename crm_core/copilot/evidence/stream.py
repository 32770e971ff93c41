"""The checker: a model's words go in as they come, and only what the records say comes out.

Used by `crm_core.copilot.loop`, one for each answer. It asks no model, no database and no clock.
"""

import re
from collections.abc import Iterable
from datetime import date

from crm_core.copilot.evidence.judge import Judge
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.pieces import Piece, Segment, Verdict
from crm_core.copilot.evidence.plain import clean
from crm_core.copilot.evidence.sentences import Sentence, Splitter
from crm_core.copilot.evidence.tokens import base
from crm_core.copilot.evidence.words import FUNCTION, NEUTRAL
from crm_core.copilot.facts import Fact, Record

LONGEST_ANSWER = 60_000
"""Characters of an answer that are looked at; the rest is removed in one piece."""
SENTENCES_MOST = 1_500
VISIBLE = 160
"""Characters of an unfinished sentence that are shown, masked."""

_WORD = re.compile(r"\S+\s+")
_MASK = "▒"
_MASK_MOST = 8


class Checker:
    """Judges one answer while it comes.

    `user_text`: what the person wrote in this turn; `today`: in their zone; `about`: the records
    that the page has in context, which "it" means before the answer names one. Each `feed`
    returns the sentences that are finished, and the unfinished one as a PENDING piece, which the
    piece of the same index replaces later.
    """

    def __init__(
        self,
        facts: Iterable[Fact],
        user_text: str,
        today: date,
        about: tuple[Record, ...] = (),
    ) -> None:
        self._known = Known(today)
        self._known.learn(tuple(facts))
        self._judge = Judge(self._known, user_text, about)
        self._splitter = Splitter()
        self._index = 0
        self._taken = 0
        self._is_full = False
        self._masked = ""
        self._masked_to = 0

    def learn(self, facts: Iterable[Fact]) -> None:
        """More that tools have found; it counts for every sentence that is finished from now on."""
        self._known.learn(tuple(facts))

    def feed(self, delta: str) -> list[Piece]:
        """The next words of the model."""
        if self._is_full:
            return []
        room = LONGEST_ANSWER - self._taken
        self._taken += len(delta)
        pieces = self._judged(self._splitter.feed(delta[:room]))
        if self._taken > LONGEST_ANSWER or self._index >= SENTENCES_MOST:
            self._is_full = True
            self._splitter = Splitter()
            reason = "the answer is too long to be checked; the rest is not shown"
            return [*pieces, self._next(Piece(self._index, Verdict.REMOVED, reason=reason))]
        pending = self._pending()
        return [*pieces, pending] if pending else pieces

    def end(self) -> list[Piece]:
        """The model has stopped, wherever it was."""
        return self._judged(self._splitter.end())

    def _judged(self, sentences: list[Sentence]) -> list[Piece]:
        pieces = []
        for sentence in sentences:
            if self._index >= SENTENCES_MOST:
                break
            pieces.append(self._next(self._judge.judge(sentence, self._index)))
        return pieces

    def _next(self, piece: Piece) -> Piece:
        self._index += 1
        self._masked, self._masked_to = "", 0
        return piece

    def _pending(self) -> Piece | None:
        """The unfinished sentence: its neutral words, and a mask for each that carries content."""
        rest = self._splitter.rest
        if self._masked_to > len(rest):
            self._masked, self._masked_to = "", 0
        while len(self._masked) < VISIBLE:
            word = _WORD.match(rest, self._masked_to, self._masked_to + VISIBLE)
            if word is None:
                break
            self._masked += _mask(word.group())
            self._masked_to = word.end()
        tail = rest[self._masked_to : self._masked_to + 8].strip()
        shown = (self._masked + (_MASK if tail else "")).strip()
        if not shown:
            return None
        return Piece(self._index, Verdict.PENDING, (Segment(shown),))


def _mask(word: str) -> str:
    bare = clean(word).strip().strip('*_`#>|-+.,;:!?()[]"“”')
    if not bare:
        return ""
    if base(bare) in FUNCTION | NEUTRAL:
        return f"{bare} "
    return _MASK * min(len(bare), _MASK_MOST) + " "
