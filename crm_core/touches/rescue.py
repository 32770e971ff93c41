"""Taking over from runs that died.

An e-mail that was only planned is due again. One that was marked as *sending* is what the run's
own notes say (see `in_flight`): not begun, then it is due again; accepted, then it is recorded;
begun without an answer, then it may have been accepted and becomes *uncertain*, so nobody sends
it again by itself. Without such notes all that were marked become uncertain.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists, select, update

from crm_core.domain.words import DeliveryStatus, EnrollmentStatus, MailboxStatus
from crm_core.process import is_dead, process_token
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import release_held
from crm_core.storage.tables import (
    NOT_SENT,
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    RunnerRow,
    TenantRow,
)
from crm_core.storage.types import AnyRow
from crm_core.touches import in_flight
from crm_core.touches.by_hand import close_if_ended, lock_enrollments
from crm_core.touches.in_flight import Mark
from crm_core.touches.outcomes import forget_untried
from crm_core.touches.settled import SentMail, count_as_sent
from crm_core.touches.write import LEASE

log = structlog.get_logger(__name__)

UNCERTAIN_REASON = (
    "The runner stopped after it began to hand this e-mail over and before it heard the answer."
)
_SENDING = NOT_SENT & (DeliveryRow.status == DeliveryStatus.SENDING)

Marks = Mapping[str, Mapping[str, Mark] | None]
"""The runs that are over, each with its marks by message id; None where it left no notes."""


def rescue(services: Services) -> int:
    """Free every lease that is over or whose run is; returns how many were freed."""
    now = services.clock.now()
    _release_missed(services, now)
    directory = services.settings.in_flight_directory()
    with services.storage.write() as session:
        holders, senders = _holders(session), _senders(session)
        over = _over(session, services, holders | senders | in_flight.owners(directory))
        leased = _lock_leases(session, holders, over, now)
        orphans = _orphans(session, services, senders, over, now)
        marked = _deliveries(session, DeliveryRow.enrollment_id.in_(leased)) if leased else []
        moved = _settle(services, session, [*marked, *orphans], over, now)
        if leased:
            _free(session, [id for id in leased if id not in moved], now)
        # What another transaction has locked at this moment still needs the notes.
        done = over.keys() - _holders(session) - _senders(session) if over else ()
    for owner in done:
        in_flight.forget(directory, owner)
    if leased or orphans:
        log.warning(
            "leases rescued", action="touches.rescue", count=len(leased), orphans=len(orphans),
            owners=sorted(over.keys() & (holders | senders)),
        )  # fmt: skip
    return len(leased)


def _release_missed(services: Services, now: datetime) -> None:
    """Make due what a paused mailbox holds though it sends again: the decision may have been
    committed after the release, on what it had read before."""
    active = select(MailboxRow.id).where(MailboxRow.status == MailboxStatus.ACTIVE)
    missed = (
        select(EnrollmentRow.id)
        .where(
            EnrollmentRow.tenant_id.in_(select(TenantRow.id)),  # the way into the index
            EnrollmentRow.hold_gate == "mailbox",
            EnrollmentRow.mailbox_id.in_(active),
        )
        .with_for_update(of=EnrollmentRow, skip_locked=True)
    )
    with services.storage.write() as session:
        ids = session.scalars(missed).all()
        if ids:
            release_held(session, "mailbox", now, EnrollmentRow.id.in_(ids))


def _holders(session: WriteSession) -> set[str]:
    """The runs that hold leases."""
    owner = EnrollmentRow.lease_owner
    rows = session.scalars(select(owner).where(owner.is_not(None)).distinct())
    return {name for name in rows if name is not None}


def _senders(session: WriteSession) -> set[str]:
    """The runs that have e-mails on their way."""
    rows = session.scalars(select(DeliveryRow.owner).where(_SENDING).distinct())
    return {name for name in rows if name is not None}


def _over(session: WriteSession, services: Services, owners: set[str]) -> Marks:
    """The runs that certainly send no more: their process is dead, or their notes say so.

    A process that sends for a person has no heartbeat. Of such a one the notes alone tell: they
    are not locked any more, so it is gone.
    """
    dead, quiet = _dead(session, services, owners), _without_heartbeat(session, owners)
    directory = services.settings.in_flight_directory()
    over: dict[str, Mapping[str, Mark] | None] = {}
    for owner in owners:
        try:
            notes = in_flight.read(directory, owner)
        except in_flight.Living:
            continue
        if owner in dead or (notes is not None and (notes.is_over or owner in quiet)):
            over[owner] = notes.marks if notes is not None else None
    return over


def _dead(
    session: WriteSession,
    services: Services,
    owners: set[str],
    silent_since: datetime | None = None,
) -> set[str]:
    """The owners whose process is certainly dead, or, with `silent_since`, has not beaten since."""
    runners = session.execute(
        select(
            RunnerRow.owner, RunnerRow.host, RunnerRow.pid, RunnerRow.process_started,
            RunnerRow.beat_at,
        ).where(RunnerRow.owner.in_({process_token(owner) for owner in owners}))
    )  # fmt: skip
    gone = {
        row.owner
        for row in runners
        if is_dead(row.host, row.pid, row.process_started)
        or (silent_since is not None and row.beat_at < silent_since)
    }
    gone.discard(services.process.token)
    return {owner for owner in owners if process_token(owner) in gone}


def _without_heartbeat(session: WriteSession, owners: set[str]) -> set[str]:
    """The owners whose process is no runner, such as the dashboard."""
    tokens = {process_token(owner) for owner in owners}
    known = set(session.scalars(select(RunnerRow.owner).where(RunnerRow.owner.in_(tokens))))
    return {owner for owner in owners if process_token(owner) not in known}


def _lock_leases(session: WriteSession, holders: set[str], over: Marks, now: datetime) -> list[int]:
    """The enrollments whose lease ends here; one that another rescuer has is left to it."""
    if not holders:
        return []
    query = (
        select(EnrollmentRow.id)
        .where(
            EnrollmentRow.lease_owner.in_(holders),
            EnrollmentRow.lease_owner.in_(over) | (EnrollmentRow.lease_until < now),
        )
        .order_by(EnrollmentRow.lease_owner, EnrollmentRow.id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def _orphans(
    session: WriteSession, services: Services, senders: set[str], over: Marks, now: datetime
) -> list[AnyRow]:
    """E-mails that were on their way when their enrollment was ended: it has no lease any more,
    so only the delivery still names the run. And drafts that a person sent, which have none."""
    gone = set(over) | _dead(session, services, senders, silent_since=now - LEASE)
    left: ColumnElement[bool] = DeliveryRow.owner.in_(gone & senders)
    quiet = _without_heartbeat(session, senders - gone)
    directory = services.settings.in_flight_directory()
    unheard = {owner for owner in quiet if not in_flight.is_held(directory, owner)}
    if unheard:
        left = left | DeliveryRow.owner.in_(unheard) & (DeliveryRow.taken_at < now - LEASE)
    if not gone & senders and not unheard:
        return []
    held = exists().where(
        EnrollmentRow.id == DeliveryRow.enrollment_id,
        EnrollmentRow.lease_owner == DeliveryRow.owner,
    )
    drafts = _lock_drafts(session, left)
    of_a_draft = DeliveryRow.activity_id.is_not(None)
    return _deliveries(session, left, ~held, ~of_a_draft | DeliveryRow.activity_id.in_(drafts))


def _lock_drafts(session: WriteSession, left: ColumnElement[bool]) -> list[int]:
    """Hold the drafts whose e-mail's run is gone, in the order of everybody: enrollment, activity,
    delivery. One that somebody else holds at this moment is left to the next look."""
    found = session.execute(
        select(DeliveryRow.activity_id, DeliveryRow.enrollment_id).where(
            _SENDING, DeliveryRow.activity_id.is_not(None), left
        )
    ).all()
    if not found:
        return []
    lock_enrollments(session, sorted({row.enrollment_id for row in found if row.enrollment_id}))
    ids = [row.activity_id for row in found]
    activities = select(ActivityRow.id).where(ActivityRow.id.in_(ids)).order_by(ActivityRow.id)
    return list(session.scalars(activities.with_for_update(skip_locked=True)))


def _deliveries(session: WriteSession, *conditions: ColumnElement[bool]) -> list[AnyRow]:
    query = (
        select(
            DeliveryRow.id, DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.owner,
            DeliveryRow.message_id, DeliveryRow.subject, DeliveryRow.taken_at,
            DeliveryRow.activity_id,
        )
        .where(_SENDING, *conditions)
        .order_by(DeliveryRow.id)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    return list(session.execute(query))


def _settle(
    services: Services,
    session: WriteSession,
    rows: list[AnyRow],
    over: Marks,
    now: datetime,
) -> set[int]:
    """Give each delivery the status that is known of it; returns the enrollments that moved on."""
    sent, uncertain, untried = [], [], []
    for row in rows:
        marks = over.get(row.owner)
        match Mark.BEGUN if marks is None else marks.get(row.message_id):
            case Mark.ACCEPTED:
                sent.append(row)
            case Mark.BEGUN:
                uncertain.append(row)
            case _:
                untried.append(row)
    _set(session, sent, status=DeliveryStatus.SENT, sent_at=DeliveryRow.taken_at)
    _set(session, uncertain, status=DeliveryStatus.UNCERTAIN, reason=UNCERTAIN_REASON)
    attempts = DeliveryRow.attempts - 1
    _set(session, untried, status=DeliveryStatus.PLANNED, owner=None, attempts=attempts)
    for row in untried:
        if row.activity_id is not None:
            close_if_ended(session, row.activity_id)
    forget_untried(session, [r.enrollment_id for r in untried if r.enrollment_id is not None])
    mails = [
        SentMail(r.enrollment_id, r.step_key, r.subject, r.taken_at or now, r.activity_id)
        for r in sent
    ]
    return count_as_sent(services, session, mails, now)


def _set(session: WriteSession, rows: list[AnyRow], **values: Any) -> None:
    if rows:
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_([row.id for row in rows]))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _free(session: WriteSession, ids: list[int], now: datetime) -> None:
    """End the leases: held where the e-mail is uncertain, else due at once."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.enrollment_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
        )
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )
    uncertain = select(DeliveryRow.enrollment_id).where(
        DeliveryRow.enrollment_id.in_(ids), DeliveryRow.status == DeliveryStatus.UNCERTAIN
    )
    free = {"lease_owner": None, "lease_until": None}
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids), EnrollmentRow.id.in_(uncertain))
        .values(hold_gate="delivery", hold_reason=UNCERTAIN_REASON, **free)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(EnrollmentRow)
        .where(
            EnrollmentRow.id.in_(ids),
            EnrollmentRow.id.not_in(uncertain),
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
        )
        .values(next_run_at=now, **free)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(ids), EnrollmentRow.lease_owner.is_not(None))
        .values(**free)
        .execution_options(synchronize_session=False)
    )
