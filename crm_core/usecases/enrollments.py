"""Enrolling leads or parties into a sequence, and pausing, resuming or ending an enrollment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from crm_core.domain import inputs
from crm_core.domain.entry import ALREADY_IN, RefusedEntry, closed
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import ENROLLMENT_TRANSITIONS, transition
from crm_core.domain.words import EnrollmentStatus, EntityType, StopReason
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.entry import refused_entry
from crm_core.storage.lookup import owned
from crm_core.storage.people import end_enrollments
from crm_core.storage.tables import EnrollmentRow, PartyRow, TenantRow
from crm_core.touches.entrance import door_of, first_look
from crm_core.touches.lookups import load_mailboxes
from crm_core.touches.versions import VersionPlan
from crm_core.usecases.entering import let_in

START_LIMIT = timedelta(days=3650)
MANY_MOST = 10_000
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class EnrolledMany:
    """What the enrolment of many gives back: how many entered, and whom which rule kept out."""

    enrolled: int
    refused: tuple[RefusedEntry, ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment gives back: `next_run_at` is when the first touch lands."""

    enrollment_id: int
    status: EnrollmentStatus
    next_run_at: datetime | None


def enroll_entity(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    entity_type: object,
    entity_id: int,
    start_at: datetime | None = None,
) -> Enrolled:
    """Enroll a lead or a party; both resolve to one person, on whom the rules are asked.

    Raises `NotFound` for ids of no sequence, lead or party here, and the rule that refused:
    `NotEnrollable`, `HasLeft`, `SuppressedRecipient`, `AlreadyEnrolled` or
    `ExclusiveEnrollment`.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    kind = inputs.word(EntityType, entity_type, "entityType")
    now = services.clock.now()
    anchor_at = _start(start_at, now)
    try:
        with services.storage.write() as session:
            door = door_of(session, services.plans, actor.tenant_id, sequence_id)
            said = closed(door.entrance)
            if said is None:
                entered, refused = let_in(
                    session, actor, door, kind, [entity_id],
                    anchor_at=anchor_at, now=now, entered=set(),
                )  # fmt: skip
                said = refused[0].refusal if refused else None
            if said is not None:
                raise said.raised()
            _, enrollment_id, next_run_at = entered[0]
            return Enrolled(enrollment_id, EnrollmentStatus.ACTIVE, next_run_at)
    except IntegrityError as fault:
        if "uq_enrollments_live" in str(fault) or "enrollments.party_id" in str(fault):
            raise ALREADY_IN.raised() from fault
        raise


def enroll_many(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    entity_type: object,
    entity_ids: Sequence[int],
) -> EnrolledMany:
    """Enroll those of many leads or parties whom the rules admit, at most `MANY_MOST` at a time.

    Writes some hundreds in a transaction and begins the next one with what is true by then: two
    runs over the same people enroll each once, and a run that broke off is simply run again.
    Raises `NotFound` for a sequence of nobody, `NotEnrollable` for one that takes nobody.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    kind = inputs.word(EntityType, entity_type, "entityType")
    wanted = list(dict.fromkeys(entity_ids))
    if len(wanted) > MANY_MOST:
        raise InvalidInput(f"At most {MANY_MOST:,} at a time.", field="entityIds")
    now = services.clock.now()
    enrolled = 0
    refused: list[RefusedEntry] = []
    entered: set[int] = set()
    for start in range(0, max(len(wanted), 1), AT_A_TIME):
        with services.storage.write() as session:
            door = door_of(session, services.plans, actor.tenant_id, sequence_id)
            said = closed(door.entrance)
            if said is not None and start == 0:
                raise said.raised()
            came, kept_out = let_in(
                session, actor, door, kind, wanted[start : start + AT_A_TIME],
                anchor_at=now, now=now, entered=entered,
            )  # fmt: skip
        enrolled += len(came)
        refused += [refused_entry(each.entity_id, each.entrant, each.refusal) for each in kept_out]
    return EnrolledMany(enrolled, tuple(refused))


def set_enrollment_status(
    services: Services, *, actor: Actor, enrollment_id: int, status: object
) -> EnrollmentStatus:
    """Pause, resume or cancel. Resuming keeps the rest of the delay that was left at the pause."""
    actor.require(Permission.ENROLLMENTS_MANAGE)
    wanted = status_asked(status)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment", lock=True
        )
        switch_status(services, session, actor, row, wanted, now)
    return wanted


def status_asked(status: object) -> EnrollmentStatus:
    """The status that a person may give an enrollment; raises `InvalidInput`."""
    wanted = inputs.word(EnrollmentStatus, status, "status")
    if wanted is EnrollmentStatus.COMPLETED:
        raise InvalidInput("Must be one of ACTIVE, PAUSED, CANCELED.", field="status")
    return wanted


def switch_status(
    services: Services,
    session: WriteSession,
    actor: Actor,
    row: EnrollmentRow,
    wanted: EnrollmentStatus,
    now: datetime,
) -> None:
    """Pause, resume or cancel one that the caller holds; raises before it changes anything."""
    transition(ENROLLMENT_TRANSITIONS, EnrollmentStatus(row.status), wanted, what="enrollment")
    if wanted is EnrollmentStatus.CANCELED:
        detail = f"Canceled by {actor.name or actor.kind}."
        end_enrollments(session, [row.id], StopReason.BY_PERSON, detail, now)
    elif wanted is EnrollmentStatus.PAUSED:
        row.status, row.paused_at, row.next_run_at = wanted, now, None
    else:
        _resume(services, session, row, now)
    audit.note(session, actor, now, "enrollment.status", "enrollment", row.id, status=wanted)


def _resume(services: Services, session: WriteSession, row: EnrollmentRow, now: datetime) -> None:
    assert row.paused_at is not None
    # What had passed of the delay at the pause has passed; the pause itself does not count. One
    # that is to begin later still does.
    row.anchor_at += max(timedelta(0), now - max(row.paused_at, row.anchor_at))
    if row.resume_at is not None:
        # Whoever lets it go on before the person's return does not wait for that.
        row.resume_at = None
        session.get_one(PartyRow, row.party_id).away_until = None
    row.status, row.paused_at = EnrollmentStatus.ACTIVE, None
    if row.lease_owner is not None or row.waiting_since is not None:
        return
    plan = services.plans.get(session, [row.version_id])[row.version_id]
    person = session.get_one(PartyRow, row.party_id)
    row.hold_gate = row.hold_reason = None
    row.next_run_at = _first_look(session, row, plan, person) or now


def _start(start_at: datetime | None, now: datetime) -> datetime:
    if start_at is None:
        return now
    if start_at.tzinfo is None:
        raise InvalidInput("Must say its time zone, as in 2026-01-31T09:00:00Z.", field="startAt")
    if start_at > now + START_LIMIT:
        raise InvalidInput("At most ten years ahead.", field="startAt")
    return max(start_at, now)


def _first_look(
    session: WriteSession, row: EnrollmentRow, plan: VersionPlan, person: PartyRow
) -> datetime | None:
    boxes = load_mailboxes(session, [row.mailbox_id] if row.mailbox_id else [])
    mailbox = boxes.get(row.mailbox_id or 0)
    workspace = session.get_one(TenantRow, row.tenant_id)
    sender_zone = mailbox.zone if mailbox else None
    return first_look(
        plan, row.position, row.anchor_at, person.timezone, sender_zone, workspace.timezone
    )
