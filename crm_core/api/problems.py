"""Refusals as RFC 9457 problem documents, and how every error becomes one.

`field` is the JSON path of what is wrong (`steps[0].delay.value`), spelled alike whether the
shape was checked here or a rule was asked in the core.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from traceback import format_tb
from typing import Any, ClassVar

import structlog
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from crm_core.errors import CrmError, Unauthenticated

MEDIA_TYPE = "application/problem+json"
ERRORS_MOST = 20

log = structlog.get_logger(__name__)

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


class MalformedBody(CrmError):
    """The body is no JSON."""

    rule = "malformed-body"
    status = 400
    title = "The body cannot be read"


class UnsupportedBody(CrmError):
    """The body says that it is something other than JSON."""

    rule = "unsupported-media-type"
    status = 415
    title = "The body is of another kind"


class BodyTooLarge(CrmError):
    """The body is longer than any request needs."""

    rule = "body-too-large"
    status = 413
    title = "The body is too large"


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(examples=["steps[0].delay.value"])
    message: str = Field(examples=["A delay cannot be negative."])


class Problem(BaseModel):
    """A refusal (RFC 9457). `rule` names the rule that refused, for programs; `detail` says it
    to people; `field` is the JSON path of the input that it is about."""

    type: str = Field(examples=["urn:duestep:problem:invalid-input"])
    title: str = Field(examples=["The input is not valid"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["A delay cannot be negative."])
    rule: str = Field(examples=["invalid-input"])
    field: str | None = None
    errors: list[FieldError] | None = None

    media_type: ClassVar[str] = MEDIA_TYPE


def problem(
    status: int,
    rule: str,
    title: str,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response of a refusal; `errors` defaults to the one of `field`."""
    if field and not errors:
        errors = [FieldError(field=field, message=detail)]
    document = Problem(
        type=f"urn:duestep:problem:{rule}",
        title=title,
        status=status,
        detail=detail,
        rule=rule,
        field=field or (errors[0].field if errors else None),
        errors=list(errors) or None,
    )
    return JSONResponse(
        document.model_dump(exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE
    )


def problem_of(refusal: CrmError) -> Response:
    """A rule's refusal, as a response."""
    challenge = {"WWW-Authenticate": "Bearer"} if isinstance(refusal, Unauthenticated) else None
    return problem(
        refusal.status,
        refusal.rule,
        refusal.title,
        refusal.message,
        field=refusal.field,
        headers=challenge,
    )


async def on_refusal(_: Request, refusal: CrmError) -> Response:
    return problem_of(refusal)


async def on_wrong_shape(_: Request, fault: RequestValidationError) -> Response:
    """pydantic's findings; the first is the problem's field, all of them are listed."""
    errors = [
        FieldError(field=json_path(item["loc"], item["type"]), message=_sentence(item))
        for item in fault.errors()[:ERRORS_MOST]
    ]
    detail = f"{errors[0].field}: {errors[0].message}"
    return problem(422, "invalid-input", "The input is not valid", detail, errors=errors)


async def on_http_error(request: Request, fault: HTTPException) -> Response:
    """What the router says by itself: no such route, not with this method."""
    status = HTTPStatus(fault.status_code)
    details = {
        404: "There is nothing at this address.",
        405: f"{request.method} is not possible here.",
        400: "The request cannot be read.",
    }
    rule = status.phrase.lower().replace(" ", "-")
    detail = details.get(status, status.description or status.phrase)
    return problem(status, rule, status.phrase, detail, headers=fault.headers)


async def on_disconnect(_: Request, __: ClientDisconnect) -> Response:
    return problem(400, "incomplete-request", "Bad Request", "The request ended too early.")


async def on_bug(request: Request, fault: Exception) -> Response:
    """Nothing of the fault is shown. The server logs its message after this line."""
    log.error(
        "request failed",
        action="api.error",
        method=request.method,
        path=request.url.path,
        error=type(fault).__name__,
        # Not `exc_info`: a renderer that shows locals would show the caller's token.
        stack="".join(format_tb(fault.__traceback__)),
    )
    detail = "Something went wrong here, and it was logged."
    return problem(500, "internal-error", "Internal Server Error", detail)


HANDLERS: dict[int | type[Exception], Handler] = {
    CrmError: on_refusal,
    RequestValidationError: on_wrong_shape,
    HTTPException: on_http_error,
    ClientDisconnect: on_disconnect,
    Exception: on_bug,
}


def json_path(location: Sequence[int | str], kind: str = "") -> str:
    """The path of a pydantic location: `("body", "steps", 0, "delay")` is `steps[0].delay`.

    Names are in camelCase, whichever spelling was used; only an unknown field keeps its own.
    """
    path = ""
    parts = location[1:]
    for index, part in enumerate(parts):
        if isinstance(part, int):
            path += f"[{part}]"
            continue
        unknown = kind == "extra_forbidden" and index == len(parts) - 1
        path += ("." if path else "") + (part if unknown else to_camel(part))
    return path or str(location[0])


_SENTENCES = {
    "missing": "Is required.",
    "extra_forbidden": "Unknown field.",
    "string_type": "Must be a text.",
    "int_type": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "int_from_float": "Must be a whole number.",
    "bool_type": "Must be true or false.",
    "list_type": "Must be a list.",
    "dict_type": "Must be an object.",
    "model_type": "Must be an object.",
    "model_attributes_type": "Must be an object.",
}


def _sentence(item: Mapping[str, Any]) -> str:
    known = _SENTENCES.get(item["type"])
    return known or f"{str(item['msg']).rstrip('.')}."
