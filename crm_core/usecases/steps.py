"""Leaving out the step at which an enrollment stands."""

from datetime import datetime

from sqlalchemy import delete, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.verdicts import GateAnswer, Kind
from crm_core.domain.words import DeliveryStatus
from crm_core.errors import Conflict
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.bulk import insert_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE
from crm_core.storage.tables import DecisionRow, DeliveryRow, EnrollmentRow
from crm_core.touches.by_hand import go_on
from crm_core.touches.ledger import pack

_UNTRIED = (DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)
_DECISION = ("tenant_id", "enrollment_id", "step_key", "verdict", "binding_gate", "gates", "at",
             "unblock")  # fmt: skip


def skip_step(services: Services, *, actor: Actor, enrollment_id: int, step_key: str) -> None:
    """Let an enrollment go on to its next step as if the step `step_key` were done, untouched.

    The next delay counts from now; after the last step the enrollment is completed. Raises
    `Conflict` where it stands at another step by now (a second click), has ended, has given its
    task to a person, or where the e-mail is being sent or may have been.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment", lock=True
        )
        _check(session, row)
        if not go_on(services, session, {enrollment_id: step_key}, now, now):
            raise Conflict("The enrollment stands at another step by now.", field="step")
        session.execute(
            delete(DeliveryRow)
            .where(DeliveryRow.enrollment_id == enrollment_id, DeliveryRow.step_key == step_key)
            .where(DeliveryRow.status.in_(_UNTRIED))
            .execution_options(synchronize_session=False)
        )
        _note_in_ledger(session, actor, row, step_key, now)
        audit.note(
            session, actor, now, "enrollment.step_skipped", "enrollment", enrollment_id,
            step=step_key,
        )  # fmt: skip


def _check(session: WriteSession, row: EnrollmentRow) -> None:
    """Refuse unless the locked enrollment waits at its step with nothing under way."""
    if row.status not in LIVE:
        raise Conflict(f"The enrollment is {row.status.lower()}.", field="status")
    if row.waiting_since is not None:
        raise Conflict("This step is on the task list; skip it there.", field="step")
    under_way = session.scalars(
        select(DeliveryRow.status).where(
            DeliveryRow.enrollment_id == row.id,
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
        )
    ).all()
    if row.lease_owner is not None or DeliveryStatus.SENDING in under_way:
        raise Conflict("The e-mail of this step is being sent at this moment.", field="step")
    if under_way:
        raise Conflict("Say first whether the e-mail of this step arrived.", field="step")


def _note_in_ledger(
    session: WriteSession, actor: Actor, row: EnrollmentRow, step_key: str, now: datetime
) -> None:
    words = f"Skipped by {actor.name or actor.kind}."
    answer = GateAnswer("by_person", Kind.SKIP, words)
    line = (row.tenant_id, row.id, step_key, Kind.SKIP.value, answer.gate, pack([answer]), now, "")
    insert_rows(session, DecisionRow, _DECISION, [line])
