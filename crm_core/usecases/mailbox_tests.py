"""Trying a mailbox: does its server let it in? Nothing is sent, and no transaction is open."""

from sqlalchemy import select

from crm_core.domain.mailbox_tests import TriedStep, tried_out
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.refusals import Answer
from crm_core.errors import CrmError, NotFound
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from crm_core.touches.lines import way_out
from crm_core.touches.lookups import Mailbox, load_mailboxes

SILENCE = 6.0
DEADLINE = 10.0
"""Seconds for a word of the server, and for the whole way out."""


def try_mailbox(services: Services, *, actor: Actor, mailbox_id: int) -> tuple[TriedStep, ...]:
    """Sign in to the mailbox's servers; each step with what it said. Takes 20 seconds at most."""
    actor.require(Permission.MAIL_MANAGE)
    if services.storage.is_writing:
        raise RuntimeError("no transaction is open while a mail server is spoken to")
    mailbox = _mailbox(services, actor, mailbox_id)
    try:
        transport = way_out(services, mailbox, within=(SILENCE, DEADLINE))
    except CrmError as fault:
        said = TriedStep("Read the stored address", False, fault.message, "Give it once more.")
        return (said,)
    opened = transport.connect()
    if isinstance(opened, Answer):
        return tried_out(transport.name, opened)
    opened.close()
    return tried_out(transport.name, None)


def _mailbox(services: Services, actor: Actor, mailbox_id: int) -> Mailbox:
    with services.storage.read() as session:
        mine = select(MailboxRow.id).where(
            MailboxRow.id == mailbox_id, MailboxRow.tenant_id == actor.tenant_id
        )
        found = load_mailboxes(session, session.scalars(mine).all())
    if mailbox_id not in found:
        raise NotFound(f"There is no mailbox with the id {mailbox_id}.", field="id")
    return found[mailbox_id]
