"""`/u/{token}`: opting out by the link of a message (RFC 8058).

GET shows a button and changes nothing, because scanners follow links. POST opts out: the
mailbox provider's one-click request and the page's own button send the same form. Nobody signs
in, nothing is redirected, no cookie is set, and what is in the body does not matter.
"""

from asyncio import wrap_future
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from crm_core.api.plain_routes import PlainRoute
from crm_core.api.web_page import web_page
from crm_core.errors import NotFound
from crm_core.group_commit import GroupCommit, QueueFull
from crm_core.secrets import UnsubscribeLink
from crm_core.services import Services
from crm_core.usecases.opt_outs import opt_out_by_links, person_of_link, read_link

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_ASK = """
<h1>Stop these e-mails?</h1>
<p>You will get no more messages from us at this address.</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">Unsubscribe</button>
</form>
"""
_DONE = """
<h1 role="status">You are unsubscribed</h1>
<p>You will get no more messages from us at this address. You can close this page.</p>
"""
_UNKNOWN = """
<h1>This link does not work</h1>
<p>It may have been cut off on its way. Please copy the whole link from the message,
or answer the message and ask to be taken off the list.</p>
"""
_BUSY = """
<h1>Please try again in a moment</h1>
<p>Too many requests came in at the same time, and yours was not carried out yet.</p>
"""


def unsubscribe_route(get_services: Callable[[], Services]) -> BaseRoute:
    """The route, for GET, HEAD and POST."""

    async def unsubscribe(request: Request) -> Response:
        token = request.path_params["token"]
        try:
            services = get_services()
            if request.method == "POST":
                return await _opt_out(services, token)
            await run_in_threadpool(person_of_link, services, token=token)
            return _page("Unsubscribe", _ASK)
        except NotFound:
            return _unknown()

    return PlainRoute("/u/{token:path}", unsubscribe, methods=["GET", "POST"])


async def _opt_out(services: Services, token: str) -> Response:
    """Answer once it is committed. Requests that come together are written together."""
    link = read_link(services, token=token)
    writer = services.groups.get("opt_outs", lambda: _writer(services))
    try:
        known = await wrap_future(writer.ask(link))
    except QueueFull:
        return _page("Please try again", _BUSY, 503)
    return _page("You are unsubscribed", _DONE) if known else _unknown()


def _writer(services: Services) -> GroupCommit[UnsubscribeLink, bool]:
    write = partial(opt_out_by_links, services)
    return GroupCommit("opt_outs", write, most=2_000, at_once=200, every=0.05)


def _unknown() -> Response:
    return _page("This link does not work", _UNKNOWN, 404)


def _page(title: str, content: str, status: int = 200) -> Response:
    return web_page(title, content, status=status, narrow=True, headers=_HEADERS)
