"""Proving a statement: every clause of it by one fact, of the record that it speaks of.

Called by `crm_core.copilot.evidence.judge` and, for the claims inside advice and drafts, by
`advice` and `drafts`. Whatever is not proven counts as false.
"""

from dataclasses import dataclass

from crm_core.copilot.evidence.clauses import (
    Clause,
    agrees,
    has_value,
    is_a_happening,
    is_by_alias_only,
    is_counted_whole,
    is_dated,
    is_directed,
    is_harmless,
    is_in_order,
    is_no_invented_cause,
    is_of_the_reader,
    is_self_evident,
)
from crm_core.copilot.evidence.families import KINDS
from crm_core.copilot.evidence.ground import Ground
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.tokens import Kind, Token
from crm_core.copilot.evidence.words import (
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
_WEAK = listed("since by at from via through can up back last latest recent most in work been was")
"""Words of fields that tell nothing alone of which field is meant."""
_TOPIC_WORDS = listed("for regarding about on in concerning")


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
            return self.known.everything if is_harmless(token.norm) else 0
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
            has_value(ground, clause)
            and is_counted_whole(ground, clause)
            and agrees(ground, clause)
            and is_in_order(ground, clause)
            and is_directed(ground, clause)
            and not is_by_alias_only(ground, clause)
            and self._is_timely(ground, clause)
            and (self.is_advice or is_no_invented_cause(ground, clause, last))
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
            if not is_self_evident(ground, clause):
                return False
            if not named and last is not None and last.fact.record != record:
                is_apposed = last.is_of_a_name and set(last.order) == self.known.label_of(record)
                if not is_apposed:
                    return False
        if record.kind is RecordKind.WORKSPACE:
            return not any(self.known.is_name(word) for word in clause.norms - ground.allowed)
        if named:
            return not self._could_be_another(ground, clause, named, focus)
        if focus.is_lost or is_of_the_reader(record, clause):
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
            if clause.norms & LATEST and record.label == ground.fact.record.label:
                continue
            is_called = clause.norms & set(other.manner.split())
            if is_a_happening(other) and not is_a_happening(ground) and not is_called:
                continue
            if kind_words & clause.norms - set(KINDS[record.kind].split()):
                continue
            if whole <= named and self.known.label_of(record) != whole:
                continue
            is_far = record not in self.known.related(focus.records)
            if is_near and is_far and self.known.label_of(record) != whole:
                continue
            if not is_dated(ground, other, clause):
                return True
        return False

    def _differs(self, ground: Ground, clause: Clause, among: frozenset[Record] | None) -> bool:
        return any(
            (among is None or other.fact.record in among) and not is_dated(ground, other, clause)
            for other in self._others(ground)
        )

    def _others(self, ground: Ground, *, of_any_kind: bool = False) -> list[Ground]:
        return [
            other
            for other in self.known.of_field(ground.field)
            if other.fact.record != ground.fact.record
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
