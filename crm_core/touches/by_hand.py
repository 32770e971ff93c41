"""A step that a person did, or left undone on purpose: its enrollment goes on from then.

Called by whatever finishes an activity: the use cases, an e-mail draft's answer, the rescue.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from crm_core.domain.words import EnrollmentStatus
from crm_core.services import Services
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import EnrollmentRow
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
        },
    )
    return {item.row.id for item in moving}


def _stands_at(item: DueCase, step_key: str) -> bool:
    here = item.planned is not None and item.planned.step.key == step_key
    return here and item.case.enrollment_status in _LIVE
