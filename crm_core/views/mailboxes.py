"""The workspace's mailboxes and whether they send."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import MailboxStatus
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow, UserRow


@dataclass(frozen=True, slots=True)
class MailboxDetail:
    """A mailbox. `way` is its transport for display, without a password; `owner` the
    name of whom it sends for, empty for everybody. `away_until`: its server did not answer."""

    id: int
    address: str
    owner: str
    way: str
    is_default: bool
    status: MailboxStatus
    paused_reason: str
    paused_at: datetime | None
    away_until: datetime | None


def list_mailboxes(services: Services, *, actor: Actor) -> tuple[MailboxDetail, ...]:
    """All mailboxes of the workspace, the default one first. One query."""
    actor.require(Permission.MAIL_READ)
    now = services.clock.now()
    query = (
        select(MailboxRow, func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, ""))
        .outerjoin(UserRow, UserRow.id == MailboxRow.owner_id)
        .where(MailboxRow.tenant_id == actor.tenant_id)
        .order_by(MailboxRow.is_default.desc(), MailboxRow.id)
    )
    with services.storage.read() as session:
        return tuple(
            MailboxDetail(
                id=row.id,
                address=row.address,
                owner=owner,
                way=_way(services, row),
                is_default=row.is_default,
                status=MailboxStatus(row.status),
                paused_reason=row.paused_reason,
                paused_at=row.paused_at,
                away_until=row.away_until if row.away_until and row.away_until > now else None,
            )
            for row, owner in session.execute(query)
        )


def _way(services: Services, row: MailboxRow) -> str:
    try:
        url = services.settings.crm_mail_url
        if row.transport is not None:
            url = services.secrets.decrypt(row.transport)
        return services.open_transport(url).name
    except InvalidInput:
        return "Its settings cannot be read with this installation’s key."
