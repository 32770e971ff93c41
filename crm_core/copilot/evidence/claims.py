"""Proving a statement: every clause of it by one fact, of the record that it speaks of.

Called by `crm_core.copilot.evidence.judge` and, for the claims inside advice and drafts, by
`advice` and `drafts`. Whatever is not proven counts as false.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from crm_core.copilot.evidence.families import KINDS, LABELS, TEXTS
from crm_core.copilot.evidence.ground import Ground, Known, holds, is_quoted
from crm_core.copilot.evidence.tokens import Kind, Token
from crm_core.copilot.evidence.words import (
    AGENTS,
    APPROXIMATE,
    CAUSES,
    EVENTS,
    FUNCTION,
    LATEST,
    NEUTRAL,
    PAST,
    SPEECH,
    listed,
)
from crm_core.copilot.facts import Record, RecordKind

CLAUSES_MOST = 24
_BOUNDARY_WORDS = listed("and but while with which who since because for at as where")
_BOUNDARY_MARKS = frozenset(",;:()–—|-/→.")
_TOPIC_MARKS = frozenset(":–—|(-")
_SELF_EVIDENT = listed("stage status amount value title outcome address phone")
_WHOLE = listed("title role stage status outcome result sentiment intent change")
"""Fields whose value must be told in full: a president is not a vice president."""
_WEAK = listed("since by at from via through can up back last latest recent most in work been was")
"""Words of fields that tell nothing alone of which field is meant."""
_USUALLY = listed("usual usually typical typically normally median")
_WRITINGS = listed("email message reply answer response note words")
_ASIDES = frozenset(":,–—-")
_THIRD = listed("he she they it him her them his their its")
_TOPIC_WORDS = listed("for regarding about on in concerning")
_SUBJECTS = listed("you we i your our")


@dataclass(frozen=True, slots=True)
class Focus:
    """What is spoken of where no name is said: the last record that was, or the answer's topic.

    `is_lost`: something that is not shown changed the subject, so only names count.
    """

    records: frozenset[Record] = frozenset()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """One clause: tokens from `start` to before `end`, and the fact that proves them; none for
    words that only lead to the next clause."""

    start: int
    end: int
    ground: Ground | None


@dataclass(frozen=True)
class Clause:
    """Words that one fact must prove; `before`: the last ones before them."""

    tokens: tuple[Token, ...]
    before: tuple[Token, ...] = ()

    @cached_property
    def words(self) -> list[Token]:
        return [token for token in self.tokens if token.kind is Kind.WORD]

    @cached_property
    def norms(self) -> set[str]:
        return {token.norm for token in self.words} | {
            part for token in self.words if "-" in token.norm for part in token.norm.split("-")
        }

    @cached_property
    def is_negative(self) -> bool:
        return sum(token.is_negation for token in self.words) % 2 == 1

    def of(self, kind: Kind) -> list[Token]:
        return [token for token in self.tokens if token.kind is kind]


class Prover:
    """Proves one sentence. `keys`: what it cites, which decides only between equal proofs."""

    def __init__(
        self, known: Known, tokens: tuple[Token, ...], focus: Focus, *, is_advice: bool = False
    ) -> None:
        self.known = known
        self.tokens = tokens
        self.focus = focus
        self.is_advice = is_advice
        self._masks = [self._mask(at) for at in range(len(tokens))]
        self._dead: set[tuple[int, Record | None, bool]] = set()

    def prove(self) -> list[Proof] | None:
        """The clauses with their facts; None where the whole cannot be proven."""
        if not self.known.are_names_whole(self.tokens):
            return None
        cuts = [at for at in range(1, len(self.tokens)) if self._may_cut(at)]
        if len(cuts) > CLAUSES_MOST:
            return None
        ends = [*cuts, len(self.tokens)]
        found = self._from(0, ends, None, self.focus)
        return found if found and any(proof.ground for proof in found) else None

    def _from(
        self, start: int, ends: list[int], last: Ground | None, focus: Focus
    ) -> list[Proof] | None:
        if start >= len(self.tokens):
            return []
        state = (start, last.fact.record if last else None, focus is self.focus)
        if state in self._dead:
            return None
        for end in reversed(ends):
            if end <= start:
                break
            clause = Clause(self.tokens[start:end], self.tokens[max(0, start - 2) : start])
            if not any(token.kind is not Kind.MARK for token in clause.tokens):
                rest = self._from(end, ends, last, focus)
                if rest is not None:
                    return [Proof(start, end, None), *rest]
                continue
            for ground in self._proving(clause, start, end, last, focus):
                rest = self._from(end, ends, ground, focus)
                if rest is not None:
                    return [Proof(start, end, ground), *rest]
            if start == 0 or last is None:
                lead = self._lead_in(clause, end, focus)
                if lead is not None:
                    rest = self._from(end, ends, None, lead)
                    if rest is not None:
                        return [Proof(start, end, None), *rest]
        self._dead.add(state)
        return None

    def _may_cut(self, at: int) -> bool:
        token, before = self.tokens[at], self.tokens[at - 1]
        if before.kind is Kind.MARK and before.norm in _BOUNDARY_MARKS:
            return True
        if token.kind is Kind.WORD:
            return token.norm in _BOUNDARY_WORDS
        return token.kind is Kind.MARK and token.norm in ("(", "–", "—", "|")

    def _mask(self, at: int) -> int:
        """The facts that allow one token; all where it says nothing."""
        token = self.tokens[at]
        if token.kind is Kind.MARK:
            return self.known.everything if _is_harmless(token.norm) else 0
        if token.kind is not Kind.WORD:
            before = self.tokens[at - 1].norm if at else ""
            return self.known.holding(token, is_rounded=before in APPROXIMATE)
        if token.norm in APPROXIMATE and self._is_number(at + 1):
            return self.known.everything
        following = self.tokens[at + 1].norm if at + 1 < len(self.tokens) else ""
        if token.norm in ("so", "far"):
            other = following if token.norm == "so" else self.tokens[at - 1].norm if at else ""
            return self.known.everything if other in ("so", "far") else 0
        if token.norm == "most" and following != "recent":
            return 0
        if token.norm in FUNCTION or token.is_negation or token.norm == "will":
            return self.known.everything
        if token.norm in CAUSES and at:
            return self.known.everything
        return self.known.word(token.norm)

    def _is_number(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind is Kind.NUMBER

    def _proving(
        self, clause: Clause, start: int, end: int, last: Ground | None, focus: Focus
    ) -> list[Ground]:
        told = any(token.norm in SPEECH for token in self.tokens[:start])
        if told and clause.of(Kind.QUOTE) and not clause.norms & SPEECH:
            return []
        mask = self.known.everything
        for at in range(start, end):
            mask &= self._masks[at]
            if not mask:
                return []
        if mask == self.known.everything and not self._says_something(clause):
            return []
        near = Focus(self.known.related(frozenset({last.fact.record}))) if last else focus
        found = []
        for ground in self.known.of(mask)[:200]:
            if self._proves(ground, clause, last, near):
                found.append(ground)
                if len(found) == 4:
                    break
        return found

    def _says_something(self, clause: Clause) -> bool:
        return any(
            token.kind in (Kind.NUMBER, Kind.DATE, Kind.QUOTE, Kind.ADDRESS)
            or (token.kind is Kind.WORD and token.norm not in FUNCTION)
            for token in clause.tokens
        )

    def _proves(self, ground: Ground, clause: Clause, last: Ground | None, focus: Focus) -> bool:
        return (
            _has_value(ground, clause)
            and _is_counted_whole(ground, clause)
            and _agrees(ground, clause)
            and _is_in_order(ground, clause)
            and _is_directed(ground, clause)
            and not _is_by_alias_only(ground, clause)
            and self._is_timely(ground, clause)
            and (self.is_advice or _is_no_invented_cause(ground, clause, last))
            and self._is_latest(ground, clause)
            and self._is_attached(ground, clause, last, focus)
        )

    def _is_timely(self, ground: Ground, clause: Clause) -> bool:
        ahead = bool(ground.dates) and max(ground.dates) > self.known.today
        says = clause.of(Kind.DATE)
        if ahead and clause.norms & PAST and not (says and ground.fact.on is None):
            return False
        return "will" not in clause.norms or ahead

    def _is_latest(self, ground: Ground, clause: Clause) -> bool:
        if not clause.norms & LATEST or "last" in ground.field or "latest" in ground.field:
            return True
        if ground.fact.on is None:
            return False
        record = ground.fact.record
        return all(
            other.fact.on is None or other.fact.on <= ground.fact.on
            for other in self.known.grounds
            if other.fact.record.kind is record.kind and other.fact.record.label == record.label
        )

    def _is_attached(
        self, ground: Ground, clause: Clause, last: Ground | None, focus: Focus
    ) -> bool:
        """True where the clause speaks of the fact's record and could speak of no other."""
        record = ground.fact.record
        named = clause.norms & ground.names
        if ground.is_of_a_name:
            part = clause.norms & set(ground.order)
            if part < set(ground.order) and self.known.is_label_of_another(part, record):
                return False
            named -= set(ground.order)
        says_field = bool(clause.norms & (ground.core | EVENTS) - named - _WEAK)
        if not says_field and not clause.of(Kind.QUOTE):
            if not _is_self_evident(ground, clause):
                return False
            if not named and last is not None and last.fact.record != record:
                is_apposed = last.is_of_a_name and set(last.order) == self.known.label_of(record)
                if not is_apposed:
                    return False
        if record.kind is RecordKind.WORKSPACE:
            return not any(self.known.is_name(word) for word in clause.norms - ground.allowed)
        if named:
            return not self._could_be_another(ground, clause, named, focus)
        if focus.is_lost or _is_of_the_reader(record, clause):
            return False
        if focus.records:
            near = focus.records | self.known.related(focus.records)
            return record in near and not self._differs(ground, clause, near)
        return not self._differs(ground, clause, None)

    def _could_be_another(
        self, ground: Ground, clause: Clause, named: set[str], focus: Focus
    ) -> bool:
        whole = self.known.label_of(ground.fact.record)
        is_near = ground.fact.record in focus.records | self.known.related(focus.records)
        kind_words = set(KINDS[ground.fact.record.kind].split())
        for other in self._others(ground, of_any_kind=True):
            record = other.fact.record
            if not named <= other.names:
                continue
            is_called = clause.norms & set(other.manner.split())
            if _is_a_happening(other) and not _is_a_happening(ground) and not is_called:
                continue
            if kind_words & clause.norms - set(KINDS[record.kind].split()):
                continue
            if whole <= named and self.known.label_of(record) != whole:
                continue
            is_far = record not in self.known.related(focus.records)
            if is_near and is_far and self.known.label_of(record) != whole:
                continue
            if not _is_dated(ground, other, clause):
                return True
        return False

    def _differs(self, ground: Ground, clause: Clause, among: frozenset[Record] | None) -> bool:
        return any(
            (among is None or other.fact.record in among) and not _is_dated(ground, other, clause)
            for other in self._others(ground)
        )

    def _others(self, ground: Ground, *, of_any_kind: bool = False) -> list[Ground]:
        return [
            other
            for other in self.known.grounds
            if other.field == ground.field
            and other.fact.record != ground.fact.record
            and (of_any_kind or other.fact.record.kind is ground.fact.record.kind)
            and other.fact.text != ground.fact.text
            and not ground.fact.is_quote
        ]

    def _lead_in(self, clause: Clause, end: int, focus: Focus) -> Focus | None:
        """What is spoken of after words that only lead to a claim; None where they say more."""
        closing = clause.tokens[-1].norm
        following = self.tokens[end].norm if end < len(self.tokens) else ""
        words = [token.norm for token in clause.words]
        if any(token.kind not in (Kind.WORD, Kind.MARK) for token in clause.tokens):
            return None
        if any(token.is_negation for token in clause.words) or not words:
            return None
        if all(word in FUNCTION | NEUTRAL for word in words):
            return focus if closing in ",:–—" and end < len(self.tokens) else None
        names = {word for word in words if self.known.is_name(word)}
        rest = {word for word in words if word not in names and word not in FUNCTION}
        is_topic = closing in _TOPIC_MARKS or following in ("(", "–", "—", "|")
        is_about = words[0] in _TOPIC_WORDS and closing == ","
        kinds = {"deal", "lead", "opportunity", "company", "contact", "regarding", "about"}
        if not names or rest - kinds or not (is_topic or is_about):
            return None
        records = self.known.named(names)
        label = [record for record in records if self.known.label_of(record) <= names]
        return Focus(frozenset(label) or records)


def _is_a_happening(ground: Ground) -> bool:
    """True for a record that is meant only where it is called an e-mail, a call, a step."""
    return _is_of_a_happening(ground.fact.record)


def _is_by_alias_only(ground: Ground, clause: Clause) -> bool:
    """True where a deal's company is told what is the deal's, or a person what is the mail's."""
    is_happening = _is_a_happening(ground)
    used = clause.norms & (ground.names if is_happening else ground.aliases - ground.label)
    if not used or used & set(ground.order):
        return False
    own = set(KINDS[ground.fact.record.kind].split())
    if ground.aliases or not ground.manner:
        own |= ground.label - ground.aliases
    if "outcome" in ground.field:
        own |= ground.values
    if is_happening:
        own |= ground.core | set(LABELS.get(ground.manner, "").split()) - FUNCTION
    return not clause.norms & own


def _is_of_a_happening(record: Record) -> bool:
    return record.kind in (
        RecordKind.ACTIVITY,
        RecordKind.MESSAGE,
        RecordKind.DELIVERY,
    )


def _is_of_the_reader(record: Record, clause: Clause) -> bool:
    """True for "you have opted out", which tells of nobody in the records."""
    if _is_of_a_happening(record) or record.kind is RecordKind.WORKSPACE:
        return False
    others = _THIRD | set(KINDS[record.kind].split()) | {"this", "that"}
    return bool(clause.norms & _SUBJECTS) and not clause.norms & others


def _is_harmless(mark: str) -> bool:
    return mark in ".,;:!?()[]–—-|/&'’\"“”„…→•+*#<>=_"


def _has_value(ground: Ground, clause: Clause) -> bool:
    if clause.of(Kind.QUOTE):
        return any(is_quoted(ground, quote.norm) for quote in clause.of(Kind.QUOTE))
    if ground.is_boolean:
        return bool(clause.norms & (ground.core - {"last", "latest", "recent", "date"}))
    is_partial = bool(clause.norms & set(ground.order)) and not _is_told_whole(ground, clause)
    if is_partial and _is_field(ground, _WHOLE):
        return False
    if any(token.when and any(map(token.when.holds, ground.dates)) for token in clause.tokens):
        return True
    if ground.fact.is_quote:
        return False
    if clause.of(Kind.ADDRESS):
        return True
    numbers = clause.of(Kind.NUMBER)
    if ground.numbers and numbers:
        return any(_same(mine, own, True) for mine in numbers for own in ground.numbers)
    if any(not _is_of_the_label(token, ground) for token in numbers):
        return False
    if ground.numbers and clause.is_negative:
        return all(
            token.number is not None and token.number.values == (Decimal(0),)
            for token in ground.numbers
        )
    values = ground.values - (ground.label if ground.is_of_a_name else ground.names)
    return bool(clause.norms & (values or ground.values))


def _is_field(ground: Ground, words: frozenset[str]) -> bool:
    """True for "stage" or "deal stage", not for "days in stage"."""
    field = ground.field.split()
    return field[-1:] != [] and field[-1] in words and "in" not in field


def _is_told_whole(ground: Ground, clause: Clause) -> bool:
    return all(
        word in clause.norms or set(TEXTS.get(word, "").split()) & clause.norms
        for word in ground.order
    )


def _agrees(ground: Ground, clause: Clause) -> bool:
    if ground.numbers and not clause.of(Kind.NUMBER) and clause.is_negative:
        return True
    return clause.is_negative == ground.is_negative


def _is_in_order(ground: Ground, clause: Clause) -> bool:
    """The value's numbers and words follow each other as in the fact, each with its own unit."""
    at = 0
    for token in clause.of(Kind.NUMBER):
        before = clause.tokens[clause.tokens.index(token) - 1].norm
        rounded = before in APPROXIMATE
        place = next(
            (
                index
                for index in range(at, len(ground.numbers))
                if _same(token, ground.numbers[index], rounded)
            ),
            None,
        )
        if place is None:
            if not _is_of_the_label(token, ground, _word_after(clause, token)):
                return False
            continue
        at = place + 1
        word = _word_after(clause, token)
        own = ground.followers[place]
        units = (*ground.followers, *ground.label_followers)
        is_a_unit = bool(own) or any(_is_like(word, other) for other in units)
        if word and is_a_unit and not _is_like(word, own):
            return False
    last = 0
    for token in clause.words:
        if token.norm in ground.order and token.norm not in ground.core:
            places = [at for at, word in enumerate(ground.order) if word == token.norm]
            ahead = [place for place in places if place >= last]
            if not ahead:
                return False
            last = ahead[0]
    return True


def _is_of_the_label(token: Token, ground: Ground, word: str = "") -> bool:
    pairs = zip(ground.label_numbers, ground.label_followers, strict=True)
    return any(
        _same(token, other, False) and (not word or not own or _is_like(word, own))
        for other, own in pairs
    )


def _word_after(clause: Clause, token: Token) -> str:
    at = clause.tokens.index(token) + 1
    if at == len(clause.tokens) or clause.tokens[at].kind is not Kind.WORD:
        return ""
    return "" if clause.tokens[at].norm in FUNCTION else clause.tokens[at].norm


def _is_counted_whole(ground: Ground, clause: Clause) -> bool:
    """A count is told with all that it counts, and with the numbers of its field."""
    numbers = clause.of(Kind.NUMBER)
    needed = [*ground.field_numbers, *(ground.numbers if numbers else ())]
    if ground.field_numbers and len(numbers) < len(needed):
        return False
    if "usual" in ground.field.split() and not clause.norms & _USUALLY:
        return False
    return all(
        word == "usual" or any(word[:4] == said[:4] for said in clause.norms)
        for word in ground.counts
    )


def _is_like(word: str, other: str) -> bool:
    return bool(other) and word.rstrip("s") == other.rstrip("s")


def _same(token: Token, other: Token, is_rounded: bool) -> bool:
    assert token.number is not None
    return other.number is not None and token.number.equals(other.number, is_rounded=is_rounded)


def _is_directed(ground: Ground, clause: Clause) -> bool:
    """Who wrote or called whom is as the record has it."""
    is_outward = ground.manner.endswith((" to", " with", "step"))
    if not is_outward and not ground.allowed & SPEECH:
        return True
    if is_outward and _is_attributed(ground, clause):
        return False
    norms = [token.norm for token in clause.words]
    for at, norm in enumerate(norms):
        following = norms[at + 1] if at + 1 < len(norms) else ""
        if is_outward and norm in SPEECH and following in ground.names:
            return False
        before = [word for word in norms[max(0, at - 3) : at] if word not in ("has", "have", "had")]
        previous = before[-1] if before else ""
        if is_outward and norm in AGENTS and previous in ground.names | {"she", "he", "they"}:
            return False
        if is_outward and norm in ground.names and previous in ("from", "by"):
            return False
        if norm in _WRITINGS:
            is_theirs = previous in ground.names | {"her", "his", "their"}
            is_ours = previous in ("your", "our", "my")
            if is_theirs if is_outward else is_ours:
                return False
        if not is_outward and norm in SPEECH and previous in _SUBJECTS:
            return False
        if not is_outward and norm in ground.names and previous == "to":
            return False
    return True


def _is_attributed(ground: Ground, clause: Clause) -> bool:
    """True for a quote right behind a name, as in 'Ada: "…"'."""
    tokens = [*clause.before, *clause.tokens]
    for at, token in enumerate(tokens):
        if token.kind is Kind.QUOTE:
            near = [other.norm for other in tokens[max(0, at - 2) : at]]
            if near and (
                near[-1] in ground.names or (near[-1] in _ASIDES and near[0] in ground.names)
            ):
                return True
    return False


def _is_no_invented_cause(ground: Ground, clause: Clause, last: Ground | None) -> bool:
    first = [token.norm for token in clause.tokens if token.kind is not Kind.MARK][:2]
    is_cause = bool(set(first) & (CAUSES - {"as", "due"})) or first[:2] == ["due", "to"]
    is_cause = is_cause or bool(clause.norms & {"because", "therefore", "thus", "hence"})
    if "since" in first and clause.of(Kind.DATE):
        return True
    is_its = last is not None and last.fact.record == ground.fact.record
    is_reason = "reason" in ground.field or "because" in ground.field
    return not is_cause or (is_reason and is_its)


def _is_self_evident(ground: Ground, clause: Clause) -> bool:
    """True where a bare value tells which field it is of."""
    if any(token.number and not token.number.unit for token in clause.tokens):
        return False
    if _is_field(ground, _SELF_EVIDENT):
        return not clause.of(Kind.DATE) or bool(clause.norms & ground.values)
    if "date" in ground.field.split() and clause.of(Kind.DATE):
        return ground.fact.record.label.casefold().split()[0] in clause.norms
    norms = [token.norm for token in clause.words]
    return "company" in ground.field and any(
        norm in ground.order and before in ("at", "of", "from", "with")
        for before, norm in pairwise(norms)
    )


def _is_dated(ground: Ground, other: Ground, clause: Clause) -> bool:
    """True where the clause names a day that is the fact's and not the other's."""
    return any(
        holds(ground, token, False) and not holds(other, token, False)
        for token in clause.of(Kind.DATE)
    )
