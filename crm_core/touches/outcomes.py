"""What an answer other than "accepted" does: to the delivery, the person, the mailbox.

Called by `record` inside its transaction. Every write names the owner, so that a result whose
lease was taken away changes only what is still its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from crm_core.domain.refusals import Judgement, Meaning, retry_after, server_away_for
from crm_core.domain.words import (
    DeliveryStatus,
    StepType,
    StopReason,
    SuppressionReason,
)
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import stop_people, suppress_addresses
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, MailboxRow, StepRow
from crm_core.storage.workspace import pause_mailboxes
from crm_core.touches.decide import Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.lookups import Mailbox
from crm_core.touches.write import broken_step

AFTER_THE_PROBE = timedelta(seconds=5)
Outcome = tuple[Envelope, Judgement]


def give_back(
    session: WriteSession, round_: Round, envelopes: list[tuple[Envelope, datetime]]
) -> None:
    """Return e-mails that did not go out to the planner, at a time, without costing an attempt.

    A delivery that was never tried and whose enrollment has ended is taken away with it.
    """
    if not envelopes:
        return
    ids = [e.message_id for e, _ in envelopes]
    mine = (DeliveryRow.message_id.in_(ids), DeliveryRow.owner == round_.owner)
    session.execute(
        update(DeliveryRow)
        .where(*mine, DeliveryRow.status == DeliveryStatus.SENDING)
        .values(status=DeliveryStatus.PLANNED, attempts=DeliveryRow.attempts - 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(DeliveryRow)
        .where(*mine)
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )
    update_rows(
        session,
        EnrollmentRow,
        ("id", "next_run_at"),
        [(e.enrollment_id, at) for e, at in envelopes],
        only={"lease_owner": round_.owner},
        expressions={
            "lease_owner": "NULL",
            "lease_until": "NULL",
            "next_run_at": "CASE WHEN t.status = 'ACTIVE' THEN v.next_run_at END",
        },
    )
    forget_untried(session, [e.enrollment_id for e, _ in envelopes])


def hold_broken(session: WriteSession, round_: Round, broken: Mapping[int, Exception]) -> None:
    """Hold those whose e-mail an error of ours kept from going out; shown in Runner health.

    Called before `give_back`, which then finds no lease of theirs to free.
    """
    update_rows(
        session,
        EnrollmentRow,
        ("id", "hold_gate", "hold_reason"),
        [(key, "error", broken_step(fault)) for key, fault in broken.items()],
        only={"lease_owner": round_.owner},
        expressions={"lease_owner": "NULL", "lease_until": "NULL"},
    )


def forget_untried(session: WriteSession, enrollment_ids: Iterable[int]) -> None:
    """Of enrollments that have ended, take away the deliveries that never went out.

    One that came back and was to be tried again did go out, and is kept as sent.
    """
    # The few that ended are looked up first: PostgreSQL would rather begin with all that ever did.
    ended = session.scalars(
        select(EnrollmentRow.id).where(
            EnrollmentRow.id.in_(list(enrollment_ids)), EnrollmentRow.finished_at.is_not(None)
        )
    ).all()
    if not ended:
        return
    untried = (
        DeliveryRow.enrollment_id.in_(ended),
        DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
    )
    session.execute(
        update(DeliveryRow)
        .where(*untried, DeliveryRow.outcome.is_not(None))
        .values(status=DeliveryStatus.SENT, sent_at=DeliveryRow.taken_at, retry_at=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(DeliveryRow).where(*untried).execution_options(synchronize_session=False)
    )


def put_off(
    round_: Round, session: WriteSession, outcomes: Sequence[Outcome], counts: RunCounts
) -> None:
    """Let the e-mails be tried again later; those that were tried often enough end."""
    last: list[Outcome] = []
    again: list[tuple[Envelope, datetime]] = []
    rows: list[tuple[Any, ...]] = []
    for e, judgement in outcomes:
        wait = retry_after(e.attempts + 1, seed=e.enrollment_id)
        if wait is None:
            words = f"Given up after {e.attempts + 1} attempts. {judgement.reason}"
            last.append((e, Judgement(Meaning.REFUSED, suppress=False, reason=words)))
            continue
        retry_at = round_.now + wait
        again.append((e, retry_at))
        rows.append((e.message_id, judgement.reason, retry_at))
    counts.waiting += len(again)
    counts.stopped += len(last)
    _settle(session, round_.owner, DeliveryStatus.DEFERRED, rows)
    give_back(session, round_, again)
    refused(round_, session, last, StopReason.GAVE_UP)


def refused(
    round_: Round, session: WriteSession, outcomes: Sequence[Outcome], reason: StopReason
) -> None:
    """End the people's enrollments, and suppress the addresses that do not exist."""
    rows = [(e.message_id, judgement.reason, None) for e, judgement in outcomes]
    mine = _settle(session, round_.owner, DeliveryStatus.REFUSED, rows)
    alike: defaultdict[tuple[str, bool], list[Envelope]] = defaultdict(list)
    for e, judgement in outcomes:
        if e.message_id in mine:
            alike[judgement.reason, judgement.suppress].append(e)
    for (words, suppress), envelopes in alike.items():
        if suppress:
            addresses = {(e.tenant_id, e.recipient) for e in envelopes}
            why = SuppressionReason.BOUNCED
            suppress_addresses(session, addresses, why, words, round_.now)
        stop = StopReason.BOUNCED if suppress else reason
        stop_people(session, {e.party_id for e in envelopes}, stop, words, round_.now)


def uncertain(round_: Round, session: WriteSession, outcomes: Sequence[Outcome]) -> None:
    """Hold the enrollments until a person says what became of their e-mails."""
    rows = [(e.message_id, judgement.reason, None) for e, judgement in outcomes]
    _settle(session, round_.owner, DeliveryStatus.UNCERTAIN, rows)
    update_rows(
        session,
        EnrollmentRow,
        ("id", "hold_gate", "hold_reason"),
        [(e.enrollment_id, "delivery", judgement.reason) for e, judgement in outcomes],
        only={"lease_owner": round_.owner},
        expressions={"lease_owner": "NULL", "lease_until": "NULL"},
    )


def _settle(
    session: WriteSession, owner: str, status: DeliveryStatus, rows: Sequence[tuple[Any, ...]]
) -> set[str]:
    """Write (message id, reason, retry at) of those that are still this owner's; returns their
    message ids."""
    if not rows:
        return set()
    mine = set(
        session.scalars(
            select(DeliveryRow.message_id)
            .where(
                DeliveryRow.message_id.in_([row[0] for row in rows]),
                DeliveryRow.owner == owner,
                DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
            )
            .order_by(DeliveryRow.id)
            .with_for_update()
        )
    )
    update_rows(
        session,
        DeliveryRow,
        ("message_id", "reason", "retry_at", "status"),
        [(*row, status.value) for row in rows if row[0] in mine],
        key=("message_id",),
    )
    return mine


def settle_if_owner(
    session: WriteSession,
    owner: str,
    message_id: str,
    status: DeliveryStatus,
    reason: str,
    retry_at: datetime | None = None,
) -> bool:
    """Write one delivery's outcome if it is still this owner's; False when it is not."""
    result = session.connection().execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.message_id == message_id,
            DeliveryRow.owner == owner,
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
        )
        .values(status=status, reason=reason, retry_at=retry_at)
    )
    return result.rowcount == 1


def pause_mailbox(
    session: WriteSession, mailbox: Mailbox, judgement: Judgement, now: datetime
) -> None:
    pause_mailboxes(session, [mailbox.id], judgement.reason, now)


def mailbox_sends(session: WriteSession, mailbox: Mailbox, now: datetime) -> None:
    """Note that the mailbox's server took an e-mail: it is there, and its ramp begins with the
    first."""
    box = update(MailboxRow).where(MailboxRow.id == mailbox.id)
    if mailbox.facts.away_until is not None:
        session.execute(box.values(away_until=None, away_failures=0))
    if mailbox.first_sent_at is None:
        session.execute(box.where(MailboxRow.first_sent_at.is_(None)).values(first_sent_at=now))


def server_away(session: WriteSession, mailbox: Mailbox, now: datetime) -> datetime:
    """Note that the mailbox's server is away; several connections that notice it count once."""
    row = session.get_one(MailboxRow, mailbox.id, with_for_update=True, populate_existing=True)
    if row.away_until is None or row.away_until <= now:
        row.away_failures += 1
        row.away_until = now + server_away_for(row.away_failures)
        _put_off_the_rest(session, row.id, row.away_until + AFTER_THE_PROBE)
    return row.away_until


def _put_off_the_rest(session: WriteSession, mailbox_id: int, until: datetime) -> None:
    """Let few e-mails find out whether the server is back: the others of the mailbox come after
    them, without a decision and a line in the ledger each time. What another transaction holds
    is left to its own look."""
    waiting = (
        select(EnrollmentRow.id)
        .join(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(
            EnrollmentRow.next_run_at <= until,
            EnrollmentRow.mailbox_id == mailbox_id,
            StepRow.type == StepType.EMAIL_AUTO,
        )
        .with_for_update(of=EnrollmentRow, skip_locked=True)
    )
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id.in_(waiting))
        .values(next_run_at=until)
        .execution_options(synchronize_session=False)
    )
