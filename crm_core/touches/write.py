"""Writing a batch's verdicts, set-wise: activities, deliveries, enrollments and the ledger.

Called inside the claim's transaction. What it returns are the e-mails to send once that
transaction is committed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from crm_core.domain.cases import Case
from crm_core.domain.planner import earliest
from crm_core.domain.verdicts import Kind, Verdict, Written
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DeliveryStatus,
    EnrollmentStatus,
    EntityType,
    StepType,
)
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow, DecisionRow, DeliveryRow, EnrollmentRow
from crm_core.touches.facts import DueCase, Mailbox
from crm_core.touches.versions import VersionPlan

LEASE = timedelta(minutes=3)
"""How long a runner may be silent before others take its e-mails over. Renewed while it lives."""

ENROLLMENT_COLUMNS = (
    "id", "status", "position", "anchor_at", "next_run_at", "waiting_since", "hold_gate",
    "hold_reason", "lease_owner", "lease_until", "stop_reason", "stop_detail", "finished_at",
)  # fmt: skip
ACTIVITY_COLUMNS = (
    "tenant_id", "type", "status", "source", "subject", "body", "party_id", "lead_id",
    "enrollment_id", "step_key", "owner_id", "due_at", "completed_at", "created_at",
)  # fmt: skip
DECISION_COLUMNS = (
    "tenant_id", "enrollment_id", "step_key", "at", "verdict", "binding_gate", "gates",
    "earliest_at", "unblock",
)  # fmt: skip
DELIVERY_COLUMNS = (
    "tenant_id", "enrollment_id", "step_key", "party_id", "mailbox_id", "message_id",
    "recipient", "subject", "thread_subject", "references", "status", "owner", "attempts",
    "reason", "planned_at", "taken_at",
)  # fmt: skip
_ACTIVITY_OF = {
    StepType.CALL: (ActivityType.CALL, ActivityStatus.OPEN),
    StepType.TASK: (ActivityType.TASK, ActivityStatus.OPEN),
    StepType.EMAIL_MANUAL: (ActivityType.EMAIL, ActivityStatus.DRAFT),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """An e-mail that is planned in the database and leased to this run: all that sending needs."""

    tenant_id: int
    enrollment_id: int
    lead_id: int | None
    party_id: int
    owner_id: int | None
    position: int
    step_key: str
    plan: VersionPlan
    case: Case
    mailbox: Mailbox
    recipient: str
    recipient_name: str
    written: Written
    subject: str
    thread_subject: str
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    unsubscribe_url: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enrollment stands after a step."""

    position: int
    status: EnrollmentStatus
    next_run_at: datetime | None


def after_step(plan: VersionPlan, position: int, case: Case, ended_at: datetime) -> Place:
    """The place after the step at `position` ended: the next step's first look, or the end."""
    planned = plan.at(position + 1)
    if planned is None:
        return Place(position + 1, EnrollmentStatus.COMPLETED, None)
    look = earliest(case.calendar, ended_at, planned.step.delay)
    return Place(position + 1, EnrollmentStatus.ACTIVE, look)


def write_verdicts(
    services: Services,
    session: WriteSession,
    decided: list[tuple[DueCase, Verdict]],
    owner: str,
    now: datetime,
) -> list[Envelope]:
    """Write everything that the verdicts mean; returns the planned e-mails."""
    enrollments: list[tuple[Any, ...]] = []
    activities: list[tuple[Any, ...]] = []
    envelopes: list[Envelope] = []
    taken_over: set[str] = set()
    lease_until = services.clock.now() + LEASE
    for item, verdict in decided:
        if verdict.kind is Kind.ACT and _is_auto(item):
            envelope = _envelope(services, item, verdict)
            envelopes.append(envelope)
            if item.has_delivery:
                taken_over.add(envelope.message_id)
            enrollments.append(_leased(item, owner, lease_until))
        elif verdict.kind is Kind.ACT:
            activities.append(_activity(item, verdict, now))
            enrollments.append(_given_to_a_person(item, now))
        else:
            enrollments.append(_without_touch(item, verdict, now))
    insert_rows(session, ActivityRow, ACTIVITY_COLUMNS, activities)
    _plan_deliveries(session, envelopes, taken_over, owner, now)
    insert_rows(session, DecisionRow, DECISION_COLUMNS, [_decision(d, v, now) for d, v in decided])
    update_rows(session, EnrollmentRow, ENROLLMENT_COLUMNS, enrollments)
    return envelopes


def quarantine(session: WriteSession, broken: Mapping[int, Exception], now: datetime) -> None:
    """Hold enrollments whose step raised an error here; shown in Runner health."""
    rows = [
        (key, None, "error", f"This step could not be executed: {type(fault).__name__}.")
        for key, fault in broken.items()
    ]
    update_rows(session, EnrollmentRow, ("id", "next_run_at", "hold_gate", "hold_reason"), rows)


def _is_auto(item: DueCase) -> bool:
    return item.planned is not None and item.planned.step.type is StepType.EMAIL_AUTO


def _enrollment(
    item: DueCase,
    *,
    status: EnrollmentStatus = EnrollmentStatus.ACTIVE,
    position: int | None = None,
    anchor_at: datetime | None = None,
    next_run_at: datetime | None = None,
    waiting_since: datetime | None = None,
    hold: tuple[str | None, str | None] = (None, None),
    lease: tuple[str | None, datetime | None] = (None, None),
    stop: tuple[str | None, str | None] = (None, None),
    finished_at: datetime | None = None,
) -> tuple[Any, ...]:
    row = item.row
    return (
        row.id, status, row.position if position is None else position,
        anchor_at or row.anchor_at, next_run_at, waiting_since, *hold, *lease, *stop, finished_at,
    )  # fmt: skip


def _leased(item: DueCase, owner: str, until: datetime) -> tuple[Any, ...]:
    return _enrollment(item, lease=(owner, until))


def _given_to_a_person(item: DueCase, now: datetime) -> tuple[Any, ...]:
    assert item.planned is not None
    kind = item.planned.step.type.lower().replace("email_manual", "e-mail draft")
    return _enrollment(
        item, waiting_since=now, hold=("task", f"Waits for a person to complete the {kind}.")
    )


def _without_touch(item: DueCase, verdict: Verdict, now: datetime) -> tuple[Any, ...]:
    binding = verdict.binding
    assert binding is not None
    match verdict.kind:
        case Kind.WAIT:
            return _enrollment(item, next_run_at=verdict.earliest_at)
        case Kind.HOLD:
            waiting = item.row.waiting_since
            return _enrollment(item, hold=(binding.gate, binding.saw), waiting_since=waiting)
        case Kind.STOP:
            return _enrollment(
                item,
                status=EnrollmentStatus.CANCELED,
                stop=(binding.stop, binding.saw),
                finished_at=now,
            )
        case Kind.FINISH:
            return _enrollment(item, status=EnrollmentStatus.COMPLETED, finished_at=now)
    place = after_step(item.plan, item.row.position, item.case, now)
    done = place.status is EnrollmentStatus.COMPLETED
    return _enrollment(
        item,
        status=place.status,
        position=place.position,
        anchor_at=now,
        next_run_at=place.next_run_at,
        finished_at=now if done else None,
    )


def _activity(item: DueCase, verdict: Verdict, now: datetime) -> tuple[Any, ...]:
    assert item.planned is not None
    assert verdict.content is not None
    kind, status = _ACTIVITY_OF[item.planned.step.type]
    row = item.row
    lead_id = row.entity_id if row.entity_type == EntityType.LEAD else None
    subject = verdict.content.subject
    if not subject and item.thread is not None:
        subject = _reply_subject(item.thread.subject)
    return (
        row.tenant_id, kind, status, ActivitySource.SEQUENCE, subject, verdict.content.text,
        row.party_id, lead_id, row.id, item.planned.step.key, row.owner_id, now, None, now,
    )  # fmt: skip


def _decision(item: DueCase, verdict: Verdict, now: datetime) -> tuple[Any, ...]:
    row, planned = item.row, item.planned
    gates = orjson.dumps([answer.to_json() for answer in verdict.gates]).decode()
    return (
        row.tenant_id, row.id, planned.step.key if planned else None, now, verdict.kind,
        verdict.binding.gate if verdict.binding else None, gates, verdict.earliest_at,
        verdict.unblock,
    )  # fmt: skip


def _envelope(services: Services, item: DueCase, verdict: Verdict) -> Envelope:
    row, thread, mailbox = item.row, item.thread, item.mailbox
    assert item.planned is not None
    assert verdict.content is not None
    assert mailbox is not None
    step = item.planned.step
    message_id = services.secrets.message_id(
        row.tenant_id, row.id, step.key, row.version_id, domain=mailbox.address.partition("@")[2]
    )
    chain: tuple[str, ...] = ()
    in_reply_to = None
    if verdict.content.subject or thread is None:
        subject = thread_subject = verdict.content.subject
    else:
        thread_subject = thread.subject
        subject = _reply_subject(thread.subject)
        in_reply_to = thread.message_id
        chain = (*thread.references.split(), thread.message_id)
    token = services.secrets.unsubscribe_token(row.tenant_id, str(row.id))
    return Envelope(
        tenant_id=row.tenant_id,
        enrollment_id=row.id,
        lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
        party_id=row.party_id,
        owner_id=row.owner_id,
        position=row.position,
        step_key=step.key,
        plan=item.plan,
        case=item.case,
        mailbox=mailbox,
        recipient=row.email,
        recipient_name=f"{row.first_name} {row.last_name}".strip(),
        written=verdict.content,
        subject=subject,
        thread_subject=thread_subject,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=chain,
        unsubscribe_url=f"{services.settings.crm_public_url.rstrip('/')}/u/{token}",
        attempts=item.case.delivery.attempts if item.case.delivery else 0,
    )


def _reply_subject(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _plan_deliveries(
    session: WriteSession,
    envelopes: list[Envelope],
    taken_over: set[str],
    owner: str,
    now: datetime,
) -> None:
    new = [
        (
            e.tenant_id, e.enrollment_id, e.step_key, e.party_id, e.mailbox.id, e.message_id,
            e.recipient, e.subject, e.thread_subject, " ".join(e.references),
            DeliveryStatus.PLANNED, owner, 0, "", now, now,
        )
        for e in envelopes
        if e.message_id not in taken_over
    ]  # fmt: skip
    insert_rows(session, DeliveryRow, DELIVERY_COLUMNS, new)
    again = [
        (e.message_id, owner, e.recipient, e.subject, e.thread_subject, " ".join(e.references))
        for e in envelopes
        if e.message_id in taken_over
    ]
    columns = ("message_id", "owner", "recipient", "subject", "thread_subject", "references")
    update_rows(session, DeliveryRow, columns, again, key=("message_id",))
