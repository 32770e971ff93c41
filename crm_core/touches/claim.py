"""Claiming due enrollments, and giving claims back.

On PostgreSQL a claim locks its rows and skips those that another runner holds; on SQLite the
write transaction has the database to itself. Work is proportional to what is asked for: the
partial index on `next_run_at` holds only rows that wait on time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, text

from crm_core.domain.words import StepType
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among_few
from crm_core.storage.tables import EnrollmentRow, PartyRow, StepRow
from crm_core.touches.facts import FactRow, fact_query, fetch_facts

_UNCHANGED = text("FOR SHARE OF parties, sequences SKIP LOCKED")
"""Whoever changes a person or a sequence releases afterwards what waited for that. A decision on
the facts before the change, committed after the release, would wait for ever: so either the
change waits for the decision, or the decision leaves the row to the next claim."""


def claim_due(
    session: WriteSession,
    now: datetime,
    limit: int,
    *,
    tenant_id: int | None = None,
    busy: Collection[int] = (),
    only: Sequence[int] | None = None,
) -> list[FactRow]:
    """The fact rows of up to `limit` due enrollments, locked until the transaction ends.

    E-mails of mailboxes that are `busy` are left where they are. `only` narrows the claim to
    some ids, to split a batch that failed.
    """
    query = (
        fact_query()
        .where(EnrollmentRow.next_run_at <= now)
        .order_by(EnrollmentRow.next_run_at, EnrollmentRow.id)
        .limit(limit)
        .with_for_update(of=EnrollmentRow, skip_locked=True)
    )
    if session.get_bind().dialect.name == "postgresql":
        query = query.suffix_with(_UNCHANGED)
    if tenant_id is not None:
        query = query.where(EnrollmentRow.tenant_id == tenant_id)
    if busy:
        query = query.where(_not_for(busy))
    if only is not None:
        query = query.where(EnrollmentRow.id.in_(only))
    return fetch_facts(session, query)


def due_ids(
    session: WriteSession,
    now: datetime,
    limit: int,
    *,
    tenant_id: int | None = None,
    busy: Collection[int] = (),
) -> list[int]:
    """The ids that the next claim of this size would take."""
    query = (
        select(EnrollmentRow.id)
        .where(EnrollmentRow.next_run_at <= now)
        .order_by(EnrollmentRow.next_run_at, EnrollmentRow.id)
        .limit(limit)
    )
    if tenant_id is not None:
        query = query.where(EnrollmentRow.tenant_id == tenant_id)
    if busy:
        query = query.where(_not_for(busy))
    return list(session.scalars(query))


def _not_for(busy: Collection[int]) -> ColumnElement[bool]:
    """Not an e-mail that one of these mailboxes would send; tasks and calls do not wait."""
    sends = exists().where(
        StepRow.version_id == EnrollmentRow.version_id,
        StepRow.position == EnrollmentRow.position,
        StepRow.type == StepType.EMAIL_AUTO,
    )
    return EnrollmentRow.mailbox_id.is_(None) | EnrollmentRow.mailbox_id.not_in(busy) | ~sends


def one_for_each_person(rows: list[FactRow]) -> list[FactRow]:
    """The first row of each person: a batch never decides twice on the same facts about one."""
    seen: set[int] = set()
    first = []
    for row in rows:
        if row.party_id not in seen:
            seen.add(row.party_id)
            first.append(row)
    return first


def lock_people(session: WriteSession, party_ids: set[int]) -> set[int]:
    """Lock the people whose gap between touches counts; those held elsewhere are left out."""
    if not party_ids:
        return set()
    query = (
        select(PartyRow.id)
        .where(among_few(session, PartyRow.id, party_ids))
        .order_by(PartyRow.id)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return set(session.scalars(query))
