"""People in sequences: enrolling them, pausing, resuming and stopping."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import AwareDatetime

from crm_core.copilot.tool import Change, Desk, Json, Proposal, writes
from crm_core.copilot.tools.people import Id, page_of
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.sequences import STEP_NAMES
from crm_core.copilot.tools.telling import at_time, iso, label
from crm_core.copilot.tools.waiting import the_person
from crm_core.copilot.tools.whom import mail_warning, name_of, one_of, whom
from crm_core.domain.permissions import Permission
from crm_core.domain.projection import ProjectedStep
from crm_core.domain.sequences import EMAILS
from crm_core.domain.words import EnrollmentStatus, EntityType, StepType
from crm_core.errors import Conflict
from crm_core.usecases.enrollments import Enrolled, enroll_entity, set_enrollment_status
from crm_core.views.enrollments import get_enrollment
from crm_core.views.people import PartyLine
from crm_core.views.person_page import PersonPage
from crm_core.views.projection import project_enrollment, project_entry
from crm_core.views.sequence_list import get_found_sequence


@writes("Enrolling", Permission.ENROLLMENTS_MANAGE, Permission.SEQUENCES_READ,
        Permission.PEOPLE_READ)  # fmt: skip
def enroll(
    desk: Desk,
    *,
    sequence_id: Id,
    lead_id: Id | None = None,
    party_id: Id | None = None,
    start_at: AwareDatetime | None = None,
) -> Proposal:
    """Enroll one lead (leadId) or person (partyId) in a sequence: its e-mails then go out by
    themselves. `startAt`: not before that time."""
    one_of(leadId=lead_id, partyId=party_id)
    who = whom(desk, party_id=party_id, lead_id=lead_id, deal_id=None).party
    assert who is not None
    given = _entry(sequence_id, lead_id, party_id)
    replaced = _live_in(desk, who.id, sequence_id)
    rehearsed(desk, lambda: _let_in(desk, given, start_at))
    steps = project_entry(desk.services, actor=desk.actor, start_at=start_at, **given)
    line = get_found_sequence(desk.services, actor=desk.actor, sequence_id=sequence_id)
    name = label(line.name, "the sequence")
    warnings = [*mail_warning(who), *(f"Step {one.number}: {one.problem}" for one in steps
                                      if one.problem)]  # fmt: skip
    if replaced:
        warnings.append("What runs for this person in the same sequence ends.")
    rows = [("sequences", sequence_id), ("parties", who.id)]
    if lead_id is not None:
        rows.append(("leads", lead_id))
    return Proposal(
        title=f"Enroll {name_of(who)} in “{name}”",
        effect=f"{_first_words(desk, steps)} Times are yours ({desk.zone.key}).",
        changes=tuple(_landing(desk, one) for one in steps),
        recipients=_mailed(who, steps),
        warnings=tuple(dict.fromkeys(warnings)),
        rows=tuple(rows),
        seal=_ends(replaced),
    )


@enroll.perform
def _enroll(
    desk: Desk,
    *,
    sequence_id: Id,
    lead_id: Id | None = None,
    party_id: Id | None = None,
    start_at: AwareDatetime | None = None,
) -> Json:
    one_of(leadId=lead_id, partyId=party_id)
    if desk.seal:
        _refuse_unsaid_end(desk, sequence_id, lead_id, party_id)
    result = _let_in(desk, _entry(sequence_id, lead_id, party_id), start_at)
    return {
        "enrollmentId": result.enrollment_id,
        "status": result.status,
        "nextRunAt": iso(result.next_run_at),
        "record": {"kind": "enrollment", "id": result.enrollment_id},
    }


@writes("Pausing", Permission.ENROLLMENTS_MANAGE, Permission.SEQUENCES_READ,
        Permission.PEOPLE_READ)  # fmt: skip
def pause_enrollment(desk: Desk, *, enrollment_id: Id) -> Proposal:
    """Pause somebody's enrollment: nothing of the sequence reaches them until it is resumed."""
    effect = "Nothing more of it reaches {name} until somebody resumes it."
    return _switch(desk, enrollment_id, EnrollmentStatus.PAUSED, "Pause", effect)


@pause_enrollment.perform
def _pause_enrollment(desk: Desk, *, enrollment_id: Id) -> Json:
    return _switched(desk, enrollment_id, EnrollmentStatus.PAUSED)


@writes("Resuming", Permission.ENROLLMENTS_MANAGE, Permission.SEQUENCES_READ,
        Permission.PEOPLE_READ)  # fmt: skip
def resume_enrollment(desk: Desk, *, enrollment_id: Id) -> Proposal:
    """Let a paused enrollment go on; what was left of the delay at the pause is waited for."""
    steps = project_enrollment(desk.services, actor=desk.actor, enrollment_id=enrollment_id)
    effect = f"{_first_words(desk, steps)} Times are yours ({desk.zone.key})."
    proposal = _switch(desk, enrollment_id, EnrollmentStatus.ACTIVE, "Resume", effect)
    page = the_person(desk, enrollment_id, None, None)
    return replace(
        proposal,
        changes=(*proposal.changes, *(_landing(desk, one) for one in steps)),
        recipients=_mailed(page.person, steps),
        warnings=tuple(mail_warning(page.person)),
    )


@resume_enrollment.perform
def _resume_enrollment(desk: Desk, *, enrollment_id: Id) -> Json:
    return _switched(desk, enrollment_id, EnrollmentStatus.ACTIVE)


@writes("Stopping", Permission.ENROLLMENTS_MANAGE, Permission.SEQUENCES_READ,
        Permission.PEOPLE_READ, destructive=True)  # fmt: skip
def stop_enrollment(desk: Desk, *, enrollment_id: Id) -> Proposal:
    """End somebody's enrollment for good; it cannot be taken up again."""
    effect = (
        "Nothing more of it reaches {name}, and its open tasks are closed. It cannot be taken up "
        "again; the person may be enrolled anew if the sequence allows it."
    )
    return _switch(desk, enrollment_id, EnrollmentStatus.CANCELED, "Stop", effect)


@stop_enrollment.perform
def _stop_enrollment(desk: Desk, *, enrollment_id: Id) -> Json:
    return _switched(desk, enrollment_id, EnrollmentStatus.CANCELED)


def _switch(
    desk: Desk, enrollment_id: int, status: EnrollmentStatus, deed: str, effect: str
) -> Proposal:
    """The card of a change of status, rehearsed."""
    page = the_person(desk, enrollment_id, None, None)
    line = get_enrollment(desk.services, actor=desk.actor, enrollment_id=enrollment_id)
    rehearsed(desk, lambda: _switched(desk, enrollment_id, status))
    found = get_found_sequence(desk.services, actor=desk.actor, sequence_id=line.sequence_id)
    sequence, name = label(found.name, "the sequence"), name_of(page.person)
    return Proposal(
        title=f"{deed} “{sequence}” for {name}",
        effect=effect.replace("{name}", name),
        changes=(Change("Status", line.status.capitalize(), status.capitalize()),),
        rows=(("enrollments", enrollment_id), ("parties", page.person.id),
              ("sequences", line.sequence_id)),
    )  # fmt: skip


def _switched(desk: Desk, enrollment_id: int, status: EnrollmentStatus) -> Json:
    set_enrollment_status(
        desk.services, actor=desk.actor, enrollment_id=enrollment_id, status=status
    )
    return {
        "enrollmentId": enrollment_id,
        "status": status,
        "record": {"kind": "enrollment", "id": enrollment_id},
    }


def _entry(sequence_id: int, lead_id: int | None, party_id: int | None) -> Json:
    kind = EntityType.PARTY if lead_id is None else EntityType.LEAD
    return {
        "sequence_id": sequence_id, "entity_type": kind,
        "entity_id": party_id if lead_id is None else lead_id,
    }  # fmt: skip


def _let_in(desk: Desk, given: Json, start_at: datetime | None) -> Enrolled:
    return enroll_entity(desk.services, actor=desk.actor, start_at=start_at, **given)


def _refuse_unsaid_end(
    desk: Desk, sequence_id: int, lead_id: int | None, party_id: int | None
) -> None:
    """An enrollment that began after the card was made is none of the rows that it rests on."""
    who = whom(desk, party_id=party_id, lead_id=lead_id, deal_id=None).party
    assert who is not None
    if desk.seal != _ends(_live_in(desk, who.id, sequence_id)):
        raise Conflict(
            f"What runs for {name_of(who)} in this sequence is not what it was when the card was "
            "made. Look at it again.",
            field="sequenceId",
        )


def _ends(replaced: bool) -> str:
    return "ends what runs" if replaced else "ends nothing"


def _live_in(desk: Desk, party_id: int, sequence_id: int) -> bool:
    """Whether the person is in the sequence at present."""
    page = page_of(desk, party_id=party_id, lead_id=None)
    lines = page.enrollments if isinstance(page, PersonPage) else ()
    return any(one.is_live and one.sequence_id == sequence_id for one in lines)


def _first_words(desk: Desk, steps: Sequence[ProjectedStep]) -> str:
    """When the first touch lands, and how many follow by themselves or by a person's hand."""
    first = next((one for one in steps if one.at is not None), None)
    if first is None or first.at is None:
        return "No step of it would reach the person as things are."
    mails = sum(one.type is StepType.EMAIL_AUTO for one in steps)
    when = at_time(desk, first.at)
    words = f"The {STEP_NAMES[first.type]} of step {first.number} lands {when}"
    words += " at the earliest" if first.supposed else ""
    ends = "e-mail goes" if mails == 1 else "e-mails go"
    return f"{words}; {mails} {ends} out by {'itself' if mails == 1 else 'themselves'}."


def _landing(desk: Desk, one: ProjectedStep) -> Change:
    """A step, and when it would land with what subject."""
    when = "no time" if one.at is None else at_time(desk, one.at)
    subject = f": “{label(one.subject, '')}”" if one.subject else ""
    return Change(f"Step {one.number}, {STEP_NAMES[one.type]}", "", f"{when}{subject}")


def _mailed(party: PartyLine, steps: Sequence[ProjectedStep]) -> tuple[str, ...]:
    """The address, where any of the steps is an e-mail."""
    return (party.email,) if party.email and any(one.type in EMAILS for one in steps) else ()
