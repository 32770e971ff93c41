"""Completing and skipping what people have to do; a sequence's task starts the next delay."""

from datetime import datetime

from sqlalchemy import update

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import ACTIVITY_TRANSITIONS, transition
from crm_core.domain.words import ActivityStatus, ActivityType, EnrollmentStatus, Sentiment
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, EnrollmentRow, PartyRow
from crm_core.touches.facts import fact_query, fetch_facts, load_cases
from crm_core.touches.progress import after_step

NOTE_LIMIT = 20_000


def complete_activity(
    services: Services,
    *,
    actor: Actor,
    activity_id: int,
    disposition: object = None,
    sentiment: object = None,
    note: object = None,
) -> None:
    """Mark an open activity as done: what happened, how it went, and a note, all optional.

    Where it is a sequence's present step, the enrollment goes on and the next delay counts
    from now. Raises `IllegalTransition` for one that is finished already.
    """
    _finish(
        services, actor, activity_id, ActivityStatus.DONE,
        disposition=inputs.line(disposition, "disposition", 200) or None,
        sentiment=inputs.word(Sentiment, sentiment, "sentiment") if sentiment else None,
        note=inputs.text(note, "note", NOTE_LIMIT) or None,
    )  # fmt: skip


def skip_activity(services: Services, *, actor: Actor, activity_id: int) -> None:
    """Leave an open activity undone on purpose; the sequence goes on as if it were done."""
    _finish(services, actor, activity_id, ActivityStatus.SKIPPED)


def add_note(
    services: Services, *, actor: Actor, party_id: int | None, deal_id: int | None, text: object
) -> int:
    """Put a note on a timeline; returns the activity's id."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        if party_id is not None:
            owned(session, PartyRow, actor.tenant_id, party_id, what="party", field="partyId")
        if deal_id is not None:
            owned(session, DealRow, actor.tenant_id, deal_id, what="deal", field="dealId")
        row = ActivityRow(
            tenant_id=actor.tenant_id,
            type=ActivityType.NOTE,
            status=ActivityStatus.DONE,
            source="API" if actor.kind == "token" else "PERSON",
            body=inputs.text(text, "text", NOTE_LIMIT),
            party_id=party_id,
            deal_id=deal_id,
            owner_id=actor.user_id,
            completed_at=now,
            created_at=now,
        )
        session.add(row)
        session.flush()
        return row.id


def _finish(
    services: Services,
    actor: Actor,
    activity_id: int,
    status: ActivityStatus,
    **outcome: str | None,
) -> None:
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity")
        if row.enrollment_id is not None:
            # The enrollment first, as everywhere: who ends enrollments goes on to their activities.
            session.get(EnrollmentRow, row.enrollment_id, with_for_update={"key_share": True})
        row = owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity", lock=True)
        row.status = transition(
            ACTIVITY_TRANSITIONS, ActivityStatus(row.status), status, what=row.type.lower()
        )
        row.completed_at = now
        for name, value in outcome.items():
            setattr(row, name, value)
        session.flush()
        if row.enrollment_id is not None and row.step_key is not None:
            _go_on(services, session, row.enrollment_id, row.step_key, now)
        audit.note(session, actor, now, f"activity.{status.lower()}", "activity", activity_id)


def _go_on(
    services: Services, session: WriteSession, enrollment_id: int, step_key: str, now: datetime
) -> None:
    """Move the enrollment past its completed task, unless it stands elsewhere by now."""
    facts = fetch_facts(
        session,
        fact_query().where(EnrollmentRow.id == enrollment_id).with_for_update(of=EnrollmentRow),
    )
    due = load_cases(session, facts, services.plans, now)[0]
    live = due.case.enrollment_status in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)
    if due.planned is None or due.planned.step.key != step_key or not live:
        return
    place = after_step(due.plan, due.row.position, due.case, now)
    paused = due.case.enrollment_status is EnrollmentStatus.PAUSED
    done = place.status is EnrollmentStatus.COMPLETED
    session.execute(
        update(EnrollmentRow)
        .where(EnrollmentRow.id == enrollment_id)
        .values(
            position=place.position,
            anchor_at=now,
            waiting_since=None,
            hold_gate=None,
            hold_reason=None,
            next_run_at=None if paused else place.next_run_at,
            status=place.status if done else due.case.enrollment_status,
            paused_at=EnrollmentRow.paused_at if paused and not done else None,
            finished_at=now if done else None,
        )
        .execution_options(synchronize_session=False)
    )
