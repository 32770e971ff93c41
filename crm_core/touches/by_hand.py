"""A step that a person did, or left undone on purpose: its enrollment goes on from then.

Called by whatever finishes an activity: the use cases, an e-mail draft's answer, the rescue.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from crm_core.domain.words import ActivityStatus, DeliveryStatus, EnrollmentStatus
from crm_core.services import Services
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow
from crm_core.touches.answering import close_if_answer
from crm_core.touches.facts import DueCase, fact_query, fetch_facts, load_cases
from crm_core.touches.progress import after_step

_LIVE = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)


def lock_enrollments(session: WriteSession, ids: list[int]) -> None:
    """Hold enrollments in the order of their ids, before the activities and deliveries of theirs:
    who ends enrollments goes on to these in the same order."""
    if ids:
        session.execute(
            select(EnrollmentRow.id)
            .where(EnrollmentRow.id.in_(ids))
            .order_by(EnrollmentRow.id)
            .with_for_update(key_share=True)
        )


def lock_draft(session: WriteSession, activity_id: int, enrollment_id: int | None) -> None:
    """Hold a draft: its enrollment, then itself; its delivery comes after them."""
    lock_enrollments(session, [] if enrollment_id is None else [enrollment_id])
    session.execute(
        select(ActivityRow.id).where(ActivityRow.id == activity_id).with_for_update(key_share=True)
    )


def finish_draft(
    services: Services,
    session: WriteSession,
    activity_id: int,
    enrollment_id: int | None,
    step_key: str | None,
    sent_at: datetime,
    now: datetime,
) -> set[int]:
    """A draft, which is held, went out: it is done, with the text that went out, and its
    enrollment goes on from then. Returns the enrollment, if it moved.

    One that was finished otherwise keeps its end.
    """
    row = session.get_one(ActivityRow, activity_id, populate_existing=True)
    if row.status == ActivityStatus.DRAFT:
        row.status, row.completed_at = ActivityStatus.DONE, sent_at
        if row.html is not None:
            # The HTML libraries are half of a start, and few need them here.
            from crm_core.mail.body import finished_alternatives

            row.body = finished_alternatives(row.body, row.html)[0]
        close_if_answer(session, row, now)
        session.flush()
    if enrollment_id is None or step_key is None:
        return set()
    return go_on(services, session, {enrollment_id: step_key}, sent_at, now)


def close_if_ended(session: WriteSession, activity_id: int) -> None:
    """Close a draft that did not go out and whose enrollment ended while it was on its way."""
    ended = EnrollmentRow.status.in_((EnrollmentStatus.CANCELED, EnrollmentStatus.COMPLETED))
    closed = session.scalars(
        update(ActivityRow)
        .where(
            ActivityRow.id == activity_id,
            ActivityRow.status == ActivityStatus.DRAFT,
            exists().where(EnrollmentRow.id == ActivityRow.enrollment_id, ended),
        )
        .values(status=ActivityStatus.CANCELED)
        .returning(ActivityRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    untried = DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED))
    session.execute(
        delete(DeliveryRow)
        .where(DeliveryRow.activity_id.in_(closed), untried)
        .execution_options(synchronize_session=False)
    )


def go_on(
    services: Services,
    session: WriteSession,
    steps: Mapping[int, str],
    ended_at: datetime,
    now: datetime,
) -> set[int]:
    """Move enrollments past the step that a person ended; returns those that moved.

    `steps`: the key of the step for each enrollment's id. One that ended or stands at another
    step by now stays where it is; one that is paused moves and stays paused.
    """
    if not steps:
        return set()
    query = fact_query().where(EnrollmentRow.id.in_(list(steps)))
    query = query.order_by(EnrollmentRow.id).with_for_update(of=EnrollmentRow)
    cases = load_cases(session, fetch_facts(session, query), services.plans, now)
    moving = [item for item in cases if _stands_at(item, steps[item.row.id])]
    rows = []
    for item in moving:
        place = after_step(item.plan, item.row.position, item.case, ended_at)
        done = place.status is EnrollmentStatus.COMPLETED
        rows.append(
            (item.row.id, place.position, ended_at, place.next_run_at, now if done else None)
        )
    finishing = "v.finished_at IS NOT NULL"
    update_rows(
        session,
        EnrollmentRow,
        ("id", "position", "anchor_at", "next_run_at", "finished_at"),
        rows,
        expressions={
            "waiting_since": "NULL",
            "hold_gate": "NULL",
            "hold_reason": "NULL",
            "next_run_at": "CASE WHEN t.status = 'ACTIVE' THEN v.next_run_at END",
            "status": f"CASE WHEN {finishing} THEN 'COMPLETED' ELSE t.status END",
            "paused_at": f"CASE WHEN {finishing} THEN NULL ELSE t.paused_at END",
            "resume_at": f"CASE WHEN {finishing} THEN NULL ELSE t.resume_at END",
        },
    )
    return {item.row.id for item in moving}


def _stands_at(item: DueCase, step_key: str) -> bool:
    here = item.planned is not None and item.planned.step.key == step_key
    return here and item.case.enrollment_status in _LIVE
