"""Reading amounts, percentages and counts, in figures or words, and comparing them.

Called by `crm_core.copilot.evidence.tokens`, for a model's words and for the facts alike.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

ROUNDED = Decimal("0.05")
"""How far off an amount may be that is said to be rounded, as a part of it."""

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CODES = "EUR USD GBP CHF JPY INR CAD AUD SEK NOK DKK PLN CZK HUF CNY BRL MXN ZAR NZD SGD"
_CURRENCY_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "pounds": "GBP",
    "francs": "CHF",
    "yen": "JPY",
}
_SCALES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_COIN = "|".join([*map(re.escape, _SIGNS), *_CODES.split(), *_CURRENCY_WORDS])
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<minus>[-−])?(?P<before>(?:(?:US|CA|AU)?(?:{_COIN})))?\s?(?P<minus2>-)?"
    r"(?P<digits>\d{1,3}(?:[ '’]\d{3}){1,5}(?:[.,]\d{1,2})?(?!\d)|\d{1,18}(?:[.,]\d{1,18}){0,6})"
    rf"(?:\s?(?P<scale>k|m|mn|mio|bn|thousand|million|billion)(?!\w))?"
    rf"(?:(?:\s|-)?(?P<after>%|percent(?!\w)|per\scent(?!\w)|(?:{_COIN})(?!\w)))?(?!\w)",
    re.IGNORECASE,
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SPELLED = (
    {word: value for value, word in enumerate(_UNITS.split())}
    | {word: 20 + 10 * place for place, word in enumerate(_TENS.split())}
    | {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
)


@dataclass(frozen=True, slots=True)
class Number:
    """A value and what it counts: a currency's code, "%", or empty.

    `values`: more than one where the figures can be read in more than one way.
    """

    values: tuple[Decimal, ...]
    unit: str = ""

    def equals(self, other: "Number", *, is_rounded: bool = False) -> bool:
        """True where a record that holds `other` proves this; an amount may leave its currency
        away, but a percentage is never a count."""
        if self.unit != other.unit and (self.unit or other.unit == "%"):
            return False
        if len(self.values) > 1 and self.values != other.values:
            return False
        return any(
            mine == theirs or (is_rounded and abs(mine - theirs) <= abs(theirs) * ROUNDED)
            for mine in self.values
            for theirs in other.values
        )


def read_number(found: re.Match[str]) -> Number:
    """What a match of `NUMBER` says."""
    coin = found["before"] or found["after"] or ""
    unit = _unit_of(coin)
    if found["before"] and found["after"] and _unit_of(found["after"]) != unit:
        unit = f"{unit}/{_unit_of(found['after'])}"
    scale = _SCALES[found["scale"].lower()] if found["scale"] else 1
    sign = -1 if found["minus"] or found["minus2"] else 1
    values = _values(found["digits"], is_money=bool(unit) and unit != "%")
    return Number(tuple(value * scale * sign for value in values), unit)


def spelled_number(words: list[str]) -> Decimal | None:
    """The value of "one hundred and twenty thousand", given word by word; None where it is none."""
    whole = part = 0
    is_any = False
    for word in words:
        if word == "and" and is_any:
            continue
        value = SPELLED.get(word)
        if value is None:
            return None
        is_any = True
        if value == 100:
            part = (part or 1) * value
        elif value >= 1_000:
            whole += (part or 1) * value
            part = 0
        elif part % 100 and not (part % 10 == 0 and value < 10 and part % 100 >= 20):
            return None
        else:
            part += value
    return Decimal(whole + part) if is_any else None


def currency_of(word: str) -> str:
    """The code that a word or sign stands for; empty for any other word."""
    return _CURRENCY_WORDS.get(word.casefold()) or (word.upper() if word in _CODES.split() else "")


def _unit_of(coin: str) -> str:
    if not coin:
        return ""
    if coin.startswith("%") or coin.lower().startswith("per"):
        return "%"
    bare = coin[2:] if coin[:2].upper() in ("US", "CA", "AU") and coin[2:] == "$" else coin
    if bare != coin:
        return f"{coin[:2].upper()}D"
    return _SIGNS.get(coin) or _CURRENCY_WORDS.get(coin.lower()) or coin.upper()


def _values(digits: str, *, is_money: bool) -> tuple[Decimal, ...]:
    bare = re.sub(r"[ '’]", "", digits)
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        last = max(bare.rfind(","), bare.rfind("."))
        head, tail = re.sub("[.,]", "", bare[:last]), bare[last + 1 :]
        return (Decimal(f"{head}.{tail}"),)
    if commas > 1 or points > 1:
        sign = "," if commas else "."
        groups = bare.split(sign)
        if any(len(group) != 3 for group in groups[1:]):
            return (Decimal("NaN"),)
        return (Decimal("".join(groups)),)
    if commas:
        head, tail = bare.split(",")
        is_group = len(tail) == 3 and head != "0"
        return (Decimal(head + tail) if is_group else Decimal(f"{head}.{tail}"),)
    if points:
        head, tail = bare.split(".")
        if len(tail) == 3 and head != "0":
            grouped = Decimal(head + tail)
            return (grouped,) if is_money else (grouped, Decimal(bare))
    return (Decimal(bare),)
