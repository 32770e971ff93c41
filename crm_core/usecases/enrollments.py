"""Enrolling a lead or a party into a sequence, and pausing, resuming or ending an enrollment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.planner import earliest
from crm_core.domain.sequences import SequenceSettings
from crm_core.domain.states import ENROLLMENT_TRANSITIONS, transition
from crm_core.domain.words import (
    EnrollmentStatus,
    EntityType,
    PartyKind,
    Reentry,
    SequenceStatus,
    StopReason,
    SuppressionReason,
)
from crm_core.errors import (
    AlreadyEnrolled,
    ExclusiveEnrollment,
    InvalidInput,
    NotEnrollable,
    SuppressedRecipient,
)
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, end_enrollments
from crm_core.storage.tables import (
    EnrollmentRow,
    LeadRow,
    PartyRow,
    SequenceRow,
    SequenceVersionRow,
    SuppressionRow,
    TenantRow,
)
from crm_core.storage.workspace import mailbox_for
from crm_core.touches.facts import calendar_for
from crm_core.touches.lookups import load_mailboxes
from crm_core.touches.versions import VersionPlan

START_LIMIT = timedelta(days=3650)
_WHY_SUPPRESSED = {
    SuppressionReason.OPTED_OUT: "The person opted out of e-mail.",
    SuppressionReason.BOUNCED: "The person's address bounced for good.",
    SuppressionReason.COMPLAINED: "The person complained about spam.",
    SuppressionReason.MANUAL: "The person's address is on the suppression list.",
}


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
    `NotEnrollable`, `SuppressedRecipient`, `AlreadyEnrolled` or `ExclusiveEnrollment`.
    """
    actor.require(Permission.ENROLLMENTS_MANAGE)
    kind = inputs.word(EntityType, entity_type, "entityType")
    now = services.clock.now()
    anchor_at = _start(start_at, now)
    try:
        with services.storage.write() as session:
            sequence = owned(
                session, SequenceRow, actor.tenant_id, sequence_id, what="sequence",
                field="sequenceId",
            )  # fmt: skip
            if sequence.status != SequenceStatus.ACTIVE:
                raise NotEnrollable(
                    f"The sequence is {sequence.status.lower()}; only an active one takes people.",
                    field="sequenceId",
                )
            party_id, owner_id = _person(session, actor, kind, entity_id)
            plan = _latest_plan(services, session, sequence)
            person = _check_rules(session, actor, plan.settings, sequence_id, party_id, now)
            row = EnrollmentRow(
                tenant_id=actor.tenant_id,
                sequence_id=sequence_id,
                version_id=plan.id,
                party_id=party_id,
                entity_type=kind,
                entity_id=entity_id,
                mailbox_id=mailbox_for(session, actor.tenant_id, owner_id or sequence.owner_id),
                enrolled_by=actor.user_id,
                status=EnrollmentStatus.ACTIVE,
                position=0,
                anchor_at=anchor_at,
                enrolled_at=now,
            )
            row.next_run_at = _first_look(session, row, plan, person)
            session.add(row)
            session.flush()
            audit.note(session, actor, now, "enrollment.created", "enrollment", row.id)
            return Enrolled(row.id, EnrollmentStatus.ACTIVE, row.next_run_at)
    except IntegrityError as fault:
        if "uq_enrollments_live" in str(fault) or "enrollments.party_id" in str(fault):
            raise _already_in() from fault
        raise


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


def _person(
    session: WriteSession, actor: Actor, kind: EntityType, entity_id: int
) -> tuple[int, int | None]:
    """The person behind a lead or party, and who owns it."""
    if kind is EntityType.LEAD:
        lead = owned(session, LeadRow, actor.tenant_id, entity_id, what="lead", field="entityId")
        return lead.party_id, lead.owner_id
    party = owned(session, PartyRow, actor.tenant_id, entity_id, what="party", field="entityId")
    if party.kind == PartyKind.COMPANY:
        raise InvalidInput("A company cannot be enrolled; enroll its people.", field="entityId")
    return party.id, party.owner_id


def _latest_plan(services: Services, session: WriteSession, sequence: SequenceRow) -> VersionPlan:
    version_id = sequence.latest_version_id
    assert version_id is not None
    return services.plans.get(session, [version_id])[version_id]


def _check_rules(
    session: WriteSession,
    actor: Actor,
    settings: SequenceSettings,
    sequence_id: int,
    party_id: int,
    now: datetime,
) -> PartyRow:
    """Ask every rule about the person, whose row is held so that two enrolments take turns."""
    person = owned(session, PartyRow, actor.tenant_id, party_id, what="person", lock=True)
    suppressed = session.scalar(
        select(SuppressionRow.reason).where(
            SuppressionRow.tenant_id == actor.tenant_id, SuppressionRow.email == person.email
        )
    )
    if suppressed is not None:
        raise SuppressedRecipient(_WHY_SUPPRESSED[SuppressionReason(suppressed)], field="entityId")
    earlier = session.execute(
        select(
            EnrollmentRow.id, EnrollmentRow.sequence_id, EnrollmentRow.status,
            SequenceRow.name, SequenceVersionRow.settings,
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .join(SequenceVersionRow, SequenceVersionRow.id == EnrollmentRow.version_id)
        .where(EnrollmentRow.party_id == party_id)
    ).all()  # fmt: skip
    live = [row for row in earlier if row.status in LIVE]
    here = [row for row in live if row.sequence_id == sequence_id]
    if here and settings.reentry is not Reentry.ANY:
        raise _already_in()
    if settings.reentry is Reentry.ONCE and any(row.sequence_id == sequence_id for row in earlier):
        raise AlreadyEnrolled(
            "The person was in this sequence before, and it takes each person once.",
            field="entityId",
        )
    for row in live:
        if row.sequence_id == sequence_id:
            continue
        if settings.exclusive:
            raise ExclusiveEnrollment(
                f"This sequence wants a person to itself; the person is in {row.name!r}.",
                field="entityId",
            )
        if row.settings.get("exclusive"):
            raise ExclusiveEnrollment(
                f"The sequence {row.name!r} has the person to itself.", field="entityId"
            )
    reentered = [row.id for row in here]
    end_enrollments(session, reentered, StopReason.REENTERED, "The person entered again.", now)
    return person


def _first_look(
    session: WriteSession, row: EnrollmentRow, plan: VersionPlan, person: PartyRow
) -> datetime | None:
    planned = plan.at(row.position)
    if planned is None:
        return None
    mailbox = load_mailboxes(session, [row.mailbox_id] if row.mailbox_id else []).get(
        row.mailbox_id or 0
    )
    workspace = session.get_one(TenantRow, row.tenant_id)
    calendar, _ = calendar_for(
        plan.settings.send_window,
        plan.settings.holiday_countries,
        person.timezone,
        mailbox.zone if mailbox else None,
        workspace.timezone,
        row.anchor_at.year,
    )
    return earliest(calendar, row.anchor_at, planned.step.delay)


def _already_in() -> AlreadyEnrolled:
    return AlreadyEnrolled("The person is in this sequence already.", field="entityId")
