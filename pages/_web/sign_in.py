"""Signing in: a page of plain HTML that sets the session's cookie.

Streamlit cannot set an HttpOnly cookie, so this is a route beside it. The dashboard's pages
read the cookie in `pages._ui.auth`, the requests before them in `pages._web.gate`.
"""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from crm_core.errors import CrmError
from crm_core.services import Services
from crm_core.usecases.access import SIGN_IN_LASTS, actor_of_cookie, sign_in, sign_out
from crm_core.usecases.sign_in_limits import NO_PEER, SignInBusy, TooManyTries
from pages._web.local_paths import local_path

COOKIE = "duestep_session"
LARGEST_FORM = 16_384
HERE = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
}
TOO_LARGE = "That was more than a sign-in form holds."
FOREIGN = "This sign-in came from another site. Open this page yourself and try again."


def _read_page() -> Template:
    """The page with the logo and the address of the font that Streamlit serves anyway."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    fonts = sorted(media.glob("SourceSansVF-Upright*.woff2"))
    logo = (HERE.parent / "_ui" / "logo.svg").read_text(encoding="utf-8")
    return Template(
        Template((HERE / "sign_in.html").read_text(encoding="utf-8")).safe_substitute(
            logo=logo, font=f"/static/media/{fonts[0].name}" if fonts else ""
        )
    )


_page = _read_page()


def routes(get_services: Callable[[], Services]) -> list[BaseRoute]:
    """The routes of the sign-in page, for `st.App`."""

    def show(request: Request) -> Response:
        back_to = local_path(request.query_params.get("next"))
        if actor_of_cookie(get_services(), request.cookies.get(COOKIE)) is not None:
            return RedirectResponse(back_to, status_code=303, headers=HEADERS)
        return _form(back_to)

    async def submit(request: Request) -> Response:
        if not _from_here(request, get_services().settings.crm_public_url):
            return _form("/", fault=FOREIGN, status=403)
        given = await _read_form(request)
        if given is None:
            return _form("/", fault=TOO_LARGE, status=413)
        return await run_in_threadpool(_enter, get_services(), request, given)

    def favicon(request: Request) -> Response:
        return FileResponse(HERE / "favicon.png")

    return [
        Route("/sign-in", show, methods=["GET"]),
        Route("/sign-in", submit, methods=["POST"]),
        Route("/favicon.png", favicon, methods=["GET"]),
    ]


def _enter(services: Services, request: Request, given: Mapping[str, str]) -> Response:
    back_to = local_path(given.get("next"))
    email, password = given.get("email", ""), given.get("password", "")
    try:
        # PostgreSQL refuses a NUL in a text, and no address has one.
        cookie = sign_in(
            services,
            email=email if email.isprintable() else "",
            password=password,
            peer=request.client.host if request.client else NO_PEER,
        )
    except (TooManyTries, SignInBusy) as refusal:
        answer = _form(back_to, email=email, fault=refusal.message, status=refusal.status)
        answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    except CrmError as refusal:
        return _form(back_to, email=email, fault=refusal.message, status=401)
    before = request.cookies.get(COOKIE)
    if before:
        sign_out(services, cookie=before)
    return _entered(back_to, cookie, secure=services.settings.crm_public_url.startswith("https:"))


def _entered(back_to: str, cookie: str, *, secure: bool) -> Response:
    answer = RedirectResponse(back_to, status_code=303, headers=HEADERS)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return answer


def _from_here(request: Request, public_url: str) -> bool:
    """Whether the form was sent from this server's own page.

    A browser names the sender's origin with every form; a program that is no browser need not.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") in (None, "same-origin", "none")
    sent_from = urlsplit(origin)
    own = urlsplit(public_url)
    return sent_from.netloc == request.headers.get("host") or (
        (sent_from.scheme, sent_from.netloc) == (own.scheme, own.netloc)
    )


async def _read_form(request: Request) -> dict[str, str] | None:
    """The form's fields, the last of each name; None where it is larger than any form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    try:
        fields = parse_qs(body.decode(errors="replace"), max_num_fields=20)
    except ValueError:
        return None
    return {name: values[-1] for name, values in fields.items()}


def _form(back_to: str, *, email: str = "", fault: str = "", status: int = 200) -> HTMLResponse:
    page = _page.substitute(
        next=escape(back_to),
        email=escape(email),
        fault=f'<p class="fault" id="fault" role="alert">{escape(fault)}</p>' if fault else "",
        invalid='aria-invalid="true" aria-describedby="fault"' if fault else "",
        focus_email="" if email else "autofocus",
        focus_password="autofocus" if email else "",
    )
    return HTMLResponse(page, status_code=status, headers=HEADERS)
