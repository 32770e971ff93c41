"""A request's query parameters: only those that its route knows, each once, in either spelling."""

from collections.abc import Iterator, Mapping

from fastapi.dependencies.models import Dependant
from pydantic.alias_generators import to_snake
from starlette.datastructures import QueryParams

from crm_core.errors import InvalidInput

NAME_MOST = 200


def spellings(dependant: Dependant) -> dict[str, str]:
    """From each spelling that a route takes, camelCase and snake_case, to the parameter's name."""
    names = list(_names(dependant))
    return {to_snake(name): name for name in names} | {name: name for name in names}


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _names(inner)


def read_query(given: QueryParams, known: Mapping[str, str]) -> QueryParams:
    """The parameters under the names that the route uses.

    Raises `InvalidInput` naming, as it was spelled, a parameter that the route does not know or
    that is given twice: left out silently, either would answer another question than was asked.
    """
    read: dict[str, str] = {}
    for spelled, value in given.multi_items():
        name = known.get(spelled)
        usable = 0 < len(spelled) <= NAME_MOST and spelled.isprintable()
        field = spelled if usable else "query"
        if name is None:
            names = ", ".join(sorted(set(known.values())))
            raise InvalidInput(
                f"Unknown parameter; known are {names}." if names else "Takes no parameters.",
                field=field,
            )
        if name in read:
            raise InvalidInput("Is given twice.", field=field)
        read[name] = value
    return QueryParams(read)
