"""What the API's inputs and answers are made of: spelling, ids, times, words, pages.

JSON is camelCase; inputs take snake_case as well. Shapes and types are checked here, rules in
the core, and both name a field alike.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from fastapi import Depends, Path, Query
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from crm_core.errors import CrmError, InvalidInput, NotFound
from crm_core.views.paging import LIMIT_MOST, LIMIT_USUAL, Page, Window

ID_MOST = 2**63 - 1
_YEARS = range(1970, 9000)


def _title(name: str, _: object) -> str:
    return name.replace("_", " ").capitalize()


class Input(BaseModel):
    """A body. Unknown fields are refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
        field_title_generator=_title,
    )


class Answer(BaseModel):
    """What the API gives back, in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        frozen=True,
        field_title_generator=_title,
    )


class Spelled(Input):
    """A body some of whose fields have synonyms; a refusal names the word that was used."""

    synonyms: ClassVar[Mapping[str, str]] = {}
    """From each synonym to the name, both as in JSON."""
    _used: dict[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, given: Any, make: Callable[[Any], "Spelled"]) -> "Spelled":
        made = make(given)
        words = [to_camel(word) for word in given] if isinstance(given, dict) else []
        made._used = {cls.synonyms[word]: word for word in words if word in cls.synonyms}
        return made

    @contextmanager
    def as_spelled(self) -> Iterator[None]:
        """Let what is refused inside name its field by the synonym that came in."""
        try:
            yield
        except CrmError as refusal:
            refusal.field = self._used.get(refusal.field or "", refusal.field)
            raise


def called(name: str, *synonyms: str) -> AliasChoices:
    """The spellings under which a field is taken: each word in camelCase and as given."""
    forms = (form for word in (name, *synonyms) for form in (to_camel(word), word))
    return AliasChoices(*dict.fromkeys(forms))


def one_of(words: type[StrEnum]) -> WithJsonSchema:
    """The schema of a closed vocabulary; the core reads the word, in any case."""
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in words]})


def _read_id(value: object, info: ValidationInfo) -> int:
    """An id that may exist. What cannot be one is treated as one that nobody has."""
    digits = value if isinstance(value, str) else str(value)
    usable = not isinstance(value, bool) and isinstance(value, int | str)
    if usable and digits.isascii() and digits.isdigit() and len(digits) <= 19:
        number = int(digits)
        if number <= ID_MOST:
            return number
    field = to_camel(info.field_name) if info.field_name else "id"
    raise NotFound("Nothing here has this id.", field=field)


def _read_moment(value: object, info: ValidationInfo) -> datetime:
    """A time as RFC 3339 writes it; the core asks for its zone."""
    field = to_camel(info.field_name or "")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise InvalidInput("Must be a time such as 2026-01-31T09:00:00Z.", field=field)
    return moment


BodyId = Annotated[int, BeforeValidator(_read_id)]
PathId = Annotated[int, Path(alias="id", description="Its id."), BeforeValidator(_read_id)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]


def filter_id(name: str, description: str) -> Any:
    """A query parameter that narrows a list to an id."""
    return Query(alias=name, description=description, ge=0, le=ID_MOST)


async def _window(
    limit: Annotated[
        int,
        Query(
            description="How many lines a page has.",
            json_schema_extra={"minimum": 1, "maximum": LIMIT_MOST},
        ),
    ] = LIMIT_USUAL,
    cursor: Annotated[
        str | None, Query(description="`nextCursor` of the page before, for the next one.")
    ] = None,
) -> Window:
    return Window(limit, cursor)


PageAsked = Annotated[Window, Depends(_window)]

Line = TypeVar("Line")
Item = TypeVar("Item", bound=Answer)


class Listing(Answer, Generic[Item]):
    """One page of a list. `nextCursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = Field(default=None, examples=["YWZ0ZXI6NDI"])


def listing(page: Page[Line], make: Callable[[Line], Item]) -> Listing[Item]:
    """A view's page as an answer."""
    return Listing(items=[make(line) for line in page.items], next_cursor=page.next_cursor)
