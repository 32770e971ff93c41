"""Mail of somebody unknown at a company that is being written to: a person says what it is.

Until then nothing goes out to the company's people; the gate `company_mail` holds them.
"""

from datetime import datetime

from sqlalchemy import select, update

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import MailClass, MatchedBy, PartyKind
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import release_held
from crm_core.storage.tables import (
    CorrectionRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyAddressRow,
    PartyRow,
)
from crm_core.touches.inbound.consequences import apply_reply


def clear_company_mail(services: Services, *, actor: Actor, inbound_id: int) -> None:
    """Say that a message is nobody's answer: what it held goes on. Again changes nothing."""
    actor.require(Permission.ENROLLMENTS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
        _let_go_on(session, row, now)
        if row.handled_at is None:
            row.handled_at, row.handled_by = now, actor.user_id
        audit.note(session, actor, now, "mail.cleared", "message", row.id)


def assign_sender(services: Services, *, actor: Actor, inbound_id: int, party_id: int) -> None:
    """Say that a message is this person's: the sender's address is theirs from now on, and it
    counts as their answer, which waits for somebody. Whom else it held goes on.

    Raises `Conflict` where the address is another person's, or the message somebody's already.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    actor.require(Permission.PEOPLE_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        person = owned(
            session, PartyRow, actor.tenant_id, party_id, what="person", field="partyId", lock=True
        )
        row = owned(
            session, InboundMessageRow, actor.tenant_id, inbound_id, what="message", lock=True
        )
        _refuse_what_cannot_be(session, row, person)
        if row.from_address != person.email:
            _remember(session, row, person, actor, now)
        session.add(
            CorrectionRow(
                tenant_id=actor.tenant_id, inbound_id=row.id, field="party", before="",
                after=str(party_id), user_id=actor.user_id, at=now,
            )
        )  # fmt: skip
        row.party_id, row.classification = party_id, MailClass.REPLY
        row.matched_by = MatchedBy.ALIAS
        session.flush()
        apply_reply(services, session, row, now)
        _let_go_on(session, row, now)
        audit.note(session, actor, now, "mail.assigned", "message", row.id, partyId=party_id)


def _refuse_what_cannot_be(session: WriteSession, row: InboundMessageRow, person: PartyRow) -> None:
    if person.kind != PartyKind.PERSON:
        raise InvalidInput("This is a company; name one of its people.", field="partyId")
    if row.party_id is not None:
        raise Conflict("This message is somebody's already.", field="id")
    if not row.from_address:
        raise Conflict("This message names no sender.", field="id")
    holder = session.scalar(
        select(PartyAddressRow.party_id).where(
            PartyAddressRow.tenant_id == row.tenant_id,
            PartyAddressRow.address == row.from_address,
        )
    )
    namesake = session.scalar(
        select(PartyRow.id).where(
            PartyRow.tenant_id == row.tenant_id,
            PartyRow.kind == PartyKind.PERSON,
            PartyRow.email == row.from_address,
        )
    )
    if {holder, namesake} - {None, person.id}:
        raise Conflict("This address is another person's.", field="partyId")


def _remember(
    session: WriteSession, row: InboundMessageRow, person: PartyRow, actor: Actor, now: datetime
) -> None:
    known = select(PartyAddressRow.id).where(
        PartyAddressRow.tenant_id == row.tenant_id, PartyAddressRow.address == row.from_address
    )
    if session.scalar(known) is None:
        session.add(
            PartyAddressRow(
                tenant_id=row.tenant_id, party_id=person.id, address=row.from_address,
                source=f"Said by {actor.name or actor.kind}", created_at=now,
            )
        )  # fmt: skip


def _let_go_on(session: WriteSession, row: InboundMessageRow, now: datetime) -> None:
    ids = list(
        session.scalars(
            select(EnrollmentRow.id)
            .where(
                EnrollmentRow.company_mail_id == row.id,
                EnrollmentRow.tenant_id == row.tenant_id,
            )
            .order_by(EnrollmentRow.id)
            .with_for_update(key_share=True)
        )
    )
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids))
        .values(company_mail_id=None)
        .execution_options(synchronize_session=False)
    )
    release_held(session, "company_mail", now, EnrollmentRow.id.in_(ids))
