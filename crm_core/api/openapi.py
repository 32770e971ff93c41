"""The OpenAPI document of both applications, with full paths and every refusal documented."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from crm_core.api.calls import KEY_HEADER, REPLAY_HEADER, WRITES
from crm_core.api.problems import (
    MEDIA_TYPE,
    BodyTooLarge,
    MalformedBody,
    Problem,
    UnsupportedBody,
)
from crm_core.errors import (
    Conflict,
    CrmError,
    Forbidden,
    InvalidInput,
    NotFound,
    Unauthenticated,
    Unavailable,
)

Document = dict[str, Any]

VERSION = "1"

_DESCRIPTION = """\
Sequences, the people in them, and what happened. JSON is camelCase; bodies and parameters take
snake_case as well, and none that is unknown. Lists come in pages: `limit` and `cursor` in,
`items` and `nextCursor` out. A refusal is a problem document (RFC 9457) whose `field` names what
it is about and whose `rule` names the rule. A write that carries an `Idempotency-Key` is done
once, however often it is sent.
"""
_TAGS = (
    "Sequences",
    "Enrollments",
    "Activities",
    "Leads",
    "Parties",
    "Deals",
    "Suppressions",
    "Internal",
)
_REFUSALS: dict[str, tuple[type[CrmError], str]] = {
    str(kind.status): (kind, text)
    for kind, text in (
        (MalformedBody, "The body is no JSON."),
        (Unauthenticated, "The token is missing, unknown or revoked."),
        (Forbidden, "The token's role does not hold the permission."),
        (NotFound, "The workspace has nothing with this id."),
        (Conflict, "A rule refused; `rule` says which."),
        (BodyTooLarge, "The body has more than 512 KB, or a message more than 25 MB."),
        (UnsupportedBody, "The body is of another kind than this route takes."),
        (InvalidInput, "A value cannot be used; `field` says which."),
        (Unavailable, "SERVICE_TOKEN is not set."),
    )
}
_KEY_PARAMETER = {
    "name": KEY_HEADER,
    "in": "header",
    "description": "Up to 200 printable characters. The same key with the same request gets the "
    f"first answer again, with `{REPLAY_HEADER}: true`.",
    "schema": {"type": "string", "maxLength": 200},
}


def describe(applications: Mapping[str, list[BaseRoute]]) -> Document:
    """The document of the routes that are mounted at each prefix."""
    whole = _part("", [])
    whole["tags"] = [{"name": name} for name in _TAGS]
    whole["components"] = {"schemas": {}, "securitySchemes": {}}
    for prefix, routes in applications.items():
        part = _part(prefix, routes)
        whole["paths"] |= part["paths"]
        for kind, found in part["components"].items():
            whole["components"][kind] |= found
    schemas = whole["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= _problem_schemas()
    whole["components"]["responses"] = {
        kind.__name__: _refusal(kind, text) for kind, text in _REFUSALS.values()
    }
    for path, method, operation in operations(whole):
        _document_refusals(path, method, operation)
    return whole


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each operation with its path and its method in capitals."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _part(prefix: str, routes: list[BaseRoute]) -> Document:
    part = get_openapi(title="Duestep", version=VERSION, description=_DESCRIPTION, routes=routes)
    part["paths"] = {prefix + path: methods for path, methods in part["paths"].items()}
    return part


def _document_refusals(path: str, method: str, operation: Document) -> None:
    """Add what can be refused: it follows from the method, the path and the body."""
    statuses = {"401", "422"}
    if path.startswith("/internal"):
        statuses |= {"503"}
    else:
        statuses |= {"403"}
    if "{" in path:
        statuses |= {"404"}
    if method in WRITES:
        statuses |= {"400", "413", "415"}
        if not path.startswith("/internal"):
            statuses |= {"404", "409"}
            operation.setdefault("parameters", []).append(_KEY_PARAMETER)
    for status in sorted(statuses):
        name = _REFUSALS[status][0].__name__
        operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _refusal(kind: type[CrmError], text: str) -> Document:
    example = {
        "type": f"urn:duestep:problem:{kind.rule}",
        "title": kind.title,
        "status": kind.status,
        "detail": text,
        "rule": kind.rule,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }


def _problem_schemas() -> Document:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
