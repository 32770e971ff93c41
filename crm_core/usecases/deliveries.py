"""What a person decides about mail: the fate of a delivery that is uncertain or was put off."""

from sqlalchemy import select, update

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import DELIVERY_TRANSITIONS, transition
from crm_core.domain.words import (
    ActivityStatus,
    DeliveryStatus,
    EnrollmentStatus,
    StopReason,
)
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, end_enrollments, release_held
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow
from crm_core.touches.by_hand import close_if_ended, lock_draft
from crm_core.touches.settled import SentMail, count_as_sent


def settle_delivery(services: Services, *, actor: Actor, delivery_id: int, arrived: bool) -> None:
    """Say what became of an uncertain delivery.

    `arrived`: it counts as sent, and the enrollment goes on. Not: it is planned again and goes
    out on purpose, with the same Message-ID, so that a mail server that has it can tell; a draft
    waits for its person to press Send. Whoever may send a draft may settle it.
    """
    now = services.clock.now()
    with services.storage.write() as session:
        row = _held(session, actor, delivery_id)
        wanted = DeliveryStatus.SENT if arrived else DeliveryStatus.PLANNED
        if row.status != DeliveryStatus.UNCERTAIN:
            raise InvalidInput("Only an uncertain delivery can be settled.", field="status")
        row.status = transition(
            DELIVERY_TRANSITIONS, DeliveryStatus(row.status), wanted, what="delivery"
        )
        row.owner = None
        if arrived:
            row.sent_at = row.taken_at or now
        session.flush()
        if not arrived:
            release_held(session, "delivery", now, EnrollmentRow.id == row.enrollment_id)
            if row.activity_id is not None:
                close_if_ended(session, row.activity_id)
        else:
            mail = SentMail(
                row.enrollment_id, row.step_key, row.subject, row.sent_at or now, row.activity_id
            )
            count_as_sent(services, session, [mail], now)
        audit.note(session, actor, now, "delivery.settled", "delivery", row.id, status=wanted)


def give_up_delivery(services: Services, *, actor: Actor, delivery_id: int) -> None:
    """Say that an uncertain delivery is over: nobody waits for its fate or sends it again.

    It may have arrived, and its reason says so and who gave it up. Its enrollment ends, a draft is
    canceled.
    """
    now = services.clock.now()
    with services.storage.write() as session:
        row = _held(session, actor, delivery_id)
        if row.status != DeliveryStatus.UNCERTAIN:
            raise InvalidInput("Only an uncertain delivery can be given up.", field="status")
        row.status = transition(
            DELIVERY_TRANSITIONS, DeliveryStatus(row.status), DeliveryStatus.REFUSED,
            what="delivery",
        )  # fmt: skip
        words = f"Given up by {actor.name or actor.kind}; it may have arrived. {row.reason}"
        row.reason, row.owner = words.strip(), None
        session.flush()
        live = EnrollmentRow.id == row.enrollment_id, EnrollmentRow.status.in_(LIVE)
        ids = list(session.scalars(select(EnrollmentRow.id).where(*live).with_for_update()))
        end_enrollments(session, ids, StopReason.BY_PERSON, row.reason, now)
        session.execute(
            update(ActivityRow)
            .where(ActivityRow.id == row.activity_id, ActivityRow.status == ActivityStatus.DRAFT)
            .values(status=ActivityStatus.CANCELED)
            .execution_options(synchronize_session=False)
        )
        audit.note(session, actor, now, "delivery.given_up", "delivery", row.id)


def retry_delivery(services: Services, *, actor: Actor, delivery_id: int) -> None:
    """Try a delivery that was put off with the next run instead of at its own time.

    Its attempts stay counted, and the send window holds as for any other. Raises `Conflict`
    where its enrollment does not run, or the runner has it in hand at this moment.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, DeliveryRow, actor.tenant_id, delivery_id, what="delivery")
        if row.activity_id is not None:
            raise Conflict("This is a draft; press Send on it once more.", field="status")
        # The enrollment first, as a claim does. Nobody touches what was put off while its
        # enrollment is held here and leased to no runner.
        enrollment = session.get(
            EnrollmentRow, row.enrollment_id, with_for_update={"key_share": True}
        )
        if enrollment is not None and enrollment.lease_owner is not None:
            raise Conflict("It is being sent at this moment.", field="status")
        session.refresh(row)
        if enrollment is None or row.status != DeliveryStatus.DEFERRED:
            raise InvalidInput("Only a delivery that was put off can be tried now.", field="status")
        if enrollment.status != EnrollmentStatus.ACTIVE:
            raise Conflict(
                f"The enrollment is {enrollment.status.lower()}; resume it first.", field="status"
            )
        row.retry_at = now
        if enrollment.next_run_at is not None:
            enrollment.next_run_at = min(enrollment.next_run_at, now)
        audit.note(session, actor, now, "delivery.retried", "delivery", row.id)


def _held(session: WriteSession, actor: Actor, delivery_id: int) -> DeliveryRow:
    """A delivery, locked; a draft's after its enrollment and itself, as everywhere."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    row = owned(session, DeliveryRow, actor.tenant_id, delivery_id, what="delivery")
    if row.activity_id is None:
        actor.require(Permission.MAIL_MANAGE)
    else:
        lock_draft(session, row.activity_id, row.enrollment_id)
    return owned(session, DeliveryRow, actor.tenant_id, delivery_id, what="delivery", lock=True)


def retry_held(services: Services, *, actor: Actor, enrollment_id: int) -> None:
    """Look again at an enrollment that is held; the planner decides anew."""
    actor.require(Permission.ENROLLMENTS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment", lock=True
        )
        if row.hold_gate is not None:
            release_held(session, row.hold_gate, now, EnrollmentRow.id == enrollment_id)
