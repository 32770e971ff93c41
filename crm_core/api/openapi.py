"""The OpenAPI document of both applications, with full paths and every refusal documented."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from crm_core import __version__
from crm_core.api.calls import KEY_HEADER, REPLAY_HEADER, WRITES
from crm_core.api.problems import MEDIA_TYPE, Problem
from crm_core.errors import CrmError

Document = dict[str, Any]

_DESCRIPTION = """\
Sequences, the people in them, and what happened. JSON is camelCase; bodies take snake_case as
well. Lists come in pages: `limit` and `cursor` in, `items` and `nextCursor` out. A refusal is a
problem document (RFC 9457) whose `field` names what it is about and whose `rule` names the rule.
A write that carries an `Idempotency-Key` is done once, however often it is sent.
"""
_TAGS = ("Sequences", "Enrollments", "Activities", "Leads", "Parties", "Deals", "Internal")
_REFUSALS = {
    "400": ("Malformed", "The body is no JSON.", "malformed-body"),
    "401": ("Unauthenticated", "The token is missing, unknown or revoked.", "unauthenticated"),
    "403": ("Forbidden", "The token's role does not hold the permission.", "forbidden"),
    "404": ("NotFound", "The workspace has nothing with this id.", "not-found"),
    "409": ("Conflict", "A rule refused; `rule` says which.", "conflict"),
    "413": ("TooLarge", "The body has more than 512 KB.", "body-too-large"),
    "415": ("OtherKind", "The body is not application/json.", "unsupported-media-type"),
    "422": ("Invalid", "A value cannot be used; `field` says which.", "invalid-input"),
    "503": ("Unavailable", "SERVICE_TOKEN is not set.", "unavailable"),
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
        name: _refusal(int(status), text, rule) for status, (name, text, rule) in _REFUSALS.items()
    }
    for path, method, operation in operations(whole):
        _document_refusals(path, method, operation)
    return _without_titles(whole)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each operation with its path and its method in capitals."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _part(prefix: str, routes: list[BaseRoute]) -> Document:
    part = get_openapi(
        title="Duestep", version=__version__, description=_DESCRIPTION, routes=routes
    )
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
        name = _REFUSALS[status][0]
        operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _refusal(status: int, text: str, rule: str) -> Document:
    titles = {kind.status: kind.title for kind in CrmError.__subclasses__()}
    example = {
        "type": f"urn:duestep:problem:{rule}",
        "title": titles.get(status, text),
        "status": status,
        "detail": text,
        "rule": rule,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }


def _problem_schemas() -> Document:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _without_titles(value: Any) -> Any:
    """pydantic's titles repeat the fields' names and say nothing."""
    if isinstance(value, dict):
        named = {"properties", "schemas"}
        return {
            key: _without_titles(item)
            if key not in named
            else {name: _without_titles(inner) for name, inner in item.items()}
            for key, item in value.items()
            if not (key == "title" and isinstance(item, str) and "type" in value)
        }
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    return value
