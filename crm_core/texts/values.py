"""What a value is to a text: how it is shown, what is cleaned away, and one that is missing."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from liquid import Undefined
from liquid.builtin.expressions.primitive import Blank, Empty

from crm_core.texts.text import MissingFields, Values


class Missing(Undefined):
    """The value of fields that have none: false in a condition, replaced by `default`.

    Filters pass it on. Any other use would leave a hole and raises `MissingFields`.
    """

    __slots__ = ("names",)

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(self.names[0])

    def _refuse(self) -> NoReturn:
        raise MissingFields(self.names)

    def __len__(self) -> int:
        self._refuse()

    def __iter__(self) -> Iterator[Any]:
        self._refuse()

    def __int__(self) -> int:
        self._refuse()

    def __str__(self) -> str:
        self._refuse()


def is_nothing(value: object) -> bool:
    """Whether a condition takes the value for none."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or isinstance(value, Missing | Blank | Empty)


def shown(value: object) -> str:
    """A value as a text shows it; "" for what is no value."""
    if isinstance(value, str):
        return value.replace("\0", "") if "\0" in value else value
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and -30 < value.adjusted() < 30:
        return format(value, "f")
    if isinstance(value, list):
        return "".join(map(shown, value))
    return str(value)


def cleaned(values: Values) -> dict[str, object]:
    """The values that are some: no None, no blank string, no empty group, no NUL."""
    kept: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            value = cleaned(value)
        elif isinstance(value, str):
            value = shown(value)
        if value != {} and not is_nothing(value):
            kept[name] = value
    return kept


def too_long(limit: int) -> str:
    """What a rendering beyond its limit is refused with."""
    return f"the text would be longer than {limit:,} characters"
