"""A person answered: said by somebody who saw the answer."""

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import ENROLLMENT_TRANSITIONS, transition
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    EnrollmentStatus,
    EntityType,
)
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.activities import source_of
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, EnrollmentRow
from crm_core.touches.inbound.answers import end_as_answered, lock_people


def mark_replied(services: Services, *, actor: Actor, enrollment_id: int) -> None:
    """The person answered: all that runs for them ends as replied, as when the answer comes in.

    The timeline notes it as an e-mail of which only that is known. Raises `IllegalTransition`
    for an enrollment that has ended.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        lock_people(session, [row.party_id])
        row = owned(
            session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment", lock=True
        )
        transition(
            ENROLLMENT_TRANSITIONS, EnrollmentStatus(row.status), EnrollmentStatus.CANCELED,
            what="enrollment",
        )  # fmt: skip
        detail = f"The person replied, says {actor.name or actor.kind}."
        end_as_answered(services, session, actor.tenant_id, [row.party_id], detail, now)
        session.add(
            ActivityRow(
                tenant_id=actor.tenant_id,
                type=ActivityType.EMAIL,
                status=ActivityStatus.DONE,
                source=source_of(actor),
                subject="Replied",
                party_id=row.party_id,
                lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
                owner_id=actor.user_id,
                completed_at=now,
                created_at=now,
            )
        )
        audit.note(session, actor, now, "enrollment.replied", "enrollment", row.id)
