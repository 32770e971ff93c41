"""Messages that could not be read or acted upon: tried once more, or put away, by a person."""

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import InboundStatus
from crm_core.errors import Conflict
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.lookup import owned
from crm_core.storage.tables import InboundMessageRow
from crm_core.usecases.inbound_mail import Received, receive_again


def retry_quarantined(services: Services, *, actor: Actor, inbound_id: int) -> Received:
    """Read the message again, such as after an update, and do what it means.

    What still cannot be done leaves it there, with the present reason. Raises `Conflict` for one
    that is not in quarantine any more.
    """
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
        _refuse_another(row)
        audit.note(session, actor, now, "mail.retried", "message", inbound_id)
    return receive_again(services, inbound_id=inbound_id)


def dismiss_quarantined(services: Services, *, actor: Actor, inbound_id: int) -> None:
    """Put the message away: nobody reads it any more. Again changes nothing.

    That it came stays known, so it does not come back with the next reading of its inbox.
    """
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, InboundMessageRow, actor.tenant_id, inbound_id, what="message", lock=True
        )
        if row.status == InboundStatus.QUARANTINED and row.handled_at is not None:
            return
        _refuse_another(row)
        row.handled_at, row.handled_by, row.raw = now, actor.user_id, None
        audit.note(session, actor, now, "mail.dismissed", "message", inbound_id)


def _refuse_another(row: InboundMessageRow) -> None:
    if row.status != InboundStatus.QUARANTINED or row.handled_at is not None:
        raise Conflict("This message is not in quarantine any more.", field="id")
