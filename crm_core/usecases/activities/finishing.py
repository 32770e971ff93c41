"""Completing and skipping what people have to do; a sequence's task starts the next delay."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import delete

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor
from crm_core.domain.states import ACTIVITY_TRANSITIONS, transition
from crm_core.domain.words import ActivityStatus, Disposition, Sentiment
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import NOT_SENT, ActivityRow, DeliveryRow
from crm_core.touches.by_hand import go_on
from crm_core.usecases.activities.adding import LINE, NOTE_LIMIT
from crm_core.usecases.activities.several import Worked, each, one


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
    from now. Raises `IllegalTransition` for one that is finished already, `Conflict` for a draft
    that is on its way.
    """
    outcome = {
        "disposition": inputs.line(disposition, "disposition", LINE) or None,
        "sentiment": inputs.word(Sentiment, sentiment, "sentiment") if sentiment else None,
        "note": inputs.text(note, "note", NOTE_LIMIT) or None,
    }

    def complete(session: WriteSession, row: ActivityRow) -> None:
        _finish(row, ActivityStatus.DONE)
        for name, value in outcome.items():
            setattr(row, name, value)

    one(services, actor, activity_id, complete, _afterwards(services, actor, ActivityStatus.DONE))


def complete_call(
    services: Services,
    *,
    actor: Actor,
    activity_id: int,
    disposition: object,
    sentiment: object,
    note: object = None,
) -> None:
    """`complete_activity` for a call whose end is told in the words of `Disposition` and
    `Sentiment`, so that calls can be counted by it."""
    if disposition not in list(Disposition):
        raise InvalidInput("Say how the call ended.", field="disposition")
    if not sentiment:
        raise InvalidInput("Say how it felt.", field="sentiment")
    complete_activity(
        services, actor=actor, activity_id=activity_id, disposition=str(disposition),
        sentiment=sentiment, note=note,
    )  # fmt: skip


def skip_activity(services: Services, *, actor: Actor, activity_id: int) -> None:
    """Leave an open activity undone on purpose; the sequence goes on as if it were done."""
    one(
        services, actor, activity_id,
        lambda _, row: _finish(row, ActivityStatus.SKIPPED),
        _afterwards(services, actor, ActivityStatus.SKIPPED),
    )  # fmt: skip


def complete_activities(
    services: Services, *, actor: Actor, activity_ids: Collection[int]
) -> Worked:
    """`complete_activity` for several; those that are refused are named, the others done."""
    return _finish_each(services, actor, activity_ids, ActivityStatus.DONE)


def skip_activities(services: Services, *, actor: Actor, activity_ids: Collection[int]) -> Worked:
    """`skip_activity` for several; those that are refused are named, the others skipped."""
    return _finish_each(services, actor, activity_ids, ActivityStatus.SKIPPED)


def _finish_each(
    services: Services, actor: Actor, activity_ids: Collection[int], status: ActivityStatus
) -> Worked:
    return each(
        services, actor, activity_ids,
        lambda _, row: _finish(row, status), _afterwards(services, actor, status),
    )  # fmt: skip


def _finish(row: ActivityRow, status: ActivityStatus) -> None:
    row.status = transition(
        ACTIVITY_TRANSITIONS, ActivityStatus(row.status), status, what=row.type.lower()
    )


def _afterwards(
    services: Services, actor: Actor, status: ActivityStatus
) -> Callable[[WriteSession, list[ActivityRow], datetime], None]:
    def afterwards(session: WriteSession, rows: list[ActivityRow], now: datetime) -> None:
        for row in rows:
            row.completed_at = now
            audit.note(session, actor, now, f"activity.{status.lower()}", "activity", row.id)
        session.flush()
        # A try of a draft that did not go out is over with the draft.
        session.execute(
            delete(DeliveryRow)
            .where(NOT_SENT, DeliveryRow.activity_id.in_([row.id for row in rows]))
            .execution_options(synchronize_session=False)
        )
        steps = {
            row.enrollment_id: row.step_key for row in rows if row.enrollment_id and row.step_key
        }
        go_on(services, session, steps, now, now)

    return afterwards
