"""How the product logs: structlog's lines and those of the libraries, all to stderr.

JSON lines where no terminal watches, coloured columns where one does. What must not be kept
is masked on the way out, whoever logged it: secrets, credentials in URLs, whole addresses.
Each entry point calls `configure_logs()` once.
"""

import logging
import re
import sys
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "***"
OWN_ROOMS = ("crm_core", "pages", "bench")
"""Whose lines are wanted from `level` up; the libraries' only from a warning up."""
_DEPTH = 6
_SECRET_NAME = re.compile(
    r"passw|passphrase|token|secret|authorization|cookie|api_?key|credential", re.IGNORECASE
)
# Every run is bounded: a log line of a megabyte must not cost a minute.
# Masked greedily, up to the last @: a password may contain anything.
_CREDENTIALS = re.compile(r"(\b[a-z][a-z0-9+.-]{0,30}://)\S{0,2000}@", re.IGNORECASE)
_ADDRESS = re.compile(
    r"([^\s*<>\"'(),:;=\[\]{}|/@\\])[^\s*<>\"(),:;=\[\]{}|/@\\]{0,80}@([\w.-]*\w)"
)
_ASSIGNED = re.compile(
    r"(\b[\w-]{0,40}(?:passw(?:or)?d|passphrase|token|secret|api_?key)[\w-]{0,40}[\"']?\s{0,3}[=:]"
    r"\s{0,3})(\"[^\"]*\"|'[^']*'|[^\s&,;)\]}]+)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
_OWN_TOKEN = re.compile(r"\bdst?_[\w-]{20,}")


def configure_logs(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send the log lines of this process, our own from `level` up, to `stream` (stderr)."""
    out = stream or sys.stderr
    watched = out.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        # As a plain text: richer tracebacks show the local variables, and so the secrets.
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if watched
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                mask_secrets,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
    for room in OWN_ROOMS:
        logging.getLogger(room).setLevel(level)


def mask_secrets(_: WrappedLogger, __: str, event_dict: EventDict) -> EventDict:
    """The processor before the renderer: no value leaves it unmasked."""
    return {key: _masked(key, value, 0) for key, value in event_dict.items()}


def mask_text(text: str) -> str:
    """A text without passwords, tokens and whole addresses: `a***@example.com`, `smtp://***@host`.

    Also for what is kept where many can read it, such as the error of a tick.
    """
    text = _CREDENTIALS.sub(rf"\1{MASK}@", text)
    text = _OWN_TOKEN.sub(MASK, text)
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _ASSIGNED.sub(rf"\1{MASK}", text)
    return _ADDRESS.sub(rf"\1{MASK}@\2", text)


def _masked(key: str, value: Any, depth: int) -> Any:
    if _SECRET_NAME.search(key) and value is not None and not isinstance(value, bool):
        return MASK
    match value:
        case None | bool() | int() | float():
            return value
        case date() | time() | timedelta():
            return str(value)
        case str():
            return mask_text(value)
        case bytes():
            return f"<{len(value)} bytes>"
        case _ if depth >= _DEPTH:
            return MASK
        case Mapping():
            return {str(name): _masked(str(name), item, depth + 1) for name, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked("", item, depth + 1) for item in value]
    return mask_text(str(value))
