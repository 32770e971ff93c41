"""Writing down what mail servers answered, and taking the next e-mails in the same transaction.

Every write names the owner: a result whose lease was taken away changes only what is still
its own. An answer that comes late for a delivery already marked uncertain settles it, because
an answer is knowledge and an uncertain delivery is never sent again by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from crm_core.domain.refusals import Judgement, Meaning
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    EnrollmentStatus,
    StopReason,
)
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.deliveries import mark_sent_if_owner, take_for_sending
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import release_held
from crm_core.storage.tables import (
    ActivityRow,
    EnrollmentRow,
    MailboxRow,
)
from crm_core.touches.decide import Round, RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.lookups import Mailbox
from crm_core.touches.outcomes import (
    AFTER_THE_PROBE,
    Outcome,
    give_back,
    hold_broken,
    mailbox_sends,
    pause_mailbox,
    put_off,
    refused,
    server_away,
    uncertain,
)
from crm_core.touches.progress import after_step

log = structlog.get_logger(__name__)

LAST = timedelta(minutes=1)

_ACTIVITY = (
    "tenant_id", "subject", "body", "party_id", "lead_id", "enrollment_id", "step_key",
    "owner_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an envelope. `judgement` is None when it was not tried after all; then
    `fault` is the error of ours that kept it from being tried, if there was one. `goes_last`:
    when it is tried again, then after the others."""

    envelope: Envelope
    judgement: Judgement | None
    fault: Exception | None = None
    goes_last: bool = False


def exchange(
    round_: Round, mailbox: Mailbox, results: list[Result], chunk: list[Envelope]
) -> tuple[list[Envelope], RunCounts]:
    """Record `results` and mark `chunk` as sending; returns those that may go out.

    An envelope is left out, and given back to the planner, when since its claim the lease was
    lost, the enrollment or sequence was paused or ended, or the mailbox was paused.
    """
    try:
        return _exchange(round_, mailbox, results, chunk)
    except (IntegrityError, DataError):
        if not results:
            raise
        log.exception("results fail together", action="touches.split", count=len(results))
    counts = RunCounts()
    for result in results:
        counts.add(_record_alone(round_, mailbox, result))
    taken, _ = _exchange(round_, mailbox, [], chunk)
    return taken, counts


def _exchange(
    round_: Round, mailbox: Mailbox, results: list[Result], chunk: list[Envelope]
) -> tuple[list[Envelope], RunCounts]:
    with round_.services.storage.write() as session:
        counts = _record(round_, session, mailbox, results)
        return _take(round_, session, chunk), counts


def _record_alone(round_: Round, mailbox: Mailbox, result: Result) -> RunCounts:
    """Record one of several results that could not be written together.

    The one that cannot be written at all is left uncertain: the server has spoken, we could not
    note it, and a person must know.
    """
    try:
        return _exchange(round_, mailbox, [result], [])[1]
    except (IntegrityError, DataError) as fault:
        log.exception(
            "result not recorded",
            action="touches.record",
            enrollment_id=result.envelope.enrollment_id,
        )
        words = f"The server answered, and it could not be noted: {type(fault).__name__}."
        with round_.services.storage.write() as session:
            judgement = Judgement(Meaning.UNCERTAIN, suppress=False, reason=words)
            uncertain(round_, session, [(result.envelope, judgement)])
        return RunCounts(failed=1)


def release(round_: Round, envelopes: Sequence[Envelope]) -> None:
    """Give one mailbox's planned e-mails back, untried: they are due at once, or after those
    that find out whether its server is back."""
    if envelopes:
        with round_.services.storage.write() as session:
            row = session.get_one(MailboxRow, envelopes[0].mailbox.id)
            away = row.away_until is not None and row.away_until > round_.now
            at = row.away_until + AFTER_THE_PROBE if row.away_until and away else round_.now
            give_back(session, round_, [(e, at) for e in envelopes])


def _take(round_: Round, session: WriteSession, chunk: list[Envelope]) -> list[Envelope]:
    fit = take_for_sending(session, round_.owner, [e.message_id for e in chunk], round_.instant())
    left = [e for e in chunk if e.enrollment_id not in fit]
    give_back(session, round_, [(e, round_.now) for e in left])
    return [e for e in chunk if e.enrollment_id in fit]


def _record(
    round_: Round, session: WriteSession, mailbox: Mailbox, results: list[Result]
) -> RunCounts:
    counts = RunCounts()
    accepted: list[Envelope] = []
    back: list[tuple[Envelope, datetime]] = []
    broken: dict[int, Exception] = {}
    others: defaultdict[Meaning, list[Outcome]] = defaultdict(list)
    for result in results:
        envelope, judgement = result.envelope, result.judgement
        if judgement is None:
            back.append((envelope, round_.now))
            if result.fault is not None:
                broken[envelope.enrollment_id] = result.fault
                counts.failed += 1
            continue
        match judgement.meaning:
            case Meaning.ACCEPTED:
                accepted.append(envelope)
                counts.sent += 1
            case Meaning.MAILBOX_FAULT:
                pause_mailbox(session, mailbox, judgement, round_.now)
                back.append((envelope, round_.now))
                counts.waiting += 1
            case Meaning.SERVER_AWAY:
                again = server_away(session, mailbox, round_.now)
                back.append((envelope, again + LAST if result.goes_last else again))
                counts.waiting += 1
            case other:
                others[other].append((envelope, judgement))
    put_off(round_, session, others[Meaning.RETRY_LATER], counts)
    refused(round_, session, others[Meaning.REFUSED], StopReason.REFUSED)
    counts.stopped += len(others[Meaning.REFUSED])
    uncertain(round_, session, others[Meaning.UNCERTAIN])
    counts.failed += len(others[Meaning.UNCERTAIN])
    hold_broken(session, round_, broken)
    give_back(session, round_, back)
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
    mailbox_sends(session, mailbox, now)


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
                e.enrollment_id, place.position, now, place.next_run_at, now if done else None,
            )
        )  # fmt: skip
    finishing = "v.finished_at IS NOT NULL"
    return update_rows(
        session,
        EnrollmentRow,
        ("id", "position", "anchor_at", "next_run_at", "finished_at"),
        rows,
        only={"lease_owner": round_.owner},
        expressions={
            "lease_owner": "NULL",
            "lease_until": "NULL",
            "hold_gate": "NULL",
            "hold_reason": "NULL",
            "next_run_at": "CASE WHEN t.status = 'ACTIVE' THEN v.next_run_at END",
            "status": f"CASE WHEN {finishing} THEN 'COMPLETED' ELSE t.status END",
            "paused_at": f"CASE WHEN {finishing} THEN NULL ELSE t.paused_at END",
            "resume_at": f"CASE WHEN {finishing} THEN NULL ELSE t.resume_at END",
        },
    )
