"""The filters of texts: an allow-list of the engine's, and our own where those would go wrong.

The engine's own would read the clock ("now"), take a Decimal for 0, or give an empty date.
"""

import math
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any

from liquid.filter import with_context

from crm_core.texts.limits import LOOP_LIMIT, OUTPUT_LIMIT
from crm_core.texts.rendering import Rendering
from crm_core.texts.text import RenderFault
from crm_core.texts.values import Missing, is_nothing, too_long

_NUMBER_LIMIT = 10**30
_DATE_LAYOUT_LIMIT = 100
_ENGINE_FILTERS = (
    "append", "capitalize", "downcase", "escape", "escape_once", "first", "join", "last",
    "lstrip", "newline_to_br", "prepend", "remove", "remove_first", "replace", "replace_first",
    "rstrip", "size", "slice", "split", "squish", "strip", "strip_newlines", "truncate",
    "truncatewords", "upcase", "url_encode",
)  # fmt: skip

Filtering = Callable[..., Any]


def narrowed(filters: Mapping[str, Filtering]) -> dict[str, Filtering]:
    """The filters that a text may use, out of all of the engine's."""
    taken = {name: filters[name] for name in _ENGINE_FILTERS} | _OWN_FILTERS
    return {name: _guarded(name, function) for name, function in taken.items()}


def _guarded(name: str, function: Filtering) -> Filtering:
    """A filter that passes a missing value on and keeps within the limits."""

    @wraps(function)
    def run(left: object, *args: object, context: Rendering, **options: object) -> object:
        given = (left, *args, *options.values())
        missing = [value for value in given if isinstance(value, Missing)]
        if missing and (name != "default" or 1 < len(given) == len(missing)):
            return Missing(dict.fromkeys(part for value in missing for part in value.names))
        if name != "default" and any(isinstance(value, dict) for value in given):
            raise RenderFault("a group of fields is no value")
        context.spend(1 + sum(len(value) for value in given if isinstance(value, str | list)))
        if name in _GROWTH and _GROWTH[name](left, *args) > OUTPUT_LIMIT:
            raise RenderFault(too_long(OUTPUT_LIMIT))
        result = function(left, *args, **options)
        if isinstance(result, str) and len(result) > OUTPUT_LIMIT:
            raise RenderFault(too_long(OUTPUT_LIMIT))
        if isinstance(result, list) and len(result) > LOOP_LIMIT:
            raise RenderFault(f"a list has more than {LOOP_LIMIT:,} items")
        return result

    return with_context(run)


_GROWTH: dict[str, Callable[..., int]] = {
    "join": lambda items, between=" ": (
        (len(items) if type(items) is list else 1) * len(str(between))
    ),
    "replace": lambda text, old, new="": str(text).count(str(old)) * len(str(new)),
}
"""How much the filters that can multiply their input would add."""


def _default(value: object, fallback: object = "", *, allow_false: object = False) -> object:
    if value is False:
        return value if allow_false is True else fallback
    if isinstance(value, Mapping) or is_nothing(value) or value == []:
        return fallback
    return value


def _date(value: object, layout: object) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise RenderFault(f"'{value!s:.40}' is no date") from error
    if not isinstance(value, date):
        raise RenderFault(f"{value} is no date")
    if not isinstance(layout, str) or len(layout) > _DATE_LAYOUT_LIMIT:
        raise RenderFault("a date needs a layout such as '%d %B %Y'")
    return value.strftime(layout)


def _number(value: object) -> int | Decimal:
    text = str(value).strip()
    try:
        number = Decimal(text)
        if abs(number) < _NUMBER_LIMIT and not isinstance(value, bool):
            return int(text) if text.lstrip("+-").isdecimal() else number
    except ArithmeticError:
        pass
    raise RenderFault(f"'{text:.40}' is no number")


def _divide(number: Any, by: Any) -> int | Decimal:
    whole = isinstance(number, int) and isinstance(by, int)
    quotient: int | Decimal = number // by if whole else number / by
    return quotient


def _round(value: object, places: object = 0) -> int | Decimal:
    number, digits = _number(value), int(_number(places))
    if isinstance(number, int) or digits <= 0:
        return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _of_one(function: Callable[[Any], object]) -> Filtering:
    return lambda value: function(_number(value))


def _of_two(function: Callable[[Any, Any], object]) -> Filtering:
    return lambda value, other: function(_number(value), _number(other))


_OWN_FILTERS: dict[str, Filtering] = {
    "default": _default,
    "date": _date,
    "round": _round,
    "abs": _of_one(abs),
    "ceil": _of_one(math.ceil),
    "floor": _of_one(math.floor),
    "plus": _of_two(operator.add),
    "minus": _of_two(operator.sub),
    "times": _of_two(operator.mul),
    "divided_by": _of_two(_divide),
    "modulo": _of_two(operator.mod),
    "at_least": _of_two(max),
    "at_most": _of_two(min),
}
