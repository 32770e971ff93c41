"""When each step would land for one person, and why: before an enrolment, and during one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm_core.domain.cases import Case, StepContent
from crm_core.domain.inputs import word
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.projection import ProjectedStep, project
from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.verdicts import Kind
from crm_core.domain.words import EnrollmentStatus, EntityType, PartyKind, SequenceStatus
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import EnrollmentRow, LeadRow, PartyRow, SequenceRow
from crm_core.storage.workspace import mailboxes_for
from crm_core.touches.facts import fact_query, fetch_facts, load_cases
from crm_core.touches.lookups import DAY, touch_times
from crm_core.touches.prospects import load_prospect
from crm_core.touches.tallies import Tallies
from crm_core.touches.versions import PlannedStep, VersionPlan
from crm_core.views.enrollments import kept_back

LIVE = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)
UNSAVED = 0
"""The id of a version that is not stored."""


def project_entry(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    entity_type: object,
    entity_id: int,
    start_at: datetime | None = None,
) -> tuple[ProjectedStep, ...]:
    """What the sequence's latest version would do with a lead or a party enrolled now.

    Whether the rules let the person in is another question: see `enroll_entity`. Raises
    `NotFound` for ids of no sequence, lead or person here.
    """
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.PEOPLE_READ)
    kind = word(EntityType, entity_type, "entityType")
    now = services.clock.now()
    with services.storage.read() as session:
        sequence = owned(
            session, SequenceRow, actor.tenant_id, sequence_id, what="sequence", field="sequenceId"
        )
        assert sequence.latest_version_id is not None
        versions = services.plans.get(session, [sequence.latest_version_id])
        party_id, owner_id = _person(session, actor, kind, entity_id)
        return _project_prospect(
            session,
            actor,
            versions[sequence.latest_version_id],
            party_id,
            sender_id=owner_id or sequence.owner_id,
            status=SequenceStatus(sequence.status),
            start_at=start_at,
            now=now,
        )


def project_draft(
    services: Services,
    *,
    actor: Actor,
    steps: Sequence[PlannedStep],
    settings: SequenceSettings,
    person_id: int,
    start_at: datetime | None = None,
) -> tuple[ProjectedStep, ...]:
    """What steps that are not saved would do with a person, were they an active sequence of the
    actor's. The steps' positions count from 0 in their order. Raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        party_id, owner_id = _person(session, actor, EntityType.PARTY, person_id)
        plan = VersionPlan.of(UNSAVED, UNSAVED, settings, tuple(steps))
        return _project_prospect(
            session,
            actor,
            plan,
            party_id,
            sender_id=owner_id or actor.user_id,
            status=SequenceStatus.ACTIVE,
            start_at=start_at,
            now=services.clock.now(),
        )


def project_enrollment(
    services: Services, *, actor: Actor, enrollment_id: int
) -> tuple[ProjectedStep, ...]:
    """What lies ahead of an enrollment, its present step first; empty once it has ended.

    A paused one is projected as if it were resumed now, and says so.
    """
    actor.require(Permission.SEQUENCES_READ)
    now = services.clock.now()
    with services.storage.read() as session:
        row = owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        if row.status not in LIVE:
            return ()
        facts = fetch_facts(session, fact_query().where(EnrollmentRow.id == enrollment_id))
        tallies = Tallies(services.settings.mail_limits())
        due = load_cases(session, facts, services.plans, now, tallies)[0]
        case = due.case
        if row.paused_at is not None:
            # As `set_enrollment_status` resumes: what had passed of the delay has passed.
            back = max(now, row.resume_at or now)
            rest = max(timedelta(0), back - max(row.paused_at, row.anchor_at))
            case = case._replace(anchor_at=row.anchor_at + rest)
        broken = kept_back(row)
        return project(
            case,
            _pairs(due.plan.steps[row.position :]),
            now,
            touch_times(session, row.party_id, now, _back(case)),
            next_look_at=row.next_run_at,
            held=broken if broken and broken.says is Kind.HOLD else None,
        )


def _project_prospect(
    session: ReadSession,
    actor: Actor,
    plan: VersionPlan,
    party_id: int,
    *,
    sender_id: int | None,
    status: SequenceStatus,
    start_at: datetime | None,
    now: datetime,
) -> tuple[ProjectedStep, ...]:
    prospect = load_prospect(
        session,
        tenant_id=actor.tenant_id,
        party_id=party_id,
        plan=plan,
        mailbox_id=mailboxes_for(session, actor.tenant_id, {sender_id})[sender_id],
        sequence_status=status,
        anchor_at=max(start_at, now) if start_at else now,
        now=now,
    )
    touched = touch_times(session, party_id, now, _back(prospect.case))
    return project(prospect.case, _pairs(plan.steps), now, touched)


def _person(
    session: ReadSession, actor: Actor, kind: EntityType, entity_id: int
) -> tuple[int, int | None]:
    """The person behind a lead or party, and who owns it."""
    if kind is EntityType.LEAD:
        lead = owned(session, LeadRow, actor.tenant_id, entity_id, what="lead", field="entityId")
        return lead.party_id, lead.owner_id
    party = owned(session, PartyRow, actor.tenant_id, entity_id, what="party", field="entityId")
    if party.kind == PartyKind.COMPANY:
        raise InvalidInput("A company cannot be enrolled; enroll its people.", field="entityId")
    return party.id, party.owner_id


def _pairs(steps: Sequence[PlannedStep]) -> list[tuple[Step, StepContent]]:
    return [(planned.step, planned.texts) for planned in steps]


def _back(case: Case) -> timedelta:
    return max(case.min_gap or DAY, DAY)
