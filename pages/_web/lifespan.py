"""What happens once when the server starts and stops."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool
from streamlit.starlette import App

from crm_core.errors import CrmError
from crm_core.logs import configure_logs
from crm_core.process import settle_memory
from pages._web.installation import close_services, get_services

HEAVY = ("pandas", "pyarrow", "streamlit.elements.html", "pages._ui.shell")


@asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:
    """Build the services, then take what the start created out of the collector's sight.

    Streamlit collects all generations after every run of a page: over a process that holds
    pandas and SQLAlchemy that is tens of milliseconds with the interpreter's lock held.
    """
    configure_logs()
    try:
        await run_in_threadpool(get_services)
    except CrmError as refusal:
        about = f"{refusal.field}: " if refusal.field else ""
        raise RuntimeError(f"Duestep cannot start. {about}{refusal.message}") from None
    for module in HEAVY:
        importlib.import_module(module)
    settle_memory()
    try:
        yield
    finally:
        await run_in_threadpool(close_services)
