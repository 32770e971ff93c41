"""Adding a workspace: whoever may run a command on the server may."""

from crm_core.domain import inputs
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.workspace import create_workspace
from crm_core.usecases.access import command_line_actor

NAME_LIMIT = 200


def add_workspace(services: Services, *, name: object) -> int:
    """A new, empty workspace with its default mailbox; returns its id."""
    title = inputs.line(name, "name", NAME_LIMIT)
    if not title:
        raise InvalidInput("A workspace needs a name.", field="name")
    now = services.clock.now()
    with services.storage.write() as session:
        tenant_id = create_workspace(session, title, services.settings.crm_mail_from, now)
        actor = command_line_actor(tenant_id)
        audit.note(session, actor, now, "workspace.added", "workspace", tenant_id)
        return tenant_id
