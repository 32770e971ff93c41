"""All facts that an answer may rest on: which of them allow a word, name a record, hold a value.

Filled by `crm_core.copilot.evidence.stream` as facts are learnt; asked for every word of an
answer, so sets of facts are kept as bits of an integer.
"""

from dataclasses import replace
from datetime import date

from crm_core.copilot.evidence import families
from crm_core.copilot.evidence.ground import (
    ALIASES,
    NAME_FIELDS,
    Ground,
    ground_of,
    holds,
    is_part,
    naming_words,
)
from crm_core.copilot.evidence.tokens import Kind, Token, quotable, read_tokens
from crm_core.copilot.evidence.words import FUNCTION, SPEECH
from crm_core.copilot.facts import Fact, Record, RecordKind

_WITH_ALIASES = frozenset(
    {RecordKind.DEAL, RecordKind.ACTIVITY, RecordKind.MESSAGE, RecordKind.ENROLLMENT}
)
_STATES = ("amount", "stage", "owner", "status", "probability")


class Known:
    """All facts that may be claimed. `facts` that are learnt later may replace a state that an
    earlier one told of the same record."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.grounds: list[Ground] = []
        self.everything = 0
        self._by_word: dict[str, int] = {}
        self._named: dict[str, set[Record]] = {}
        self._label: dict[Record, frozenset[str]] = {}
        self._aliases: dict[Record, list[frozenset[str]]] = {}
        self._related: dict[frozenset[Record], frozenset[Record]] = {}
        self._holding: dict[tuple[Kind, str, bool], int] = {}
        self._of_field: dict[str, list[Ground]] = {}
        self._seen: set[Fact] = set()
        self._manners: dict[Record, str] = {}
        self._terms: set[str] = set()
        self._of_people: dict[str, set[tuple[str, ...]]] = {}
        self.fields: set[str] = set()

    def learn(self, facts: tuple[Fact, ...]) -> None:
        fresh = [fact for fact in facts if fact not in self._seen]
        self._forget_states(fresh)
        self._related.clear()
        self._holding.clear()
        for fact in fresh:
            self._seen.add(fact)
            self._name(fact)
        for fact in fresh:
            aliases = self._alias_words(fact.record)
            manner = self._manners.get(fact.record, "")
            ground = ground_of(fact, len(self.grounds), aliases, self.today, manner)
            self.grounds.append(ground)
            self._of_field.setdefault(ground.field, []).append(ground)
            bit = 1 << ground.index
            self.everything |= bit
            for word in ground.allowed:
                self._by_word[word] = self._by_word.get(word, 0) | bit
            self.fields |= set(ground.field.split())
            self._terms.add(quotable(fact.record.label))
            if not fact.is_quote:
                self._terms.add(quotable(fact.text))

    def word(self, norm: str) -> int:
        """The facts that allow a word; of a compound, those that allow its parts."""
        found = self._by_word.get(norm, 0)
        if not found and ("-" in norm or "/" in norm):
            found = self.everything
            for part in norm.replace("/", "-").split("-"):
                if part not in FUNCTION:
                    found &= self._by_word.get(part, 0)
        return found & self.everything

    def holding(self, token: Token, *, is_rounded: bool = False) -> int:
        """The facts that hold a number, day, address or quote."""
        key = (token.kind, token.norm, is_rounded)
        if key not in self._holding:
            found = 0
            for ground in self.grounds:
                if holds(ground, token, is_rounded):
                    found |= 1 << ground.index
            self._holding[key] = found
        return self._holding[key] & self.everything

    def of_field(self, field: str) -> list[Ground]:
        """The facts that tell a field of any record."""
        return self._of_field.get(field, [])

    def named(self, words: set[str]) -> frozenset[Record]:
        """The records that the words name: by all of their name, else by a part of it."""
        touched: set[Record] = set()
        for word in words:
            touched |= self._named.get(word, set())
        whole = {record for record in touched if self._label[record] <= words}
        return frozenset(whole or touched)

    def is_a_term(self, words: str) -> bool:
        """True where the words are a whole label or value, and no quote."""
        return quotable(words).strip(" .,;:!?") in self._terms

    def is_name(self, word: str) -> bool:
        return word in self._named

    def are_names_whole(self, tokens: tuple[Token, ...]) -> bool:
        """False where the names of two people or companies are made one, as in "Ada Hopper"."""
        run: tuple[str, ...] = ()
        last: Token | None = None
        for token in tokens:
            is_next = last is None or token.start <= last.end + 1
            if token.norm not in self._of_people:
                run, last = (), None
                continue
            is_owner = last is not None and last.end - last.start > len(last.norm)
            run = (token.norm,) if not is_next or is_owner else (*run, token.norm)
            if not any(is_part(run, name) for name in self._of_people[token.norm]):
                return False
            last = token
        return True

    def is_label_of_another(self, words: set[str], record: Record) -> bool:
        """True where the words are the whole name of a record, and not of this one."""
        return any(other != record and self._label[other] == words for other in self.named(words))

    def label_of(self, record: Record) -> frozenset[str]:
        return self._label.get(record, frozenset())

    def related(self, records: frozenset[Record]) -> frozenset[Record]:
        """The same with those that name them or are named by them: a deal's contact, her mail."""
        if records not in self._related:
            near = set(records)
            mine = [name for record in records for name in self._all_names(record)]
            labels = [self._label[record] for record in records if record in self._label]
            for other, label in self._label.items():
                shared = any(name in mine for name in self._aliases.get(other, []))
                if (
                    shared
                    or any(name and name <= label for name in mine)
                    or any(
                        name and name <= whole
                        for name in self._all_names(other)
                        for whole in labels
                    )
                ):
                    near.add(other)
            self._related[records] = frozenset(near)
        return self._related[records]

    def of(self, mask: int) -> list[Ground]:
        found = []
        while mask:
            low = mask & -mask
            found.append(self.grounds[low.bit_length() - 1])
            mask ^= low
        return found

    def _all_names(self, record: Record) -> list[frozenset[str]]:
        return [self._label.get(record, frozenset()), *self._aliases.get(record, [])]

    def _alias_words(self, record: Record) -> frozenset[str]:
        if record.kind not in _WITH_ALIASES:
            return frozenset()
        return frozenset(word for name in self._aliases.get(record, []) for word in name)

    def _name(self, fact: Fact) -> None:
        record = fact.record
        if record not in self._label:
            self._label[record] = frozenset(naming_words(record.label))
            if record.kind is not RecordKind.WORKSPACE:
                for word in self._label[record]:
                    self._named.setdefault(word, set()).add(record)
            if record.kind in (RecordKind.PERSON, RecordKind.LEAD, RecordKind.COMPANY):
                self._call(record.label)
        self._tell_manner(fact)
        field = fact.field.casefold()
        if not fact.is_quote and set(field.split()) & NAME_FIELDS:
            self._call(fact.text)
        if not fact.is_quote and any(alias in field.split() for alias in ALIASES):
            self._aliases.setdefault(record, []).append(frozenset(naming_words(fact.text)))

    def _tell_manner(self, fact: Fact) -> None:
        """Whether the record is an e-mail of ours or of theirs, a call, a meeting."""
        record, label = fact.record, fact.record.label.casefold()
        if record.kind is RecordKind.MESSAGE:
            self._manners[record] = "e-mail from"
        elif record not in self._manners:
            begun = (manner for manner in families.LABELS if label.startswith(manner))
            self._manners[record] = next(begun, "")
        if fact.field == "activity" and not self._manners[record]:
            found = (families.MANNERS[word] for word in families.MANNERS if word in fact.text)
            self._manners[record] = next(found, "")

    def _call(self, name: str) -> None:
        words = tuple(naming_words(name))
        for word in words:
            self._of_people.setdefault(word, set()).add(words)

    def _forget_states(self, fresh: list[Fact]) -> None:
        for fact in fresh:
            if fact.field.casefold() not in _STATES:
                continue
            for ground in self.grounds:
                same = ground.fact.record == fact.record and ground.fact.field == fact.field
                if same and ground.fact.text != fact.text:
                    self.everything &= ~(1 << ground.index)


def unquoted(known: Known, tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """The same with a label or value that stands in quotation marks read as the words it is;
    what somebody is said to have written stays a quote."""
    found: list[Token] = []
    is_told = False
    for token in tokens:
        is_told = is_told or token.norm in SPEECH
        if token.kind is Kind.QUOTE and not is_told and known.is_a_term(token.norm):
            inner = read_tokens(text[token.start + 1 : token.end - 1], known.today)
            found += [
                replace(part, start=part.start + token.start + 1, end=part.end + token.start + 1)
                for part in inner
            ]
        else:
            found.append(token)
    return tuple(found)
