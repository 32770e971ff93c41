"""The HTTP API: routes for the application that serves the dashboard, or to stand alone.

Endpoints are thin: they admit, check shapes and spelling, call one use case or view, and give
its answer. `get_services` is called for every request and is expected to keep what it made.
"""

from collections.abc import Callable
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from crm_core.api import (
    activities,
    deals,
    enrollments,
    inbound,
    people,
    running,
    sequences,
    suppressions,
)
from crm_core.api.calls import admit_caller, admit_service
from crm_core.api.docs import docs_page
from crm_core.api.limits import BodyLimit
from crm_core.api.observing import observing_routes
from crm_core.api.openapi import Document, describe
from crm_core.api.plain_routes import nothing_at
from crm_core.api.problems import HANDLERS
from crm_core.api.tracking import tracking_routes
from crm_core.api.unsubscribe import unsubscribe_route
from crm_core.services import Services

_CRM = (
    enrollments.router,
    sequences.router,
    activities.router,
    people.leads,
    people.parties,
    deals.router,
    suppressions.router,
)
_INTERNAL = (running.router, inbound.router)
_LARGER = {inbound.PATH: inbound.MESSAGE_MOST}


def routes(get_services: Callable[[], Services]) -> list[BaseRoute]:
    """Every route of the API: `/crm`, `/internal`, what messages link to, for watching."""
    crm = _application(_CRM, admit_caller(get_services))
    internal = _application(_INTERNAL, admit_service(get_services))
    _document(crm, internal)
    return [
        Mount("/crm", app=crm),
        Mount("/internal", app=internal),
        # A mount answers what is below it, and not its own path without a slash.
        nothing_at("/crm"),
        nothing_at("/internal"),
        *observing_routes(get_services),
        unsubscribe_route(get_services),
        *tracking_routes(get_services),
    ]


def asgi(get_services: Callable[[], Services]) -> ASGIApp:
    """An application of these routes alone, without the dashboard."""
    return Starlette(routes=routes(get_services))


def _application(routers: tuple[APIRouter, ...], admit: Callable[[Request], object]) -> FastAPI:
    application = FastAPI(
        # The documents are our own: FastAPI's pages load scripts from elsewhere.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        strict_content_type=False,
        exception_handlers=HANDLERS,
        middleware=[Middleware(BodyLimit, larger=_LARGER)],
    )
    application.state.admit = admit
    for router in routers:
        application.include_router(router)
    return application


def _document(crm: FastAPI, internal: FastAPI) -> None:
    """Add `/openapi.json` and `/docs`; both are open, as they tell of nobody."""

    @cache
    def document() -> Document:
        return describe({"/crm": crm.routes, "/internal": internal.routes})

    def openapi(request: Request) -> Response:
        base = request.scope.get("root_path", "").removesuffix("/crm")
        return JSONResponse({**document(), "servers": [{"url": base or "/"}]})

    def docs(_: Request) -> Response:
        return docs_page(document(), "openapi.json")

    crm.add_route("/openapi.json", openapi, include_in_schema=False)
    crm.add_route("/docs", docs, include_in_schema=False)
