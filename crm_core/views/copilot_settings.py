"""What the workspace decided about its copilot, and what a person's has used."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import ModelCallRow, TenantRow


class Used(NamedTuple):
    """Tokens, read and written together. `cost`: None where no call had a price."""

    tokens: int
    cost: Decimal | None


def get_copilot_settings(services: Services, *, actor: Actor) -> CopilotSettings:
    """As decided, or as usual where nothing was. Whoever chats may know."""
    with services.storage.read() as session:
        return settings_of(session, actor.tenant_id)


def settings_of(session: ReadSession | WriteSession, tenant_id: int) -> CopilotSettings:
    """The same inside whichever transaction is open."""
    return CopilotSettings.read(
        session.scalar(select(TenantRow.copilot).where(TenantRow.id == tenant_id))
    )


def used_tokens(
    services: Services,
    *,
    actor: Actor,
    since: datetime | None = None,
    conversation_id: int | None = None,
) -> Used:
    """What models were asked on behalf of this person, since then and in that conversation."""
    query = select(
        func.coalesce(func.sum(ModelCallRow.input_tokens + ModelCallRow.output_tokens), 0),
        func.sum(ModelCallRow.cost),
    ).where(ModelCallRow.tenant_id == actor.tenant_id, ModelCallRow.user_id == actor.user_id)
    if since is not None:
        query = query.where(ModelCallRow.at >= since)
    if conversation_id is not None:
        query = query.where(ModelCallRow.conversation_id == conversation_id)
    with services.storage.read() as session:
        tokens, cost = session.execute(query).one()
    return Used(int(tokens), None if cost is None else Decimal(cost).normalize())
