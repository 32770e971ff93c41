"""Doing the same to several activities: those that a rule refuses are named, the others done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, DeliveryStatus
from crm_core.errors import Conflict, CrmError, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import NOT_SENT, ActivityRow, DeliveryRow
from crm_core.touches.by_hand import lock_enrollments

MOST = 500
"""Activities that one call changes."""
UNFINISHED = (ActivityStatus.OPEN, ActivityStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Refused:
    """An activity that a rule refused; `subject` is empty where there is none of that id."""

    activity_id: int
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of several activities."""

    done: tuple[int, ...]
    refused: tuple[Refused, ...]


def held(session: WriteSession, actor: Actor, ids: Collection[int]) -> dict[int, ActivityRow]:
    """The workspace's own among these, locked: first their enrollments, as everywhere."""
    mine = select(ActivityRow).where(
        ActivityRow.id.in_(ids), ActivityRow.tenant_id == actor.tenant_id
    )
    found = session.execute(mine.with_only_columns(ActivityRow.enrollment_id)).scalars()
    lock_enrollments(session, sorted({key for key in found if key is not None}))
    rows = session.scalars(
        mine.order_by(ActivityRow.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def each(
    services: Services,
    actor: Actor,
    activity_ids: Collection[int],
    change: Callable[[WriteSession, ActivityRow], None],
    then: Callable[[WriteSession, list[ActivityRow], datetime], None],
) -> Worked:
    """Change each of the activities in one transaction, then do what follows for all of them.

    `change` refuses before it changes anything.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    ids = list(dict.fromkeys(activity_ids))
    if not 0 < len(ids) <= MOST:
        raise InvalidInput(f"Between 1 and {MOST} activities at a time.", field="ids")
    now = services.clock.now()
    changed, refused = [], []
    with services.storage.write() as session:
        rows = held(session, actor, ids)
        under_way = _under_way(session, list(rows))
        for key in ids:
            row = rows.get(key)
            try:
                if row is None:
                    raise NotFound(f"There is no activity with the id {key}.", field="id")
                if key in under_way:
                    raise _not_now(under_way[key])
                change(session, row)
                changed.append(row)
            except CrmError as refusal:
                refused.append(Refused(key, row.subject if row else "", refusal.message))
        session.flush()
        then(session, changed, now)
        return Worked(tuple(row.id for row in changed), tuple(refused))


def one(
    services: Services,
    actor: Actor,
    activity_id: int,
    change: Callable[[WriteSession, ActivityRow], None],
    then: Callable[[WriteSession, list[ActivityRow], datetime], None],
) -> None:
    """Change one activity, then do what follows; raises what refuses it."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = held(session, actor, [activity_id]).get(activity_id)
        if row is None:
            raise NotFound(f"There is no activity with the id {activity_id}.", field="id")
        under_way = _under_way(session, [activity_id])
        if under_way:
            raise _not_now(under_way[activity_id])
        change(session, row)
        session.flush()
        then(session, [row], now)


def refuse_finished(row: ActivityRow) -> None:
    """Raise unless the activity is still to do."""
    if row.status not in UNFINISHED:
        raise Conflict(f"This {row.type.lower()} is {row.status.lower()} already.", field="status")


def _under_way(session: WriteSession, ids: list[int]) -> dict[int, str]:
    """The drafts among these whose e-mail is being sent or may have gone out: nobody touches them
    until that is settled."""
    rows = session.execute(
        select(DeliveryRow.activity_id, DeliveryRow.status).where(
            NOT_SENT,
            DeliveryRow.activity_id.in_(ids),
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
        )
    )
    return {row.activity_id: row.status for row in rows if row.activity_id is not None}


def _not_now(status: str) -> Conflict:
    if status == DeliveryStatus.SENDING:
        return Conflict("This e-mail is being sent at this moment.", field="status")
    return Conflict(
        "This e-mail may have gone out and no answer came: say first whether it arrived.",
        field="status",
    )
