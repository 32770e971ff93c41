"""The gate before the pages: a browser that asks for one without a session is led to sign in.

It saves a person the empty page; the lock itself is `pages._ui.auth.require_user()`, which
every page asks, because the pages' own websocket does not pass here. Uploads are locked here:
Streamlit takes a file into memory for whoever opened a websocket.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
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
NO_STORE = {"Cache-Control": "no-store"}
STREAMLITS_OWN = "_stcore"
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInFirst:
    """Answers a page's address with a redirect (303) where no session stands behind it.

    What would leave something with Streamlit, such as an upload, is refused then (401).
    """

    def __init__(self, app: ASGIApp, get_services: Callable[[], Services]) -> None:
        self.app = app
        self.get_services = get_services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self._is_page(scope)
        if not (page or self._leaves_something(scope)):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if await run_in_threadpool(self._signed_in, request.cookies.get(COOKIE)):
            await self.app(scope, receive, send)
            return
        answer = _led_to_sign_in(request) if page else _refused()
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

    @staticmethod
    def _leaves_something(scope: Scope) -> bool:
        """Whether Streamlit itself is to take something; under whichever base path it runs."""
        if scope["type"] != "http" or scope["method"] in HARMLESS:
            return False
        return STREAMLITS_OWN in scope["path"].split("/")


def _led_to_sign_in(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(
        sign_in_address(request.url.path + query), status_code=303, headers=NO_STORE
    )


def _refused() -> Response:
    return PlainTextResponse("Sign in first.", status_code=401, headers=NO_STORE)


def middleware(get_services: Callable[[], Services]) -> list[Middleware]:
    return [Middleware(SignInFirst, get_services=get_services)]
