"""Receiving one message: read, matched and acted upon once, however often it arrives.

Called by the reading of inboxes and by `POST /internal/crm/inbound-mail`, for the installation
itself. Reading takes no transaction; keeping the message and all that follows from it are one.
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import select, update

from crm_core.domain.words import InboundStatus, MailClass, Sentiment
from crm_core.errors import CrmError
from crm_core.mail.headers import shown_address
from crm_core.mail.inbound.mail import InboundMail
from crm_core.services import Services
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.faults import is_the_databases, tried_anew
from crm_core.storage.tables import InboundMessageRow, MailboxRow, TenantRow
from crm_core.touches.inbound.consequences import Effect, act, add_to_timeline
from crm_core.touches.inbound.erased import FORGOTTEN, erased_in, is_to_the_erased
from crm_core.touches.inbound.keeping import (
    NOTHING_READ,
    RAW_MOST,
    add_once,
    columns_of,
    storable,
)
from crm_core.touches.inbound.matching import (
    Match,
    find_match,
    mailbox_of,
    own_addresses,
    tenants_of,
)

_FOR_SOMEBODY = (MailClass.REPLY, MailClass.UNRELATED)
"""What a person wrote, to somebody here or about them; what follows from all else is done."""

log = structlog.get_logger(__name__)


class Received(NamedTuple):
    """What a message was taken for. `is_new`: it had not been received before.

    `inbound_id` is None for one that is nobody's and was not kept. `matched_enrollment_id`: the
    enrollment that it is about. `paused_until`: the person is away until then.
    """

    inbound_id: int | None
    status: InboundStatus
    classification: MailClass
    sentiment: Sentiment | None
    reply_text: str
    message_id: str
    matched_enrollment_id: int | None
    bounced_recipients: tuple[str, ...]
    paused_until: datetime | None
    is_new: bool


def receive_mail(
    services: Services, *, raw: bytes, mailbox_id: int | None = None, now: datetime | None = None
) -> Received:
    """Receive one message as it came; the same one again changes nothing and is answered alike.

    `mailbox_id`: in whose inbox it lay; without one it is found out whose the message is. What
    cannot be read or acted upon is kept aside with the reason and stops nothing else. Raises only
    what the database does when it is not there.
    """
    if services.storage.is_writing:
        raise RuntimeError("a message is read with no transaction open")
    at = now or services.clock.now()
    try:
        with services.storage.read() as session:
            mail, tenant_id, mailbox_id = _read(session, raw, mailbox_id, at)
    except Exception as fault:
        if is_the_databases(fault):
            raise
        return _set_aside(services, raw, None, mailbox_id, fault, at)
    if tenant_id is None:
        return _nobodys(mail)
    return keep_mail(services, mail, raw=raw, tenant_id=tenant_id, mailbox_id=mailbox_id, now=at)


def receive_again(services: Services, *, inbound_id: int) -> Received:
    """Receive a quarantined message once more, from what was kept of it."""
    now = services.clock.now()
    with services.storage.read() as session:
        row = session.get_one(InboundMessageRow, inbound_id)
        raw, tenant_id, mailbox_id = row.raw or b"", row.tenant_id, row.mailbox_id
        received_at = row.received_at
        own = own_addresses(session, tenant_id)
    try:
        mail = _read_message(raw, now=received_at, own_addresses=own)
        mail = _with_shown_addresses(mail)
        return _in_one_piece(services, mail, tenant_id, mailbox_id, now, again=inbound_id)
    except Exception as fault:
        if is_the_databases(fault):
            raise
        log.warning("still in quarantine", action="inbox.quarantine", inbound_id=inbound_id)
        with services.storage.write() as session:
            session.execute(
                update(InboundMessageRow)
                .where(InboundMessageRow.id == inbound_id)
                .values(fault=_words(fault))
            )
            return _as_kept(session.get_one(InboundMessageRow, inbound_id), is_new=False)


def _read(
    session: ReadSession, raw: bytes, mailbox_id: int | None, now: datetime
) -> tuple[InboundMail, int | None, int | None]:
    """The message, whose workspace's it is, and which mailbox's."""
    if mailbox_id is not None:
        tenant_id = session.get_one(MailboxRow, mailbox_id).tenant_id
        own = own_addresses(session, tenant_id)
        return _read_message(raw, now=now, own_addresses=own), tenant_id, mailbox_id
    mail = _read_message(raw, now=now, own_addresses=own_addresses(session, None))
    tenant = next(iter(tenants_of(session, mail)), None) or _the_only_tenant(session)
    if tenant is None:
        return mail, None, None
    own = own_addresses(session, tenant)
    if mail.classification is MailClass.OWN and mail.from_address not in own:
        # Another workspace's user is a stranger to this one.
        mail = _read_message(raw, now=now, own_addresses=own)
    return mail, tenant, mailbox_of(session, tenant, mail.recipients)


def _read_message(raw: bytes, *, now: datetime, own_addresses: frozenset[str]) -> InboundMail:
    """`read_message`, whose phrases in all languages are compiled with the first message: a third
    of a process's start, and most processes receive none."""
    from crm_core.mail.inbound.classify import read_message

    return read_message(raw, now=now, own_addresses=own_addresses)


def _the_only_tenant(session: ReadSession) -> int | None:
    ids = list(session.scalars(select(TenantRow.id).limit(2)))
    return ids[0] if len(ids) == 1 else None


def keep_mail(
    services: Services,
    mail: InboundMail,
    *,
    raw: bytes,
    tenant_id: int,
    mailbox_id: int | None,
    now: datetime,
) -> Received:
    """Keep a message as it was read, with all that follows from it; see `receive_mail`."""
    try:
        mail = _with_shown_addresses(mail)
        received = _in_one_piece(services, mail, tenant_id, mailbox_id, now)
    except Exception as fault:
        if is_the_databases(fault):
            raise
        place = tenant_id, mail.fingerprint
        return _set_aside(services, raw, place, mailbox_id, fault, now)
    if received.is_new:
        log.info(
            "message received", action="inbox.received", inbound_id=received.inbound_id,
            classification=received.classification, enrollment_id=received.matched_enrollment_id,
        )  # fmt: skip
    return received


def _with_shown_addresses(mail: InboundMail) -> InboundMail:
    """With domains outside ASCII as people's addresses have them."""
    bounced = (replace(each, address=shown_address(each.address)) for each in mail.bounced)
    return replace(mail, from_address=shown_address(mail.from_address), bounced=tuple(bounced))


def _in_one_piece(
    services: Services,
    mail: InboundMail,
    tenant_id: int,
    mailbox_id: int | None,
    now: datetime,
    *,
    again: int | None = None,
) -> Received:
    """The transaction; begun anew where the database broke it off because it met another one."""

    def receive() -> Received:
        with services.storage.write() as session:
            return _receive(services, session, mail, tenant_id, mailbox_id, now, again)

    return tried_anew(receive)


def _receive(
    services: Services,
    session: WriteSession,
    mail: InboundMail,
    tenant_id: int,
    mailbox_id: int | None,
    now: datetime,
    again: int | None,
) -> Received:
    inbound_id = again
    if again is None:
        # First of all: of several who bring the same message, the others wait here.
        columns = columns_of(mail, tenant_id, mailbox_id, now)
        inbound_id = add_once(session, **columns, status=InboundStatus.PROCESSED)
        if inbound_id is None:
            return _known(session, tenant_id, mail.fingerprint)
    row = session.get_one(InboundMessageRow, inbound_id, with_for_update={"key_share": True})
    if again is not None and row.status != InboundStatus.QUARANTINED:
        return _as_kept(row, is_new=False)
    match = find_match(session, services.secrets, tenant_id, mail)
    erased = erased_in(session, services.secrets, tenant_id, mail)
    if mail.from_address in erased:
        mail = replace(mail, from_address="")
        match = match if match is not None and match.party_id is not None else None
    effect = act(
        services, session, mail, match, tenant_id=tenant_id, inbound_id=row.id, now=now,
    )  # fmt: skip
    if match is None and again is None and _is_for_another(session, mailbox_id, effect):
        session.delete(row)
        return _nobodys(mail)
    if again is not None:
        kept = row.fingerprint, row.received_at
        for name, value in columns_of(mail, tenant_id, mailbox_id, now).items():
            setattr(row, name, value)
        row.fingerprint, row.received_at = kept
        row.status, row.fault, row.raw = InboundStatus.PROCESSED, "", None
    _note(row, match, effect, now)
    if erased or is_to_the_erased(session, match):
        _forget(row)
    else:
        add_to_timeline(session, row, now)
    session.flush()
    return _as_kept(row, is_new=True)


def _is_for_another(session: WriteSession, mailbox_id: int | None, effect: Effect) -> bool:
    """Whether a message that is nobody's here is left to another workspace: the default mailboxes
    share an inbox, and what is in it is not for all of them to keep."""
    if mailbox_id is None or effect.classification is MailClass.UNSUBSCRIBE:
        return False
    box = session.get_one(MailboxRow, mailbox_id)
    shared = select(MailboxRow.id).where(MailboxRow.is_default, MailboxRow.id != mailbox_id)
    return box.is_default and box.inbox is None and session.scalar(shared.limit(1)) is not None


def _forget(row: InboundMessageRow) -> None:
    """That it came is kept, so that it does not come again, and nothing that it says."""
    for name, value in FORGOTTEN.items():
        setattr(row, name, value)
    row.handled_at = row.handled_at or row.received_at


def _note(row: InboundMessageRow, match: Match | None, effect: Effect, now: datetime) -> None:
    row.classification, row.reason = effect.classification, storable(effect.reason)
    row.paused_until = effect.paused_until
    if match is not None:
        row.matched_by, row.party_id = match.by, match.party_id
        row.enrollment_id = match.enrollment_id
        row.delivery_id = match.sent.id if match.sent else None
    if match is None or not (effect.has_left or effect.classification in _FOR_SOMEBODY):
        row.handled_at = now  # Nobody has to look at it.


def _known(session: WriteSession, tenant_id: int, fingerprint: str) -> Received:
    row = session.scalars(
        select(InboundMessageRow).where(
            InboundMessageRow.tenant_id == tenant_id, InboundMessageRow.fingerprint == fingerprint
        )
    ).one()
    return _as_kept(row, is_new=False)


def _set_aside(
    services: Services,
    raw: bytes,
    place: tuple[int, str] | None,
    mailbox_id: int | None,
    fault: Exception,
    now: datetime,
) -> Received:
    """Keep a message that breaks something here, alone, for a person to look at."""
    log.error("message set aside", action="inbox.quarantine", exc_info=fault)
    with services.storage.write() as session:
        if place is None:
            tenant_id = _tenant_to_tell(session, mailbox_id)
            place = tenant_id, f"raw:{hashlib.sha256(raw).hexdigest()}"
        add_once(
            session, tenant_id=place[0], mailbox_id=mailbox_id, fingerprint=place[1],
            status=InboundStatus.QUARANTINED, received_at=now, raw=raw[:RAW_MOST],
            fault=_words(fault), **NOTHING_READ,
        )  # fmt: skip
        return _known(session, *place)


def _tenant_to_tell(session: WriteSession, mailbox_id: int | None) -> int:
    """The workspace whose people see a message of which nothing is known: the inbox's, else the
    oldest."""
    if mailbox_id is not None:
        return session.get_one(MailboxRow, mailbox_id).tenant_id
    return session.scalars(select(TenantRow.id).order_by(TenantRow.id).limit(1)).one()


def _words(fault: Exception) -> str:
    said = fault.message if isinstance(fault, CrmError) else ""
    return said or f"It could not be processed: {type(fault).__name__}."


def _as_kept(row: InboundMessageRow, *, is_new: bool) -> Received:
    kind = row.classification
    return Received(
        inbound_id=row.id,
        status=InboundStatus(row.status),
        classification=MailClass(kind) if kind else MailClass.UNRELATED,
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        reply_text=row.reply_text,
        message_id=row.message_id,
        matched_enrollment_id=row.enrollment_id,
        bounced_recipients=tuple(row.bounced),
        paused_until=row.paused_until,
        is_new=is_new,
    )


def _nobodys(mail: InboundMail) -> Received:
    """An answer for a message of no workspace; nothing of it is kept."""
    return Received(
        None, InboundStatus.PROCESSED, MailClass.UNRELATED, None, mail.reply_text,
        mail.message_id, None, (), None, True,
    )  # fmt: skip
