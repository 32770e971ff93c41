"""From a body's bytes to JSON values that everything behind can hold.

What Python's parser lets pass and a database or an answer cannot hold is refused here, by its
path: NaN, numbers past 64 bits, NUL characters, halves of surrogate pairs, endless nesting. So
is a field that comes twice, of which the parser would keep the last.
"""

import json
import math
from collections import Counter
from typing import Any

from pydantic.alias_generators import to_camel

from crm_core.api.problems import MalformedBody
from crm_core.errors import CrmError, InvalidInput

NESTING_MOST = 32
NAME_MOST = 200
_DIGITS_MOST = 20
_FREE_NAMES = "custom"
"""The object whose fields the workspace names; their spelling is kept."""


def parse(raw: bytes) -> object:
    """Read a body (RFC 8259, UTF-8).

    Raises `MalformedBody` for what is no JSON, and `InvalidInput` naming the field for values
    that nothing here can hold.
    """
    try:
        value = json.loads(raw.decode(), parse_int=_whole, object_pairs_hook=_object)
    except RecursionError:
        raise _too_deep("body") from None
    except json.JSONDecodeError as fault:
        raise MalformedBody(
            f"The body is not valid JSON: {fault.msg} at line {fault.lineno}, "
            f"column {fault.colno}.",
            field="body",
        ) from None
    except UnicodeDecodeError as fault:
        raise MalformedBody(
            f"The body is not valid UTF-8 at byte {fault.start}.", field="body"
        ) from None
    _check(value)
    return value


class _Ambiguous(dict[str, Any]):
    """An object one of whose fields came twice."""

    repeated: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these fields; one that came twice is told by `_check`, which knows its path."""
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    counts = Counter(name for name, _ in pairs)
    ambiguous = _Ambiguous(value)
    ambiguous.repeated = next(name for name in counts if counts[name] > 1)
    return ambiguous


def _whole(digits: str) -> int | float:
    """Python refuses to read very long integers; as a float they are found by `_check`."""
    return int(digits) if len(digits) <= _DIGITS_MOST else math.inf


def _check(root: object) -> None:
    """Look at every value, without recursion."""
    if fault := _fault(root):
        raise InvalidInput(fault, field="body")
    waiting: list[tuple[object, str, int, bool]] = [(root, "", 0, False)]
    while waiting:
        value, path, depth, free = waiting.pop()
        if depth > NESTING_MOST:
            raise _too_deep(path)
        if isinstance(value, dict):
            repeated = value.repeated if isinstance(value, _Ambiguous) else None
            for name, item in value.items():
                if len(name) > NAME_MOST or not name.isprintable():
                    raise InvalidInput("A field has a name that cannot be used.", path or "body")
                spelled = name if free else to_camel(name)
                inside = f"{path}.{spelled}" if path else spelled
                if name == repeated:
                    raise InvalidInput("Is given twice.", field=inside)
                if fault := _fault(item):
                    raise InvalidInput(fault, field=inside)
                if isinstance(item, dict | list):
                    waiting.append((item, inside, depth + 1, free or name == _FREE_NAMES))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if fault := _fault(item):
                    raise InvalidInput(fault, field=f"{path or 'body'}[{index}]")
                if isinstance(item, dict | list):
                    waiting.append((item, f"{path or 'body'}[{index}]", depth + 1, free))


def _fault(value: object) -> str:
    """Why a single value cannot be used, or nothing."""
    if isinstance(value, str):
        if "\0" in value:
            return "Must not contain NUL characters."
        try:
            value.encode()
        except UnicodeEncodeError:
            return "Contains half of a surrogate pair."
    elif (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, int) and not -(2**63) <= value < 2**63
    ):
        return "Must be a number that can be held in 64 bits."
    return ""


def _too_deep(path: str) -> CrmError:
    field = path if len(path) <= NAME_MOST else "body"
    return InvalidInput(f"Objects and lists go at most {NESTING_MOST} deep.", field=field)
