"""Queries about people that rules share: adding a party once, suppressing, stopping a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from crm_core.domain.search import search_key
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    DeliveryStatus,
    EnrollmentStatus,
    PartyKind,
    StopReason,
    SuppressionReason,
)
from crm_core.storage.bulk import insert_missing, new_ids, update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among
from crm_core.storage.tables import (
    NOT_SENT,
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    PartyRow,
    SuppressionRow,
)

LIVE = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)
_MAY_HAVE_ARRIVED = (DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN)

# By what a party of each kind is one of its workspace; the words of the unique indexes.
_ONCE = {
    PartyKind.PERSON: ("email", text("kind = 'PERSON' AND email IS NOT NULL")),
    PartyKind.COMPANY: ("name_key", text("kind = 'COMPANY'")),
}


def add_party(
    session: WriteSession, kind: PartyKind, *, tenant_id: int, **columns: object
) -> int | None:
    """Add a person or a company and return its id.

    None where the workspace has a person with the address, or a company of the name: also where
    another transaction brought it at this instant, whose end is waited for, and which a query
    after this one sees.
    """
    column, where = _ONCE[kind]
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added: int | None = session.scalar(
        dialect.insert(PartyRow)
        .values(tenant_id=tenant_id, kind=kind, **columns)
        .on_conflict_do_nothing(index_elements=["tenant_id", column], index_where=where)
        .returning(PartyRow.id)
    )
    return added


def refresh_search(session: WriteSession, party_id: int) -> None:
    """Write anew what a party is found by; after a company's change, its people's as well."""
    company = aliased(PartyRow)
    rows = session.execute(
        select(PartyRow.id, PartyRow.name, PartyRow.email, PartyRow.phone, company.name)
        .outerjoin(company, company.id == PartyRow.company_id)
        .where((PartyRow.id == party_id) | (PartyRow.company_id == party_id))
    ).all()
    keys = [(row[0], search_key(*row[1:])) for row in rows]
    update_rows(session, PartyRow, ("id", "search_key"), keys)


def suppress_address(
    session: WriteSession,
    tenant_id: int,
    email: str,
    reason: SuppressionReason,
    source: str,
    now: datetime,
) -> None:
    """Put an address on the workspace's list; one that is there keeps its first reason."""
    suppress_addresses(session, {(tenant_id, email)}, reason, source, now)


def suppress_addresses(
    session: WriteSession,
    addresses: Iterable[tuple[int, str]],
    reason: SuppressionReason,
    source: str,
    now: datetime,
) -> int:
    """Put addresses, each with its workspace's id, on the lists; returns how many were not there.

    One that is there keeps its first reason.
    """
    # An erased person's e-mails do not say any more where they went.
    wanted = sorted({(tenant_id, email.lower()) for tenant_id, email in addresses if email})
    ids = new_ids(session, SuppressionRow, len(wanted))
    added = insert_missing(
        session, SuppressionRow, ("id", "tenant_id", "email"),
        [(key, *address) for key, address in zip(ids, wanted, strict=True)],
        same={"reason": reason.value, "source": source, "created_at": now},
    )  # fmt: skip
    return len(added)


def carry_wish_over(
    session: WriteSession, tenant_id: int, former: str, present: str, now: datetime
) -> None:
    """Suppress a person's new address if the person, not the address, was the reason before.

    A bounce stays with the address that bounced.
    """
    reason = session.scalar(
        select(SuppressionRow.reason).where(
            SuppressionRow.tenant_id == tenant_id, SuppressionRow.email == former.lower()
        )
    )
    if reason is not None and reason != SuppressionReason.BOUNCED:
        source = "The person's former address was on the list."
        suppress_address(session, tenant_id, present, SuppressionReason(reason), source, now)


class Wish(NamedTuple):
    """A person who wants no more mail. `by_message`: said by the link of a message of
    `enrollment_id`, or, without one, of a message that was written by hand."""

    tenant_id: int
    party_id: int
    enrollment_id: int | None = None
    by_message: bool = False


def opt_out_people(
    session: WriteSession, wishes: Sequence[Wish], source: str, now: datetime
) -> None:
    """Nothing goes out any more to these people, from any sequence; again changes nothing.

    No mail goes to their present addresses either, whoever has them, nor to where the messages
    went whose links were used: a person may have another address since. A fixed number of
    statements, however many they are. The people are held until the transaction ends.
    """
    parties = {wish.party_id for wish in wishes}
    people = session.execute(
        select(PartyRow.tenant_id, PartyRow.email)
        .where(among(session, PartyRow.id, parties))
        .order_by(PartyRow.id)
        .with_for_update()
    ).all()
    addresses = {(row.tenant_id, row.email) for row in people if row.email}
    addresses |= _addresses_reached(session, [wish for wish in wishes if wish.by_message])
    suppress_addresses(session, addresses, SuppressionReason.OPTED_OUT, source, now)
    detail = f"The person opted out ({source})."
    stop_people(session, parties, StopReason.OPTED_OUT, detail, now)


def _addresses_reached(session: WriteSession, wishes: Sequence[Wish]) -> set[tuple[int, str]]:
    """Where messages went, as far as they may have arrived: those of the wishes' enrollments, or,
    without one, those that were written to the person by hand."""
    of = [wish.enrollment_id for wish in wishes if wish.enrollment_id is not None]
    by_hand = [wish.party_id for wish in wishes if wish.enrollment_id is None]
    query = select(DeliveryRow.tenant_id, DeliveryRow.recipient).where(
        DeliveryRow.status.in_(_MAY_HAVE_ARRIVED)
    )
    found: set[tuple[int, str]] = set()
    for ids, condition in (
        (of, among(session, DeliveryRow.enrollment_id, of)),
        (by_hand, among(session, DeliveryRow.party_id, by_hand)
         & DeliveryRow.enrollment_id.is_(None)),
    ):  # fmt: skip
        if ids:
            rows = session.execute(query.where(condition))
            found |= {(row.tenant_id, row.recipient) for row in rows}
    return found


def stop_person(
    session: WriteSession,
    tenant_id: int,
    party_id: int,
    reason: StopReason,
    detail: str,
    now: datetime,
) -> int:
    """End every live enrollment of a person; returns how many."""
    return stop_people(session, {party_id}, reason, detail, now)


def stop_people(
    session: WriteSession, party_ids: Iterable[int], reason: StopReason, detail: str, now: datetime
) -> int:
    """End every live enrollment of these people; returns how many."""
    ids = list(
        session.scalars(
            select(EnrollmentRow.id)
            .where(
                among(session, EnrollmentRow.party_id, party_ids), EnrollmentRow.status.in_(LIVE)
            )
            .order_by(EnrollmentRow.id)
            .with_for_update()
        )
    )
    end_enrollments(session, ids, reason, detail, now)
    return len(ids)


def end_enrollments(
    session: WriteSession, ids: list[int], reason: StopReason, detail: str, now: datetime
) -> None:
    """Cancel enrollments, take away what was planned but not begun, and close their open tasks.

    An e-mail that is being sent at this moment keeps its delivery row and is recorded; so does a
    draft that is on its way or may have gone out.
    """
    if not ids:
        return
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids))
        .values(
            status=EnrollmentStatus.CANCELED, stop_reason=reason, stop_detail=detail,
            finished_at=now, next_run_at=None, paused_at=None, resume_at=None, waiting_since=None,
            hold_gate=None, hold_reason=None, lease_owner=None, lease_until=None,
            company_mail_id=None,
        )
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip
    # One that came back and waits for another try did go out.
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.enrollment_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
            DeliveryRow.outcome.is_not(None),
        )
        .values(status=DeliveryStatus.SENT, sent_at=DeliveryRow.taken_at, retry_at=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(DeliveryRow)
        .where(
            DeliveryRow.enrollment_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(ActivityRow)
        .where(
            ActivityRow.enrollment_id.in_(ids),
            ActivityRow.source == ActivitySource.SEQUENCE,
            ActivityRow.status.in_((ActivityStatus.OPEN, ActivityStatus.DRAFT)),
            ~exists().where(
                NOT_SENT,
                DeliveryRow.activity_id == ActivityRow.id,
                DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
            ),
        )
        .values(status=ActivityStatus.CANCELED)
        .execution_options(synchronize_session=False)
    )


def release_held(
    session: WriteSession, gate: str, now: datetime, *conditions: ColumnElement[bool]
) -> int:
    """Make enrollments that a gate holds due again; the planner decides anew."""
    result = session.connection().execute(
        update(EnrollmentRow)
        .where(
            EnrollmentRow.hold_gate == gate,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
            EnrollmentRow.lease_owner.is_(None),
            *conditions,
        )
        .values(next_run_at=now, hold_gate=None, hold_reason=None)
    )
    return result.rowcount
