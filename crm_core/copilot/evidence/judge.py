"""Judging one sentence: a fact with its sources, advice, neutral words, or removed with a reason.

Called by `crm_core.copilot.evidence.stream` for each sentence in order; it remembers what the
answer speaks of, so that "it" and "she" mean a record.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from crm_core.copilot.evidence.advice import Adviser, is_advice
from crm_core.copilot.evidence.claims import Focus, Proof, Prover
from crm_core.copilot.evidence.ground import Ground
from crm_core.copilot.evidence.known import Known, unquoted
from crm_core.copilot.evidence.pieces import Piece, Segment, Verdict
from crm_core.copilot.evidence.plain import Plain, make_plain
from crm_core.copilot.evidence.reasons import reason_for
from crm_core.copilot.evidence.sentences import Sentence, Structure
from crm_core.copilot.evidence.tokens import Kind, Token, read_tokens
from crm_core.copilot.evidence.words import EVENTS, FUNCTION, NEUTRAL, PAST, listed
from crm_core.copilot.facts import Fact, Record

_PERSONS = listed("he she they him her them his hers their theirs it its")
_WORDS_MOST = 160
_STOPS = ".!?:…"


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: Verdict
    spans: tuple[tuple[int, int, tuple[Fact, ...]], ...] = ()
    """Where in the text which facts prove it."""
    reason: str = ""


class Judge:
    """`user_text`: what the person asked in this turn; `about`: records that the page is about."""

    def __init__(self, known: Known, user_text: str, about: tuple[Record, ...] = ()) -> None:
        self.known = known
        self._user_text = user_text[:4_000]
        self._about = frozenset(about)
        self._topic: Focus | None = None
        self._last: Focus | None = None
        asked = read_tokens(self._user_text, known.today)
        self._user_words = frozenset(
            token.norm for token in asked if token.kind is Kind.WORD and not token.is_negation
        )

    def judge(self, sentence: Sentence, index: int) -> Piece:
        """The sentence as it may be shown."""
        bare = Piece(
            index,
            Verdict.REMOVED,
            structure=sentence.structure,
            level=sentence.level,
            begins=sentence.begins,
        )
        plain = make_plain(sentence.raw)
        read = read_tokens(plain.text, self.known.today)
        tokens = unquoted(self.known, read, plain.text)
        if sentence.is_overlong or len(tokens) > _WORDS_MOST:
            self._last = Focus(is_lost=True)
            return replace(bare, reason="this sentence is too long to be checked")
        if not any(token.kind is not Kind.MARK for token in tokens):
            return replace(bare, verdict=Verdict.NEUTRAL)
        finding = self._find(sentence, plain, tokens)
        if finding.verdict is Verdict.REMOVED:
            return replace(bare, reason=finding.reason)
        segments = _segments(plain, finding.spans)
        return replace(bare, verdict=finding.verdict, segments=segments)

    def focus(self) -> Focus:
        """What an unnamed subject means now."""
        if self._last is not None:
            return self._last
        if self._topic is not None:
            return self._topic
        asked = {word for word in self._user_words if self.known.is_name(word)}
        return Focus((self.known.named(asked) if asked else frozenset()) or self._about)

    def _find(self, sentence: Sentence, plain: Plain, tokens: tuple[Token, ...]) -> _Finding:
        focus = self.focus()
        is_question = plain.text.rstrip(" )").endswith(("?", "？"))
        is_heading = sentence.structure is Structure.HEADING
        names = {token.norm for token in tokens if self.known.is_name(token.norm)}
        if not is_question:
            proofs = Prover(self.known, tokens, focus).prove()
            if proofs is None and plain.keys and not focus.records and not names:
                proofs = self._by_key(plain, tokens)
            if proofs is not None:
                self._move(proofs, names, is_heading)
                return _Finding(Verdict.FACT, _spans(tokens, proofs))
        if self._is_neutral(tokens) and not is_question:
            return _Finding(Verdict.NEUTRAL)
        is_lead = plain.text.endswith(":") or is_heading
        if is_lead and self._is_topic(tokens, names, is_heading):
            if names:
                self._topic, self._last = Focus(self.known.named(names)), None
            elif is_heading:
                self._topic = self._last = None
            return _Finding(Verdict.NEUTRAL)
        if not is_heading and is_advice(tokens, is_question=is_question):
            words = self._user_words if is_question else frozenset()
            adviser = Adviser(self.known, tokens, focus, words, is_question=is_question)
            used = adviser.grounds()
            if used is not None:
                if names:
                    self._last = Focus(self.known.named(names))
                return _Finding(Verdict.SUGGESTION, _whole(plain, used))
        self._lose(names, tokens)
        return _Finding(Verdict.REMOVED, reason=reason_for(self.known, plain.text, tokens, focus))

    def _by_key(self, plain: Plain, tokens: tuple[Token, ...]) -> list[Proof] | None:
        """The proof of what names nothing, by the fact that it cites."""
        cited = {
            ground.fact.record for ground in self.known.grounds if ground.fact.key in plain.keys
        }
        if len(cited) != 1:
            return None
        return Prover(self.known, tokens, Focus(frozenset(cited))).prove()

    def _is_neutral(self, tokens: tuple[Token, ...]) -> bool:
        words = [token for token in tokens if token.kind is Kind.WORD]
        if any(token.kind not in (Kind.WORD, Kind.MARK) for token in tokens):
            return False
        norms = {token.norm for token in words}
        if any(token.is_negation for token in words) or norms & (_PERSONS | PAST):
            return False
        return norms <= FUNCTION | NEUTRAL and bool(norms - FUNCTION)

    def _is_topic(self, tokens: tuple[Token, ...], names: set[str], is_heading: bool) -> bool:
        """True for a heading, or what leads a list in, that only says what it is about."""
        if any(token.kind not in (Kind.WORD, Kind.MARK) for token in tokens):
            return False
        words = [token for token in tokens if token.kind is Kind.WORD]
        norms = {token.norm for token in words}
        if any(token.is_negation for token in words) or norms & (PAST | _PERSONS | EVENTS):
            return False
        if names and len(self.known.named(names)) > 1 and not self._is_one_label(names):
            return False
        plural = {f"{word}s" for word in self.known.fields}
        allowed = FUNCTION | NEUTRAL | names | self.known.fields | plural | _HEADING_WORDS
        if is_heading:
            allowed |= self._user_words
        return norms <= allowed and bool(norms - FUNCTION)

    def _is_one_label(self, names: set[str]) -> bool:
        labels = {frozenset(self.known.label_of(record)) for record in self.known.named(names)}
        return len(labels) == 1 or all(names <= label for label in labels)

    def _move(self, proofs: list[Proof], names: set[str], is_heading: bool) -> None:
        records = [proof.ground.fact.record for proof in proofs if proof.ground]
        last = records[-1]
        named = self.known.named(names) if names else frozenset()
        if is_heading:
            self._topic, self._last = Focus(frozenset({last})), None
        elif named:
            self._last = Focus(frozenset({last}) | (named & self.known.related(frozenset({last}))))
        elif self._last is None and self._topic is None:
            return

    def _lose(self, names: set[str], tokens: tuple[Token, ...]) -> None:
        """After a sentence that is not shown, "it" is only what it was before that."""
        focus = self.focus()
        near = self.known.related(focus.records) if focus.records else frozenset()
        others = self.known.named(names) - near if names else frozenset()
        strange = any(
            token.kind is Kind.WORD
            and token.is_capital
            and not self.known.word(token.norm)
            and token.norm not in FUNCTION | NEUTRAL
            and token.start > 0
            for token in tokens
        )
        if others or strange:
            self._last = Focus(is_lost=True)


_HEADING_WORDS = listed(
    """
    deal deals lead leads person people company contact contacts sequence sequences activity
    activities task tasks email emails call calls meeting meetings timeline status stage amount
    owner pipeline next step steps numbers name names role field fields value history
    conversation follow-up follow-ups recommendation action actions key about
    """
)


def _spans(
    tokens: tuple[Token, ...], proofs: list[Proof]
) -> tuple[tuple[int, int, tuple[Fact, ...]], ...]:
    return tuple(
        (
            tokens[proof.start].start,
            tokens[proof.end - 1].end,
            (proof.ground.fact,) if proof.ground else (),
        )
        for proof in proofs
    )


def _whole(plain: Plain, used: tuple[Ground, ...]) -> tuple[tuple[int, int, tuple[Fact, ...]], ...]:
    return ((0, len(plain.text), tuple(ground.fact for ground in used)),)


def _segments(
    plain: Plain, spans: tuple[tuple[int, int, tuple[Fact, ...]], ...]
) -> tuple[Segment, ...]:
    """The text cut where its sources or its weight change; each space belongs to what is before."""
    cuts = {0, len(plain.text)}
    cuts |= {start for start, _, _ in spans[1:]}
    cuts |= {place for span in plain.bold for place in span}
    places = sorted(cuts)
    found = []
    for start, end in pairwise(places):
        sources = next(
            (facts for first, last, facts in reversed(spans) if first <= start and facts), ()
        )
        is_bold = any(first <= start < last for first, last in plain.bold)
        found.append(Segment(plain.text[start:end], is_bold, sources))
    return tuple(found)
