"""Erasing a person: who it was is forgotten, what was done stays counted.

Every text that tells of the person goes, in one transaction; rows stay, so that sequences,
mailboxes and deals keep their numbers. The addresses are kept as keyed hashes, so that nobody
brings the person back by an import and writes to them again. What people wrote in free text about
somebody else (a deal's name, a colleague's note) is not looked through.
"""

import csv
from collections.abc import Collection, Mapping
from datetime import datetime
from io import StringIO
from typing import Any

from sqlalchemy import delete, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import name_key
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    DeliveryStatus,
    PartyKind,
    StopReason,
    SuppressionReason,
)
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.bulk import insert_missing, new_ids
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among_texts
from crm_core.storage.lookup import owned
from crm_core.storage.people import stop_people
from crm_core.storage.tables import (
    ActivityRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    IdempotencyRow,
    ImportRow,
    InboundMessageRow,
    LeadRow,
    MailboxRow,
    PartyAddressRow,
    PartyRow,
    SuppressionRow,
    TrackingEventRow,
)
from crm_core.storage.types import Row
from crm_core.touches.inbound.erased import FORGOTTEN
from crm_core.usecases.erasing_chats import forget_in_chats

NAME = "Erased person"
SOURCE = "The person was erased."
HIDDEN = "…"


def erase_person(services: Services, *, actor: Actor, party_id: int) -> None:
    """Forget who a person was. It cannot be taken back.

    Live enrollments end, open tasks are canceled. Raises `InvalidInput` for a company, and
    `Conflict` for somebody who is erased already or to whom an e-mail goes out at this moment.
    """
    actor.require(Permission.PEOPLE_ERASE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, PartyRow, actor.tenant_id, party_id, what="person", lock=True)
        if row.kind != PartyKind.PERSON:
            raise InvalidInput("Only a person is erased, not a company.", field="partyId")
        if row.erased_at is not None:
            raise Conflict("This person is erased already.", field="partyId")
        stop_people(session, {party_id}, StopReason.BY_PERSON, SOURCE, now)
        _refuse_while_sending(session, party_id)
        addresses = _addresses(session, row)
        _keep_hashes(services, session, actor.tenant_id, addresses, now)
        forget_in_chats(
            session, actor.tenant_id, party_id=party_id, lead_ids=_leads(session, party_id),
            words={row.name, *addresses},
            names={row.first_name, row.last_name}, now=now,
        )  # fmt: skip
        _forget_the_person(row, now)
        _forget_what_was_done(session, party_id)
        _forget_mail(session, actor.tenant_id, party_id, addresses)
        _forget_mentions(session, actor.tenant_id, addresses)
        audit.note(session, actor, now, "person.erased", "party", party_id)


def _refuse_while_sending(session: WriteSession, party_id: int) -> None:
    """What a mail server takes now would be noted afterwards, with its text."""
    sending = session.scalar(
        select(DeliveryRow.id)
        .where(DeliveryRow.party_id == party_id, DeliveryRow.status == DeliveryStatus.SENDING)
        .limit(1)
    )
    if sending is not None:
        raise Conflict("An e-mail to this person goes out just now. Try again in a minute.")


def _leads(session: WriteSession, party_id: int) -> list[int]:
    return list(session.scalars(select(LeadRow.id).where(LeadRow.party_id == party_id)))


def _addresses(session: WriteSession, row: PartyRow) -> set[str]:
    """Every address that was the person's, as far as nobody else has it now."""
    found = {row.email} if row.email else set()
    for query in (
        select(PartyAddressRow.address).where(PartyAddressRow.party_id == row.id),
        select(DeliveryRow.recipient).where(DeliveryRow.party_id == row.id).distinct(),
        select(InboundMessageRow.from_address).where(InboundMessageRow.party_id == row.id),
    ):
        found |= {address.lower() for address in session.scalars(query) if address}
    others = session.scalars(
        select(PartyRow.email).where(
            PartyRow.tenant_id == row.tenant_id,
            PartyRow.id != row.id,
            among_texts(session, PartyRow.email, found),
        )
    )
    return found - set(others)


def _keep_hashes(
    services: Services,
    session: WriteSession,
    tenant_id: int,
    addresses: Collection[str],
    now: datetime,
) -> None:
    """Put hashes on the suppression list in the place of the addresses, with their reasons."""
    listed = (SuppressionRow.tenant_id == tenant_id) & among_texts(
        session, SuppressionRow.email, addresses
    )
    rows = session.execute(select(SuppressionRow.email, SuppressionRow.reason).where(listed))
    reasons = {row.email: row.reason for row in rows}
    session.execute(
        delete(SuppressionRow).where(listed).execution_options(synchronize_session=False)
    )
    ids = new_ids(session, SuppressionRow, len(addresses))
    values = [
        (
            key, services.secrets.address_hash(tenant_id, address),
            reasons.get(address, SuppressionReason.MANUAL.value),
        )
        for key, address in zip(ids, sorted(addresses), strict=True)
    ]  # fmt: skip
    same = {"tenant_id": tenant_id, "source": SOURCE, "created_at": now}
    insert_missing(session, SuppressionRow, ("id", "address_hash", "reason"), values, same=same)


def _forget_the_person(row: PartyRow, now: datetime) -> None:
    row.name, row.name_key, row.search_key = NAME, name_key(NAME), ""
    row.first_name = row.last_name = row.phone = row.title = ""
    row.email = row.company_id = row.timezone = row.country = row.away_until = row.left_at = None
    row.custom, row.soft_bounces, row.erased_at = {}, 0, now


def _forget_what_was_done(session: WriteSession, party_id: int) -> None:
    _blank(session, LeadRow, LeadRow.party_id, party_id, {"source": ""})
    session.execute(
        update(ActivityRow)
        .where(
            ActivityRow.party_id == party_id,
            ActivityRow.status.in_((ActivityStatus.OPEN, ActivityStatus.DRAFT)),
        )
        .values(status=ActivityStatus.CANCELED)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(ActivityRow)
        .where(ActivityRow.party_id == party_id, ActivityRow.type != ActivityType.STAGE_CHANGE)
        .values(subject="", body="", html=None, note=None)
        .execution_options(synchronize_session=False)
    )
    theirs = select(EnrollmentRow.id).where(EnrollmentRow.party_id == party_id)
    session.execute(
        update(DecisionRow)
        .where(DecisionRow.enrollment_id.in_(theirs))
        .values(gates=[], unblock="")
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.party_id == party_id)
        .values(hold_reason=None, stop_detail=SOURCE)
        .execution_options(synchronize_session=False)
    )


def _forget_mail(
    session: WriteSession, tenant_id: int, party_id: int, addresses: Collection[str]
) -> None:
    gone = {"recipient": "", "recipient_domain": "", "subject": "", "thread_subject": "",
            "references_": "", "reason": ""}  # fmt: skip
    _blank(session, DeliveryRow, DeliveryRow.party_id, party_id, gone)
    session.execute(delete(PartyAddressRow).where(PartyAddressRow.party_id == party_id))
    session.execute(
        update(InboundMessageRow)
        .where(
            InboundMessageRow.tenant_id == tenant_id,
            or_(
                InboundMessageRow.party_id == party_id,
                among_texts(session, InboundMessageRow.from_address, addresses),
            ),
        )
        .values(
            **FORGOTTEN,
            handled_at=func.coalesce(InboundMessageRow.handled_at, InboundMessageRow.received_at),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    events = {"agent": "", "source_hash": ""}
    _blank(session, TrackingEventRow, TrackingEventRow.party_id, party_id, events)
    session.execute(
        update(TrackingEventRow)
        # Without an address a click is one on the link that no person sees.
        .where(TrackingEventRow.party_id == party_id, TrackingEventRow.url != "")
        .values(url=HIDDEN)
        .execution_options(synchronize_session=False)
    )


def _forget_mentions(session: WriteSession, tenant_id: int, addresses: Collection[str]) -> None:
    """Take the addresses out of what is kept of requests, files and mailboxes."""
    for address in sorted(addresses):
        session.execute(
            update(MailboxRow)
            .where(MailboxRow.tenant_id == tenant_id, MailboxRow.paused_reason.contains(address))
            .values(paused_reason=func.replace(MailboxRow.paused_reason, address, HIDDEN))
            .execution_options(synchronize_session=False)
        )
        holds = (
            func.instr(IdempotencyRow.body, literal(address.encode()))
            if session.get_bind().dialect.name == "sqlite"
            else func.strpos(func.encode(IdempotencyRow.body, "escape"), address)
        )
        session.execute(
            delete(IdempotencyRow)
            .where(IdempotencyRow.tenant_id == tenant_id, holds > 0)
            .execution_options(synchronize_session=False)
        )
        files = session.scalars(
            select(ImportRow).where(
                ImportRow.tenant_id == tenant_id,
                func.lower(ImportRow.refused_csv).contains(address, autoescape=True),
            )
        )
        for file in files:
            file.refused_csv = _without(file.refused_csv, address)


def _without(text: str, address: str) -> str:
    """A file of refused rows without those that name the address."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t|", key=head.count)
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        if not any(address in cell.lower() for cell in cells):
            writer.writerow(cells)
    return target.getvalue()


def _blank(
    session: WriteSession,
    row: type[Row],
    key: InstrumentedAttribute[Any],
    party_id: int,
    values: Mapping[str, Any],
) -> None:
    session.execute(
        update(row)
        .where(key == party_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
