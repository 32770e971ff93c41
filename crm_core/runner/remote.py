"""A worker apart from the API: it triggers the run over HTTP and opens no database.

Used where API_BASE_URL is set. A request that fails is logged and made again at the next tick;
the API's leases make it harmless that the first one may still be going on.
"""

import json
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from threading import Event
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog

from crm_core.errors import InvalidInput
from crm_core.logs import mask_text
from crm_core.runner.names import INBOX, SEQUENCES
from crm_core.runner.worker import COUNTS, Counts, Outcome, total
from crm_core.settings import Settings

ROUTES = {INBOX: "/internal/crm/inboxes/run", SEQUENCES: "/internal/crm/sequences/run"}
"""What runs beside the API's database when it is asked to, by the runner's name."""
TIMEOUT = 300.0
"""Seconds that one request may take; the API sends its e-mails meanwhile."""
LIMIT = 500
"""Decisions asked for in one request, so that a stop is never far away."""
NOTHING_THERE = 404
INBOX_SECONDS = 15.0
"""Between two readings of the inboxes, at the least."""
_ANSWER_MOST = 1_000_000

log = structlog.get_logger(__name__)


class TriggerFailed(Exception):
    """The API did not run what is due; the text says why. `status`: what it answered, if it did."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def remote_worker(settings: Settings, names: tuple[str, ...]) -> "Remote":
    """Raises `InvalidInput` for an unusable API_BASE_URL, no SERVICE_TOKEN, or nothing to do."""
    base = (settings.api_base_url or "").strip().rstrip("/")
    try:
        parts = urlsplit(base)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInput(
            "Must be an http:// or https:// address, such as http://localhost:8501.",
            field="API_BASE_URL",
        )
    token = (settings.service_token or "").strip()
    if not token:
        raise InvalidInput(
            "With API_BASE_URL set the runner triggers the API and needs the API's SERVICE_TOKEN.",
            field="SERVICE_TOKEN",
        )
    if not (token.isascii() and token.isprintable()):
        raise InvalidInput("Must be printable ASCII.", field="SERVICE_TOKEN")
    here = tuple(name for name in names if name in ROUTES)
    if not here:
        raise InvalidInput(
            f"With API_BASE_URL set only {' and '.join(ROUTES)} can run here; the others work "
            "beside the database.",
            field="API_BASE_URL",
        )
    left_out = [name for name in names if name not in ROUTES]
    if left_out:
        log.info("these need the database", action="runner.start", left_out=left_out)
    return Remote(base, token, settings.crm_tick_seconds, names=here)


class Remote:
    def __init__(
        self,
        base: str,
        token: str,
        seconds: float,
        *,
        names: tuple[str, ...] = (SEQUENCES,),
        timeout: float = TIMEOUT,
    ) -> None:
        self._base = base
        self._names = names
        self._token = token
        self._seconds = seconds
        self._timeout = timeout
        self._opener = build_opener(_NoRedirects)

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def seconds_between(self, name: str) -> float:
        return max(self._seconds, INBOX_SECONDS) if name == INBOX else self._seconds

    def tick(self, name: str, stop: Event) -> Outcome:
        """Trigger until less than the limit was due."""
        counts = total(())
        try:
            while not stop.is_set():
                answer = self._trigger(name)
                counts = total((counts, answer))
                if name != SEQUENCES or answer["processed"] < LIMIT:
                    break
        except TriggerFailed as fault:
            if name == INBOX and fault.status == NOTHING_THERE:
                log.info("the API reads no inboxes", action="runner.tick", runner=name)
                return Outcome(counts)
            log.error("tick failed", action="runner.tick", runner=name, error=str(fault))
            return Outcome(counts, mask_text(str(fault)))
        outcome = Outcome(counts)
        if outcome.is_worth_telling:
            log.info("tick", action="runner.tick", runner=name, **counts)
        return outcome

    def beat(self) -> None:
        """Whether this process lives is not the database's matter here."""

    def close(self) -> None:
        self._opener.close()

    def _trigger(self, name: str) -> Counts:
        body = {"limit": LIMIT} if name == SEQUENCES else {}
        request = Request(
            self._base + ROUTES[name],
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
                "User-Agent": "duestep-runner",
            },
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                body = response.read(_ANSWER_MOST)
        except HTTPError as fault:
            with fault:
                raise TriggerFailed(
                    f"The API answered {fault.code}: {_problem(fault) or fault.reason}", fault.code
                ) from fault
        except (URLError, HTTPException, OSError) as fault:
            reason = fault.reason if isinstance(fault, URLError) else fault
            raise TriggerFailed(f"The API did not answer: {reason}") from fault
        return _counts(body)


class _NoRedirects(HTTPRedirectHandler):
    """The token is for the address that was given and for no other."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _counts(body: bytes) -> Counts:
    answer = _object(body)
    counts = {name: answer.get(name) for name in COUNTS}
    if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in counts.values()):
        raise TriggerFailed("The API's answer holds no counts; is API_BASE_URL right?")
    return {name: int(number or 0) for name, number in counts.items()}


def _problem(fault: HTTPError) -> str:
    """What the problem document (RFC 9457) says."""
    try:
        told = _object(fault.read(_ANSWER_MOST))
    except (OSError, HTTPException):
        return ""
    return str(told.get("detail") or told.get("title") or "")[:500]


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, Mapping) else {}
