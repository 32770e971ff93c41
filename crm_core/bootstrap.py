"""The one place that knows every adapter: settings in, `Services` out.

Entry points call `build()` once for each process; tests pass fakes for the outside world.
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from crm_core.clock import Clock, SystemClock
from crm_core.errors import Unavailable
from crm_core.logs import mask_text
from crm_core.mail.transport import Transport, transport_from_url
from crm_core.process import ProcessIdentity
from crm_core.secrets import SecretBox
from crm_core.services import Services
from crm_core.settings import Settings, load_settings
from crm_core.storage.engine import Storage
from crm_core.storage.schema import migrate
from crm_core.storage.tables import TenantRow
from crm_core.storage.workspace import create_workspace, follow_default_mailbox

FIRST_WORKSPACE = "Workspace"


def build(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    open_transport: Callable[[str], Transport] | None = None,
) -> Services:
    """Connect, migrate, and make sure that a workspace and its default mailbox exist.

    Raises `InvalidInput` for settings that cannot work, `Unavailable` for a database that does
    not open.
    """
    settings = settings or load_settings()
    try:
        return _build(settings, clock, open_transport)
    except (OperationalError, OSError) as fault:
        origin = fault.orig if isinstance(fault, OperationalError) else fault
        reason = mask_text(str(origin).strip().partition("\n")[0])
        raise Unavailable(
            f"The database cannot be opened: {reason}", field="DATABASE_URL"
        ) from fault


def _build(
    settings: Settings,
    clock: Clock | None,
    open_transport: Callable[[str], Transport] | None,
) -> Services:
    services = Services(
        settings=settings,
        storage=Storage(settings.database_url),
        clock=clock or SystemClock(),
        secrets=SecretBox(*settings.secret_keys(), reread=settings.secret_keys),
        open_transport=open_transport or transport_from_url,
        process=ProcessIdentity.this(),
    )
    # A mistake in the mail settings is told at the start, not at the first message.
    services.open_transport(settings.crm_mail_url)
    if settings.crm_inbox_url:
        services.open_inbox(settings.crm_inbox_url)
    migrate(services.storage)
    _ensure_workspace(services)
    return services


def _ensure_workspace(services: Services) -> None:
    now = services.clock.now()
    with services.storage.write() as session:
        if session.scalar(select(TenantRow.id).limit(1)) is None:
            create_workspace(session, FIRST_WORKSPACE, services.settings.crm_mail_from, now)
        follow_default_mailbox(session, services.settings.crm_mail_from)
