"""Making sequences, editing them into new versions, and switching their status."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from crm_core.domain.inputs import word
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import NAME_LIMIT, SequenceDraft, SequenceSettings
from crm_core.domain.states import SEQUENCE_TRANSITIONS, transition
from crm_core.domain.words import SequenceStatus, StopReason
from crm_core.errors import Conflict, InvalidInput
from crm_core.sequence_checks import check_sequence
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, end_enrollments, release_held
from crm_core.storage.sequences import add_version, read_steps
from crm_core.storage.tables import EnrollmentRow, SequenceRow, SequenceVersionRow, StepRow

_COPY = " (copy)"


def create_sequence(
    services: Services,
    *,
    actor: Actor,
    name: object,
    steps: object,
    description: object = "",
    settings: object = None,
    status: object = None,
) -> int:
    """Make a sequence with its first version; returns its id.

    Takes the contract's `CreateSequenceInput` as plain values; raises `InvalidInput` naming
    the field (`steps[0].delay.value`). It is ACTIVE unless `status` is PAUSED.
    """
    actor.require(Permission.SEQUENCES_MANAGE)
    draft = check_sequence(name=name, description=description, steps=steps, settings=settings)
    for step in draft.steps:
        if step.key:
            path = f"steps[{step.position}].id"
            raise InvalidInput("A new sequence's steps have no id yet.", field=path)
    initial = word(SequenceStatus, status or SequenceStatus.ACTIVE, "status")
    if initial not in (SequenceStatus.ACTIVE, SequenceStatus.PAUSED):
        raise InvalidInput("A new sequence is ACTIVE or PAUSED.", field="status")
    now = services.clock.now()
    with services.storage.write() as session:
        sequence = SequenceRow(
            tenant_id=actor.tenant_id,
            name=draft.name,
            description=draft.description,
            status=initial,
            owner_id=actor.user_id,
            created_at=now,
        )
        session.add(sequence)
        session.flush()
        add_version(session, sequence, draft, created_by=actor.user_id, now=now)
        audit.note(session, actor, now, "sequence.created", "sequence", sequence.id)
        return sequence.id


def revise_sequence(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    name: object,
    steps: object,
    description: object = "",
    settings: object = None,
) -> int:
    """Save an edit as the next version; returns its number.

    Steps that name their id keep it. Enrollments under way stay on the version they began.
    Raises `Conflict` naming `status` for an archived sequence: nobody could ever enter it.
    """
    actor.require(Permission.SEQUENCES_MANAGE)
    draft = check_sequence(name=name, description=description, steps=steps, settings=settings)
    now = services.clock.now()
    with services.storage.write() as session:
        sequence = owned(
            session, SequenceRow, actor.tenant_id, sequence_id, what="sequence", lock=True
        )
        if sequence.status == SequenceStatus.ARCHIVED:
            raise Conflict("An archived sequence cannot be edited.", field="status")
        _refuse_foreign_keys(session, sequence_id, draft)
        sequence.name, sequence.description = draft.name, draft.description
        number = add_version(session, sequence, draft, created_by=actor.user_id, now=now)
        audit.note(session, actor, now, "sequence.revised", "sequence", sequence_id, version=number)
        return number


def duplicate_sequence(services: Services, *, actor: Actor, sequence_id: int) -> int:
    """Make a sequence of the latest version's steps and settings; returns its id.

    The copy belongs to whoever makes it and is PAUSED, so that it can be changed before anybody
    is in it; its steps have keys of their own.
    """
    actor.require(Permission.SEQUENCES_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        original = owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
        latest = session.get_one(SequenceVersionRow, original.latest_version_id)
        steps = read_steps(session, [latest.id])[latest.id]
        draft = SequenceDraft(
            name=f"{original.name[: NAME_LIMIT - len(_COPY)]}{_COPY}",
            description=original.description,
            steps=tuple(replace(step, key="") for step in steps),
            settings=SequenceSettings.parse(latest.settings),
        )
        copy = SequenceRow(
            tenant_id=actor.tenant_id,
            name=draft.name,
            description=draft.description,
            status=SequenceStatus.PAUSED,
            owner_id=actor.user_id,
            created_at=now,
        )
        session.add(copy)
        session.flush()
        add_version(session, copy, draft, created_by=actor.user_id, now=now)
        audit.note(session, actor, now, "sequence.created", "sequence", copy.id, of=sequence_id)
        return copy.id


def set_sequence_status(
    services: Services, *, actor: Actor, sequence_id: int, status: object
) -> SequenceStatus:
    """Switch a sequence by its transition table.

    PAUSED: nothing goes out, due people wait. ACTIVE again: they go on. COMPLETED: nobody new,
    those under way go on to the end. ARCHIVED: every live enrollment ends.
    """
    actor.require(Permission.SEQUENCES_MANAGE)
    wanted = word(SequenceStatus, status, "status")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence", lock=True)
        row.status = transition(
            SEQUENCE_TRANSITIONS, SequenceStatus(row.status), wanted, what="sequence"
        )
        session.flush()
        if wanted is SequenceStatus.ARCHIVED:
            _end_all(session, sequence_id, now)
        elif wanted is not SequenceStatus.PAUSED:
            release_held(session, "sequence", now, EnrollmentRow.sequence_id == sequence_id)
        audit.note(session, actor, now, "sequence.status", "sequence", sequence_id, status=wanted)
    return wanted


def _refuse_foreign_keys(session: WriteSession, sequence_id: int, draft: SequenceDraft) -> None:
    known = set(
        session.scalars(
            select(StepRow.key)
            .join(SequenceVersionRow, SequenceVersionRow.id == StepRow.version_id)
            .where(SequenceVersionRow.sequence_id == sequence_id)
        )
    )
    for step in draft.steps:
        if step.key and step.key not in known:
            raise InvalidInput(
                "No version of this sequence has a step with this id.",
                field=f"steps[{step.position}].id",
            )


def _end_all(session: WriteSession, sequence_id: int, now: datetime) -> None:
    query = (
        select(EnrollmentRow.id)
        .where(EnrollmentRow.sequence_id == sequence_id, EnrollmentRow.status.in_(LIVE))
        .order_by(EnrollmentRow.id)
        .limit(1_000)
        .with_for_update()
    )
    while ids := list(session.scalars(query)):
        end_enrollments(
            session, ids, StopReason.SEQUENCE_ARCHIVED, "The sequence was archived.", now
        )
