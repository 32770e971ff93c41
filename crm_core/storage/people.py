"""Queries about people that rules share: adding a party once, suppressing, stopping a person."""

from datetime import datetime

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
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
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
    values = {
        "tenant_id": tenant_id,
        "email": email.lower(),
        "reason": reason,
        "source": source,
        "created_at": now,
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(SuppressionRow).values(**values).on_conflict_do_nothing())


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


def addresses_reached(
    session: WriteSession, tenant_id: int, party_id: int, enrollment_id: int | None
) -> set[str]:
    """Where a person's messages went, as far as they may have arrived: those of an enrollment,
    or, without one, those that were written by hand."""
    return set(
        session.scalars(
            select(DeliveryRow.recipient).where(
                DeliveryRow.tenant_id == tenant_id,
                DeliveryRow.party_id == party_id,
                DeliveryRow.enrollment_id == enrollment_id,
                DeliveryRow.status.in_(_MAY_HAVE_ARRIVED),
            )
        )
    )


def stop_person(
    session: WriteSession,
    tenant_id: int,
    party_id: int,
    reason: StopReason,
    detail: str,
    now: datetime,
) -> int:
    """End every live enrollment of a person; returns how many."""
    ids = list(
        session.scalars(
            select(EnrollmentRow.id)
            .where(
                EnrollmentRow.tenant_id == tenant_id,
                EnrollmentRow.party_id == party_id,
                EnrollmentRow.status.in_(LIVE),
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
            finished_at=now, next_run_at=None, paused_at=None, waiting_since=None,
            hold_gate=None, hold_reason=None, lease_owner=None, lease_until=None,
        )
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip
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
