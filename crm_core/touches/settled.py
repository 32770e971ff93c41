"""An e-mail that counts as sent although its run did not record it: after a crash, or because a
person says so. It stands on the timeline, and the enrollment goes on from when it went out."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm_core.domain.verdicts import Written
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    EnrollmentStatus,
    EntityType,
)
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow, EnrollmentRow
from crm_core.touches.by_hand import finish_draft
from crm_core.touches.facts import DueCase, fact_query, fetch_facts, load_cases
from crm_core.touches.progress import after_step

_ACTIVITY = (
    "tenant_id", "subject", "body", "party_id", "lead_id", "enrollment_id", "step_key",
    "owner_id", "completed_at", "created_at",
)  # fmt: skip


class SentMail(NamedTuple):
    """What a delivery's row tells of an e-mail; `at`: when it went out. `activity_id`: the draft
    that a person sent."""

    enrollment_id: int | None
    step_key: str | None
    subject: str
    at: datetime
    activity_id: int | None = None


def count_as_sent(
    services: Services, session: WriteSession, mails: Sequence[SentMail], now: datetime
) -> set[int]:
    """Write the e-mails' activities and move their enrollments on; returns those that moved. A
    draft, which the caller holds, is its own activity.

    An enrollment that does not run, or stands at another step by now, stays where it is: when it
    is looked at again, the planner sees that the step was done. The text is what the step says
    with the person's present values; the delivery keeps the subject alone.
    """
    moved: set[int] = set()
    for mail in mails:
        if mail.activity_id is not None:
            moved |= finish_draft(
                services, session, mail.activity_id, mail.enrollment_id, mail.step_key, mail.at, now
            )
    by_step = {m.enrollment_id: m for m in mails if m.activity_id is None and m.enrollment_id}
    if not by_step:
        return moved
    ids = list(by_step)
    query = fact_query().where(EnrollmentRow.id.in_(ids)).with_for_update(of=EnrollmentRow)
    cases = load_cases(session, fetch_facts(session, query), services.plans, now)
    pairs = [(by_step[item.row.id], item) for item in cases]
    insert_rows(
        session,
        ActivityRow,
        _ACTIVITY,
        [_activity(mail, item) for mail, item in pairs],
        same={
            "type": ActivityType.EMAIL.value,
            "status": ActivityStatus.DONE.value,
            "source": ActivitySource.SEQUENCE.value,
        },
    )
    moving = [
        (mail, item)
        for mail, item in pairs
        if _stands_here(mail, item) and item.case.enrollment_status is EnrollmentStatus.ACTIVE
    ]
    _move_on(session, moving, now)
    return moved | {item.row.id for _, item in moving}


def _stands_here(mail: SentMail, item: DueCase) -> bool:
    return item.planned is not None and item.planned.step.key == mail.step_key


def _activity(mail: SentMail, item: DueCase) -> tuple[object, ...]:
    row = item.row
    text = ""
    if _stands_here(mail, item) and item.case.content is not None:
        written = item.case.content.write(item.case.person.fields)
        text = written.text if isinstance(written, Written) else ""
    return (
        row.tenant_id, mail.subject, text, row.party_id,
        row.entity_id if row.entity_type == EntityType.LEAD else None,
        row.id, mail.step_key, row.owner_id, mail.at, mail.at,
    )  # fmt: skip


def _move_on(
    session: WriteSession, moving: Sequence[tuple[SentMail, DueCase]], now: datetime
) -> None:
    rows = []
    for mail, item in moving:
        place = after_step(item.plan, item.row.position, item.case, mail.at)
        done = place.status is EnrollmentStatus.COMPLETED
        rows.append(
            (
                item.row.id, place.position, mail.at, place.next_run_at, place.status.value,
                now if done else None,
            )
        )  # fmt: skip
    columns = ("id", "position", "anchor_at", "next_run_at", "status", "finished_at")
    free = dict.fromkeys(("hold_gate", "hold_reason", "lease_owner", "lease_until"), "NULL")
    update_rows(session, EnrollmentRow, columns, rows, expressions=free)
