"""Whether one clause of a sentence says what one fact holds: value, order, polarity, direction.

Asked by `crm_core.copilot.evidence.claims` for each fact whose words a clause is made of.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from crm_core.copilot.evidence.families import KINDS, LABELS, TEXTS
from crm_core.copilot.evidence.ground import Ground, holds, is_quoted
from crm_core.copilot.evidence.tokens import Kind, Token
from crm_core.copilot.evidence.words import (
    AGENTS,
    APPROXIMATE,
    CAUSES,
    FUNCTION,
    SPEECH,
    listed,
)
from crm_core.copilot.facts import Record, RecordKind

_SELF_EVIDENT = listed("stage status amount value title outcome address phone")
_WHOLE = listed("title role stage status outcome result sentiment intent change")
"""Fields whose value must be told in full: a president is not a vice president."""
_USUALLY = listed("usual usually typical typically normally median")
_WRITINGS = listed("email message reply answer response note words")
_ASIDES = frozenset(":,–—-")
_THIRD = listed("he she they it him her them his their its")
_SUBJECTS = listed("you we i your our")


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


def is_a_happening(ground: Ground) -> bool:
    """True for a record that is meant only where it is called an e-mail, a call, a step."""
    return _is_of_a_happening(ground.fact.record)


def is_by_alias_only(ground: Ground, clause: Clause) -> bool:
    """True where a deal's company is told what is the deal's, or a person what is the mail's."""
    is_happening = is_a_happening(ground)
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


def is_of_the_reader(record: Record, clause: Clause) -> bool:
    """True for "you have opted out", which tells of nobody in the records."""
    if _is_of_a_happening(record) or record.kind is RecordKind.WORKSPACE:
        return False
    others = _THIRD | set(KINDS[record.kind].split()) | {"this", "that"}
    return bool(clause.norms & _SUBJECTS) and not clause.norms & others


def is_harmless(mark: str) -> bool:
    return mark in ".,;:!?()[]–—-|/&'’\"“”„…→•+*#<>=_"


def has_value(ground: Ground, clause: Clause) -> bool:
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


def agrees(ground: Ground, clause: Clause) -> bool:
    if ground.numbers and not clause.of(Kind.NUMBER) and clause.is_negative:
        return True
    return clause.is_negative == ground.is_negative


def is_in_order(ground: Ground, clause: Clause) -> bool:
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


def is_counted_whole(ground: Ground, clause: Clause) -> bool:
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


def is_directed(ground: Ground, clause: Clause) -> bool:
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


def is_no_invented_cause(ground: Ground, clause: Clause, last: Ground | None) -> bool:
    first = [token.norm for token in clause.tokens if token.kind is not Kind.MARK][:2]
    is_cause = bool(set(first) & (CAUSES - {"as", "due"})) or first[:2] == ["due", "to"]
    is_cause = is_cause or bool(clause.norms & {"because", "therefore", "thus", "hence"})
    if "since" in first and clause.of(Kind.DATE):
        return True
    is_its = last is not None and last.fact.record == ground.fact.record
    is_reason = "reason" in ground.field or "because" in ground.field
    return not is_cause or (is_reason and is_its)


def is_self_evident(ground: Ground, clause: Clause) -> bool:
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


def is_dated(ground: Ground, other: Ground, clause: Clause) -> bool:
    """True where the clause names a day that is the fact's and not the other's."""
    return any(
        holds(ground, token, False) and not holds(other, token, False)
        for token in clause.of(Kind.DATE)
    )
