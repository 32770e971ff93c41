"""One call of the API: who makes it, what body it brings, and how its write is answered once.

`GuardedRoute` admits the caller before a byte of the body is read; `Call` is what an endpoint
gets. A write and the answer kept for its Idempotency-Key are one transaction.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.responses import Response

from crm_core.api import json_bodies
from crm_core.api.fields import Answer
from crm_core.api.problems import UnsupportedBody
from crm_core.api.queries import read_query, spellings
from crm_core.domain.permissions import Actor
from crm_core.errors import IdempotencyMismatch, InvalidInput, Unauthenticated, Unavailable
from crm_core.secrets import token_hash
from crm_core.services import Services
from crm_core.storage.idempotency import claim_key, keep_answer, kept_answer
from crm_core.storage.tables import IdempotencyRow
from crm_core.usecases.access import actor_of_token

WRITES = frozenset({"POST", "PUT", "PATCH"})
KEY_HEADER = "Idempotency-Key"
REPLAY_HEADER = "Idempotency-Replayed"
_KEY = re.compile(r"[\x20-\x7e]{1,200}")
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii"})
_JSON = re.compile(r"application/(?:[\w.+-]+\+)?json", re.ASCII | re.IGNORECASE)

bearer = HTTPBearer(
    scheme_name="token",
    description="A token of a user or a robot, made by `python -m crm_core token create`.",
    auto_error=False,
)
service_bearer = HTTPBearer(
    scheme_name="serviceToken",
    description="The installation's own secret, `SERVICE_TOKEN`.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Call:
    """A caller who was admitted. `caller` tells tokens apart without holding one."""

    services: Services
    actor: Actor
    caller: str
    key: str | None
    request_hash: str

    def write(self, work: Callable[[], Answer], status: int = 200) -> Response:
        """Do a use case and show what it made, in one transaction.

        With a key that was answered before, nothing is done and that answer is given again;
        raises `IdempotencyMismatch` where it was given to another request.
        """
        with self.services.storage.write() as session:
            if self.key is None:
                return _json(work(), status)
            place = (self.actor.tenant_id, self.caller, self.key)
            kept = claim_key(session, *place, self.request_hash, self.services.clock.now())
            if kept is None:
                response = _json(work(), status)
                keep_answer(session, *place, status, bytes(response.body))
                return response
            return self._again(kept)

    def act(self, effect: Callable[[], None], show: Callable[[], Answer]) -> Response:
        """Have an effect on the outside world, which takes transactions of its own, and show
        what it made.

        With a key that was answered before, there is no effect and that answer is given again.
        The answer is kept after the effect, so what must happen once sees to that by itself.
        """
        if self.key is not None:
            with self.services.storage.read() as session:
                kept = kept_answer(session, self.actor.tenant_id, self.caller, self.key)
            if kept is not None:
                return self._again(kept)
        effect()
        return self.write(show)

    def _again(self, kept: IdempotencyRow) -> Response:
        if kept.request_hash != self.request_hash:
            raise IdempotencyMismatch(
                "This key came with another request before.", field=KEY_HEADER
            )
        return _json(kept.body, kept.status, {REPLAY_HEADER: "true"})


def _json(body: Answer | bytes, status: int, headers: dict[str, str] | None = None) -> Response:
    if isinstance(body, Answer):
        body = body.model_dump_json(by_alias=True).encode()
    return Response(body, status, headers=headers, media_type="application/json")


class CheckedRequest(Request):
    """A request whose query and body were read and checked before FastAPI asks for them."""

    _query: QueryParams
    _checked: object

    @property
    def query_params(self) -> QueryParams:
        return self._query

    def check_query(self, known: Mapping[str, str]) -> None:
        """Read the query by the spellings of its parameters; raises a refusal naming one."""
        self._query = read_query(super().query_params, known)

    async def json(self) -> Any:
        return self._checked

    async def check(self) -> object:
        """Read the body; raises a refusal for what is too long, no JSON, or unusable."""
        raw = await self.body()
        if not raw:
            return None
        _check_kind(self.headers.get("content-type", "application/json"))
        self._checked = await run_in_threadpool(json_bodies.parse, raw)
        return self._checked


def _check_kind(announced: str) -> None:
    """Refuse a body that says it is something other than JSON in UTF-8."""
    if not _JSON.fullmatch(announced.partition(";")[0].strip()):
        raise UnsupportedBody("Send the body as application/json.", field="Content-Type")
    header = Message()
    header["Content-Type"] = announced
    if header.get_content_charset("utf-8") not in _ENCODINGS:
        raise UnsupportedBody("Send the body in UTF-8.", field="Content-Type")


class GuardedRoute(APIRoute):
    """Admits, then reads. The application's state says how a caller is admitted."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle: Callable[[Request], Awaitable[Response]] = super().get_route_handler()
        known = spellings(self.dependant)

        async def guarded(request: Request) -> Response:
            admit: Callable[[Request], Services | Call] = request.app.state.admit
            admitted = await run_in_threadpool(admit, request)
            checked = CheckedRequest(request.scope, request.receive)
            checked.check_query(known)
            if request.method in WRITES:
                body = await checked.check()
                if isinstance(admitted, Call) and admitted.key is not None:
                    admitted = _with_hash(admitted, request, body)
            request.state.admitted = admitted
            return await handle(checked)

        return guarded


def _with_hash(call: Call, request: Request, body: object) -> Call:
    """The call with the hash of its request: method, address, and the body whatever its layout."""
    parts = [request.method, request.scope["path"], request.url.query, body]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Call(call.services, call.actor, call.caller, call.key, digest)


def admit_caller(get_services: Callable[[], Services]) -> Callable[[Request], Call]:
    """Admission to `/crm`: a token of a user or a robot."""

    def admit(request: Request) -> Call:
        services = get_services()
        token = _token(request)
        try:
            actor = actor_of_token(services, token)
        except Unauthenticated as refusal:
            raise Unauthenticated(refusal.message, field="Authorization") from None
        key = request.headers.get(KEY_HEADER) if request.method in WRITES else None
        if key is not None and not _KEY.fullmatch(key):
            raise InvalidInput("1 to 200 printable ASCII characters.", field=KEY_HEADER)
        return Call(services, actor, token_hash(token or ""), key, "")

    return admit


def admit_service(get_services: Callable[[], Services]) -> Callable[[Request], Services]:
    """Admission to `/internal`: the installation's own token, compared in constant time.

    A key of a write is refused: what runs is many transactions, so that no answer could be kept
    together with what it tells of. A repeat is harmless without one; it does what is due then.
    """

    def admit(request: Request) -> Services:
        services = get_services()
        wanted = services.settings.service_token
        if not wanted:
            raise Unavailable("Internal routes need SERVICE_TOKEN to be set.")
        given = (_token(request) or "").encode("latin-1")
        if not hmac.compare_digest(given, wanted.encode()):
            raise Unauthenticated("The service token is missing or wrong.", field="Authorization")
        if KEY_HEADER in request.headers:
            raise InvalidInput(
                "Internal routes keep no answers; leave this out. A repeat does what is due then.",
                field=KEY_HEADER,
            )
        return services

    return admit


def _token(request: Request) -> str | None:
    """The credentials of an `Authorization: Bearer` header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def _call(request: Request, _: Annotated[object, Security(bearer)]) -> Call:
    call: Call = request.state.admitted
    return call


async def _internal(request: Request, _: Annotated[object, Security(service_bearer)]) -> Services:
    services: Services = request.state.admitted
    return services


CurrentCall = Annotated[Call, Depends(_call)]
InternalServices = Annotated[Services, Depends(_internal)]
