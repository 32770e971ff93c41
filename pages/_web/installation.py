"""The one `Services` of this process, shared by routes, pages and the lifespan."""

import threading

from crm_core.bootstrap import build
from crm_core.services import Services

_lock = threading.Lock()
_services: Services | None = None


def get_services() -> Services:
    """The process's services, built at the first call; any thread may ask."""
    global _services
    if _services is None:
        with _lock:
            if _services is None:
                _services = build()
    return _services


def close_services() -> None:
    """Give the database back; a later `get_services()` builds anew."""
    global _services
    with _lock:
        if _services is not None:
            _services.close()
            _services = None
