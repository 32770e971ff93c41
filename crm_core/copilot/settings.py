"""What the workspace decided about its copilot, read inside whichever transaction is open."""

from sqlalchemy import select

from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.tables import TenantRow


def settings_of(session: ReadSession | WriteSession, tenant_id: int) -> CopilotSettings:
    """The settings of one workspace; as usual where it decided nothing."""
    return CopilotSettings.read(
        session.scalar(select(TenantRow.copilot).where(TenantRow.id == tenant_id))
    )
