"""What one fact allows a claim to say: words, numbers, days, quotes.

Built by `crm_core.copilot.evidence.known` for each fact that it learns.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.copilot.evidence import families
from crm_core.copilot.evidence.numbers import Number
from crm_core.copilot.evidence.tokens import Kind, Token, base, quotable, read_tokens
from crm_core.copilot.evidence.words import DEFINITE, FUNCTION, listed
from crm_core.copilot.facts import Fact, RecordKind

ALIASES = ("contact", "company", "person", "deal", "lead", "sender")
NAME_FIELDS = frozenset([*ALIASES, "owner", "name"])
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


_FAMILIES = tuple(
    (f" {' '.join(base(word) for word in trigger.split())} ", frozenset(family.split()))
    for trigger, family in families.FIELDS.items()
)
"""`families.FIELDS` as they are looked for, and the words of each."""


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
    named = read_tokens(fact.field, today)
    core = set(_content(named))
    for trigger, family in _FAMILIES:
        if trigger in f" {field} ":
            core |= family
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
    field_numbers = _numbers(named)
    names = frozenset(naming_words(fact.record.label))
    return Ground(
        index=index,
        fact=fact,
        aliases=aliases,
        label=names,
        names=names | aliases,
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
        all_dates=frozenset(value_dates | _days(label) | _days(named)),
        addresses=frozenset(token.norm for token in (*text, *label) if token.kind is Kind.ADDRESS),
        written=quotable(fact.text) if fact.is_quote else "",
        is_boolean=is_boolean,
        is_negative=is_negative,
        manner=manner,
        is_of_a_name=bool(set(field.split()) & NAME_FIELDS),
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


def is_part(run: tuple[str, ...], name: tuple[str, ...]) -> bool:
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
