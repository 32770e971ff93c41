"""`/t/o/{token}` and `/t/c/{token}`: the pixel and the links of tracked e-mails, without sign-in.

A link leads only where its signed token says: there is no redirect to an address that somebody
else chose. Both answer without the database. What came is noted in memory and written in groups;
when so much comes that memory's bound is reached, events are dropped and counted in `/metrics`,
and people still get where the link leads.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from crm_core.api.plain_routes import PlainRoute
from crm_core.api.web_page import web_page
from crm_core.domain.tracking import PREFETCH
from crm_core.domain.tracking import Request as Seen
from crm_core.domain.words import TrackingKind
from crm_core.group_commit import GroupCommit
from crm_core.secrets import TrackedLink
from crm_core.services import Services
from crm_core.usecases.tracking import Hit, record_hits

QUEUE = "tracking"
WAITING_MOST = 20_000
AGENT_MOST = 300

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
_PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
"""A GIF of one transparent point."""
_UNKNOWN = """
<h1>This link does not work</h1>
<p>It may have been cut off on its way. Please copy the whole link from the message.</p>
"""
_NOTHING = "<h1>There is nothing here</h1>\n<p>You can close this page.</p>\n"
# What may stand in an address as it is; all else is sent as its bytes (RFC 3986 §2).
_SAFE = ":/%#?=@[]!$&'()*+,;~"


def tracking_routes(get_services: Callable[[], Services]) -> list[BaseRoute]:
    """The two routes, for GET and HEAD."""

    async def opened(request: Request) -> Response:
        services = get_services()
        link = services.secrets.read_open_token(request.path_params["token"])
        if link is None:
            return Response("There is no such picture.", 404, _HEADERS, "text/plain")
        _note(services, request, TrackingKind.OPEN, link)
        return Response(_PIXEL, headers=_HEADERS, media_type="image/gif")

    async def clicked(request: Request) -> Response:
        services = get_services()
        link = services.secrets.read_click_token(request.path_params["token"])
        if link is None:
            page = _UNKNOWN
            return web_page(
                "This link does not work", page, status=404, narrow=True, headers=_HEADERS
            )
        _note(services, request, TrackingKind.CLICK, link)
        if not link.url:
            return web_page("Nothing here", _NOTHING, narrow=True, headers=_HEADERS)
        return Response(
            status_code=302, headers=_HEADERS | {"Location": quote(link.url, safe=_SAFE)}
        )

    return [PlainRoute("/t/o/{token:path}", opened), PlainRoute("/t/c/{token:path}", clicked)]


def _note(services: Services, request: Request, kind: TrackingKind, link: TrackedLink) -> None:
    writer = services.groups.get(QUEUE, lambda: _writer(services))
    seen = Seen(
        kind, services.clock.now(), _method(request), _agent(request),
        services.secrets.source_hash(request.client.host if request.client else ""), link.url,
    )  # fmt: skip
    writer.offer(Hit(link.tenant_id, link.delivery_key, seen))


def _writer(services: Services) -> GroupCommit[Hit, bool]:
    write = partial(record_hits, services)
    return GroupCommit(QUEUE, write, most=WAITING_MOST, at_once=500, every=0.2)


def _method(request: Request) -> str:
    """GET, HEAD, or that of a preload, which browsers name in one of these headers."""
    if request.method != "GET":
        return request.method
    said = (request.headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))
    ahead = any("prefetch" in value or "preview" in value for value in said)
    return PREFETCH if ahead else "GET"


def _agent(request: Request) -> str:
    said = request.headers.get("user-agent", "")
    return "".join(char for char in said[:AGENT_MOST] if char.isprintable())
