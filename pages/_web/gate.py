"""The gate before the pages: a browser that asks for one without a session is led to sign in.

It saves a person the empty page; the lock itself is `pages._ui.auth.require_user()`, which
every page asks, because the pages' own websocket does not pass here.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_core.services import Services
from crm_core.usecases.access import actor_of_cookie
from pages._web.local_paths import sign_in_address
from pages._web.sign_in import COOKIE

OPEN = frozenset(
    {
        "sign-in", "crm", "internal", "healthz", "readyz", "metrics", "u", "t",
        "_stcore", "static", "component", "media", "assets", "favicon.png",
    }
)  # fmt: skip
"""First parts of paths that answer for themselves: programs, recipients, the page's own parts."""


class SignInFirst:
    """Answers a page's address with a redirect (303) where no session stands behind it."""

    def __init__(self, app: ASGIApp, get_services: Callable[[], Services]) -> None:
        self.app = app
        self.get_services = get_services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_page(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if await run_in_threadpool(self._signed_in, request.cookies.get(COOKIE)):
            await self.app(scope, receive, send)
            return
        query = f"?{request.url.query}" if request.url.query else ""
        answer = RedirectResponse(
            sign_in_address(request.url.path + query),
            status_code=303,
            headers={"Cache-Control": "no-store"},
        )
        await answer(scope, receive, send)

    def _signed_in(self, cookie: str | None) -> bool:
        return actor_of_cookie(self.get_services(), cookie) is not None

    @staticmethod
    def _is_page(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        if scope["path"].split("/")[1:2][0] in OPEN:
            return False
        return "text/html" in Request(scope).headers.get("accept", "")


def middleware(get_services: Callable[[], Services]) -> list[Middleware]:
    return [Middleware(SignInFirst, get_services=get_services)]
