"""Trying a mailbox: do its servers let it in? Nothing is sent, and no transaction is open."""

from typing import NamedTuple

from crm_core.domain.mailbox_tests import TriedStep, tried_in, tried_out
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.refusals import Answer
from crm_core.errors import CrmError
from crm_core.mail.imap import InboxFault
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import MailboxRow
from crm_core.touches.lines import way_out
from crm_core.touches.lookups import Mailbox, load_mailboxes
from crm_core.touches.ways_in import way_in

WITHIN = (6.0, 10.0)
"""Seconds for a word of a server, and for each of the two."""


def try_mailbox(services: Services, *, actor: Actor, mailbox_id: int) -> tuple[TriedStep, ...]:
    """Sign in to the mailbox's servers; each step with what it said. Takes 20 seconds at most."""
    actor.require(Permission.MAIL_MANAGE)
    if services.storage.is_writing:
        raise RuntimeError("no transaction is open while a mail server is spoken to")
    place = _place(services, actor, mailbox_id)
    steps = _out(services, place.mailbox)
    return steps if place.inbox is None else (*steps, _in(services, place))


class _Place(NamedTuple):
    """A mailbox, and the stored address of its inbox, if it has one."""

    mailbox: Mailbox
    inbox: str | None
    follows_settings: bool


def _out(services: Services, mailbox: Mailbox) -> tuple[TriedStep, ...]:
    try:
        transport = way_out(services, mailbox, within=WITHIN)
    except CrmError as fault:
        return (TriedStep("Read the stored way out", False, fault.message, "Give it once more."),)
    opened = transport.connect()
    if isinstance(opened, Answer):
        return tried_out(transport.name, opened)
    opened.close()
    return tried_out(transport.name, None)


def _in(services: Services, place: _Place) -> TriedStep:
    box, url = place.mailbox, place.inbox or ""
    try:
        if not place.follows_settings:
            url = services.secrets.decrypt(url)
        inbox = way_in(services, url, address=box.address, oauth=box.oauth, within=WITHIN)
    except CrmError as fault:
        return TriedStep("Read the stored inbox", False, fault.message, "Give it once more.")
    try:
        inbox.open().close()
    except InboxFault as fault:
        return tried_in(inbox.name, str(fault))
    return tried_in(inbox.name, None)


def _place(services: Services, actor: Actor, mailbox_id: int) -> _Place:
    with services.storage.read() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox")
        box = load_mailboxes(session, [mailbox_id])[mailbox_id]
    follows = row.inbox is None and row.is_default
    return _Place(box, services.settings.crm_inbox_url if follows else row.inbox, follows)
