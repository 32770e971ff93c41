"""`/u/{token}`: opting out by the link of a message (RFC 8058).

GET shows a button and changes nothing, because scanners follow links. POST opts out: the
mailbox provider's one-click request and the page's own button send the same form. Nobody signs
in, nothing is redirected, no cookie is set, and what is in the body does not matter.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from crm_core.api.plain_routes import PlainRoute
from crm_core.api.web_page import web_page
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.usecases.opt_outs import opt_out_by_link, person_of_link

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


def unsubscribe_route(get_services: Callable[[], Services]) -> BaseRoute:
    """The route, for GET, HEAD and POST."""

    def unsubscribe(request: Request) -> Response:
        services, token = get_services(), request.path_params["token"]
        try:
            if request.method == "POST":
                opt_out_by_link(services, token=token)
                return _page("You are unsubscribed", _DONE)
            person_of_link(services, token=token)
            return _page("Unsubscribe", _ASK)
        except NotFound:
            return _page("This link does not work", _UNKNOWN, 404)

    return PlainRoute("/u/{token}", unsubscribe, methods=["GET", "POST"])


def _page(title: str, content: str, status: int = 200) -> Response:
    return web_page(title, content, status=status, narrow=True, headers=_HEADERS)
