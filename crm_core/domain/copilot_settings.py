"""What a workspace decides about its copilot: which tools are off, what a day may cost.

Read by `crm_core.copilot`, changed by `crm_core.usecases.copilot_settings`. Prices are of the
model's own list, in any currency; without them tokens are counted and no cost is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crm_core.domain import inputs
from crm_core.errors import InvalidInput

DAILY_TOKENS = 200_000
TOKENS_MOST = 100_000_000
PRICE_MOST = Decimal(10_000)
MILLION = 1_000_000
FIELDS = {"off", "dailyTokens", "inputPrice", "outputPrice", "currency"}


@dataclass(frozen=True, slots=True)
class CopilotSettings:
    """`off`: names of tools. `daily_tokens`: for each user, read and written together, in any
    24 hours. `input_price` and `output_price`: for a million tokens."""

    off: frozenset[str] = frozenset()
    daily_tokens: int = DAILY_TOKENS
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    currency: str = "USD"

    @classmethod
    def read(cls, value: object) -> "CopilotSettings":
        """From the contract's form; absent means as usual. Raises `InvalidInput` by the field."""
        given = inputs.mapping(value, "copilot")
        inputs.only(given, FIELDS, "copilot")
        tokens = inputs.whole(given.get("dailyTokens"), "dailyTokens")
        if tokens is not None and not 0 <= tokens <= TOKENS_MOST:
            raise InvalidInput(f"From 0 to {TOKENS_MOST:,}.", field="dailyTokens")
        input_price = _price(given, "inputPrice")
        output_price = _price(given, "outputPrice")
        if (input_price is None) != (output_price is None):
            missing = "inputPrice" if input_price is None else "outputPrice"
            raise InvalidInput("Give both prices, or none.", field=missing)
        return cls(
            off=_names(given.get("off")),
            daily_tokens=DAILY_TOKENS if tokens is None else tokens,
            input_price=input_price,
            output_price=output_price,
            currency=_currency(given.get("currency")),
        )

    def as_json(self) -> dict[str, object]:
        """What `read` reads."""
        return {
            "off": sorted(self.off),
            "dailyTokens": self.daily_tokens,
            "inputPrice": None if self.input_price is None else str(self.input_price),
            "outputPrice": None if self.output_price is None else str(self.output_price),
            "currency": self.currency,
        }

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal | None:
        """What so many tokens cost, to a millionth; None where no price is known."""
        if self.input_price is None or self.output_price is None:
            return None
        cost = (self.input_price * input_tokens + self.output_price * output_tokens) / MILLION
        return cost.quantize(Decimal("0.000001"))


def _names(value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list | tuple | set | frozenset):
        raise InvalidInput("Must be a list of names of tools.", field="off")
    return frozenset(inputs.line(name, "off", 64) for name in value)


def _price(given: Mapping[str, object], field: str) -> Decimal | None:
    value = given.get(field)
    if value is None or value == "":
        return None
    try:
        price = Decimal(str(value))
    except InvalidOperation:
        raise InvalidInput("Must be a price of at least 0.", field=field) from None
    if not price.is_finite() or not 0 <= price <= PRICE_MOST:
        raise InvalidInput(f"From 0 to {PRICE_MOST:,}.", field=field)
    return price


def _currency(value: object) -> str:
    currency = inputs.line(value, "currency", 3).upper() or "USD"
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise InvalidInput("Must be a three-letter currency code (ISO 4217).", field="currency")
    return currency
