"""`/healthz`, `/readyz` and `/metrics`: for whoever watches the installation, without sign-in."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from crm_core.api.plain_routes import PlainRoute
from crm_core.api.tracking import QUEUE
from crm_core.clock import Clock
from crm_core.services import Services
from crm_core.storage.schema import is_current
from crm_core.views.health import Totals, get_totals, list_runners

NO_STORE = {"Cache-Control": "no-store"}


def observing_routes(get_services: Callable[[], Services]) -> list[BaseRoute]:
    """The three routes; none of them asks who asks, none tells of a person."""

    def healthz(_: Request) -> Response:
        """Liveness: this process answers. It looks at nothing else."""
        return JSONResponse({"status": "ok"}, headers=NO_STORE)

    def readyz(_: Request) -> Response:
        state = _readiness(get_services)
        ready = state["database"] == "ok" and state["migrations"] == "ok"
        return JSONResponse(
            {"status": "ready" if ready else "not ready", **state},
            200 if ready else 503,
            headers=NO_STORE,
        )

    def metrics(_: Request) -> Response:
        try:
            services = get_services()
            dropped = services.groups.dropped(QUEUE)
            text = _exposition(get_totals(services), services.clock, dropped)
        except SQLAlchemyError:
            return Response("The database does not answer.\n", 503, media_type="text/plain")
        return Response(text, headers=NO_STORE | {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    return [
        PlainRoute("/healthz", healthz),
        PlainRoute("/readyz", readyz),
        PlainRoute("/metrics", metrics),
    ]


def _readiness(get_services: Callable[[], Services]) -> dict[str, str]:
    """Whether requests can be served, and whether a runner beats.

    A silent runner is told and does not make this process unready: taking the dashboard away
    would hide what is wrong.
    """
    try:
        services = get_services()
        migrated = is_current(services.storage)
        runners = list_runners(services) if migrated else ()
    except SQLAlchemyError:
        return {"database": "down", "migrations": "unknown", "runner": "unknown"}
    beats = "ok" if any(runner.alive for runner in runners) else "silent"
    return {
        "database": "ok",
        "migrations": "ok" if migrated else "behind",
        "runner": beats if runners else "none",
    }


def _exposition(totals: Totals, clock: Clock, dropped: int) -> bytes:
    """The numbers as Prometheus text, from a registry of this one scrape."""
    registry = CollectorRegistry()
    deliveries = Gauge("duestep_deliveries", "E-mails by status.", ["status"], registry=registry)
    for status, number in totals.deliveries.items():
        deliveries.labels(status).set(number)
    enrollments = Gauge(
        "duestep_enrollments", "Enrollments by status.", ["status"], registry=registry
    )
    for status, number in totals.enrollments.items():
        enrollments.labels(status).set(number)
    Gauge("duestep_due", "Enrollments that are due now.", registry=registry).set(totals.due)
    Gauge(
        "duestep_tracking_dropped",
        "Opens and clicks that this process could not keep since it began.",
        registry=registry,
    ).set(dropped)
    if totals.last_beat_at is not None:
        Gauge(
            "duestep_runner_last_beat_seconds",
            "Seconds since a runner's last heartbeat; absent where none ever ran.",
            registry=registry,
        ).set((clock.now() - totals.last_beat_at).total_seconds())
    return generate_latest(registry)
