"""Writing a batch's verdicts, set-wise: activities, deliveries, enrollments and the ledger.

Called inside the claim's transaction. What it returns are the e-mails to send once that
transaction is committed.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from crm_core.domain.verdicts import Kind, Verdict
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    EnrollmentStatus,
    EntityType,
    StepType,
)
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows, update_same
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow, DecisionRow, EnrollmentRow
from crm_core.touches.envelopes import (
    Ahead,
    Envelope,
    envelope_for,
    mark_ahead,
    plan_deliveries,
    reply_subject,
)
from crm_core.touches.facts import DueCase
from crm_core.touches.ledger import pack
from crm_core.touches.progress import after_step

LEASE = timedelta(minutes=3)
"""How long a runner may be silent before others take its e-mails over. Renewed while it lives."""

Change = tuple[tuple[str, Any], ...]
"""What a verdict changes on an enrollment: columns and values, hashable."""

_ACTIVITY = (
    "tenant_id", "type", "status", "subject", "body", "party_id", "lead_id", "enrollment_id",
    "step_key", "owner_id",
)  # fmt: skip
_DECISION = (
    "tenant_id", "enrollment_id", "step_key", "verdict", "binding_gate", "gates", "earliest_at",
    "unblock",
)  # fmt: skip
_ACTIVITY_OF = {
    StepType.CALL: (ActivityType.CALL.value, ActivityStatus.OPEN.value, "call"),
    StepType.TASK: (ActivityType.TASK.value, ActivityStatus.OPEN.value, "task"),
    StepType.EMAIL_MANUAL: (
        ActivityType.EMAIL.value, ActivityStatus.DRAFT.value, "e-mail draft",
    ),
}  # fmt: skip
_LEAD = EntityType.LEAD.value


def write_verdicts(
    services: Services,
    session: WriteSession,
    decided: list[tuple[DueCase, Verdict]],
    owner: str,
    now: datetime,
    ahead: Ahead,
) -> list[Envelope]:
    """Write everything that the verdicts mean; returns the planned e-mails.

    `ahead`: how many e-mails of a mailbox will go out at once; see `envelopes.mark_ahead`.
    """
    changes: defaultdict[Change, list[int]] = defaultdict(list)
    activities: list[tuple[Any, ...]] = []
    formatted: list[tuple[Any, ...]] = []
    envelopes: list[Envelope] = []
    taken_over: set[int] = set()
    lease_until = services.clock.now() + LEASE
    leased = _change(next_run_at=None, lease_owner=owner, lease_until=lease_until)
    for item, verdict in decided:
        if verdict.kind is not Kind.ACT:
            changes[_without_touch(item, verdict, now)].append(item.row.id)
        elif item.planned is not None and item.planned.step.type is StepType.EMAIL_AUTO:
            envelopes.append(envelope_for(services, item, verdict))
            if item.has_delivery:
                taken_over.add(item.row.id)
            changes[leased].append(item.row.id)
        else:
            html = _editable(item, verdict)
            if html is None:
                activities.append(_activity(item, verdict))
            else:
                formatted.append((*_activity(item, verdict), html))
            changes[_given_to_a_person(item, now)].append(item.row.id)
    made = {"source": ActivitySource.SEQUENCE.value, "due_at": now, "created_at": now}
    insert_rows(session, ActivityRow, _ACTIVITY, activities, same=made)
    insert_rows(session, ActivityRow, (*_ACTIVITY, "html"), formatted, same=made)
    envelopes = mark_ahead(envelopes, taken_over, ahead)
    plan_deliveries(session, envelopes, taken_over, owner, now)
    lines = [_decision(item, verdict) for item, verdict in decided]
    insert_rows(session, DecisionRow, _DECISION, lines, same={"at": now})
    _apply(session, changes)
    return envelopes


def quarantine(session: WriteSession, broken: Mapping[int, Exception], now: datetime) -> None:
    """Hold enrollments whose step raised an error here; shown in Runner health."""
    rows = [(key, None, "error", broken_step(fault)) for key, fault in broken.items()]
    update_rows(session, EnrollmentRow, ("id", "next_run_at", "hold_gate", "hold_reason"), rows)


def broken_step(fault: Exception) -> str:
    """The reason of a hold for an error of ours; the log has the rest."""
    return f"This step could not be executed: {type(fault).__name__}."


def _apply(session: WriteSession, changes: Mapping[Change, list[int]]) -> None:
    """One statement for each change that several share, one for all that share its columns."""
    single: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for change, ids in changes.items():
        if len(ids) > 1:
            update_same(session, EnrollmentRow, dict(change), ids)
        else:
            columns = tuple(name for name, _ in change)
            single[columns].append((ids[0], *(value for _, value in change)))
    for columns, rows in single.items():
        update_rows(session, EnrollmentRow, ("id", *columns), rows)


def _change(**columns: Any) -> Change:
    return tuple(columns.items())


def _given_to_a_person(item: DueCase, now: datetime) -> Change:
    assert item.planned is not None
    what = _ACTIVITY_OF[item.planned.step.type][2]
    return _change(
        next_run_at=None,
        waiting_since=now,
        hold_gate="task",
        hold_reason=f"Waits for a person to complete the {what}.",
    )


def _without_touch(item: DueCase, verdict: Verdict, now: datetime) -> Change:
    binding = verdict.binding
    assert binding is not None
    match verdict.kind:
        case Kind.WAIT:
            return _change(next_run_at=verdict.earliest_at)
        case Kind.HOLD:
            return _change(next_run_at=None, hold_gate=binding.gate, hold_reason=binding.saw)
        case Kind.STOP:
            return _change(
                next_run_at=None,
                status=EnrollmentStatus.CANCELED.value,
                stop_reason=binding.stop.value if binding.stop else None,
                stop_detail=binding.saw,
                finished_at=now,
            )
        case Kind.FINISH:
            return _change(
                next_run_at=None, status=EnrollmentStatus.COMPLETED.value, finished_at=now
            )
    place = after_step(item.plan, item.row.position, item.case, now)
    return _change(
        next_run_at=place.next_run_at,
        status=place.status.value,
        position=place.position,
        anchor_at=now,
        finished_at=now if place.status is EnrollmentStatus.COMPLETED else None,
    )


def _activity(item: DueCase, verdict: Verdict) -> tuple[Any, ...]:
    assert item.planned is not None
    assert verdict.content is not None
    kind, status, _ = _ACTIVITY_OF[item.planned.step.type]
    row = item.row
    subject = verdict.content.subject
    if not subject and item.thread is not None:
        subject = reply_subject(item.thread.subject)
    return (
        row.tenant_id, kind, status, subject, verdict.content.text, row.party_id,
        row.entity_id if row.entity_type == _LEAD else None, row.id, item.planned.step.key,
        row.owner_id,
    )  # fmt: skip


def _editable(item: DueCase, verdict: Verdict) -> str | None:
    """The formatted text of a draft, as an editor loads it; None for everything without one."""
    if item.planned is None or not item.planned.texts.formatted or verdict.content is None:
        return None
    from crm_core.mail.body import editable  # With the texts, which were compiled by now.

    return editable(verdict.content.html)


def _decision(item: DueCase, verdict: Verdict) -> tuple[Any, ...]:
    row, planned, binding = item.row, item.planned, verdict.binding
    return (
        row.tenant_id, row.id, planned.step.key if planned else None, verdict.kind.value,
        binding.gate if binding else None, pack(verdict.gates), verdict.earliest_at,
        verdict.unblock,
    )  # fmt: skip
