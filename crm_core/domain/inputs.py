"""Reading single values of outside input: each returns the clean value or names the field."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from crm_core.errors import InvalidInput

Word = TypeVar("Word", bound=StrEnum)

_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


def word(kind: type[Word], value: object, path: str) -> Word:
    """Read one word of a closed vocabulary, in any case; raises `InvalidInput` listing it."""
    try:
        return kind(str(value).strip().upper())
    except ValueError:
        raise InvalidInput(f"Must be one of {', '.join(kind)}.", field=path) from None


def mapping(value: object, path: str) -> Mapping[str, object]:
    """An object; absent counts as empty."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidInput("Must be an object.", field=path)
    return value


def only(given: Mapping[str, object], known: set[str], path: str) -> None:
    """Refuse a field that nobody knows, naming those that are known."""
    for name in given:
        if name not in known:
            raise InvalidInput(
                f"Unknown field; known are {', '.join(sorted(known))}.", field=f"{path}.{name}"
            )


def text(value: object, path: str, limit: int) -> str:
    """A text of any lines, as it was typed; absent counts as empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput("Must be a text.", field=path)
    if len(value) > limit:
        raise InvalidInput(f"At most {limit:,} characters.", field=path)
    if "\0" in value:
        raise InvalidInput("Must not contain NUL characters.", field=path)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidInput("Contains half of a surrogate pair.", field=path) from None
    return value


def line(value: object, path: str, limit: int) -> str:
    """One line without control characters, trimmed: fit for a header or a name."""
    clean = text(value, path, limit).strip()
    if _CONTROL.search(clean):
        raise InvalidInput("Must be one line without control characters.", field=path)
    return clean


def flag(value: object, path: str) -> bool:
    """True or false; absent counts as false."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise InvalidInput("Must be true or false.", field=path)
    return value


def whole(value: object, path: str) -> int | None:
    """A whole number that the database can hold, or None where it is absent."""
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:20])
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise InvalidInput("Must be a whole number.", field=path)
    return value


def day(value: object, path: str) -> date | None:
    """A date as YYYY-MM-DD, or None where it is absent."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidInput("Must be a date as YYYY-MM-DD.", field=path) from None


def instant(value: object, path: str) -> datetime | None:
    """An instant that says its time zone, or None where it is absent."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise InvalidInput("Must be a date and a time.", field=path)
    if value.tzinfo is None:
        raise InvalidInput("Must say its time zone, as in 2026-01-31T09:00:00Z.", field=path)
    return value
