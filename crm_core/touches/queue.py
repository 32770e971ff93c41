"""What waits for a mailbox's slots, when its limits change: the use cases call this."""

from datetime import datetime, timedelta

from sqlalchemy import select

from crm_core.domain.calendar import Delay, DelayUnit
from crm_core.domain.words import StepType
from crm_core.services import Services
from crm_core.storage.bulk import update_same
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import EnrollmentRow

_UNIT = {
    DelayUnit.MINUTES: timedelta(minutes=1),
    DelayUnit.HOURS: timedelta(hours=1),
    DelayUnit.DAYS: timedelta(days=1),
    DelayUnit.BUSINESS_DAYS: timedelta(days=1),
}


def look_again(services: Services, session: WriteSession, mailbox_id: int, now: datetime) -> int:
    """Let the runner look at once at the e-mails of a mailbox whose delay has passed, so that
    those which waited for slots of other limits get theirs; returns how many.

    What another transaction holds is left to its own look.
    """
    rows = session.execute(
        select(
            EnrollmentRow.id, EnrollmentRow.version_id, EnrollmentRow.position,
            EnrollmentRow.anchor_at,
        )
        .where(EnrollmentRow.mailbox_id == mailbox_id, EnrollmentRow.next_run_at > now)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()  # fmt: skip
    plans = services.plans.get(session, {row.version_id for row in rows})
    waiting = []
    for row in rows:
        planned = plans[row.version_id].at(row.position)
        if planned is None or planned.step.type is not StepType.EMAIL_AUTO:
            continue
        if row.anchor_at + _at_least(planned.step.delay) <= now:
            waiting.append(row.id)
    return update_same(session, EnrollmentRow, {"next_run_at": now}, waiting)


def _at_least(delay: Delay) -> timedelta:
    """The shortest that a delay can last: a day that a clock change makes shorter, a weekday."""
    return delay.value * _UNIT[delay.unit] - timedelta(hours=1)
