"""Writing down what mail servers answered, and taking the next e-mails in the same transaction.

Every write names the owner: a result whose lease was taken away changes only what is still
its own. An answer that comes late for a delivery already marked uncertain settles it, because
an answer is knowledge and an uncertain delivery is never sent again by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from crm_core.domain.refusals import Judgement, Meaning, retry_after, server_away_for
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    StopReason,
    SuppressionReason,
)
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.deliveries import mark_sent_if_owner, take_for_sending
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import release_held, stop_person, suppress_address
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
)
from crm_core.touches.decide import Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.lookups import Mailbox
from crm_core.touches.progress import after_step

_ACTIVITY = (
    "tenant_id", "subject", "body", "party_id", "lead_id", "enrollment_id", "step_key",
    "owner_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an envelope. `judgement` is None when it was not tried after all."""

    envelope: Envelope
    judgement: Judgement | None


def exchange(
    round_: Round, mailbox: Mailbox, results: list[Result], chunk: list[Envelope]
) -> tuple[list[Envelope], RunCounts]:
    """Record `results` and mark `chunk` as sending; returns those that may go out.

    An envelope is left out, and given back to the planner, when since its claim the lease was
    lost, the enrollment or sequence was paused or ended, or the mailbox was paused.
    """
    with round_.services.storage.write() as session:
        counts = _record(round_, session, mailbox, results)
        taken = _take(round_, session, chunk)
    return taken, counts


def release(round_: Round, envelopes: Sequence[Envelope]) -> None:
    """Give planned e-mails back, untried: they are due at once."""
    if envelopes:
        with round_.services.storage.write() as session:
            _give_back(session, round_, [(e, round_.now) for e in envelopes])


def _take(round_: Round, session: WriteSession, chunk: list[Envelope]) -> list[Envelope]:
    fit = take_for_sending(session, round_.owner, [e.message_id for e in chunk], round_.instant())
    left = [e for e in chunk if e.enrollment_id not in fit]
    _give_back(session, round_, [(e, round_.now) for e in left])
    return [e for e in chunk if e.enrollment_id in fit]


def _record(
    round_: Round, session: WriteSession, mailbox: Mailbox, results: list[Result]
) -> RunCounts:
    counts = RunCounts()
    accepted: list[Envelope] = []
    back: list[tuple[Envelope, datetime]] = []
    for result in results:
        envelope, judgement = result.envelope, result.judgement
        if judgement is None:
            back.append((envelope, round_.now))
            continue
        match judgement.meaning:
            case Meaning.ACCEPTED:
                accepted.append(envelope)
                counts.sent += 1
            case Meaning.RETRY_LATER:
                _put_off(round_, session, envelope, judgement, counts)
            case Meaning.REFUSED:
                _refused(round_, session, envelope, judgement, StopReason.REFUSED)
                counts.stopped += 1
            case Meaning.MAILBOX_FAULT:
                _pause_mailbox(round_, session, mailbox, judgement)
                back.append((envelope, round_.now))
                counts.waiting += 1
            case Meaning.SERVER_AWAY:
                back.append((envelope, _server_away(round_, session, mailbox)))
                counts.waiting += 1
            case Meaning.UNCERTAIN:
                _uncertain(round_, session, envelope, judgement)
                counts.failed += 1
    _give_back(session, round_, back)
    _sent(round_, session, mailbox, accepted)
    return counts


def _sent(round_: Round, session: WriteSession, mailbox: Mailbox, sent: list[Envelope]) -> None:
    if not sent:
        return
    now = round_.instant()
    mine = mark_sent_if_owner(session, round_.owner, [e.message_id for e in sent], now)
    sent = [e for e in sent if e.enrollment_id in mine]
    made = {
        "type": ActivityType.EMAIL.value,
        "status": ActivityStatus.DONE.value,
        "source": ActivitySource.SEQUENCE.value,
        "completed_at": now,
        "created_at": now,
    }
    insert_rows(session, ActivityRow, _ACTIVITY, [_email_activity(e) for e in sent], same=made)
    if _advance(round_, session, sent, now) < len(sent):
        # Another runner may have taken this one for dead and held its enrollments meanwhile.
        ids = [e.enrollment_id for e in sent]
        release_held(session, "delivery", now, EnrollmentRow.id.in_(ids))
    if mailbox.facts.away_until is not None:
        session.execute(
            update(MailboxRow)
            .where(MailboxRow.id == mailbox.id)
            .values(away_until=None, away_failures=0)
        )


def _email_activity(e: Envelope) -> tuple[Any, ...]:
    return (
        e.tenant_id, e.subject, e.written.text, e.party_id, e.lead_id, e.enrollment_id,
        e.step_key, e.owner_id,
    )  # fmt: skip


def _advance(round_: Round, session: WriteSession, sent: list[Envelope], now: datetime) -> int:
    """Move the enrollments on; one that was paused meanwhile moves and stays paused.

    Returns how many were still this run's.
    """
    rows = []
    for e in sent:
        place = after_step(e.plan, e.position, e.case, now)
        done = place.status is EnrollmentStatus.COMPLETED
        rows.append(
            (
                e.enrollment_id, round_.owner, place.position, now, place.next_run_at,
                now if done else None,
            )
        )  # fmt: skip
    finishing = "v.finished_at IS NOT NULL"
    return update_rows(
        session,
        EnrollmentRow,
        ("id", "lease_owner", "position", "anchor_at", "next_run_at", "finished_at"),
        rows,
        key=("id", "lease_owner"),
        expressions={
            "lease_owner": "NULL",
            "lease_until": "NULL",
            "hold_gate": "NULL",
            "hold_reason": "NULL",
            "next_run_at": "CASE WHEN t.status = 'ACTIVE' THEN v.next_run_at END",
            "status": f"CASE WHEN {finishing} THEN 'COMPLETED' ELSE t.status END",
            "paused_at": f"CASE WHEN {finishing} THEN NULL ELSE t.paused_at END",
        },
    )


def _give_back(
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
        ("id", "lease_owner", "next_run_at"),
        [(e.enrollment_id, round_.owner, at) for e, at in envelopes],
        key=("id", "lease_owner"),
        expressions={
            "lease_owner": "NULL",
            "lease_until": "NULL",
            "next_run_at": "CASE WHEN t.status = 'ACTIVE' THEN v.next_run_at END",
        },
    )
    session.execute(
        delete(DeliveryRow)
        .where(
            DeliveryRow.message_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
            DeliveryRow.enrollment_id.in_(
                select(EnrollmentRow.id).where(
                    EnrollmentRow.id.in_([e.enrollment_id for e, _ in envelopes]),
                    EnrollmentRow.status.in_(
                        (EnrollmentStatus.CANCELED, EnrollmentStatus.COMPLETED)
                    ),
                )
            ),
        )
        .execution_options(synchronize_session=False)
    )


def _put_off(
    round_: Round, session: WriteSession, e: Envelope, judgement: Judgement, counts: RunCounts
) -> None:
    attempt = e.attempts + 1
    wait = retry_after(attempt, seed=e.enrollment_id)
    if wait is None:
        words = f"Given up after {attempt} attempts. {judgement.reason}"
        final = Judgement(Meaning.REFUSED, suppress=False, reason=words)
        _refused(round_, session, e, final, StopReason.GAVE_UP)
        counts.stopped += 1
        return
    counts.waiting += 1
    retry_at = round_.now + wait
    _settle(round_, session, e, DeliveryStatus.DEFERRED, judgement.reason, retry_at)
    _give_back(session, round_, [(e, retry_at)])


def _refused(
    round_: Round, session: WriteSession, e: Envelope, judgement: Judgement, reason: StopReason
) -> None:
    if not _settle(round_, session, e, DeliveryStatus.REFUSED, judgement.reason):
        return
    if judgement.suppress:
        reason = StopReason.BOUNCED
        suppress_address(
            session, e.tenant_id, e.recipient, SuppressionReason.BOUNCED, judgement.reason,
            round_.now,
        )  # fmt: skip
    stop_person(session, e.tenant_id, e.party_id, reason, judgement.reason, round_.now)


def _uncertain(round_: Round, session: WriteSession, e: Envelope, judgement: Judgement) -> None:
    _settle(round_, session, e, DeliveryStatus.UNCERTAIN, judgement.reason)
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id == e.enrollment_id, EnrollmentRow.lease_owner == round_.owner)
        .values(
            lease_owner=None, lease_until=None, hold_gate="delivery", hold_reason=judgement.reason
        )
    )


def _settle(
    round_: Round,
    session: WriteSession,
    e: Envelope,
    status: DeliveryStatus,
    reason: str,
    retry_at: datetime | None = None,
) -> bool:
    """Write one delivery's outcome if it is still this run's; False when it is not."""
    result = session.connection().execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.message_id == e.message_id,
            DeliveryRow.owner == round_.owner,
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
        )
        .values(status=status, reason=reason, retry_at=retry_at)
    )
    return result.rowcount == 1


def _pause_mailbox(
    round_: Round, session: WriteSession, mailbox: Mailbox, judgement: Judgement
) -> None:
    session.execute(
        update(MailboxRow)
        .where(MailboxRow.id == mailbox.id, MailboxRow.status == MailboxStatus.ACTIVE)
        .values(status=MailboxStatus.PAUSED, paused_at=round_.now, paused_reason=judgement.reason)
    )


def _server_away(round_: Round, session: WriteSession, mailbox: Mailbox) -> datetime:
    """Note that the mailbox's server is away; several connections that notice it count once."""
    row = session.get_one(MailboxRow, mailbox.id, with_for_update=True, populate_existing=True)
    if row.away_until is None or row.away_until <= round_.now:
        row.away_failures += 1
        row.away_until = round_.now + server_away_for(row.away_failures)
    return row.away_until
