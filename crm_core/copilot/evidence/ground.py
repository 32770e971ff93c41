"""The facts as ground for claims: which words, numbers and days each of them allows.

Built by `crm_core.copilot.evidence.stream` as facts are learnt; asked for every word of an answer,
so sets of facts are kept as bits of an integer.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_core.copilot.evidence import families
from crm_core.copilot.evidence.numbers import Number
from crm_core.copilot.evidence.tokens import Kind, Token, base, quotable, read_tokens
from crm_core.copilot.evidence.words import DEFINITE, FUNCTION, SPEECH, listed
from crm_core.copilot.facts import Fact, Record, RecordKind

_ALIASES = ("contact", "company", "person", "deal", "lead", "sender")
_WITH_ALIASES = frozenset(
    {RecordKind.DEAL, RecordKind.ACTIVITY, RecordKind.MESSAGE, RecordKind.ENROLLMENT}
)
_NAME_FIELDS = frozenset([*_ALIASES, "owner", "name"])
_STATES = ("amount", "stage", "owner", "status", "probability")
_EVERYDAY = listed(
    "email emails call phone meeting task note step reply message to from with in of for re"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What one fact allows.

    `names`: words that name its record, `label` those of its own label,
    `aliases` those of its people and its company. `core`: words for its
    field; `values`: words for its value, `order` the value's own as they follow each other.
    `followers`: what its numbers count. `counts`: words of a count's field, which it is nothing
    without. `dates`: of the value; `all_dates`: also of its label and field. `written`: a quote.
    `is_boolean`: its value is yes or no, so that the field's words are the claim.
    `manner`: a key of `families.LABELS` for what was written, called or met, else empty.
    `is_of_a_name`: its value is a name. `counted`: numbers in a quote with what they count.
    """

    index: int
    fact: Fact
    names: frozenset[str]
    label: frozenset[str]
    aliases: frozenset[str]
    allowed: frozenset[str]
    core: frozenset[str]
    values: frozenset[str]
    order: tuple[str, ...]
    numbers: tuple[Token, ...]
    label_numbers: tuple[Token, ...]
    followers: tuple[str, ...]
    label_followers: tuple[str, ...]
    field_numbers: tuple[Token, ...]
    counts: tuple[str, ...]
    dates: frozenset[date]
    all_dates: frozenset[date]
    addresses: frozenset[str]
    written: str
    is_boolean: bool
    is_negative: bool
    is_of_a_name: bool
    manner: str
    counted: frozenset[tuple[Decimal, str]]
    field: str


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
        self._seen: set[Fact] = set()
        self._manners: dict[Record, str] = {}
        self._terms: set[str] = set()
        self._of_people: dict[str, set[tuple[str, ...]]] = {}
        self.fields: set[str] = set()

    def learn(self, facts: tuple[Fact, ...]) -> None:
        fresh = [fact for fact in facts if fact not in self._seen]
        self._forget_states(fresh)
        self._related.clear()
        for fact in fresh:
            self._seen.add(fact)
            self._name(fact)
        for fact in fresh:
            aliases = self._alias_words(fact.record)
            manner = self._manners.get(fact.record, "")
            ground = ground_of(fact, len(self.grounds), aliases, self.today, manner)
            self.grounds.append(ground)
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
        found = 0
        for ground in self.grounds:
            if self.everything >> ground.index & 1 and holds(ground, token, is_rounded):
                found |= 1 << ground.index
        return found

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
            if not any(_is_part(run, name) for name in self._of_people[token.norm]):
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
        if not fact.is_quote and set(field.split()) & _NAME_FIELDS:
            self._call(fact.text)
        if not fact.is_quote and any(alias in field.split() for alias in _ALIASES):
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


def ground_of(
    fact: Fact, index: int, aliases: frozenset[str], today: date, manner: str = ""
) -> Ground:
    field = " ".join(base(word) for word in fact.field.split())
    label = read_tokens(fact.record.label, today)
    text = read_tokens(fact.text, today)
    whole = fact.text.strip().casefold().rstrip(".")
    is_boolean = whole in families.TRUE | families.FALSE
    is_negative = not fact.is_quote and (
        whole in families.FALSE or any(token.is_negation for token in text)
    )
    if is_negative:
        aliases = frozenset()
    order = () if fact.is_quote or is_boolean else tuple(_content(text))
    values = set(order)
    for word in order:
        values |= set(families.TEXTS.get(word, "").split())
    core = set(_content(read_tokens(fact.field, today)))
    for trigger, family in families.FIELDS.items():
        if f" {' '.join(base(word) for word in trigger.split())} " in f" {field} ":
            core |= set(family.split())
    allowed = core | values | aliases | set(families.KINDS[fact.record.kind].split())
    allowed |= {token.norm for token in label if token.kind is Kind.WORD}
    allowed |= set(families.LABELS.get(manner, "").split())
    if fact.is_quote:
        allowed |= set(families.NOTES.split())
    if fact.record.kind is RecordKind.ACTIVITY and not manner:
        allowed |= {"task"}
    if fact.record.kind in (RecordKind.ACTIVITY, RecordKind.MESSAGE, RecordKind.DELIVERY):
        allowed |= {"last", "latest", "recent", "most"}
    on = {fact.on} if fact.on else set()
    value_dates = on if fact.is_quote else on | _days(text)
    numbers = _numbers(text)
    named = read_tokens(fact.field, today)
    field_numbers = _numbers(named)
    return Ground(
        index=index,
        fact=fact,
        aliases=aliases,
        label=frozenset(naming_words(fact.record.label)),
        names=frozenset(naming_words(fact.record.label)) | aliases,
        allowed=frozenset(allowed),
        core=frozenset(core - FUNCTION),
        values=frozenset(values),
        order=order,
        numbers=() if fact.is_quote else numbers,
        label_numbers=(*_numbers(label), *field_numbers),
        label_followers=(
            *(_follower(label, token) for token in _numbers(label)),
            *(_follower(named, token) for token in field_numbers),
        ),
        field_numbers=field_numbers,
        counts=_counts(named, text, fact),
        followers=tuple(_follower(text, token) for token in numbers),
        dates=frozenset(value_dates),
        all_dates=frozenset(value_dates | _days(label) | _days(read_tokens(fact.field, today))),
        addresses=frozenset(token.norm for token in (*text, *label) if token.kind is Kind.ADDRESS),
        written=quotable(fact.text) if fact.is_quote else "",
        is_boolean=is_boolean,
        is_negative=is_negative,
        manner=manner,
        is_of_a_name=bool(set(field.split()) & _NAME_FIELDS),
        counted=frozenset(
            (token.number.values[0], _follower(text, token))
            for token in numbers
            if fact.is_quote and token.number
        ),
        field=field,
    )


def holds(ground: Ground, token: Token, is_rounded: bool) -> bool:
    if token.kind is Kind.NUMBER:
        number = token.number
        assert number is not None
        return any(
            _equals(number, other.number, is_rounded)
            for other in (*ground.numbers, *ground.label_numbers)
        )
    if token.kind is Kind.DATE:
        assert token.when is not None
        return any(token.when.holds(on) for on in ground.all_dates)
    if token.kind is Kind.ADDRESS:
        return token.norm in ground.addresses
    return is_quoted(ground, token.norm)


def is_quoted(ground: Ground, words: str) -> bool:
    """True where the words stand in what was written, from one word's edge to another's, and no
    "not" before them in the same sentence was left out; or are a whole value or label."""
    wanted = quotable(words).strip(" .,;:!?\"'…")
    if not wanted:
        return False
    if not ground.fact.is_quote:
        return wanted in (quotable(ground.fact.text), quotable(ground.fact.record.label))
    at = ground.written.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        before, after = ground.written[:at], ground.written[end:]
        is_whole = not before[-1:].isalnum() and not after[:1].isalnum()
        sentence = before[max(before.rfind(stop) for stop in ".!?") + 1 :]
        if is_whole and not _negates(sentence):
            return True
        at = ground.written.find(wanted, at + 1)
    return False


def naming_words(label: str) -> list[str]:
    """The words of a label that tell its record from others."""
    return [
        token.norm
        for token in read_tokens(label, date.min.replace(year=2000))
        if token.kind is Kind.WORD and token.norm not in FUNCTION | _EVERYDAY | DEFINITE
    ]


def _is_part(run: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """True where the words follow each other as they do in the name."""
    rest = iter(name)
    return all(word in rest for word in run)


def _negates(text: str) -> bool:
    return any(
        word in ("not", "no", "never", "cannot", "without", "nobody", "none", "if")
        or word.endswith("n't")
        for word in text.split()
    )


def _equals(mine: Number | None, theirs: Number | None, is_rounded: bool) -> bool:
    assert mine is not None
    return theirs is not None and mine.equals(theirs, is_rounded=is_rounded)


def _content(tokens: tuple[Token, ...]) -> list[str]:
    return [
        token.norm for token in tokens if token.kind is Kind.WORD and token.norm not in FUNCTION
    ]


def _follower(tokens: tuple[Token, ...], number: Token) -> str:
    at = tokens.index(number) + 1
    if at == len(tokens) or tokens[at].kind is not Kind.WORD or tokens[at].norm in FUNCTION:
        return ""
    return tokens[at].norm


def _numbers(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(token for token in tokens if token.kind is Kind.NUMBER)


def _counts(field: tuple[Token, ...], text: tuple[Token, ...], fact: Fact) -> tuple[str, ...]:
    """The words of a count's field, all of which must be told: "3 unanswered touches" are not "3
    touches"; none where the value is no count."""
    number = text[0].number if text else None
    if fact.is_quote or number is None or number.unit or len(_numbers(text)) != 1:
        return ()
    if len(text) > 1 and fact.record.kind is not RecordKind.WORKSPACE:
        return ()
    return tuple(word for word in _content(field) if word not in ("found", "total"))


def _days(tokens: tuple[Token, ...]) -> set[date]:
    return {
        first
        for token in tokens
        if token.when
        for first, last in token.when.spans
        if first == last and len(token.when.spans) == 1
    }


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
