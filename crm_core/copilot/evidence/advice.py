"""Letting advice and questions pass, but nothing that they state along the way.

Called by `crm_core.copilot.evidence.judge` for a sentence that is not proven as a whole. Advice is
made of a documented vocabulary, the names of records, and what their facts say; what follows
"because", "who" and their like, and whatever tells of an event, is proven like any claim.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from crm_core.copilot.evidence.claims import Focus, Prover
from crm_core.copilot.evidence.ground import Ground, is_quoted
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.tokens import Kind, Token, quotable
from crm_core.copilot.evidence.words import (
    ADVICE,
    ADVISERS,
    CLAIMS,
    DEFINITE,
    EVENTS,
    FUNCTION,
    IMPERATIVES,
    NEUTRAL,
    NOUNS_OF_EVENTS,
    PAST,
    SPEECH,
    listed,
)
from crm_core.copilot.facts import Record, RecordKind

_FIRST = listed("please then next first second third finally also so and or")
_WORDS = re.compile(r"[\w'-]+")
_MODALS = listed("would could should might may shall")
_ADVISED = frozenset(["", "you", "we", "i"])
_LEADING = listed("step steps recommendation suggestion next idea option")
_SPANS = listed("day days week weeks month months hour hours minute minutes")
_ASIDE = frozenset(",;:–—()")
_CHANGES = listed("move moving mark set change update updating changing marking")
_PERSONS = listed("he she they him her them his their it its")


@dataclass(frozen=True, slots=True)
class Part:
    """Tokens of a sentence between two marks or before a claiming word."""

    tokens: tuple[Token, ...]
    is_claim: bool


def is_advice(tokens: tuple[Token, ...], *, is_question: bool) -> bool:
    """True where a sentence advises or asks, by how it begins or ends."""
    if is_question:
        return True
    for part in _parts(tokens):
        words = [token for token in part.tokens if token.kind is Kind.WORD]
        while words and words[0].norm in _FIRST:
            words = words[1:]
        if part.is_claim or all(token.norm in FUNCTION | _LEADING for token in words):
            continue
        if words[0].norm in IMPERATIVES:
            return len(words) > 1
        norms = [token.norm for token in words[:7]]
        if norms[0] in ("do", "avoid") and (words[0].is_negation or words[1:2]):
            return norms[0] == "avoid" or words[0].is_negation or words[1].is_negation
        return _advises_early(norms) or norms[:2] in (["let", "me"], ["you", "can"], ["i", "can"])
    return False


class Adviser:
    """Judges one sentence that advises or asks. `user_words`: allowed where it asks."""

    def __init__(
        self,
        known: Known,
        tokens: tuple[Token, ...],
        focus: Focus,
        user_words: frozenset[str],
        *,
        is_question: bool,
    ) -> None:
        self.is_question = is_question
        self.known = known
        self.tokens = tokens
        self.user_words = user_words
        names = {token.norm for token in tokens if known.is_name(token.norm)}
        self.named = known.named(names) if names else frozenset()
        self.focus = focus
        about = self.named or (frozenset() if focus.is_lost else focus.records)
        self.records = known.related(about) if about else frozenset()

    def grounds(self) -> tuple[Ground, ...] | None:
        """The facts that the sentence rests on, maybe none; None where it does not pass."""
        if not self.known.are_names_whole(self.tokens):
            return None
        is_quoting = any(token.kind is Kind.QUOTE for token in self.tokens)
        if is_quoting and any(token.norm in SPEECH for token in self.tokens):
            return None
        found: list[Ground] = []
        for part in _parts(self.tokens):
            if not any(token.kind is not Kind.MARK for token in part.tokens):
                continue
            used = None if part.is_claim else self._advises(part.tokens)
            if used is None:
                used = self._claims(part.tokens)
            if used is None:
                return None
            found += used
        return tuple(dict.fromkeys(found))

    def _claims(self, tokens: tuple[Token, ...]) -> list[Ground] | None:
        first = next((at for at, token in enumerate(tokens) if token.kind is not Kind.MARK), 0)
        if tokens[first].norm in CLAIMS and not _is_since_a_day(tokens, first):
            tokens = tokens[first + 1 :]
        focus = replace(self.focus, records=self.named, is_lost=False) if self.named else self.focus
        proofs = Prover(self.known, tokens, focus, is_advice=True).prove()
        return [proof.ground for proof in proofs if proof.ground] if proofs else None

    def _advises(self, tokens: tuple[Token, ...]) -> list[Ground] | None:
        norms = {token.norm for token in tokens}
        if norms & PAST or norms & {"has", "been", "had"} or norms & (EVENTS - FUNCTION):
            return None
        if not self.is_question and norms & {"is", "are"} and not norms & (ADVISERS | _LEADING):
            return None
        used: list[Ground] = []
        for at, token in enumerate(tokens):
            if token.kind is Kind.MARK:
                continue
            ground = self._allows(tokens, at)
            if ground is None:
                return None
            used += ground
        return used

    def _allows(self, tokens: tuple[Token, ...], at: int) -> list[Ground] | None:
        token = tokens[at]
        following = tokens[at + 1].norm.strip("-") if at + 1 < len(tokens) else ""
        if following == "" and at + 2 < len(tokens):
            following = tokens[at + 2].norm
        if token.kind is Kind.WORD:
            return self._allows_word(tokens, at)
        if token.kind is Kind.NUMBER:
            assert token.number is not None
            if not token.number.unit and following in _SPANS:
                return []
            return self._held(token, following)
        if token.kind is Kind.DATE:
            assert token.when is not None
            today = self.known.today
            if token.when.is_relative and any(last >= today for _, last in token.when.spans):
                return []
            return self._held(token)
        if token.kind is Kind.QUOTE:
            whole = [ground for ground in self.known.grounds if is_quoted(ground, token.norm)]
            return whole[:1] or None
        return self._held(token)

    def _allows_word(self, tokens: tuple[Token, ...], at: int) -> list[Ground] | None:
        norm = tokens[at].norm
        if self.known.is_name(norm) and norm not in ADVICE:
            return []
        before = [token for token in tokens[max(0, at - 3) : at] if token.kind is Kind.WORD]
        is_definite = any(
            token.norm in DEFINITE or self.known.is_name(token.norm) for token in before[-2:]
        )
        is_any = bool(before) and before[-1].norm in ("a", "an", "another")
        if norm in NOUNS_OF_EVENTS and is_definite and not is_any and not self.known.is_name(norm):
            return self._attached(norm)
        if norm in FUNCTION | ADVICE | ADVISERS | IMPERATIVES or norm in NEUTRAL:
            return []
        if tokens[at].is_negation:
            return []
        if "-" in norm and all(part in ADVICE | FUNCTION for part in norm.split("-")):
            return []
        if {token.norm for token in tokens} & _CHANGES and self._is_state(norm):
            return []
        if norm in self.user_words and norm not in EVENTS:
            return []
        if any((value, norm) in self._counted() for value in self._values_before(tokens, at)):
            return []
        return self._attached(norm)

    def _counted(self) -> set[tuple[Decimal, str]]:
        near = (ground for ground in self.known.grounds if ground.fact.record in self.records)
        return {counted for ground in near for counted in ground.counted}

    def _values_before(self, tokens: tuple[Token, ...], at: int) -> tuple[Decimal, ...]:
        number = tokens[at - 1].number if at else None
        return number.values if number else ()

    def _attached(self, norm: str) -> list[Ground] | None:
        for ground in self.known.of(self.known.word(norm)):
            if ground.fact.record in self.records and not ground.is_negative:
                return [ground]
        if norm in NOUNS_OF_EVENTS:
            for ground in self.known.grounds:
                if ground.fact.record in self.records and norm in _WORDS.findall(ground.written):
                    return [ground]
        return None

    def _is_state(self, norm: str) -> bool:
        return any(
            ground.field in ("stage", "status") and norm in ground.order
            for ground in self.known.of(self.known.word(norm))
        )

    def _held(self, token: Token, following: str = "") -> list[Ground] | None:
        """A fact of what the sentence is about that holds a number, day or address."""
        if token.number and following:
            counts = (token.number.values[0], following)
            for ground in self.known.grounds:
                if counts in ground.counted and ground.fact.record in self.records:
                    return [ground]
        deals = {record for record in self.named if record.kind is RecordKind.DEAL}
        if token.kind is Kind.NUMBER and len(deals) > 1:
            return None
        near = self.records
        for ground in self.known.of(self.known.holding(token)):
            is_near = ground.fact.record in near or _is_workspace(ground.fact.record)
            if is_near and self._is_of_its_event(ground, token):
                return [ground]
        if token.kind is Kind.DATE:
            for ground in self.known.grounds:
                if ground.fact.record in near and token.norm in quotable(ground.fact.text):
                    return [ground]
        return None

    def _is_of_its_event(self, ground: Ground, token: Token) -> bool:
        """True but where a day is told of an event ("the meeting last week") that is another."""
        if token.kind is not Kind.DATE:
            return True
        nouns = {word.norm for word in self.tokens if word.norm in NOUNS_OF_EVENTS}
        return not (nouns - {"call", "email"}) or bool(nouns & ground.allowed)


def _advises_early(norms: list[str]) -> bool:
    """True for "I suggest" and "you could", not for "the deal might"."""
    for at, norm in enumerate(norms[:5]):
        before = norms[at - 1] if at else ""
        following = norms[at + 1] if at + 1 < len(norms) else ""
        if norm in ADVISERS - _MODALS or (norm in _MODALS and before in _ADVISED):
            return True
        if norm in _MODALS and before == "it" and following in ("be", "make", "help"):
            return True
    return False


def _is_workspace(record: Record) -> bool:
    return record.kind is RecordKind.WORKSPACE


def _is_since_a_day(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at].norm == "since" and at + 1 < len(tokens) and tokens[at + 1].kind is Kind.DATE


def _parts(tokens: tuple[Token, ...]) -> list[Part]:
    parts: list[Part] = []
    start = 0
    is_claim = False
    for at, token in enumerate(tokens):
        if token.kind is Kind.MARK and token.norm in _ASIDE:
            parts.append(Part(tokens[start : at + 1], is_claim))
            start, is_claim = at + 1, False
        elif token.kind is Kind.WORD and _begins_claim(tokens, at):
            if at > start:
                parts.append(Part(tokens[start:at], is_claim))
            start, is_claim = at, True
    if start < len(tokens):
        parts.append(Part(tokens[start:], is_claim))
    return parts


def _begins_claim(tokens: tuple[Token, ...], at: int) -> bool:
    norm = tokens[at].norm
    previous = tokens[at - 1].norm if at else ""
    if norm == "that":
        following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        advises = previous in ADVISERS or previous in ("suggesting", "advising")
        return bool(at) and not (advises and following in ("you", "we"))
    if norm == "after":
        return not (at + 1 < len(tokens) and tokens[at + 1].kind is Kind.DATE)
    if norm == "as":
        return previous == "," or (at + 1 < len(tokens) and tokens[at + 1].norm in _PERSONS)
    if norm in ("which", "whom", "who") and not at:
        return False
    if norm == "now":
        return at + 1 < len(tokens) and tokens[at + 1].norm == "that"
    return norm in CLAIMS
